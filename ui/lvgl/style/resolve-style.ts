// Turns style keys into LVGL's properties, and hands LVGL only what changed.
import { addon, type Handle, lv } from '../addon.ts';
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

function lengthOf(length: Length): number {
  if (typeof length === 'number') return Math.round(length);
  if (length === 'auto') return lv('LV_SIZE_CONTENT');
  return percentBit | Math.max(0, Math.round(Number.parseFloat(length)));
}

export function colourNumber(colour: Colour): number {
  if (!/^#[0-9a-fA-F]{6}$/.test(colour)) throw new Error(`A colour is written #RRGGBB, not "${colour}".`);
  return Number.parseInt(colour.slice(1), 16);
}

const lengths: Partial<Record<keyof Style, readonly string[]>> = {
  width: ['WIDTH'],
  height: ['HEIGHT'],
  'min-width': ['MIN_WIDTH'],
  'max-width': ['MAX_WIDTH'],
  'min-height': ['MIN_HEIGHT'],
  'max-height': ['MAX_HEIGHT'],
  left: ['X'],
  top: ['Y'],
};

/** Sides come after the shorthand, so that they win. */
const pixels: Partial<Record<keyof Style, readonly string[]>> = {
  'row-spacing': ['PAD_ROW'],
  'column-spacing': ['PAD_COLUMN'],
  padding: ['PAD_LEFT', 'PAD_RIGHT', 'PAD_TOP', 'PAD_BOTTOM'],
  'padding-left': ['PAD_LEFT'],
  'padding-right': ['PAD_RIGHT'],
  'padding-top': ['PAD_TOP'],
  'padding-bottom': ['PAD_BOTTOM'],
  margin: ['MARGIN_LEFT', 'MARGIN_RIGHT', 'MARGIN_TOP', 'MARGIN_BOTTOM'],
  'margin-left': ['MARGIN_LEFT'],
  'margin-right': ['MARGIN_RIGHT'],
  'margin-top': ['MARGIN_TOP'],
  'margin-bottom': ['MARGIN_BOTTOM'],
  'flex-grow': ['FLEX_GROW'],
  'border-radius': ['RADIUS'],
  'border-width': ['BORDER_WIDTH'],
  'outline-width': ['OUTLINE_WIDTH'],
  'outline-padding': ['OUTLINE_PAD'],
  'shadow-width': ['SHADOW_WIDTH'],
  'shadow-offset-x': ['SHADOW_OFFSET_X'],
  'shadow-offset-y': ['SHADOW_OFFSET_Y'],
  'shadow-spread': ['SHADOW_SPREAD'],
  'letter-spacing': ['TEXT_LETTER_SPACE'],
  'line-spacing': ['TEXT_LINE_SPACE'],
  'line-width': ['LINE_WIDTH'],
  'arc-width': ['ARC_WIDTH'],
};

const colours: Partial<Record<keyof Style, string>> = {
  'background-color': 'BG_COLOR',
  'background-grad-color': 'BG_GRAD_COLOR',
  'border-color': 'BORDER_COLOR',
  'outline-color': 'OUTLINE_COLOR',
  'shadow-color': 'SHADOW_COLOR',
  'text-color': 'TEXT_COLOR',
  'line-color': 'LINE_COLOR',
  'arc-color': 'ARC_COLOR',
};

const opacities: Partial<Record<keyof Style, string>> = {
  'background-opacity': 'BG_OPA',
  'border-opacity': 'BORDER_OPA',
  'outline-opacity': 'OUTLINE_OPA',
  'shadow-opacity': 'SHADOW_OPA',
  'text-opacity': 'TEXT_OPA',
  opacity: 'OPA',
};

const flexPlaces = {
  'flex-start': 'LV_FLEX_ALIGN_START',
  center: 'LV_FLEX_ALIGN_CENTER',
  'flex-end': 'LV_FLEX_ALIGN_END',
  'space-between': 'LV_FLEX_ALIGN_SPACE_BETWEEN',
  'space-around': 'LV_FLEX_ALIGN_SPACE_AROUND',
  'space-evenly': 'LV_FLEX_ALIGN_SPACE_EVENLY',
} as const;

const gradients = { none: 'LV_GRAD_DIR_NONE', horizontal: 'LV_GRAD_DIR_HOR', vertical: 'LV_GRAD_DIR_VER' } as const;
const aligns = {
  auto: 'LV_TEXT_ALIGN_AUTO',
  left: 'LV_TEXT_ALIGN_LEFT',
  center: 'LV_TEXT_ALIGN_CENTER',
  right: 'LV_TEXT_ALIGN_RIGHT',
} as const;
const decorations = { none: 0, underline: 1, strikethrough: 2, both: 3 } as const;

export function decorationNumber(decoration: keyof typeof decorations): number {
  return decorations[decoration];
}

function borderSides(sides: BorderSide | readonly BorderSide[]): number {
  const list: readonly BorderSide[] = typeof sides === 'string' ? [sides] : sides;
  return list.reduce((bits, side) => bits | lv(`LV_BORDER_SIDE_${side.toUpperCase()}`), 0);
}

function flexFlow(style: Style): number {
  const direction = style['flex-direction'] ?? 'row';
  let flow = direction.startsWith('column') ? lv('LV_FLEX_FLOW_COLUMN') : lv('LV_FLEX_FLOW_ROW');
  if (direction.endsWith('reverse')) flow |= lv('LV_FLEX_REVERSE');
  if (style['flex-wrap'] === 'wrap') flow |= lv('LV_FLEX_WRAP');
  return flow;
}

/** A container that does not wrap has one line, as high as itself: items are placed in all of it, as in CSS. */
function lineAlign(style: Style): keyof typeof flexPlaces {
  return style['align-content'] ?? (style['flex-wrap'] === 'wrap' ? undefined : style['align-items']) ?? 'flex-start';
}

/** What LVGL is told for these keys; keys that are no LVGL styles (display none, overflow …) are left out. */
export function resolveStyle(style: Style, fonts: Fonts): Resolved {
  const resolved = new Map<number, Entry>();
  const number = (property: string, value: number): void => {
    resolved.set(lv(`LV_STYLE_${property}`), { type: 'number', value });
  };
  for (const key in lengths) {
    const value = style[key as keyof Style] as Length | undefined;
    if (value !== undefined)
      for (const property of lengths[key as keyof Style] ?? []) number(property, lengthOf(value));
  }
  for (const key in pixels) {
    const value = style[key as keyof Style] as number | undefined;
    if (value !== undefined)
      for (const property of pixels[key as keyof Style] ?? []) number(property, Math.round(value));
  }
  if (style['background-color'] !== undefined) number('BG_OPA', opaque);
  for (const key in opacities) {
    const value = style[key as keyof Style] as number | undefined;
    if (value !== undefined)
      number(opacities[key as keyof Style] ?? '', Math.round(Math.min(1, Math.max(0, value)) * opaque));
  }
  for (const key in colours) {
    const value = style[key as keyof Style] as Colour | undefined;
    if (value !== undefined)
      resolved.set(lv(`LV_STYLE_${colours[key as keyof Style]}`), { type: 'colour', value: colourNumber(value) });
  }
  if (style.display === 'flex' || style['flex-direction'] !== undefined) {
    number('LAYOUT', lv('LV_LAYOUT_FLEX'));
    number('FLEX_FLOW', flexFlow(style));
    number('FLEX_MAIN_PLACE', lv(flexPlaces[style['justify-content'] ?? 'flex-start']));
    number('FLEX_CROSS_PLACE', lv(flexPlaces[style['align-items'] ?? 'flex-start']));
    number('FLEX_TRACK_PLACE', lv(flexPlaces[lineAlign(style)]));
  }
  if (style.right !== undefined || style.bottom !== undefined) {
    const vertical = style.bottom === undefined ? 'TOP' : 'BOTTOM';
    const horizontal = style.right === undefined ? 'LEFT' : 'RIGHT';
    number('ALIGN', lv(`LV_ALIGN_${vertical}_${horizontal}`));
    if (style.right !== undefined) number('X', -style.right);
    if (style.bottom !== undefined) number('Y', -style.bottom);
  }
  if (style.overflow === 'hidden' && style['border-radius']) number('CLIP_CORNER', 1);
  if (style['background-grad-color'] !== undefined)
    number('BG_GRAD_DIR', lv(gradients[style['background-grad-color-dir'] ?? 'vertical']));
  if (style['border-side'] !== undefined) number('BORDER_SIDE', borderSides(style['border-side']));
  if (style['text-align'] !== undefined) number('TEXT_ALIGN', lv(aligns[style['text-align']]));
  if (style['text-decoration'] !== undefined) number('TEXT_DECOR', decorations[style['text-decoration']]);
  if (style['line-rounded'] !== undefined) number('LINE_ROUNDED', style['line-rounded'] ? 1 : 0);
  if (style['arc-rounded'] !== undefined) number('ARC_ROUNDED', style['arc-rounded'] ? 1 : 0);
  if (style['font-size'] !== undefined || style['font-weight'] !== undefined) {
    const font = fonts.find(style['font-size'] ?? defaultFontSizePx, style['font-weight'] ?? 400);
    resolved.set(lv('LV_STYLE_TEXT_FONT'), { type: 'font', value: font });
  }
  return resolved;
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
