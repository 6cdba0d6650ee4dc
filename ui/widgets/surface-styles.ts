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
