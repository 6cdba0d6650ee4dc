// The simulated microphone's cleaning: the processing of `hal/native`, set by path, and asleep while nobody listens.

import type { AudioPath, EchoStatistics } from '../../audio.ts';
import { halAddon, type VoiceProcessor } from '../../native/addon.ts';
import type { PathProcessing, ProcessingSettings } from '../../native/processing.ts';

export class Microphone {
  readonly #processing: PathProcessing | undefined;
  readonly #cleaned: Int16Array;
  /** What was played last, and so can come back from now on. */
  readonly #far: Int16Array;
  #processor: VoiceProcessor | undefined;
  #path: AudioPath = 'handset';
  #talking = true;

  /** Without `processing` the microphone is taken as it is. */
  constructor(periodSamples: number, processing?: PathProcessing) {
    this.#processing = processing;
    this.#cleaned = new Int16Array(periodSamples);
    this.#far = new Int16Array(periodSamples);
  }

  setPath(path: AudioPath): void {
    this.#path = path;
    const settings = this.#settings();
    if (settings) this.#processor?.change(settings);
  }

  /** What a room sounds like is learnt anew in each call; between calls nothing is kept, and nothing costs. */
  setTalking(talking: boolean): void {
    this.#talking = talking;
    if (talking) return;
    this.#processor?.close();
    this.#processor = undefined;
    this.#far.fill(0);
  }

  /** In place. `delayMs` is how long sound waits before it is played, as far as that is known. */
  clean(capture: Int16Array, delayMs: number): void {
    const settings = this.#settings();
    if (!settings || !this.#talking) return;
    this.#processor ??= new (halAddon().VoiceProcessor)(settings);
    this.#processor.setDelayMs(delayMs);
    this.#processor.process(this.#far, capture, this.#cleaned);
    capture.set(this.#cleaned);
  }

  /** Remembers what is played from now on: the talking path and the ringer are heard together. */
  hear(playout: Int16Array, ringer: Int16Array): void {
    if (!this.#processor) return;
    for (let at = 0; at < this.#far.length; at++) {
      const sum = (playout[at] as number) + (ringer[at] as number);
      this.#far[at] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum;
    }
  }

  /** Absent where echo is not cancelled now. */
  echo(): EchoStatistics | undefined {
    if (!this.#settings()?.echo) return undefined;
    const measured = this.#processor?.statistics();
    if (!measured) return undefined;
    const { returnLossDb, enhancementDb, halfDuplex } = measured;
    return { returnLossDb, enhancementDb, halfDuplex };
  }

  /** Before cleaning; absent where nothing is cleaned, or nobody has spoken yet. */
  get signalToNoiseDb(): number | undefined {
    return this.#settings() && this.#processor?.statistics().signalToNoiseDb;
  }

  #settings(): ProcessingSettings | undefined {
    return this.#processing?.[this.#path];
  }
}
