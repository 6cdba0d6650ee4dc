// The simulated device cleans its microphone of what it plays, by path, and only while somebody listens.

import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../bench/enterprise/relay/impairment.ts';
import type { AudioPath, AudioStatistics } from '../../../../hal/audio.ts';
import { pathProcessing, processingSchema } from '../../../../hal/boards/processing-schema.ts';
import type { PathProcessing } from '../../../../hal/native/processing.ts';
import { SimAudioDevice } from '../../../../hal/sim/sound/device.ts';
import type { FarSide } from '../../../../hal/sim/sound/far-side.ts';
import { Microphone } from '../../../../hal/sim/sound/microphone.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { FrameFigures } from '../../../../media/frame-figures.ts';
import { SpeechLevels } from '../../../../media/quality/speech-levels.ts';
import { rms, speechLike } from '../../media/rig/speech.ts';

const period = 960;
const seconds = 6;
/** By the board's own defaults, with the gain off, so that levels compare. */
const stages = { noise: false, gain: false };
const processing = pathProcessing(processingSchema.parse({ handset: stages, headset: stages, speaker: stages }));

/** A loudspeaker 60 ms away from its microphone, 6 dB softer there. */
class Table implements FarSide {
  readonly playoutDelayMs = 40;
  readonly trimmedSamples = 0;
  readonly port = undefined;
  microphone = true;
  readonly #played: Int16Array[] = Array.from({ length: 3 }, () => new Int16Array(period));

  capture(capture: Int16Array): boolean {
    capture.fill(0);
    if (this.microphone) capture.set(this.#played[0]?.map((sample) => sample / 2) ?? []);
    return this.microphone;
  }

  play(playout: Int16Array, ringer: Int16Array): void {
    this.#played.shift();
    this.#played.push(playout.map((sample, at) => sample + (ringer[at] ?? 0)));
  }

  async close(): Promise<void> {}
}

/** Somebody speaks for half of each two seconds, 15 dB above the hiss of the room. */
class NoisyRoom implements FarSide {
  readonly playoutDelayMs = 40;
  readonly trimmedSamples = 0;
  readonly port = undefined;
  readonly #voice = speechLike(seconds * 48_000);
  readonly #factor = 3_000 / rms(this.#voice);
  readonly #random = seededRandom(7);
  #at = 0;

  capture(capture: Int16Array): boolean {
    const speaks = this.#at % 96_000 < 48_000;
    const hiss = (3_000 / 10 ** (15 / 20)) * Math.sqrt(3);
    for (let n = 0; n < capture.length; n++) {
      const voice = speaks ? (this.#voice[this.#at + n] ?? 0) * this.#factor : 0;
      capture[n] = Math.round(voice + (this.#random() * 2 - 1) * hiss);
    }
    this.#at += capture.length;
    return true;
  }

  play(): void {}

  async close(): Promise<void> {}
}

interface Talk {
  readonly path: AudioPath;
  readonly processing?: PathProcessing;
  readonly talking?: boolean;
  readonly ringing?: boolean;
}

interface Heard {
  /** What the call hears of its own far end in the last two seconds. */
  readonly echo: number;
  readonly statistics: AudioStatistics;
}

const echoOf = async (talk: Talk) => (await hear(talk)).echo;

async function hear({ path, processing, talking = true, ringing = false }: Talk): Promise<Heard> {
  const far = speechLike(seconds * 48_000);
  const heard: number[] = [];
  const clock = new VirtualClock();
  const device = new SimAudioDevice(new Table(), clock, period, new Microphone(period, processing));
  device.setPath(path);
  device.setTalking(talking);
  let at = 0;
  device.start((capture, playout, ringer) => {
    heard.push(...capture);
    (ringing ? ringer : playout).set(far.subarray(at, at + period));
    at += period;
  });
  await clock.advance(seconds * 1_000);
  const statistics = device.statistics();
  await device.close();
  return { echo: rms(Int16Array.from(heard.slice(-2 * 48_000))), statistics };
}

describe('the simulated microphone', () => {
  it('loses the echo of what is played on the loudspeaker, ringer and all', async () => {
    const untouched = await echoOf({ path: 'speaker' });
    expect(untouched).toBeGreaterThan(500);
    expect(await echoOf({ path: 'speaker', processing })).toBeLessThan(untouched / 100);
    expect(await echoOf({ path: 'speaker', processing, ringing: true })).toBeLessThan(untouched / 100);
  });

  it('keeps echo on the handset, where cancelling it would only cost delay, unless the board says otherwise', async () => {
    const untouched = await echoOf({ path: 'handset' });
    expect(await echoOf({ path: 'handset', processing })).toBeGreaterThan(untouched * 0.8);
    const asked = { ...processing, handset: { ...processing.handset, echo: true } };
    expect(await echoOf({ path: 'handset', processing: asked })).toBeLessThan(untouched / 100);
  });

  it('tells what its canceller achieves, where there is one', async () => {
    const { echo } = (await hear({ path: 'speaker', processing })).statistics;
    expect(echo?.returnLossDb).toBeGreaterThan(4);
    expect(echo?.returnLossDb).toBeLessThan(12);
    expect(echo?.enhancementDb).toBeGreaterThan(30);
    expect(echo?.halfDuplex).toBe(false);
    expect((await hear({ path: 'handset', processing })).statistics.echo).toBeUndefined();
    expect((await hear({ path: 'speaker' })).statistics.echo).toBeUndefined();
  });

  it('tells how noisy its room is, however well the noise is taken out', async () => {
    const room = new NoisyRoom();
    const clock = new VirtualClock();
    const noisy = { ...processing, handset: { ...processing.handset, noise: true } };
    const device = new SimAudioDevice(room, clock, period, new Microphone(period, noisy));
    const sent = new SpeechLevels();
    const figures = new FrameFigures();
    device.start((capture) => sent.observe(figures.measure(capture)));
    await clock.advance(seconds * 1_000);
    const { signalToNoiseDb } = device.statistics();
    const cleanedDb = sent.take().signalToNoiseDb ?? 0;
    await device.close();
    expect(signalToNoiseDb).toBeGreaterThan(10);
    expect(signalToNoiseDb).toBeLessThan(20);
    expect(cleanedDb).toBeGreaterThan((signalToNoiseDb ?? 0) + 6);
    expect((await hear({ path: 'handset' })).statistics.signalToNoiseDb).toBeUndefined();
  });

  it('is left as it is while nobody listens', async () => {
    expect(await echoOf({ path: 'speaker', processing, talking: false })).toBe(await echoOf({ path: 'speaker' }));
  });

  it('is silence itself once it is gone', async () => {
    const table = new Table();
    const clock = new VirtualClock();
    const device = new SimAudioDevice(table, clock, period, new Microphone(period, processing));
    let loudest = 0;
    device.start((capture, playout) => {
      loudest = Math.max(...capture.map(Math.abs));
      playout.fill(1_000);
    });
    await clock.advance(1_000);
    table.microphone = false;
    await clock.advance(1_000);
    expect(loudest).toBe(0);
    await device.close();
  });
});

describe('the processing of a board', () => {
  it('cancels echo on all paths but the handset, and takes each switch by itself', () => {
    const on = { noise: true, gain: true, highPass: true };
    expect(pathProcessing(processingSchema.parse({ speaker: { gain: false } }))).toEqual({
      handset: { echo: false, ...on },
      headset: { echo: true, ...on },
      speaker: { echo: true, ...on, gain: false },
    });
    expect(processingSchema.safeParse({ loudspeaker: {} }).success).toBe(false);
  });
});
