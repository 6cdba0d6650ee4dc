// What the bench and a process with one of our engines say to each other.

import type { AudioSource } from '../../../hal/audio.ts';
import type { MediaStatistics } from '../../../media/session.ts';

/** Handed over as one argument. */
export interface EndTask {
  readonly audio: AudioSource;
  readonly bitRateBps: number;
}

/** Told once, where to send; the call then runs until the process is ended. */
export interface EndStart {
  readonly remotePort: number;
}

export type EndEvent =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'statistics'; readonly statistics: MediaStatistics }
  | { readonly kind: 'trouble'; readonly detail: string };
