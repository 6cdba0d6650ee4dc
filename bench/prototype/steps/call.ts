// One call of a bench test, by order: dialled or answered by the phone, with a script at the bench's end.

import type { AudioPath } from '../../../hal/audio.ts';
import type { Measured, MeasuringScript } from '../sound/measuring-script.ts';
import { holdsSoon } from './eyes.ts';
import type { Desk } from './step.ts';

const connectLimitMs = 8_000;
/** The bench hangs up when all is said; a moment later the phone knows. */
const hangsUpWithinMs = 1_000;
const endLimitMs = 5_000;
/** Beyond its own length: a stalled machine, or a far end that is gone. */
const scriptSlackMs = 15_000;

/** The phone calls the bench on a path; a sentence where it does not come about. */
export async function connect(
  desk: Desk,
  script: MeasuringScript,
  path: AudioPath | undefined,
): Promise<string | undefined> {
  const { phone, hand, line } = desk;
  phone.forgetStatistics();
  line.layOut(script);
  if (path === 'handset') hand?.hook('off-hook');
  else if (path !== undefined) phone.order({ type: 'path', path });
  const connected = phone.waitForCall('connected', connectLimitMs);
  phone.order({ type: 'call', number: line.extension });
  if (await connected) return undefined;
  await endCall(desk, path);
  return phone.connected
    ? `the phone did not get through to the bench within ${connectLimitMs / 1000} s`
    : 'the connection to the phone broke before its call came through';
}

/** By whoever has not hung up yet; no order comes late and ends the next call. */
export async function endCall({ phone, hand }: Desk, path: AudioPath | undefined): Promise<void> {
  if (!(await holdsSoon(() => !phone.isInCall, hangsUpWithinMs))) {
    phone.order({ type: 'hang-up' });
    await holdsSoon(() => !phone.isInCall, endLimitMs);
  }
  if (path === 'handset') hand?.hook('on-hook');
}

/** What was said and heard; less of both where the call broke off. */
export async function heardWithin(script: MeasuringScript): Promise<Measured> {
  const limit = new Promise<'too-late'>((resolve) => {
    const timer = setTimeout(() => resolve('too-late'), script.lengthMs + scriptSlackMs);
    void script.measured.then(() => clearTimeout(timer));
  });
  const measured = await Promise.race([script.measured, limit]);
  if (measured !== 'too-late') return measured;
  script.end();
  return script.measured;
}
