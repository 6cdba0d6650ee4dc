// The media thread plays tones into the ear and ringers into the ringer, each by its command, and mixes them.

import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import type { ThreadCommand } from '../../../../media/messages.ts';
import { MediaThread, periodSamples } from '../../../../media/thread/media-thread.ts';
import { SeededRandom } from '../rig/loopback.ts';
import { amplitudeAt } from '../rig/spectrum.ts';
import { rms } from '../rig/speech.ts';

class Rig {
  readonly #thread = new MediaThread({
    clock: new VirtualClock(),
    random: new SeededRandom(1),
    levels: new Float32Array(2),
    post: () => undefined,
  });

  async tell(...commands: readonly ThreadCommand[]): Promise<void> {
    for (const command of commands) await this.#thread.handle(command);
  }

  hear(seconds: number): { readonly ear: Int16Array; readonly ringer: Int16Array } {
    const [ear, ringer] = [new Int16Array(seconds * 48_000), new Int16Array(seconds * 48_000)];
    const capture = new Int16Array(periodSamples);
    for (let at = 0; at < ear.length; at += periodSamples)
      this.#thread.period(capture, ear.subarray(at, at + periodSamples), ringer.subarray(at, at + periodSamples));
    return { ear, ringer };
  }
}

describe('the media thread', () => {
  it('plays the tones of the country it was told last', async () => {
    const rig = new Rig();
    await rig.tell({ kind: 'tone', tone: 'dial' });
    expect(amplitudeAt(rig.hear(1).ear, 425)).toBeGreaterThan(4_000);
    await rig.tell({ kind: 'tone-country', country: 'US' }, { kind: 'tone', tone: 'dial' });
    const { ear } = rig.hear(1);
    expect(amplitudeAt(ear, 350)).toBeGreaterThan(2_500);
    expect(amplitudeAt(ear, 440)).toBeGreaterThan(2_500);
    expect(amplitudeAt(ear.subarray(960), 425)).toBeLessThan(10);
    await rig.tell({ kind: 'stop-tone' });
    expect(rms(rig.hear(1).ear.subarray(960))).toBe(0);
  });

  it('answers keys beside a tone that goes on', async () => {
    const rig = new Rig();
    await rig.tell({ kind: 'tone', tone: 'dial' }, { kind: 'digit-tone', digit: '5' });
    const both = rig.hear(1).ear.subarray(480, 5_280);
    for (const hz of [770, 1_336]) expect(amplitudeAt(both, hz)).toBeGreaterThan(3_000);
    expect(amplitudeAt(both, 425)).toBeGreaterThan(4_000);
    await rig.tell({ kind: 'tone', tone: 'keypress' });
    expect(amplitudeAt(rig.hear(1).ear.subarray(0, 1_440), 1_200)).toBeGreaterThan(800);
    await rig.tell({ kind: 'digit-tone', digit: 'nonsense' });
    expect(amplitudeAt(rig.hear(1).ear, 425)).toBeGreaterThan(4_000);
  });

  it('rings through the ringer alone', async () => {
    const rig = new Rig();
    await rig.tell({ kind: 'start-ringer', ringer: 'Marimba' });
    const { ear, ringer } = rig.hear(1);
    expect(rms(ear)).toBe(0);
    expect(rms(ringer)).toBeGreaterThan(2_000);
    await rig.tell({ kind: 'stop-ringer' });
    expect(rms(rig.hear(1).ringer.subarray(1_920))).toBe(0);
  });
});
