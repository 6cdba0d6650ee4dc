// What the bench and the process that holds both WebRTC ends say to each other.

/** Handed over as one argument. */
export interface NeteqTask {
  /** Of @roamhq/wrtc. */
  readonly module: string;
  readonly portForTalker: number;
  readonly portForListener: number;
  readonly bitRateBps: number;
  readonly skewPpm: number;
  /** Raw 16-bit samples at 48 kHz, lead-in first. */
  readonly speechFile: string;
  readonly heardFile: string;
  readonly leadInSamples: number;
  readonly tailSamples: number;
}

/** WebRTC listens on the machine's own address, not on the loopback. */
export interface NeteqPlace {
  readonly address: string;
  readonly port: number;
}

export type NeteqEvent =
  /** Where both ends listen; the process goes on once it is told `go`. */
  | { readonly kind: 'listening'; readonly talker: NeteqPlace; readonly listener: NeteqPlace }
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'done';
      /** CLOCK_MONOTONIC of sample 0 of the speech, which is sample 0 of the file too. */
      readonly spokenAtMs: number;
      readonly concealedShare: number;
      readonly stretchedShare: number;
    }
  | { readonly kind: 'failed'; readonly reason: string };
