// Styles that many widgets share: surfaces, the focus ring and text roles.

import type { Colour, Style } from '../lvgl/index.ts';
import type { Theme } from '../theme/index.ts';

/** The ring is a border inside the box, so that no neighbour and no scrolling list cuts it. */
export function ringStyle(theme: Theme, surface: Colour): Style {
  const { colors, layout } = theme;
  const edged = colors.edgeWidth > 0;
  return { 'border-width': layout.focusRing, 'border-color': edged ? colors.edge : surface, 'border-opacity': edged ? 1 : 0 };
}

export function focusedRing(theme: Theme, ring?: Colour): Style {
  return { 'border-color': ring ?? theme.colors.accent, 'border-opacity': 1 };
}

export function surfaceStyle(theme: Theme, surface: Colour): Style {
  return { 'background-color': surface, 'border-radius': theme.layout.radius, ...ringStyle(theme, surface) };
}

export function textStyle(theme: Theme, role: keyof Theme['type'], color?: Colour): Style {
  return { 'font-size': theme.type[role], 'text-color': color ?? theme.colors.text };
}

/** Names, headings and labels are semibold. */
export function strongStyle(theme: Theme, role: keyof Theme['type'], color?: Colour): Style {
  return { ...textStyle(theme, role, color), 'font-weight': 600 };
}

export const rowStyle: Style = { display: 'flex', 'flex-direction': 'row', 'align-items': 'center' };
export const columnStyle: Style = { display: 'flex', 'flex-direction': 'column' };
