// Sound on a machine with ALSA: the cards of a board's paths, behind the real-time thread of the addon.

import {
  type AudioCallback,
  type AudioDevice,
  type AudioPath,
  type AudioStatistics,
  deviceRateHz,
  type OpenAudio,
} from '../audio.ts';
import { halAddon, type SoundDevice, type SoundPath } from '../native/addon.ts';
import type { PathProcessing, ProcessingSettings } from '../native/processing.ts';
import { CardWatch } from './card-watch.ts';

export interface AlsaPath {
  /** PCM names; absent where the path cannot listen or speak. */
  readonly capture?: string | undefined;
  readonly playback?: string | undefined;
  readonly capture_db: number;
  readonly playback_db: number;
}

/** Options of this driver in a board file: a path that is not described is as the handset. */
export interface AlsaAudioOptions {
  readonly handset: AlsaPath;
  readonly headset?: AlsaPath | undefined;
  readonly speaker?: AlsaPath | undefined;
  /** Absent: it rings where calls are heard in the speaker. */
  readonly ringer?: { readonly playback: string; readonly playback_db: number } | undefined;
  /** What is done to each path's microphone; absent: it is taken as it is. */
  readonly processing?: PathProcessing | undefined;
}

const paths: readonly AudioPath[] = ['handset', 'headset', 'speaker'];
/** A media thread that was kept waiting longer than this goes on with what is heard now. */
const mostBacklogMs = 100;
const watchEveryMs = 250;
const untouched: ProcessingSettings = { echo: false, noise: false, gain: false, highPass: false };
const notMeasured = { returnLossDb: undefined, enhancementDb: undefined };

export const openAudio: OpenAudio = async (options, periodSamples, warn = () => undefined) =>
  new AlsaAudio(options as AlsaAudioOptions, periodSamples, warn);

class AlsaAudio implements AudioDevice {
  readonly periodSamples: number;
  readonly #device: SoundDevice;
  readonly #watch: CardWatch;
  readonly #capture: Int16Array;
  readonly #playout: Int16Array;
  readonly #ringer: Int16Array;
  #callback: AudioCallback | undefined;
  #isResuming = false;
  #volume = 1;
  #ringerVolume = 1;
  #periods = 0;
  #fingerprint: number | undefined;
  #skippedPeriods = 0;

  constructor(options: AlsaAudioOptions, periodSamples: number, warn: (sentence: string) => void) {
    const { handset, headset = handset, speaker = handset, ringer, processing } = options;
    const described = { handset, headset, speaker };
    this.periodSamples = periodSamples;
    this.#device = new (halAddon().SoundDevice)({
      paths: paths.map((path) => soundPath(described[path], processing?.[path])),
      ringer: ringer?.playback ?? speaker.playback,
      ringerGain: factor(ringer?.playback_db ?? speaker.playback_db),
      periodSamples,
    });
    this.#watch = new CardWatch(warn);
    this.#capture = new Int16Array(periodSamples);
    this.#playout = new Int16Array(periodSamples);
    this.#ringer = new Int16Array(periodSamples);
  }

  start(callback: AudioCallback): void {
    this.stop();
    this.#callback = callback;
    this.#device.start(() => this.#wake());
  }

  stop(): void {
    this.#callback = undefined;
    this.#device.stop();
  }

  setPath(path: AudioPath): void {
    this.#device.setPath(paths.indexOf(path));
  }

  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, volume));
    this.#device.setVolumes(this.#volume, this.#ringerVolume);
  }

  setRingerVolume(volume: number): void {
    this.#ringerVolume = Math.min(1, Math.max(0, volume));
    this.#device.setVolumes(this.#volume, this.#ringerVolume);
  }

  setTalking(talking: boolean): void {
    this.#device.setTalking(talking);
  }

  statistics(): AudioStatistics {
    const { starvedBlocks, trimmedSamples, xruns, playoutDelaySamples, capturing, playing, echo, ...others } =
      this.#device.statistics();
    return {
      starvedPeriods: starvedBlocks + this.#skippedPeriods,
      trimmedSamples,
      xruns,
      playoutDelayMs: (playoutDelaySamples * 1000) / deviceRateHz,
      capturing,
      playing,
      realTime: others.realTime && others.callerRealTime,
      signalToNoiseDb: others.signalToNoiseDb,
      echo: echo && { ...notMeasured, ...echo },
    };
  }

  async close(): Promise<void> {
    this.stop();
  }

  #wake(): void {
    let waiting = this.#device.read(this.#capture);
    const excess = waiting - (mostBacklogMs * deviceRateHz) / 1000;
    if (excess > 0) {
      const periods = Math.ceil(excess / this.periodSamples);
      this.#device.skip((periods - 1) * this.periodSamples);
      this.#skippedPeriods += periods;
      waiting = this.#device.read(this.#capture);
    }
    if (waiting === 0) return;
    this.#runPeriod();
    // One period for each turn of the event loop, even when late: packets that came meanwhile are read in between.
    if (waiting >= 2 * this.periodSamples && !this.#isResuming) {
      this.#isResuming = true;
      setImmediate(() => {
        this.#isResuming = false;
        if (this.#callback) this.#wake();
      });
    }
  }

  #lookAtCards(): void {
    const fingerprint = this.#device.fingerprint();
    if (fingerprint === this.#fingerprint) return;
    this.#fingerprint = fingerprint;
    this.#watch.look(this.#device.cards(), this.#device.statistics());
  }

  #runPeriod(): void {
    this.#playout.fill(0);
    this.#ringer.fill(0);
    this.#callback?.(this.#capture, this.#playout, this.#ringer);
    this.#device.write(this.#playout, this.#ringer);
    const everyPeriods = Math.ceil((watchEveryMs * deviceRateHz) / 1000 / this.periodSamples);
    if (++this.#periods % everyPeriods === 0) this.#lookAtCards();
  }
}

function soundPath(path: AlsaPath, processing: ProcessingSettings = untouched): SoundPath {
  const { capture, playback, capture_db, playback_db } = path;
  return { capture, playback, captureGain: factor(capture_db), playbackGain: factor(playback_db), processing };
}

function factor(db: number): number {
  return 10 ** (db / 20);
}
