// The two places an image can start from, and which of them is trusted.

export type SlotName = 'A' | 'B';
export type SlotState = 'good' | 'trial' | 'bad' | 'empty';

export interface Slot {
  readonly name: SlotName;
  readonly state: SlotState;
  readonly version: string | undefined;
}

/**
 * Contract: a change is on stable storage before its promise resolves; at every instant at least one slot is
 * good; a trial slot starts once and falls back to the good one unless `confirm` is called in that run.
 */
export interface BootSlots {
  running(): SlotName;
  list(): readonly Slot[];
  /** Write an image to the slot that is not running; it is `empty` until the last byte has been read back. */
  write(image: AsyncIterable<Uint8Array>, version: string): Promise<void>;
  armTrial(): Promise<void>;
  confirm(): Promise<void>;
}
