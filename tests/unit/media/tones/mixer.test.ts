// Joined calls hear one another and never themselves, sums stay clean, and no change of who hears whom clicks.

import { describe, expect, it } from 'vitest';
import { HandsetMixer, type Voice } from '../../../../media/mixer/index.ts';
import { abruptness, amplitudeAt, residualOf } from '../rig/spectrum.ts';
import { speechLike } from '../rig/speech.ts';

const periodSamples = 960;
const secondPeriods = 50;

/** A far end that says one tone and keeps what it hears. */
class Tone implements Voice {
  readonly #step: number;
  readonly #amplitude: number;
  #at = 0;
  readonly heard: Int16Array[] = [];
  readonly metered: Int16Array[] = [];

  constructor(hz: number, amplitude: number) {
    this.#step = (2 * Math.PI * hz) / 48_000;
    this.#amplitude = amplitude;
  }

  listen(playout: Int16Array): void {
    for (let n = 0; n < playout.length; n++)
      playout[n] = Math.round(this.#amplitude * Math.sin(this.#step * this.#at++));
  }

  speak(spoken: Int16Array, capture: Int16Array): void {
    this.heard.push(spoken.slice());
    this.metered.push(capture.slice());
  }
}

class Rig {
  readonly mixer = new HandsetMixer(periodSamples);
  readonly microphone: Tone;
  readonly ear: Int16Array[] = [];

  constructor(amplitude = 4_000) {
    this.microphone = new Tone(1_300, amplitude);
  }

  join(id: number, hz: number, amplitude = 4_000): Tone {
    const voice = new Tone(hz, amplitude);
    this.mixer.add(id, voice);
    return voice;
  }

  run(periods: number): void {
    const capture = new Int16Array(periodSamples);
    for (let period = 0; period < periods; period++) {
      const playout = new Int16Array(periodSamples);
      this.microphone.listen(capture);
      this.mixer.exchange(capture, playout);
      this.ear.push(playout);
    }
  }
}

function whole(periods: readonly Int16Array[]): Int16Array {
  const signal = new Int16Array(periods.length * periodSamples);
  for (const [at, period] of periods.entries()) signal.set(period, at * periodSamples);
  return signal;
}

function lastSecond(periods: readonly Int16Array[]): Int16Array {
  return whole(periods.slice(-secondPeriods));
}

/** Levels of 500, 900 and 1300 Hz, rounded to hundreds: the two far ends and the handset. */
function voicesIn(periods: readonly Int16Array[]): readonly number[] {
  const signal = lastSecond(periods);
  return [500, 900, 1_300].map((hz) => Math.round(amplitudeAt(signal, hz) / 100) * 100);
}

describe('one call with the handset', () => {
  it('passes both ways untouched, and the others hear silence', () => {
    const rig = new Rig();
    const near = rig.join(1, 500);
    const other = rig.join(2, 900);
    rig.mixer.setFocus([1]);
    rig.run(2 * secondPeriods);
    expect(voicesIn(rig.ear)).toEqual([4_000, 0, 0]);
    expect(voicesIn(near.heard)).toEqual([0, 0, 4_000]);
    expect(voicesIn(other.heard)).toEqual([0, 0, 0]);
    const [microphone, voice] = [new Tone(1_300, 4_000), new Tone(500, 4_000)];
    for (let period = 0; period < rig.ear.length; period++) {
      const [said, heard] = [new Int16Array(periodSamples), new Int16Array(periodSamples)];
      microphone.listen(said);
      voice.listen(heard);
      if (period === 0) continue;
      expect(near.heard[period]).toEqual(said);
      expect(rig.ear[period]).toEqual(heard);
    }
  });

  it('is swapped for another without either far end hearing the other, and without a click', () => {
    const rig = new Rig(0);
    const first = rig.join(1, 500);
    const second = rig.join(2, 900);
    rig.mixer.setFocus([1]);
    rig.run(5);
    const steady = abruptness(whole(rig.ear.slice(2)));
    rig.mixer.setFocus([2]);
    rig.run(5);
    expect(whole([...first.heard, ...second.heard]).every((sample) => sample === 0)).toBe(true);
    expect(abruptness(whole(rig.ear))).toBeLessThan(3.5 * steady + 4);
    expect(amplitudeAt(whole(rig.ear.slice(6)), 500)).toBeLessThan(2);
  });

  it('is muted softly, while its meter still sees the microphone', () => {
    const rig = new Rig();
    const near = rig.join(1, 500);
    rig.mixer.setFocus([1]);
    rig.run(5);
    rig.mixer.setMuted(1, true);
    rig.run(5);
    rig.mixer.setMuted(1, false);
    rig.run(5);
    expect(whole(near.heard.slice(6, 10)).every((sample) => sample === 0)).toBe(true);
    expect(amplitudeAt(whole(near.metered.slice(6, 10)), 1_300)).toBeGreaterThan(3_900);
    expect(abruptness(whole(near.heard))).toBeLessThan(1.2 * abruptness(whole(near.metered)) + 4);
  });

  it('ends without a click, its last words faded', () => {
    const rig = new Rig(0);
    rig.join(1, 500, 12_000);
    rig.mixer.setFocus([1]);
    rig.run(5);
    const steady = abruptness(whole(rig.ear.slice(1)));
    rig.mixer.remove(1);
    rig.run(3);
    expect(abruptness(whole(rig.ear))).toBeLessThan(1.5 * steady + 4);
    expect(whole(rig.ear.slice(6)).every((sample) => sample === 0)).toBe(true);
    expect(rig.mixer.focus).toEqual([]);
  });
});

describe('a local conference', () => {
  it('lets each hear the handset and the others, and never itself', () => {
    const rig = new Rig();
    const [first, second, outside] = [rig.join(1, 500), rig.join(2, 900), rig.join(3, 2_100)];
    rig.mixer.setFocus([1, 2]);
    rig.run(2 * secondPeriods);
    expect(voicesIn(rig.ear)).toEqual([4_000, 4_000, 0]);
    expect(voicesIn(first.heard)).toEqual([0, 4_000, 4_000]);
    expect(voicesIn(second.heard)).toEqual([4_000, 0, 4_000]);
    expect(voicesIn(outside.heard)).toEqual([0, 0, 0]);
    expect(amplitudeAt(lastSecond(first.heard), 2_100)).toBeLessThan(2);
  });

  it('is the exact sum while that fits', () => {
    const mixer = new HandsetMixer(periodSamples);
    const said = [speechLike(48_000, 1), speechLike(48_000, 2)].map((speech) => speech.map((s) => s >> 1));
    const [capture, playout] = [speechLike(48_000, 3).map((s) => s >> 1), new Int16Array(periodSamples)];
    const heard: Int16Array[] = [];
    let at = 0;
    said.forEach((speech, id) => {
      mixer.add(id, {
        listen: (out) => out.set(speech.subarray(at, at + periodSamples)),
        speak: (spoken) => void (id === 0 && heard.push(spoken.slice())),
      });
    });
    mixer.setFocus([0, 1]);
    for (at = 0; at < 48_000; at += periodSamples) {
      mixer.exchange(capture.subarray(at, at + periodSamples), playout);
      if (at === 0) continue;
      for (let n = 0; n < periodSamples; n++) {
        expect(playout[n]).toBe((said[0]?.[at + n] ?? 0) + (said[1]?.[at + n] ?? 0));
        expect(heard.at(-1)?.[n]).toBe((capture[at + n] ?? 0) + (said[1]?.[at + n] ?? 0));
      }
    }
  });

  it('sums loud voices without cutting their tops off', () => {
    const rig = new Rig(30_000);
    const first = rig.join(1, 500, 30_000);
    rig.join(2, 900, 30_000);
    rig.mixer.setFocus([1, 2]);
    rig.run(2 * secondPeriods);
    const sums: [Int16Array, number[]][] = [
      [lastSecond(rig.ear), [500, 900]],
      [lastSecond(first.heard), [900, 1_300]],
    ];
    for (const [heard, frequencies] of sums) {
      // 60 dB below: turned down, not distorted. Cutting the same sum off leaves 13 dB.
      expect(residualOf(heard, frequencies)).toBeLessThan(15);
      expect(amplitudeAt(heard, frequencies[0] ?? 0)).toBeGreaterThan(14_500);
    }
    expect(Math.max(...whole(rig.ear))).toBeLessThan(32_768);
  });

  it('comes back to the exact sum after somebody was loud', () => {
    const rig = new Rig(0);
    rig.join(1, 500, 30_000);
    rig.join(2, 900, 30_000);
    rig.mixer.setFocus([1, 2]);
    rig.run(10);
    rig.mixer.remove(2);
    rig.join(3, 900, 400);
    rig.mixer.setFocus([1, 3]);
    rig.run(6 * secondPeriods);
    expect(Math.round(amplitudeAt(lastSecond(rig.ear), 900))).toBe(400);
  });

  it('mutes the handset alone', () => {
    const rig = new Rig();
    const [first, second] = [rig.join(1, 500), rig.join(2, 900)];
    rig.mixer.setFocus([1, 2]);
    rig.mixer.setMuted(1, true);
    rig.mixer.setMuted(2, true);
    rig.run(2 * secondPeriods);
    expect(voicesIn(first.heard)).toEqual([0, 4_000, 0]);
    expect(voicesIn(second.heard)).toEqual([4_000, 0, 0]);
  });

  it('is joined and left without a click for anybody', () => {
    const rig = new Rig();
    const [first, second] = [rig.join(1, 500), rig.join(2, 900)];
    rig.mixer.setFocus([1]);
    rig.run(5);
    rig.mixer.setFocus([1, 2]);
    rig.run(10);
    const [ear, toFirst] = [abruptness(lastSecond(rig.ear.slice(-8))), abruptness(lastSecond(first.heard.slice(-8)))];
    rig.mixer.setFocus([1]);
    rig.run(5);
    rig.mixer.setFocus([1, 2]);
    rig.run(5);
    rig.mixer.remove(2);
    rig.run(5);
    expect(abruptness(whole(rig.ear))).toBeLessThan(1.2 * ear + 4);
    expect(abruptness(whole(first.heard))).toBeLessThan(1.2 * toFirst + 4);
    expect(voicesIn([...first.heard.slice(-3)])[1]).toBe(0);
    expect(second.heard.length).toBe(25);
  });

  it('knows no one twice, and no strangers', () => {
    const rig = new Rig();
    rig.join(1, 500);
    rig.mixer.setFocus([1, 1, 7]);
    expect(rig.mixer.focus).toEqual([1]);
    rig.mixer.remove(7);
    rig.mixer.setMuted(7, true);
    rig.run(2);
  });
});
