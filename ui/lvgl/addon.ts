// The one file that loads the LVGL addon: its functions, typed, and LVGL's numbers by name.
import { loadAddon } from '../../hal/native/load-addon.ts';

/** A widget: 16 bits of index, 16 of generation, so that a handle of a deleted widget is refused. */
export type Handle = number;

export interface SpanInput {
  readonly text: string;
  readonly colour?: number | undefined;
  readonly decoration?: number | undefined;
  readonly font?: number | undefined;
}

/** Everything throws an error that begins with `ERR_UI_` where a number, a handle or a state does not fit. */
export interface Addon {
  open(width: number, height: number): Handle;
  close(): void;
  frameBuffer(): ArrayBuffer;
  setTick(nowMs: number): void;
  runTimers(): number;
  draw(): void;
  takeDirty(): Int32Array | null;
  liveWidgets(): number;
  numbers(): Record<string, number>;

  create(kind: string): Handle;
  remove(handle: Handle): void;
  clearNursery(): void;
  place(handle: Handle, parent: Handle, index: number): void;
  setFlag(handle: Handle, flag: number, on: boolean): void;
  setState(handle: Handle, state: number, on: boolean): void;
  hasState(handle: Handle, state: number): boolean;
  setText(handle: Handle, text: string): void;

  setStyleNumber(handle: Handle, property: number, value: number, selector: number): void;
  setStyleColour(handle: Handle, property: number, value: number, selector: number): void;
  setStyleFont(handle: Handle, font: number, selector: number): void;
  clearStyle(handle: Handle, property: number, selector: number): void;
  loadFont(data: Uint8Array, fallback?: number): number;

  bounds(handle: Handle): Int32Array;
  lineHeight(handle: Handle): number;
  textNeeds(handle: Handle, wraps: boolean): Int32Array;
  scrollIntoView(handle: Handle): void;
  scrollBy(handle: Handle, dx: number, dy: number): void;
  setScrolling(handle: Handle, direction: number, scrollbar: number): void;
  invalidate(handle: Handle): void;

  listen(handle: Handle, code: number): void;
  takeEvents(): Int32Array;
  eventsLost(): number;
  point(x: number, y: number, down: boolean): void;
  readPointer(): boolean;

  addPicture(pixels: Uint8Array, width: number, height: number): number;
  showPicture(handle: Handle, picture: number): void;
  removePicture(picture: number): void;

  setRange(handle: Handle, lowest: number, highest: number): void;
  setValue(handle: Handle, value: number): void;
  value(handle: Handle): number;
  setArcAngles(handle: Handle, start: number, end: number): void;
  setSpinner(handle: Handle, turnMs: number, angle: number): void;
  setOverflow(handle: Handle, mode: number): void;
  setSpans(handle: Handle, spans: readonly SpanInput[]): void;
  setOptions(handle: Handle, options: string): void;
  dropdownPopup(handle: Handle): Handle;
  openDropdown(handle: Handle, open: boolean): void;
  isDropdownOpen(handle: Handle): boolean;
  setPoints(handle: Handle, points: Int32Array): void;
  setChart(handle: Handle, kind: number, points: number, colours: readonly number[], values: Int32Array): void;
  setChartLines(handle: Handle, horizontal: number, vertical: number): void;
  setWave(handle: Handle, bars: number): void;
  pushLevel(handle: Handle, percent: number): boolean;

  typedText(handle: Handle): string;
  typeText(handle: Handle, text: string): void;
  eraseCharacter(handle: Handle): void;
  setPlaceholder(handle: Handle, text: string): void;
  setTyping(handle: Handle, oneLine: boolean, password: boolean, maxLength: number): void;
}

export const addon = loadAddon('ui', import.meta.dirname) as Addon;

const numbers = addon.numbers();

/** LVGL's number behind a name such as `LV_STYLE_WIDTH`, as its compiler knew it. */
export function lv(name: string): number {
  const number = numbers[name];
  if (number === undefined) throw new Error(`The LVGL addon knows no ${name}: it is older than this file.`);
  return number;
}
