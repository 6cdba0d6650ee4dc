// The one file that loads the addon of the machine's edge, and what it offers.

import type { DeviceAddon } from './devices.ts';
import { loadAddon } from './load-addon.ts';
import type { PanelAddon } from './panel.ts';
import type { ProcessingSettings } from './processing.ts';

/** Levels in dBFS, ratios in dB; a key is absent until it has been measured. */
export interface ProcessingStatistics {
  /** Level played minus level of its echo in the microphone. */
  readonly returnLossDb?: number;
  /** Level of the microphone minus what cancelling leaves, while only the far end speaks. */
  readonly enhancementDb?: number;
  readonly echoDelayMs?: number;
  /** The canceller does not hold: the microphone is turned down while the far end speaks. */
  readonly halfDuplex: boolean;
  /** Of the near end, before it is cleaned, while the far end is silent. */
  readonly speechDbfs?: number;
  readonly noiseDbfs?: number;
  readonly signalToNoiseDb?: number;
  /** Microphone samples at full scale so far. */
  readonly clippedSamples: number;
  readonly framingDelaySamples: number;
  /** The processing failed within itself and lets the microphone through; `change` starts it afresh. */
  readonly faulted: boolean;
}

/** Echo, noise and gain, as `hal/native/src/processing` says it; 48 kHz mono, periods of any one length. */
export interface VoiceProcessor {
  /** `far` is played now, `near` heard now; `out`, of the same length, gets the cleaned microphone. */
  process(far: Int16Array, near: Int16Array, out: Int16Array): void;
  /** 0 to 500: how long after `far` its echo is expected in `near`; only a first guess is needed. */
  setDelayMs(delayMs: number): void;
  /** In mid-call as well: blends over within 60 ms. */
  change(settings: ProcessingSettings): void;
  statistics(): ProcessingStatistics;
  /** Gives the memory back now; any other call after it throws. */
  close(): void;
}

export interface SoundPath {
  /** PCM names as ALSA knows them; absent where the path has no microphone or no speaker. */
  readonly capture?: string | undefined;
  readonly playback?: string | undefined;
  /** Factors. */
  readonly captureGain: number;
  readonly playbackGain: number;
  readonly processing: ProcessingSettings;
}

export interface SoundLayout {
  readonly paths: readonly SoundPath[];
  readonly ringer?: string | undefined;
  readonly ringerGain: number;
  /** Samples of one call, a multiple of 240 up to 4800. */
  readonly periodSamples: number;
}

export interface SoundStatistics {
  /** Blocks of 5 ms that the media thread did not deliver in time. */
  readonly starvedBlocks: number;
  readonly trimmedSamples: number;
  readonly xruns: number;
  readonly playoutDelaySamples: number;
  readonly capturing: boolean;
  readonly playing: boolean;
  /** Whether the sound thread, and the thread that called `start`, run before all ordinary ones. */
  readonly realTime: boolean;
  readonly callerRealTime: boolean;
  /** How often the media thread lost its priority because it did not come back for a second. */
  readonly demotions: number;
  readonly driftPpm: number;
  /** Absent while no echo is cancelled, or not measured yet. */
  readonly echo?: { readonly returnLossDb?: number; readonly enhancementDb?: number; readonly halfDuplex: boolean };
  /** Of the microphone before it is cleaned, in dB; absent where it is not, or not measured yet. */
  readonly signalToNoiseDb?: number;
}

/** One direction of one card. */
export interface SoundCard {
  readonly name: string;
  readonly captures: boolean;
  /** 0 unused, 1 running, 2 being opened, or a negative error number of the system. */
  readonly state: number;
  readonly rateHz: number;
  readonly channels: number;
  readonly periodFrames: number;
}

/** The cards of a phone behind one real-time thread, as `hal/native/src/device` says it. */
export interface SoundDevice {
  /**
   * `onPeriod` is called on this thread once a period waits to be read; calls that come late fall together. The
   * calling thread runs in real time from now on, where that is granted, and until it does not read for a second.
   */
  start(onPeriod: () => void): void;
  /** The threads have ended and the cards are closed when this returns. */
  stop(): void;
  /** One period of the microphone; answers how many samples waited, this period among them, and 0 where none did. */
  read(into: Int16Array): number;
  skip(samples: number): void;
  /** One period to be heard; false where there is no room for it. */
  write(playout: Int16Array, ringer: Int16Array): boolean;
  setPath(index: number): void;
  /** Whether anybody hears the microphone: where nobody does it is not cleaned. */
  setTalking(talking: boolean): void;
  /** Factors, 0 to 1. */
  setVolumes(playout: number, ringer: number): void;
  statistics(): SoundStatistics;
  /** Differs from before where a card's state or the threads' priority does, and costs little to ask. */
  fingerprint(): number;
  cards(): readonly SoundCard[];
}

export interface HalAddon extends DeviceAddon, PanelAddon {
  readonly SoundDevice: new (layout: SoundLayout) => SoundDevice;
  /** SCHED_FIFO at 1 to 99 for the calling thread; false where the system does not grant it. */
  runInRealTime(priority: number): boolean;
  /** Free memory of the C library goes back to the system; other threads may wait for it some milliseconds. */
  giveBackMemory(): void;
  readonly VoiceProcessor: new (settings: ProcessingSettings) => VoiceProcessor;
}

let addon: HalAddon | undefined;

/** Loaded at first use: a board without sound of its own never needs it. */
export function halAddon(): HalAddon {
  addon ??= loadAddon('hal', import.meta.dirname) as HalAddon;
  return addon;
}
