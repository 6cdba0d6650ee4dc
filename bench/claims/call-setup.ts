// call.setup: from the dial key to 180 over TLS on loopback, with baresip to the same far end in the same run.

import { setTimeout as delay } from 'node:timers/promises';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { type Baresip, startBaresip } from '../peers/baresip/baresip.ts';
import type { PhoneProcess } from '../phone/phone-process.ts';
import { type Claim, type ClaimRun, percentile } from './claim.ts';
import { dial, hangUp, peerBeside, take, waitForPhase, withSignedInPhone } from './signed-in-phone.ts';

const calls = { short: 100, long: 1000 };
/** Rings and never answers. */
const farEnd = '4404';
const limitMs = 10_000;
/** A breath between calls, so that each is measured alone. */
const restMs = 100;

export const callSetup: Claim = {
  name: 'call.setup',
  what: 'p95 of dial key to 180 over TLS on loopback, beside baresip to the same far end in the same run',
  measure: ({ long, say }) =>
    withSignedInPhone({}, async ({ enterprise, phone }) => {
      const count = long ? calls.long : calls.short;
      const baresip = take(await startBaresip({ ...peerBeside(enterprise), codecs: 'opus/48000/1,pcmu' }));
      try {
        const ours: number[] = [];
        const theirs: number[] = [];
        // In turns, so that whatever else the machine does hits both alike.
        for (let call = 0; call < count; call++) {
          ours.push(await callByPhone(phone));
          theirs.push(await callByBaresip(baresip));
        }
        return figures(ours, theirs, say);
      } finally {
        await baresip.stop();
      }
    }),
};

function figures(ours: readonly number[], theirs: readonly number[], say: ClaimRun['say']) {
  const [own, peer] = [percentile(ours, 0.95), percentile(theirs, 0.95)];
  say(`phone: ${ours.length} calls, first ${ours[0]?.toFixed(1)} ms, p50 ${percentile(ours, 0.5).toFixed(1)} ms`);
  say(`baresip: ${theirs.length} calls, p50 ${percentile(theirs, 0.5).toFixed(1)} ms, p95 ${peer.toFixed(1)} ms`);
  const at = (value: number) => ({ operator: '<=' as const, value });
  return [
    { name: 'p95', value: own, unit: 'ms', goal: at(50) },
    { name: 'against-baresip', value: own, unit: 'ms', goal: at(Number(peer.toFixed(1))) },
  ];
}

async function callByPhone(phone: PhoneProcess): Promise<number> {
  await delay(restMs);
  const { keyAtMs, skip } = await dial(phone, farEnd);
  const is180 = (event: DiagnosticEvent) =>
    event.type === 'sip' && event.trace.direction === 'received' && event.trace.text.startsWith('SIP/2.0 180');
  const ringing = take(await phone.waitFor(is180, limitMs, skip));
  await waitForPhase(phone, 'ringing-out', skip);
  await hangUp(phone);
  return ringing.heardAtMs - keyAtMs;
}

async function callByBaresip({ control }: Baresip): Promise<number> {
  await delay(restMs);
  const skip = control.events.length;
  const begunMs = performance.now();
  control.command('dial', farEnd);
  const ringing = await control.waitFor('CALL_RINGING', limitMs, skip);
  control.command('hangup');
  await control.waitFor('CALL_CLOSED', limitMs, skip);
  return ringing.atMs - begunMs;
}
