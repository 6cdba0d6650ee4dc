// The audio test call: prompt, tone, five seconds recorded, played back, good-bye. The recording lives in this call only.

import type { Sample, SampleShelf } from './sample-shelf.ts';
import { type Cue, NO_CUES, play, RATE_HZ, type Script } from './script.ts';

export const RECORD_SECONDS = 5;
/** Tells the phone that its recording begins, and that it is being played back (RFC 4733 digits). */
export const RECORDING_DIGIT = '1';
export const PLAYBACK_DIGIT = '2';

const TONE_SECONDS = 0.35;
const TONE_HZ = 660;
const TONE_LEVEL = 4500;
/** After the tone nothing is recorded for a moment, or its echo from the room would be the first thing heard. */
const SETTLE_SECONDS = 0.15;
const PAUSE_SECONDS = 0.4;
/** The jitter buffer of the far end still holds the end of what was said. */
const TAIL_SECONDS = 0.6;

type Phase = 'prompt' | 'settle' | 'record' | 'pause' | 'playback' | 'tail' | 'over';

export class TestScript implements Script {
  /** Shorter than the whole test, so that nobody's recording waits for a phone that was unplugged. */
  readonly patienceMs = 4000;
  /** Nobody waits for the recording, so that it can be as whole as what was sent. */
  readonly steadyWaitMs = 100;
  readonly #introduction: Int16Array;
  readonly #shelf: SampleShelf;
  #phase: Phase = 'prompt';
  #position = 0;
  #sample: Sample | undefined;

  constructor(prompt: Int16Array, shelf: SampleShelf) {
    this.#introduction = withTone(prompt);
    this.#shelf = shelf;
  }

  get phase(): Phase {
    return this.#phase;
  }

  exchange(heard: Int16Array, spoken: Int16Array): readonly Cue[] {
    switch (this.#phase) {
      case 'prompt':
        this.#position = play(this.#introduction, this.#position, spoken);
        return this.#position < this.#introduction.length ? NO_CUES : this.#enter('settle');
      case 'settle':
        if (!this.#waited(SETTLE_SECONDS, spoken.length)) return NO_CUES;
        this.#sample = this.#shelf.open(RECORD_SECONDS * RATE_HZ);
        return this.#enter('record', { kind: 'digit', digit: RECORDING_DIGIT });
      case 'record':
        this.#sample?.append(heard);
        return this.#sample?.isFull ? this.#enter('pause', { kind: 'digit', digit: PLAYBACK_DIGIT }) : NO_CUES;
      case 'pause':
        return this.#waited(PAUSE_SECONDS, spoken.length) ? this.#enter('playback') : NO_CUES;
      case 'playback': {
        const recorded = this.#sample?.recorded ?? new Int16Array(0);
        this.#position = play(recorded, this.#position, spoken);
        if (this.#position < recorded.length) return NO_CUES;
        this.#forget();
        return this.#enter('tail');
      }
      case 'tail':
        return this.#waited(TAIL_SECONDS, spoken.length) ? this.#enter('over', { kind: 'hang-up' }) : NO_CUES;
      case 'over':
        return NO_CUES;
    }
  }

  end(): void {
    this.#phase = 'over';
    this.#forget();
  }

  #enter(phase: Phase, ...cues: readonly Cue[]): readonly Cue[] {
    this.#phase = phase;
    this.#position = 0;
    return cues;
  }

  #waited(seconds: number, samples: number): boolean {
    this.#position += samples;
    return this.#position >= seconds * RATE_HZ;
  }

  #forget(): void {
    this.#sample?.destroy();
    this.#sample = undefined;
  }
}

/** A soft tone: faded in and out, so that it does not click. */
function withTone(prompt: Int16Array): Int16Array {
  const length = Math.round(TONE_SECONDS * RATE_HZ);
  const whole = new Int16Array(prompt.length + length);
  whole.set(prompt);
  for (let index = 0; index < length; index++) {
    const envelope = Math.sin((Math.PI * index) / length) ** 0.5;
    whole[prompt.length + index] = Math.round(
      TONE_LEVEL * envelope * Math.sin((2 * Math.PI * TONE_HZ * index) / RATE_HZ),
    );
  }
  return whole;
}
