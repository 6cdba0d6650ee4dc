// Turns style keys into LVGL's properties, and hands LVGL only what changed.
import { addon, type Handle, lv } from '../addon.ts';
import { writeCombined } from './combined-style.ts';
import type { Fonts } from './fonts.ts';
import type { BorderSide, Colour, Length, Style } from './style.ts';

type Entry =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'colour'; readonly value: number }
  | { readonly type: 'font'; readonly value: number };

/** LVGL's property number to its value. */
export type Resolved = ReadonlyMap<number, Entry>;
export const nothing: Resolved = new Map();

const opaque = 255;
const percentBit = 1 << 29;

/** Pixels of the panel; what is thin on a large screen does not vanish on a small one. */
export function pixelsOf(value: number, scale: number): number {
  const pixels = Math.round(value * scale);
  return pixels === 0 && Math.abs(value) >= 1 ? Math.sign(value) : pixels;
}

function lengthOf(length: Length, scale: number): number {
  if (typeof length === 'number') return pixelsOf(length, scale);
  if (length === 'auto') return lv('LV_SIZE_CONTENT');
  return percentBit | Math.max(0, Math.round(Number.parseFloat(length)));
}

export function colourNumber(colour: Colour): number {
  if (!/^#[0-9a-fA-F]{6}$/.test(colour)) throw new Error(`A colour is written #RRGGBB, not "${colour}".`);
  return Number.parseInt(colour.slice(1), 16);
}

type Write = (entries: Map<number, Entry>, value: never, scale: number) => void;

function numbersOf(properties: readonly string[]): readonly number[] {
  return properties.map((property) => lv(`LV_STYLE_${property}`));
}

function writesNumber<T>(properties: readonly string[], convert: (value: T, scale: number) => number): Write {
  const numbers = numbersOf(properties);
  return (entries, value, scale) => {
    for (const number of numbers) entries.set(number, { type: 'number', value: convert(value, scale) });
  };
}

const writesLength = (property: string): Write => writesNumber([property], lengthOf);
const writesPixels = (...properties: string[]): Write => writesNumber(properties, pixelsOf);
const writesShare = (property: string): Write => writesNumber([property], (value: number) => Math.round(value));
const writesFlag = (property: string): Write => writesNumber([property], (value: boolean) => (value ? 1 : 0));
const writesOpacity = (property: string): Write =>
  writesNumber([property], (value: number) => Math.round(Math.min(1, Math.max(0, value)) * opaque));

function writesColour(property: string): Write {
  const [number = 0] = numbersOf([property]);
  return (entries, value) => entries.set(number, { type: 'colour', value: colourNumber(value) });
}

const textAligns = {
  auto: lv('LV_TEXT_ALIGN_AUTO'),
  left: lv('LV_TEXT_ALIGN_LEFT'),
  center: lv('LV_TEXT_ALIGN_CENTER'),
  right: lv('LV_TEXT_ALIGN_RIGHT'),
};
const decorations = { none: 0, underline: 1, strikethrough: 2, both: 3 } as const;

export function decorationNumber(decoration: keyof typeof decorations): number {
  return decorations[decoration];
}

function borderSides(sides: BorderSide | readonly BorderSide[]): number {
  const list: readonly BorderSide[] = typeof sides === 'string' ? [sides] : sides;
  return list.reduce((bits, side) => bits | lv(`LV_BORDER_SIDE_${side.toUpperCase()}`), 0);
}

/** Shorthands come before the keys that overrule a part of them. */
const shorthands: Partial<Record<keyof Style, Write>> = {
  padding: writesPixels('PAD_LEFT', 'PAD_RIGHT', 'PAD_TOP', 'PAD_BOTTOM'),
  margin: writesPixels('MARGIN_LEFT', 'MARGIN_RIGHT', 'MARGIN_TOP', 'MARGIN_BOTTOM'),
  'background-color': writesNumber(['BG_OPA'], () => opaque),
};

const writers: Partial<Record<keyof Style, Write>> = {
  left: writesLength('X'),
  top: writesLength('Y'),
  width: writesLength('WIDTH'),
  height: writesLength('HEIGHT'),
  'min-width': writesLength('MIN_WIDTH'),
  'max-width': writesLength('MAX_WIDTH'),
  'min-height': writesLength('MIN_HEIGHT'),
  'max-height': writesLength('MAX_HEIGHT'),
  'flex-grow': writesShare('FLEX_GROW'),
  'row-spacing': writesPixels('PAD_ROW'),
  'column-spacing': writesPixels('PAD_COLUMN'),
  'padding-left': writesPixels('PAD_LEFT'),
  'padding-right': writesPixels('PAD_RIGHT'),
  'padding-top': writesPixels('PAD_TOP'),
  'padding-bottom': writesPixels('PAD_BOTTOM'),
  'margin-left': writesPixels('MARGIN_LEFT'),
  'margin-right': writesPixels('MARGIN_RIGHT'),
  'margin-top': writesPixels('MARGIN_TOP'),
  'margin-bottom': writesPixels('MARGIN_BOTTOM'),
  'background-color': writesColour('BG_COLOR'),
  'background-opacity': writesOpacity('BG_OPA'),
  'background-grad-color': writesColour('BG_GRAD_COLOR'),
  'border-radius': writesPixels('RADIUS'),
  'border-width': writesPixels('BORDER_WIDTH'),
  'border-color': writesColour('BORDER_COLOR'),
  'border-opacity': writesOpacity('BORDER_OPA'),
  'border-side': writesNumber(['BORDER_SIDE'], borderSides),
  'outline-width': writesPixels('OUTLINE_WIDTH'),
  'outline-color': writesColour('OUTLINE_COLOR'),
  'outline-padding': writesPixels('OUTLINE_PAD'),
  'outline-opacity': writesOpacity('OUTLINE_OPA'),
  'shadow-width': writesPixels('SHADOW_WIDTH'),
  'shadow-color': writesColour('SHADOW_COLOR'),
  'shadow-opacity': writesOpacity('SHADOW_OPA'),
  'shadow-offset-x': writesPixels('SHADOW_OFFSET_X'),
  'shadow-offset-y': writesPixels('SHADOW_OFFSET_Y'),
  'shadow-spread': writesPixels('SHADOW_SPREAD'),
  opacity: writesOpacity('OPA'),
  'text-color': writesColour('TEXT_COLOR'),
  'text-opacity': writesOpacity('TEXT_OPA'),
  'text-align': writesNumber(['TEXT_ALIGN'], (value: keyof typeof textAligns) => textAligns[value]),
  'text-decoration': writesNumber(['TEXT_DECOR'], decorationNumber),
  'letter-spacing': writesPixels('TEXT_LETTER_SPACE'),
  'line-spacing': writesPixels('TEXT_LINE_SPACE'),
  'line-width': writesPixels('LINE_WIDTH'),
  'line-color': writesColour('LINE_COLOR'),
  'line-rounded': writesFlag('LINE_ROUNDED'),
  'arc-width': writesPixels('ARC_WIDTH'),
  'arc-color': writesColour('ARC_COLOR'),
  'arc-rounded': writesFlag('ARC_ROUNDED'),
};

/**
 * What LVGL is told for these keys; keys that are no LVGL styles (display none, overflow …) are left out. `scale` is
 * pixels of the panel for one of the style's, which the fonts know by themselves.
 */
export function resolveStyle(style: Style, fonts: Fonts, scale: number): Resolved {
  const entries = new Map<number, Entry>();
  for (const table of [shorthands, writers]) {
    for (const key in style) {
      const value = style[key as keyof Style];
      if (value !== undefined) table[key as keyof Style]?.(entries, value as never, scale);
    }
  }
  writeCombined(style, scale, (property, value) => entries.set(lv(`LV_STYLE_${property}`), { type: 'number', value }));
  if (style['font-size'] !== undefined || style['font-weight'] !== undefined) {
    const value = fonts.find(style['font-size'] ?? defaultFontSizePx, style['font-weight'] ?? 400);
    entries.set(lv('LV_STYLE_TEXT_FONT'), { type: 'font', value });
  }
  return entries;
}

/** The font of a widget that says nothing of its own; a weight alone means this size. */
export const defaultFontSizePx = 18;

/** Tells LVGL the difference; the answer is whether there was any. */
export function applyResolved(handle: Handle, selector: number, before: Resolved, after: Resolved): boolean {
  if (before === after) return false;
  let changed = false;
  for (const property of before.keys()) {
    if (after.has(property)) continue;
    addon.clearStyle(handle, property, selector);
    changed = true;
  }
  for (const [property, entry] of after) {
    const old = before.get(property);
    if (old?.type === entry.type && old.value === entry.value) continue;
    changed = true;
    if (entry.type === 'number') addon.setStyleNumber(handle, property, entry.value, selector);
    else if (entry.type === 'colour') addon.setStyleColour(handle, property, entry.value, selector);
    else addon.setStyleFont(handle, entry.value, selector);
  }
  return changed;
}
