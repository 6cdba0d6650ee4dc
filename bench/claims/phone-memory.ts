// phone.memory: resident memory of the phone process in a call, after a hundred calls; the bench is another process.

import { setTimeout as delay } from 'node:timers/promises';
import { type Claim, percentile } from './claim.ts';
import { dial, hangUp, waitForPhase, withSignedInPhone } from './signed-in-phone.ts';

const calls = { short: 100, long: 1000 };
/** Answers after ringing for a moment. */
const farEnd = '4402';
const talkMs = 300;
/** In the last call the memory is looked at once a second for so long. */
const looks = 15;

export const phoneMemory: Claim = {
  name: 'phone.memory',
  what: 'resident memory of the phone process in a call, after 100 calls',
  measure: ({ long, say }) =>
    withSignedInPhone({}, async ({ phone }) => {
      say(`signed in: ${megabytes(phone.residentBytes())} MB`);
      for (let call = 0; call < (long ? calls.long : calls.short); call++) {
        await talk();
        await delay(talkMs);
        await hangUp(phone);
      }
      await talk();
      const seen: number[] = [];
      for (let look = 0; look < looks; look++) {
        await delay(1000);
        seen.push(megabytes(phone.residentBytes()));
      }
      say(`in the last call: ${Math.min(...seen)} to ${Math.max(...seen)} MB, median ${percentile(seen, 0.5)} MB`);
      return [{ name: 'rss', value: Math.max(...seen), unit: 'MB', goal: { operator: '<=', value: 120 } }];

      async function talk(): Promise<void> {
        const { skip } = await dial(phone, farEnd);
        await waitForPhase(phone, 'connected', skip);
      }
    }),
};

/** Of a million bytes, rounded to a tenth. */
function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
