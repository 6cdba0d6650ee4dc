// The components: lv_binding_js's names, each with its props; React sees host elements of the same names.

import type { FunctionComponent, Key, ReactNode, Ref } from 'react';
import type { Style } from './style/style.ts';
import type { Role, WidgetKind } from './tree/kinds.ts';
import type { Widget } from './tree/widget.ts';

export interface CommonProps {
  key?: Key;
  ref?: Ref<Widget>;
  style?: Style;
  onFocusedStyle?: Style;
  onPressedStyle?: Style;
  onCheckedStyle?: Style;
  onDisabledStyle?: Style;
  scrollbarStyle?: Style;
  role?: Role;
  /** The accessible name; without it, the text inside. */
  name?: string;
  /** Whether arrows can stop here. Default: yes where there is an `onClick` or the widget is a control. */
  focusable?: boolean;
  /** Takes the focus when it appears (the first such in its scope). */
  autoFocus?: boolean;
  /** Keeps the focus inside while it is mounted: a modal dialog. The latest mounted wins. */
  focusScope?: boolean;
  disabled?: boolean;
  checked?: boolean;
  onClick?: () => void;
  /** OK while it has the focus; without it OK clicks. */
  onEnter?: () => void;
  onLongPress?: () => void;
  /** Finger down and up, for keys that act while held. */
  onPressed?: () => void;
  onReleased?: () => void;
  /** What is inside has moved, by a finger or otherwise. */
  onScroll?: () => void;
  onFocus?: () => void;
  onBlur?: () => void;
}

export interface ViewProps extends CommonProps {
  children?: ReactNode;
}
/** Children are strings and numbers only. */
export interface TextProps extends CommonProps {
  children?: ReactNode;
}
/** A button's children may be widgets, or strings for a plain label. */
export interface ButtonProps extends CommonProps {
  children?: ReactNode;
}

export interface Span {
  readonly text: string;
  readonly style?: Pick<Style, 'text-color' | 'text-opacity' | 'text-decoration' | 'font-size' | 'font-weight'>;
}
/** One run of text in several colours: matched letters. */
export interface SpangroupProps extends CommonProps {
  spans: readonly Span[];
}

/** Straight-alpha pixels in the order blue, green, red, alpha; made by `pictureFromPng`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly bgra: Uint8Array;
}
export interface ImageProps extends CommonProps {
  src?: Picture | undefined;
}

export interface TextareaProps extends CommonProps {
  value?: string;
  placeholder?: string;
  password?: boolean;
  maxLength?: number;
  /** One line by default. */
  multiline?: boolean;
  placeholderStyle?: Style;
  cursorStyle?: Style;
  onChange?: (value: string) => void;
}

export interface SwitchProps extends CommonProps {
  indicatorStyle?: Style;
  indicatorCheckedStyle?: Style;
  knobStyle?: Style;
  onChange?: (checked: boolean) => void;
}

interface RangeProps extends CommonProps {
  value: number;
  /** [lowest, highest], default [0, 100]; whole numbers. */
  range?: readonly [number, number];
  indicatorStyle?: Style;
}
export interface SliderProps extends RangeProps {
  /** How far left and right keys move it. Default: a tenth of the range. */
  step?: number;
  knobStyle?: Style;
  onChange?: (value: number) => void;
}
export interface BarProps extends RangeProps {}
export interface ArcProps extends RangeProps {
  /** Degrees clockwise from three o'clock, default 135 to 45. */
  startAngle?: number;
  endAngle?: number;
}

export interface DropdownlistProps extends CommonProps {
  items: readonly string[];
  selectedIndex: number;
  /** Of the list that opens over everything, and of the chosen line in it. */
  popupStyle?: Style;
  popupSelectedStyle?: Style;
  onChange?: (index: number) => void;
}

export interface LineProps extends CommonProps {
  points: readonly (readonly [x: number, y: number])[];
}

export interface ChartSeries {
  readonly color: `#${string}`;
  /** Whole numbers; `null` leaves a gap. */
  readonly values: readonly (number | null)[];
}
export interface ChartProps extends CommonProps {
  type?: 'line' | 'bar';
  range?: readonly [number, number];
  pointNum: number;
  series: readonly ChartSeries[];
  divLineCount?: readonly [horizontal: number, vertical: number];
}

export interface SpinnerProps extends CommonProps {
  indicatorStyle?: Style;
}

/**
 * A row of bars through the last moments of a sound, drawn without React: `pushLevel` of the widget, got by `ref`,
 * brings the next. The style says the bars' `line-color`, `line-width`, `column-spacing` and `border-radius`.
 */
export interface WaveProps extends CommonProps {
  bars: number;
}

/** Host elements are strings to React; the cast gives each its props. */
function component<P>(kind: WidgetKind): FunctionComponent<P> {
  return kind as unknown as FunctionComponent<P>;
}

export const View = component<ViewProps>('View');
export const Text = component<TextProps>('Text');
export const Spangroup = component<SpangroupProps>('Spangroup');
export const Button = component<ButtonProps>('Button');
export const Image = component<ImageProps>('Image');
export const Textarea = component<TextareaProps>('Textarea');
export const Switch = component<SwitchProps>('Switch');
export const Slider = component<SliderProps>('Slider');
export const Dropdownlist = component<DropdownlistProps>('Dropdownlist');
export const Bar = component<BarProps>('Bar');
export const Arc = component<ArcProps>('Arc');
export const Line = component<LineProps>('Line');
export const Chart = component<ChartProps>('Chart');
export const Spinner = component<SpinnerProps>('Spinner');
export const Wave = component<WaveProps>('Wave');
