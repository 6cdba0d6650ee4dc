// What the meters need to know of a frame of sound, taken natively in one pass.

import { mediaAddon } from './native/addon.ts';

/** One for all frames of a thread: nothing else runs between its filling and its reading. */
const taken = new Float64Array(4);

/** Of the frame that was measured last; made once and used again. */
export class FrameFigures {
  samples = 0;
  sum = 0;
  /** Sum of the squares. */
  energy = 0;
  /** Highest magnitude, 0 to 32768. */
  peak = 0;
  /** Samples at full scale, which the converter has most likely cut off. */
  clipped = 0;

  measure(frame: Int16Array): this {
    mediaAddon().measureSound(frame, taken);
    this.samples = frame.length;
    this.sum = taken[0] as number;
    this.energy = taken[1] as number;
    this.peak = taken[2] as number;
    this.clipped = taken[3] as number;
    return this;
  }
}
