// What the rest of the ui may use of the LVGL binding.
export * from './components.ts';
export type { Display, DisplayOptions } from './display.ts';
export type { Direction, Focus } from './focus.ts';
export type { BorderSide, Colour, Length, Style } from './style.ts';
export type { Match, Widget } from './widget.ts';
