// calls.soak: many calls in a row; how many were lost, what was left open, and whether memory grows.

import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { PhoneProcess } from '../phone/phone-process.ts';
import { type Claim, type ClaimRun, percentile } from './claim.ts';
import { dial, hangUp, waitForPhase, withSignedInPhone } from './signed-in-phone.ts';
import { fitSlope } from './slope.ts';

const calls = { short: 500, long: 10_000 };
/** Caches and pools fill in the first calls; growth counts from here. */
const settledAfter = 100;
/** The echo line: it answers at once, and sound goes both ways. */
const farEnd = '4901';
const talkMs = 2500;
/** Longer than the phone takes to collect what the call left behind. */
const restMs = 400;
/** The SIP library and the server remember each call for 32 s (RFC 3261, 17.1.1.2 and 17.2.1). */
const forgetMs = 35_000;
const msInHour = 3_600_000;

interface Sample {
  readonly hours: number;
  readonly megabytes: number;
}

export const callsSoak: Claim = {
  name: 'calls.soak',
  what: '500 calls in a row: calls lost, handles left, memory slope after the first 100 (95 % bound)',
  measure: ({ long, say }) =>
    withSignedInPhone({}, async ({ enterprise, phone }) => {
      const count = long ? calls.long : calls.short;
      const samples: Sample[] = [];
      let lost = 0;
      let handlesBefore = 0;
      const begunMs = performance.now();
      for (let call = 0; call < count; call++) {
        if (!(await callOnce(phone, say))) lost++;
        await delay(restMs);
        const hours = (performance.now() - begunMs) / msInHour;
        if (call === settledAfter) handlesBefore = openHandles(phone);
        if (call >= settledAfter) samples.push({ hours, megabytes: phone.residentBytes() / 1e6 });
        if (call % settledAfter === 0)
          say(`${call} calls, ${lost} lost, ${(phone.residentBytes() / 1e6).toFixed(1)} MB`);
      }
      await delay(forgetMs);
      const left = Math.max(0, openHandles(phone) - handlesBefore) + enterprise.openDialogs();
      const slope = fitSlope(samples.map(({ hours, megabytes }) => ({ x: hours, y: megabytes })));
      say(
        `memory slope ${slope.slope.toFixed(2)} MB an hour, median ${percentile(
          samples.map(({ megabytes }) => megabytes),
          0.5,
        ).toFixed(1)} MB`,
      );
      return [
        { name: 'lost', value: lost, unit: 'calls', goal: { operator: '<=', value: 0 } },
        { name: 'handles-left', value: left, unit: 'handles', goal: { operator: '<=', value: 0 } },
        { name: 'memory', value: slope.upperBound, unit: 'MB/hour', goal: { operator: '<=', value: 1 } },
      ];
    }),
};

/** A call that does not connect, or ends before it was hung up, is lost; the next one starts all the same. */
async function callOnce(phone: PhoneProcess, say: ClaimRun['say']): Promise<boolean> {
  const { skip } = await dial(phone, farEnd);
  try {
    await waitForPhase(phone, 'connected', skip);
    await delay(talkMs);
    const ended = phone.events
      .slice(skip)
      .find(({ event }) => event.type === 'call' && event.phase.startsWith('ended'));
    if (ended) throw new Error('it ended by itself');
    await hangUp(phone);
    return true;
  } catch (error) {
    say(`a call was lost: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** Files, sockets, pipes and timers' descriptors of the process, as the kernel counts them. */
function openHandles(phone: PhoneProcess): number {
  return readdirSync(`/proc/${phone.pid}/fd`).length;
}
