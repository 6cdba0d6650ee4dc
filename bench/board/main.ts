// Tries every device of a board file and says in plain words what works, what does not, and how the rest is wired.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Board, openBoard } from '../../hal/board.ts';
import { nearestName } from '../../hal/boards/nearest-name.ts';
import { readBoard } from '../../hal/boards/read-board.ts';
import type { DeviceState } from '../../hal/device-state.ts';
import { MachineIdentity } from '../../hal/linux/machine/machine-identity.ts';
import { report } from './tables.ts';
import { trySound } from './try-sound.ts';
import { whatIsThere } from './what-is-there.ts';
import { wiringTable } from './wiring.ts';

const boards = resolve(import.meta.dirname, '..', '..', 'hal', 'boards');
/** Panels on a serial line answer within a second; what is looked for again is found within two. */
const settleMs = 3_000;

async function main(words: readonly string[]): Promise<number> {
  const file = boardFile(words);
  if (file === undefined) return 2;
  const checked = await readBoard(file);
  if (!checked.ok) {
    for (const sentence of checked.error) console.error(sentence);
    return 2;
  }
  const opened = await openBoard(file, { warn: () => undefined, restart: () => undefined });
  if (!opened.ok) {
    for (const sentence of opened.error) console.error(sentence);
    return 2;
  }
  console.log(`${checked.value.name} (${basename(file)})\n`);
  const states = await tryAll(opened.value);
  for (const line of report(states)) console.log(line);
  await opened.value.close();
  const isWhole = states.every(({ isWorking }) => isWorking);
  const table = wiringTable(checked.value);
  if (table.length > 0 && (!isWhole || words.includes('--wiring'))) print('Wiring', table);
  if (!isWhole) print('What this machine has', whatIsThere());
  console.log(isWhole ? '\nEverything works.' : '\nThe phone comes up all the same, without what does not work.');
  return isWhole ? 0 : 1;
}

/** Told apart by what the machine says it is, where nothing is named. */
function boardFile(words: readonly string[]): string | undefined {
  const at = words.indexOf('--board');
  const named = at < 0 ? usualBoard() : words[at + 1];
  const known = readdirSync(boards)
    .filter((name) => name.endsWith('.json') && name !== 'board.schema.json')
    .map((name) => basename(name, '.json'));
  if (named !== undefined && known.includes(named)) return join(boards, `${named}.json`);
  if (named !== undefined && existsSync(named)) return resolve(named);
  const nearest = named === undefined ? undefined : nearestName(named, known);
  const hint = nearest === undefined ? `there are ${known.join(', ')}, or a file.` : `did you mean "${nearest}"?`;
  console.error(named === undefined ? `--board wants a name: ${hint}` : `There is no board "${named}"; ${hint}`);
  return undefined;
}

function usualBoard(): string {
  const { model } = new MachineIdentity().read();
  if (model.startsWith('Raspberry Pi 5') || model.startsWith('Raspberry Pi Compute Module 5')) return 'pi5';
  return model.startsWith('Raspberry Pi') ? 'pi-usb-handset' : 'pc';
}

async function tryAll(board: Board): Promise<readonly DeviceState[]> {
  const sound = await trySound(board.audio);
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const { vendor, model, revision, serialNumber, macAddress } = board.identity.read();
  const plate = `${vendor} ${model}, revision ${revision}, serial number ${serialNumber}, MAC ${macAddress}`;
  // The watchdog is left alone: armed, it would restart the board if this program were stopped.
  const devices = board.states().filter(({ device }) => !device.startsWith('watchdog'));
  return [...devices, ...sound, { device: 'type plate', isWorking: true, sentence: plate }];
}

function print(title: string, lines: readonly string[]): void {
  console.log(`\n${title}:`);
  for (const line of lines) console.log(`  ${line}`);
}

process.exitCode = await main(process.argv.slice(2));
