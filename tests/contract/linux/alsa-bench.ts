// Virtual sound cards for tests: what is said to them and heard from them is counted by their own clocks.

import type { VirtualCard, VirtualCardOptions } from '../../../bench/media/vclk/virtual-card.ts';
import { openVirtualCards } from '../../../bench/media/vclk/virtual-cards.ts';

/** Two milliseconds: a card is a clock, and a clock can only be looked at. */
const lookMs = 2;

/** Cards that this process sees as its only ones until `close`. */
export function plugIn(...options: readonly VirtualCardOptions[]) {
  const { cards, environment, close } = openVirtualCards(...options);
  process.env.ALSA_CONFIG_PATH = environment.ALSA_CONFIG_PATH;
  return { cards, close };
}

/** Resolves once the card's clock has come so far. */
export function reach(card: VirtualCard, frame: number): Promise<void> {
  return until(() => card.position() >= frame);
}

export function passMs(card: VirtualCard, byMs: number): Promise<void> {
  return reach(card, card.position() + Math.round((byMs * card.rateHz) / 1000));
}

export function until(isSo: () => boolean, limitMs = 8_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      if (!isSo() && performance.now() < deadline) return;
      clearInterval(timer);
      if (isSo()) resolve();
      else reject(new Error(`Not so within ${limitMs} ms: ${isSo}`));
    }, lookMs);
  });
}

/** Whole periods of a tone, loud enough to be found and soft enough never to clip. */
export function tone(hz: number, samples: number, rateHz = 48_000, amplitude = 8_000): Int16Array {
  return Int16Array.from({ length: samples }, (_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / rateHz));
}

export function loudest(samples: Int16Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** The longest run of digital silence, in milliseconds. */
export function longestSilenceMs(samples: Int16Array, rateHz = 48_000): number {
  let [longest, run] = [0, 0];
  for (const sample of samples) {
    run = sample === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return (longest * 1000) / rateHz;
}

/** The largest step from one sample to the next: a click is a step that the tone itself does not make. */
export function largestStep(samples: Int16Array): number {
  let largest = 0;
  for (let at = 1; at < samples.length; at++)
    largest = Math.max(largest, Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0)));
  return largest;
}
