// The one file that loads the addon of the machine's edge, and what it offers.

import { loadAddon } from '../native-addon.ts';
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

export interface HalAddon {
  /** SCHED_FIFO at 1 to 99 for the calling thread; false where the system does not grant it. */
  runInRealTime(priority: number): boolean;
  readonly VoiceProcessor: new (settings: ProcessingSettings) => VoiceProcessor;
}

let addon: HalAddon | undefined;

/** Loaded at first use: a board without sound of its own never needs it. */
export function halAddon(): HalAddon {
  addon ??= loadAddon('hal', import.meta.dirname) as HalAddon;
  return addon;
}
