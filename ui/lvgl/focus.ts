// Moves the focus among widgets by arrows, and activates the focused one.
import type { Widget } from './widget.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

export interface Focus {
  readonly current: Widget | undefined;
  /** To the nearest focusable widget that way; at an edge it goes round. Also moves a focused slider. */
  move(direction: Direction): void;
  /** OK: clicks the focused widget; with `down` false the press ends. */
  activate(): void;
  set(widget: Widget | undefined): void;
  onChanged(listener: (widget: Widget | undefined) => void): () => void;
  /** Types into the focused textarea; '\b' erases. False where no textarea has the focus. */
  typeText(character: string): boolean;
}
