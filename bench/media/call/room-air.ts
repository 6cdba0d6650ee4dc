// Speaks into one virtual sound card and listens to another, on one time line: the air of a measured call.

import { deviceRateHz } from '../../../hal/audio.ts';
import type { VirtualCard } from '../vclk/virtual-card.ts';
import { leadInSeconds } from './measured-call.ts';

/** Both rings keep 5.4 s: spoken this far ahead, listened to this soon. */
const aheadFrames = 2 * deviceRateHz;
const stepMs = 200;
/** Played frames are whole once the card's clock is this far past them. */
const settledFrames = deviceRateHz / 20;
const startAfterFrames = deviceRateHz / 10;
/** Beyond the speech: the longest delay that is looked for, and a window. */
export const tailSeconds = 1.6;

export interface Listened {
  readonly heard: Int16Array;
  /** CLOCK_MONOTONIC in milliseconds when sample 0 of the speech was spoken. */
  readonly spokenAtMs: number;
}

/** Takes lead-in, speech and tail in real time. */
export async function speakAndListen(mouth: VirtualCard, ear: VirtualCard, speech: Int16Array): Promise<Listened> {
  const spoken = withLeadIn(speech);
  const mouthStart = mouth.position() + startAfterFrames;
  const spokenAtMs = mouth.timeOfMs(mouthStart + spoken.length - speech.length);
  const earStart = frameAt(ear, spokenAtMs);
  const heard = new Int16Array(speech.length + Math.round(tailSeconds * deviceRateHz));
  let [said, listened] = [0, 0];
  while (listened < heard.length) {
    const due = Math.min(spoken.length, mouth.position() + aheadFrames - mouthStart);
    if (due > said) mouth.say(mouthStart + said, spoken.subarray(said, due));
    said = Math.max(said, due);
    const settled = Math.min(heard.length, ear.position() - settledFrames - earStart);
    if (settled > listened) {
      heard.set(ear.hear(earStart + listened, settled - listened), listened);
      listened = settled;
    }
    await new Promise((resolve) => setTimeout(resolve, stepMs));
  }
  return { heard, spokenAtMs };
}

export function withLeadIn(speech: Int16Array): Int16Array {
  const leadIn = speech.subarray(-leadInSeconds * deviceRateHz);
  const spoken = new Int16Array(leadIn.length + speech.length);
  spoken.set(leadIn);
  spoken.set(speech, leadIn.length);
  return spoken;
}

/** The frame that a card plays at a moment; both clocks are straight lines. */
function frameAt(card: VirtualCard, atMs: number): number {
  const now = card.position();
  const second = card.timeOfMs(now + card.rateHz) - card.timeOfMs(now);
  return now + Math.round(((atMs - card.timeOfMs(now)) * card.rateHz) / second);
}

/** Losses that fell into the speech, on its time line. */
export function lossesDuring(
  losses: readonly { readonly atMs: number }[],
  spokenAtMs: number,
  speech: Int16Array,
): number[] {
  const lengthMs = (speech.length * 1_000) / deviceRateHz;
  return losses.map(({ atMs }) => atMs - spokenAtMs).filter((atMs) => atMs >= 0 && atMs < lengthMs + 100);
}
