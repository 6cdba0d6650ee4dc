// Handset, headset and speaker: which of them has the voice, as the hook switch and the path keys move it.

import type { AudioPath } from '../../hal/audio.ts';
import type { HookPosition } from '../../hal/hook-switch.ts';

/** What the calls should do about a movement of the hand. */
export type HandlingEffect = 'none' | 'answer' | 'hang-up';

export class Handling {
  #hook: HookPosition;
  #path: AudioPath = 'handset';
  /** Taken when a call begins with the handset down. */
  #handsFree: 'speaker' | 'headset' = 'speaker';
  /** A hands-free path opened by its key, with a dial tone on it. */
  #opened = false;

  constructor(hook: HookPosition) {
    this.#hook = hook;
  }

  get hook(): HookPosition {
    return this.#hook;
  }

  get path(): AudioPath {
    return this.#path;
  }

  get lineOpen(): boolean {
    return this.#hook === 'off-hook' || this.#opened;
  }

  /** Lifting answers what rings and takes over a hands-free call; putting down ends only what was on the handset. */
  moveHook(position: HookPosition, talking: boolean): HandlingEffect {
    if (position === this.#hook) return 'none';
    this.#hook = position;
    if (position === 'off-hook') {
      this.#path = 'handset';
      this.#opened = false;
      return talking ? 'none' : 'answer';
    }
    return this.#path === 'handset' ? 'hang-up' : 'none';
  }

  /** Speaker or headset pressed again goes back to the lifted handset, or closes a line that has no call. */
  choosePath(path: AudioPath, inCall: boolean): void {
    if (path === 'handset') {
      if (this.#hook === 'off-hook') this.#path = 'handset';
      return;
    }
    this.#handsFree = path;
    const again = this.#path === path && (inCall || this.#opened);
    if (again && this.#hook === 'off-hook') this.#path = 'handset';
    else if (again && !inCall) this.#close();
    else {
      this.#path = path;
      this.#opened = this.#hook === 'on-hook';
    }
  }

  /** A call is dialled or answered: with the handset down, on the hands-free path. */
  callBegan(): void {
    if (this.#hook === 'on-hook' && this.#path === 'handset') this.#path = this.#handsFree;
    this.#opened = this.#hook === 'on-hook';
  }

  callsOver(): void {
    if (this.#hook === 'on-hook') this.#close();
  }

  #close(): void {
    this.#opened = false;
    this.#path = 'handset';
  }
}
