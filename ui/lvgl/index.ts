// What the rest of the ui may use of the LVGL binding.
export * from './components.ts';
export { type Display, type DisplayOptions, openDisplay } from './display.ts';
export type { Direction, Focus } from './focus.ts';
export { type IconName, icons } from './icons.ts';
export { pictureFromPng } from './png.ts';
export type { BorderSide, Colour, Length, Style } from './style/style.ts';
export type { Role, WidgetKind } from './tree/kinds.ts';
export { type TextColours, textColours } from './tree/text-colours.ts';
export type { Match, Widget } from './tree/widget.ts';
