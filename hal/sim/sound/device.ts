// An audio device with a clock of its own: periods come on time whether or not anything arrives from the far side.

import {
  type AudioCallback,
  type AudioDevice,
  type AudioPath,
  type AudioStatistics,
  deviceRateHz,
} from '../../audio.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { FarSide } from './far-side.ts';
import { Microphone } from './microphone.ts';

/** Like the ring of a sound card: an engine that was kept waiting longer than this has been heard to stutter. */
const ringMs = 100;
/** A ring that runs dry for a moment is not a microphone that is gone. */
const deafAfterMs = 500;
/** Timers may wake a little early; a period due within this is run now rather than woken for again. */
const earlyMs = 0.5;

export class SimAudioDevice implements AudioDevice {
  readonly periodSamples: number;
  readonly #farSide: FarSide;
  readonly #clock: Clock;
  readonly #periodMs: number;
  readonly #capture: Int16Array;
  readonly #playout: Int16Array;
  readonly #ringer: Int16Array;
  readonly #microphone: Microphone;
  #timer: Timer | undefined;
  #callback: AudioCallback | undefined;
  #path: AudioPath = 'handset';
  #volume = 1;
  #ringerVolume = 1;
  #starvedPeriods = 0;
  /** Periods since the microphone last delivered. */
  #deafPeriods = Number.POSITIVE_INFINITY;
  #startMs = 0;
  #periods = 0;

  constructor(
    farSide: FarSide,
    clock: Clock,
    periodSamples: number,
    microphone: Microphone = new Microphone(periodSamples),
  ) {
    this.#farSide = farSide;
    this.#clock = clock;
    this.periodSamples = periodSamples;
    this.#periodMs = (periodSamples / deviceRateHz) * 1000;
    this.#capture = new Int16Array(periodSamples);
    this.#playout = new Int16Array(periodSamples);
    this.#ringer = new Int16Array(periodSamples);
    this.#microphone = microphone;
  }

  get endpoint(): { readonly port: number } | undefined {
    return this.#farSide.port === undefined ? undefined : { port: this.#farSide.port };
  }

  start(callback: AudioCallback): void {
    this.stop();
    this.#callback = callback;
    this.#startMs = this.#clock.nowMs();
    this.#periods = 0;
    this.#sleep();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#callback = undefined;
  }

  setPath(path: AudioPath): void {
    this.#path = path;
    this.#microphone.setPath(path);
  }

  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, volume));
  }

  setRingerVolume(volume: number): void {
    this.#ringerVolume = Math.min(1, Math.max(0, volume));
  }

  setTalking(talking: boolean): void {
    this.#microphone.setTalking(talking);
  }

  statistics(): AudioStatistics {
    return {
      starvedPeriods: this.#starvedPeriods,
      trimmedSamples: this.#farSide.trimmedSamples,
      playoutDelayMs: this.#farSide.playoutDelayMs,
      capturing: this.#capturing,
      xruns: 0,
      // A page that is not there is nobody who could miss the sound.
      playing: true,
      turnedOff: this.#farSide.turnedOff,
      realTime: undefined,
      echo: this.#microphone.echo(),
      signalToNoiseDb: this.#microphone.signalToNoiseDb,
    };
  }

  get #capturing(): boolean {
    return this.#deafPeriods * this.#periodMs < deafAfterMs;
  }

  async close(): Promise<void> {
    this.stop();
    this.#microphone.setTalking(false);
    await this.#farSide.close();
  }

  /** Each period's due time is counted from the start, so that late timers do not add up to drift. */
  #dueMs(): number {
    return this.#startMs + (this.#periods + 1) * this.#periodMs;
  }

  #sleep(): void {
    const delayMs = Math.ceil(this.#dueMs() - this.#clock.nowMs());
    this.#timer = this.#clock.after(Math.max(0, delayMs), () => this.#wake());
  }

  #wake(): void {
    const nowMs = this.#clock.nowMs();
    const missed = Math.floor((nowMs - ringMs - this.#dueMs()) / this.#periodMs);
    if (missed > 0) {
      this.#starvedPeriods += missed;
      this.#periods += missed;
      this.#farSide.miss?.(missed * this.periodSamples);
    }
    // One period for each turn of the event loop, even when late: packets that came meanwhile are read in between.
    if (this.#callback && this.#dueMs() <= nowMs + earlyMs) this.#runPeriod(this.#callback);
    if (this.#callback) this.#sleep();
  }

  #runPeriod(callback: AudioCallback): void {
    this.#periods++;
    this.#playout.fill(0);
    this.#ringer.fill(0);
    this.#deafPeriods = this.#farSide.capture(this.#capture) ? 0 : this.#deafPeriods + 1;
    // A microphone that is gone is silence itself, not what processing makes of silence.
    if (this.#capturing) this.#microphone.clean(this.#capture, this.#farSide.playoutDelayMs);
    callback(this.#capture, this.#playout, this.#ringer);
    scale(this.#playout, this.#volume);
    scale(this.#ringer, this.#ringerVolume);
    this.#microphone.hear(this.#playout, this.#ringer);
    this.#farSide.play(this.#playout, this.#ringer, this.#path);
  }
}

function scale(samples: Int16Array, gain: number): void {
  if (gain === 1) return;
  for (let at = 0; at < samples.length; at++) samples[at] = (samples[at] as number) * gain;
}
