// Styles that many widgets share: surfaces, the focus ring and text roles.

import type { Colour, Style } from '../lvgl/index.ts';
import type { Theme } from '../theme/index.ts';

/** An edge around the surface, in the theme that needs one. */
export function edgeStyle({ colors }: Theme): Style {
  return { 'border-width': colors.edgeWidth, 'border-color': colors.edge };
}

/** The ring lies inside the box, so that no neighbour and no scrolling list cuts it. */
export function focusedRing({ colors, layout }: Theme, ring?: Colour): Style {
  return {
    'outline-width': layout.focusRing,
    'outline-padding': -layout.focusRing,
    'outline-color': ring ?? colors.accent,
  };
}

/**
 * Under a finger. A plain surface changes; a coloured one keeps its colour, for which its text was chosen, and gets a
 * ring of the text's colour inside its edge.
 */
export function pressedStyle({ colors, layout }: Theme, ink?: Colour): Style {
  if (ink === undefined) return { 'background-color': colors.pressed };
  return { 'outline-width': layout.focusRing, 'outline-padding': -2 * layout.focusRing, 'outline-color': ink };
}

export function surfaceStyle(theme: Theme, surface: Colour): Style {
  return { 'background-color': surface, 'border-radius': theme.layout.radius, ...edgeStyle(theme) };
}

export function textStyle(theme: Theme, role: keyof Theme['type'], color?: Colour): Style {
  return { 'font-size': theme.type[role], 'text-color': color ?? theme.colors.text };
}

/** Names, headings and labels are semibold. */
export function strongStyle(theme: Theme, role: keyof Theme['type'], color?: Colour): Style {
  return { ...textStyle(theme, role, color), 'font-weight': 600 };
}

export const rowStyle: Style = {
  display: 'flex',
  'flex-direction': 'row',
  'justify-content': 'flex-start',
  'align-items': 'center',
};
export const columnStyle: Style = {
  display: 'flex',
  'flex-direction': 'column',
  'justify-content': 'flex-start',
  'align-items': 'flex-start',
};

/** As high as the font files make a line. */
function lineHeight(size: number): number {
  return Math.ceil(size * 0.96875) + Math.ceil(size * 0.2412);
}

/**
 * Padding that makes a box of these lines at least `height` high: LVGL places children in the height of the
 * content and does not move them when `min-height` adds to it.
 */
export function paddingToHeight(theme: Theme, height: number, ...lines: readonly (keyof Theme['type'])[]): Style {
  const content = lines.reduce((sum, role) => sum + lineHeight(theme.type[role]), 0);
  const padding = Math.max(6, Math.ceil((height - content) / 2));
  return { 'padding-top': padding, 'padding-bottom': padding };
}

/** Of what is pressed on the home screen: as high as one line and a finger need, or as the words of a larger screen. */
export function tileHeight(theme: Theme, height: number, ...lines: readonly (keyof Theme['type'])[]): Style {
  const { narrow, rowHeight } = theme.layout;
  if (narrow) return { height: rowHeight, 'padding-top': 0, 'padding-bottom': 0 };
  return { height: 'auto', ...paddingToHeight(theme, height, ...lines) };
}

/** A form beside its keys: what is typed on the left, the keys or the explanation on the right. */
export const formStyle = (narrow: boolean): Style => ({
  ...rowStyle,
  'column-spacing': narrow ? 12 : 20,
  'align-items': 'flex-start',
});

export const formFieldsStyle = (narrow: boolean, narrowSpacing = 8): Style => ({
  ...columnStyle,
  width: 200,
  'flex-grow': 1,
  height: '100%',
  'justify-content': 'center',
  'row-spacing': narrow ? narrowSpacing : 12,
});
