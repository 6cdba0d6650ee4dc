// What stands in for microphone, earpiece and loudspeaker of a simulated audio device.

import type { AudioPath } from '../../audio.ts';

/** Contract: no call blocks; capture and play are made once a period by the device's own clock. */
export interface FarSide {
  /** Fill `capture` with what the microphone heard; false (and zeros) where there is no microphone now. */
  capture(capture: Int16Array): boolean;
  /** What is heard: the talking path on `path`, and the ringer beside it. The arrays are reused by the caller. */
  play(playout: Int16Array, ringer: Int16Array, path: AudioPath): void;
  /** Time went by that the engine slept through: what was said then is lost, and nothing was heard. */
  miss?(samples: number): void;
  /** Samples waiting to be heard, in milliseconds. */
  readonly playoutDelayMs: number;
  readonly trimmedSamples: number;
  /** Nobody has turned the sound on yet, where that is for a person to do. */
  readonly turnedOff?: boolean;
  /** Loopback port where a page connects, for the far side that has one. */
  readonly port: number | undefined;
  close(): Promise<void>;
}
