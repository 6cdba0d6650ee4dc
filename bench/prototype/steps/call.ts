// One call of a bench test, by order: dialled or answered by the phone, with a script at the bench's end.

import type { AudioPath } from '../../../hal/audio.ts';
import type { Measured, MeasuringScript } from '../sound/measuring-script.ts';
import type { Desk } from './step.ts';

const connectLimitMs = 8_000;
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

/** By whoever has not hung up yet. */
export async function endCall({ phone, hand }: Desk, path: AudioPath | undefined): Promise<void> {
  const ended = phone.waitForCall('ended', 1_000);
  phone.order({ type: 'hang-up' });
  if (path === 'handset') hand?.hook('on-hook');
  await ended;
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

export async function endsByItself({ phone }: Desk): Promise<boolean> {
  return (await phone.waitForCall('ended', endLimitMs)) !== undefined;
}
