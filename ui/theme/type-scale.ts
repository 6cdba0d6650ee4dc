// Text sizes in pixels by role, in the three sizes a person can choose.

import type { TextSize } from '../../firmware/phone.ts';

export interface TypeScale {
  /** Labels under icons, units, hints: the smallest there is. */
  readonly caption: number;
  readonly body: number;
  /** What soft keys and buttons say. */
  readonly label: number;
  /** Names in lists. */
  readonly name: number;
  readonly heading: number;
  /** The one thing of the screen. */
  readonly title: number;
  /** Digits on keys and in fields. */
  readonly digit: number;
}

export const typeScales: Readonly<Record<TextSize, TypeScale>> = {
  normal: { caption: 15, body: 16, label: 18, name: 20, heading: 24, title: 32, digit: 28 },
  large: { caption: 17, body: 18, label: 20, name: 23, heading: 28, title: 37, digit: 32 },
  larger: { caption: 20, body: 21, label: 23, name: 26, heading: 31, title: 42, digit: 37 },
};

/** Where there is little room: drawn at 0.875, which makes 15 pixels of the smallest, and steps that still fit. */
export const narrowTypeScales: Readonly<Record<TextSize, TypeScale>> = {
  normal: { caption: 17, body: 17, label: 18, name: 19, heading: 21, title: 26, digit: 24 },
  large: { caption: 17, body: 18, label: 18, name: 20, heading: 23, title: 28, digit: 24 },
  larger: { caption: 18, body: 18, label: 19, name: 22, heading: 25, title: 30, digit: 24 },
};
