// Time-stretch on decoded speech: any number of samples, no click, the pitch kept; and the store it works in.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PullClock } from '../../../../media/jitter/pull-clock.ts';
import { historySamples, SampleStore } from '../../../../media/jitter/sample-store.ts';
import { SpeechStretcher } from '../../../../media/jitter/speech-stretcher.ts';
import { StretchRule } from '../../../../media/jitter/stretch-rule.ts';
import { sine } from '../rig/speech.ts';

/** A store whose history and waiting speech are one sound. */
function storeOf(sound: Int16Array): SampleStore {
  const store = new SampleStore();
  for (let at = 0; at < sound.length; at += 960) {
    const piece = sound.subarray(at, at + 960);
    store.scratch.set(piece);
    store.append(piece.length, true);
    if (at < historySamples) store.read(new Int16Array(piece.length), 0);
  }
  return store;
}

function waiting(store: SampleStore): Int16Array {
  return store.samples.slice(store.from, store.to);
}

function largestStep(sound: Int16Array): number {
  let largest = 0;
  for (let n = 1; n < sound.length; n++) largest = Math.max(largest, Math.abs((sound[n] ?? 0) - (sound[n - 1] ?? 0)));
  return largest;
}

describe('stretching speech', () => {
  // 150 Hz: a period of 320 samples.
  const tone = sine(6 * 960, 150, 10_000);

  it('takes a whole period out of a tone, which goes on as if nothing had been', () => {
    const store = storeOf(tone);
    const before = store.count;
    const removed = new SpeechStretcher().shorten(store, 700, false, 0.9);
    expect(removed % 320).toBeLessThanOrEqual(2);
    expect(store.count).toBe(before - removed);
    expect(largestStep(waiting(store))).toBeLessThanOrEqual(1.1 * largestStep(tone));
  });

  it('puts a whole period in', () => {
    const store = storeOf(tone);
    const before = store.count;
    const added = new SpeechStretcher().lengthen(store, 320, false, 0.9);
    expect(Math.abs(added - 320 * Math.round(added / 320))).toBeLessThanOrEqual(2);
    expect(added).toBeGreaterThan(0);
    expect(store.count).toBe(before + added);
    expect(largestStep(waiting(store))).toBeLessThanOrEqual(1.1 * largestStep(tone));
  });

  it('changes a pause by any number of samples, up to a period', () => {
    for (const count of [1, 17, 333, 720]) {
      const store = storeOf(new Int16Array(4_800).fill(3));
      expect(new SpeechStretcher().shorten(store, count, true, 0.9)).toBe(count);
      expect(new SpeechStretcher().lengthen(store, count, true, 0.9)).toBe(count);
    }
  });

  it('leaves alone what is not alike', () => {
    let state = 1;
    const noise = Int16Array.from({ length: 5_760 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state / 2 ** 32 - 0.5) * 20_000;
    });
    expect(new SpeechStretcher().shorten(storeOf(noise), 700, false, 0.9)).toBe(0);
    expect(new SpeechStretcher().lengthen(storeOf(noise), 700, false, 0.9)).toBe(0);
  });

  it('gives a small delay back in pauses only, a large one within words too', () => {
    const shorten = (excessMs: number, isPause: boolean) => {
      const rule = new StretchRule();
      for (let n = 0; n < 5; n++) rule.apply(storeOf(tone), 0, 960, isPause, 0);
      return rule.apply(storeOf(tone), excessMs * 48, 960, isPause, excessMs);
    };
    expect(shorten(40, false)).toBe(0);
    expect(shorten(40, true)).toBeGreaterThan(0);
    expect(shorten(80, false)).toBeGreaterThan(0);
  });

  it('never leaves less than is needed, and never loses count', () => {
    fc.assert(
      fc.property(
        fc.int16Array({ minLength: 1_920, maxLength: 9_600 }),
        fc.integer({ min: -20_000, max: 20_000 }),
        fc.boolean(),
        (sound, wanted, isPause) => {
          const store = storeOf(sound);
          const before = store.count;
          const needed = Math.min(960, before);
          const changed = new StretchRule().apply(store, wanted, needed, isPause, wanted / 48);
          expect(changed).toBeGreaterThanOrEqual(0);
          expect(store.count).toBe(wanted > 0 ? before - changed : before + changed);
          expect(store.count).toBeGreaterThanOrEqual(needed);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the sample store', () => {
  it('gives back what was put in, in order, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5_760 }), fc.integer({ min: 1, max: 1_920 }))),
        (steps) => {
          const store = new SampleStore();
          let [written, read, wrong] = [0, 0, 0];
          for (const [put, take] of steps) {
            if (store.count + put <= 3 * 5_760) {
              for (let n = 0; n < put; n++) store.scratch[n] = written++ % 30_000;
              store.append(put, true);
            }
            const frame = new Int16Array(take);
            const count = store.read(frame, 0);
            for (let n = 0; n < count; n++) if (frame[n] !== read++ % 30_000) wrong++;
          }
          expect(wrong).toBe(0);
          expect(store.count).toBe(written - read);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('bends a jump instead of clicking', () => {
    const store = new SampleStore();
    store.scratch.fill(12_000, 0, 960);
    store.append(960, true);
    store.scratch.fill(-12_000, 0, 960);
    store.append(960, false);
    expect(largestStep(waiting(store))).toBeLessThan(250);
  });
});

describe('the clock of pulls', () => {
  it('knows nothing of late waking, and follows a slow device', () => {
    const clock = new PullClock();
    let nominalMs = 0;
    for (let n = 0; n < 500; n++) {
      const dueMs = n * 20.004;
      nominalMs = clock.tick(dueMs + (n % 5 === 3 ? 8 : 0), 20);
      expect(nominalMs - dueMs).toBeGreaterThan(-1);
      expect(nominalMs - dueMs).toBeLessThan(1);
    }
  });

  it('begins anew after missed periods', () => {
    const clock = new PullClock();
    clock.tick(0, 20);
    expect(clock.tick(500, 20)).toBe(500);
    expect(clock.tick(520, 20)).toBe(520);
  });
});
