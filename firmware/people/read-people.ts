// Reads the contacts file when somebody has signed in; an unreadable one leaves the phone without contacts and a line in the log.

import { readText } from '../config/index.ts';
import type { LogSink } from '../store/index.ts';
import { People } from './people.ts';

const maximumFileBytes = 32 * 1024 * 1024;
const maximumLoggedProblems = 5;

export async function readPeople(file: string | undefined, withPictures: boolean, log: LogSink): Promise<People> {
  if (!file) return new People([]);
  const text = readText(file, maximumFileBytes);
  if (!text.ok) {
    log('warning', `Contacts: ${text.error}`);
    return new People([]);
  }
  // Loaded here, because the first screen shows nobody and should not wait for the vCard library.
  const { readVCards } = await import('./vcard.ts');
  const { people, problems } = readVCards(text.value, withPictures);
  for (const problem of problems.slice(0, maximumLoggedProblems)) log('warning', `${file}: ${problem}`);
  const untold = problems.length - maximumLoggedProblems;
  if (untold > 0) log('warning', `${file}: ${untold} more contacts are left out.`);
  return new People(people);
}
