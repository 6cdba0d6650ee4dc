// What is done to the microphone before a call hears it: a choice for each path, made by the board.

import type { AudioPath } from '../audio.ts';

export interface ProcessingSettings {
  /** Takes the far end's voice out of the microphone; 9 ms of delay. */
  readonly echo: boolean;
  /** Takes steady noise down by 12 dB; 6 ms of delay more. */
  readonly noise: boolean;
  /** Brings soft and loud talkers to one level. */
  readonly gain: boolean;
  /** Takes out what lies below the voice (100 Hz). */
  readonly highPass: boolean;
}

export type PathProcessing = Readonly<Record<AudioPath, ProcessingSettings>>;
