// One screen: React's tree drawn by LVGL into the frame buffer that the Screen port shows.
import type { ReactNode } from 'react';
import type { Clock } from '../../hal/clock.ts';
import type { Screen } from '../../hal/screen.ts';
import type { Focus } from './focus.ts';
import type { Widget } from './widget.ts';

export interface DisplayOptions {
  readonly screen: Screen;
  readonly clock: Clock;
  /** Folder of the built fonts; by default `dist/assets/fonts`, looked for upward from here. */
  readonly fontFolder?: string;
}

export interface Display {
  readonly width: number;
  readonly height: number;
  /** The screen itself: queries start here. */
  readonly root: Widget;
  readonly focus: Focus;
  /** Show this element instead of the one before; React keeps what is the same. */
  render(element: ReactNode): void;
  /** Commit what React has pending, lay out, draw, present: at once. */
  renderNow(): void;
  /** The whole frame as a PNG file; draws first. */
  snapshotPng(): Buffer;
  /** Unmounts, frees LVGL; another display can then be opened. */
  close(): void;
}
