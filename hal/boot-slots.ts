// The two places an image can start from, and which of them is trusted.

import type { Result } from './result.ts';

export type SlotName = 'A' | 'B';
export type SlotState = 'good' | 'trial' | 'bad' | 'empty';

export interface Slot {
  readonly name: SlotName;
  readonly state: SlotState;
  readonly version: string | undefined;
}

/** An image on a server. Digests are SHA-256 in hexadecimal. */
export interface ImageSource {
  readonly version: string;
  readonly sizeBytes: number;
  /** Of the whole file. */
  readonly sha256: string;
  /** Of the manifest inside it: what a driver holds the parts against when it does not fetch the whole. */
  readonly manifestSha256: string;
  /** The bytes from one offset to another, which is included, or to the end; throws where they cannot be had. */
  open(fromByte: number, toByte?: number): AsyncIterable<Uint8Array>;
}

/** `source`: the bytes did not come. `differs`: others came. `rejected`: the image is not for this board, or not signed for it. */
export interface WriteFailure {
  readonly reason: 'source' | 'differs' | 'rejected' | 'no-space';
  readonly detail: string;
}

/**
 * Contract: a change is on stable storage before its promise resolves; at every instant at least one slot is
 * good; a trial slot starts once and falls back to the good one unless `confirm` is called in that run.
 */
export interface BootSlots {
  /** What images must be made for to start here. */
  readonly compatible: string;
  running(): SlotName;
  list(): readonly Slot[];
  /**
   * Write an image to the slot that is not running; it is `empty` until the last byte has been read back. What was
   * written of the same image before an interruption is not fetched again. `onProgress` is told shares from 0 to 1.
   * Throws where the running slot is not good.
   */
  write(image: ImageSource, onProgress?: (share: number) => void): Promise<Result<void, WriteFailure>>;
  /** Throws where there is no whole image, or the running slot is not good. */
  armTrial(): Promise<void>;
  confirm(): Promise<void>;
  /** The board starts anew, from the slot that is due. */
  restart(): void;
}
