// Every engine that is measured, ours first; and which of them can run here.

import { baresipEngine } from '../../peers/baresip/sound-call.ts';
import { gstreamerEngine } from '../../peers/gstreamer/sound-call.ts';
import { mediastreamEngine } from '../../peers/mediastream/sound-call.ts';
import { netEqEngine } from '../../peers/neteq/neteq.ts';
import type { MeasuredEngine } from '../call/measured-call.ts';
import { ourEngine } from '../ours/ours.ts';

export const engines: readonly MeasuredEngine[] = [
  ourEngine,
  netEqEngine,
  baresipEngine('fixed'),
  baresipEngine('adaptive'),
  mediastreamEngine,
  gstreamerEngine,
];

/** Installs what is missing, and leaves out, with a word, what cannot run on this machine. */
export async function preparedEngines(
  wanted: readonly MeasuredEngine[],
  say: (line: string) => void,
): Promise<readonly MeasuredEngine[]> {
  const ready: MeasuredEngine[] = [];
  // One after the other: apt serves one at a time.
  for (const engine of wanted) {
    const prepared = await engine.prepare(say);
    if (prepared.ok) ready.push(engine);
    else say(`${engine.name} is left out: ${prepared.error}`);
  }
  return ready;
}
