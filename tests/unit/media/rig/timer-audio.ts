// A trivial audio driver for tests of the media thread: a timer, a voice that hums, and ways to fail.

import type { AudioCallback, AudioDevice, AudioPath, OpenAudio } from '../../../../hal/audio.ts';
import { SystemClock } from '../../../../hal/system/clock.ts';
import { type FrameClock, startFrameClock } from '../../../../media/frame-clock.ts';

export interface TimerAudioOptions {
  readonly captureHz: number;
  readonly failsToOpen?: boolean;
  /** The microphone works for so many periods, then delivers nothing. */
  readonly deafAfterPeriods?: number;
  /** Throws out of the media thread after this many periods, as a bug would. */
  readonly diesAfterPeriods?: number;
}

const quiet = {
  starvedPeriods: 0,
  trimmedSamples: 0,
  xruns: 0,
  playoutDelayMs: 0,
  playing: true,
  realTime: undefined,
  echo: undefined,
};

class TimerAudioDevice implements AudioDevice {
  readonly periodSamples: number;
  readonly endpoint = { port: 4_711 };
  readonly #options: TimerAudioOptions;
  #frameClock: FrameClock | undefined;
  #volume = 1;
  #periods = 0;

  constructor(options: TimerAudioOptions, periodSamples: number) {
    this.#options = options;
    this.periodSamples = periodSamples;
  }

  start(callback: AudioCallback): void {
    const capture = new Int16Array(this.periodSamples);
    const playout = new Int16Array(this.periodSamples);
    const ringer = new Int16Array(this.periodSamples);
    const step = (2 * Math.PI * this.#options.captureHz) / 48_000;
    this.#frameClock = startFrameClock(new SystemClock(), (this.periodSamples * 1_000) / 48_000, () => {
      if (++this.#periods === this.#options.diesAfterPeriods) throw new Error('the test wants this thread dead');
      const from = this.#periods * this.periodSamples;
      for (let n = 0; n < capture.length; n++) capture[n] = Math.round(8_000 * Math.sin(step * (from + n)));
      callback(capture, playout.fill(0), ringer.fill(0));
    });
  }

  stop(): void {
    this.#frameClock?.stop();
  }

  setPath(_path: AudioPath): void {}

  setVolume(volume: number): void {
    this.#volume = volume;
  }

  setRingerVolume(volume: number): void {
    this.#volume = volume;
  }

  statistics() {
    const capturing = this.#volume >= 0 && this.#periods < (this.#options.deafAfterPeriods ?? Number.POSITIVE_INFINITY);
    return { ...quiet, capturing };
  }

  async close(): Promise<void> {
    this.stop();
  }
}

export const openAudio: OpenAudio = async (options, periodSamples) => {
  const chosen = options as TimerAudioOptions;
  if (chosen.failsToOpen) throw new Error('no such device');
  return new TimerAudioDevice(chosen, periodSamples);
};
