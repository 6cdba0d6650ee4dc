// Where the fingers on a panel come from: a device of its own, apart from what shows the picture.

import type { TouchEvent } from '../../screen.ts';

/**
 * Contract: places are in pixels of the picture, and may lie outside of it; a finger whose device disappears is
 * reported up; nothing is reported after `close`.
 */
export interface TouchSource {
  onTouch(listener: (event: TouchEvent) => void): () => void;
  close(): void;
}
