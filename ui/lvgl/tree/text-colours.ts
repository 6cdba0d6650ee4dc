// Which colours a widget's text has where it is drawn, and what colours lie behind it, as worked out from the styles.
import type { StyleSet } from '../style/base-styles.ts';
import type { Colour, Style } from '../style/style.ts';
import { stylesOf } from './apply-styles.ts';
import type { Widget } from './widget.ts';
import { WidgetNode } from './widget-node.ts';

/** Both opaque: what shines through is mixed in. */
export interface TextColours {
  readonly text: Colour;
  readonly surface: Colour;
}

type Rgb = readonly [red: number, green: number, blue: number];

function rgbOf(colour: Colour): Rgb {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 0xff, number & 0xff];
}

function colourOf(rgb: Rgb): Colour {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0').toUpperCase()).join('')}`;
}

function over(above: Rgb, opacity: number, below: Rgb): Rgb {
  const mix = (at: 0 | 1 | 2): number => above[at] * opacity + below[at] * (1 - opacity);
  return [mix(0), mix(1), mix(2)];
}

/** LVGL lets a later state win over an earlier one, key by key. */
function styleNow(node: WidgetNode, pressed: boolean): Style {
  const styles: StyleSet = stylesOf(node, node.props);
  return {
    ...styles['main:default'],
    ...(node.checked ? styles['main:checked'] : {}),
    ...(node.focused ? styles['main:focused'] : {}),
    ...(pressed && node.focusable ? styles['main:pressed'] : {}),
    ...(node.disabled ? styles['main:disabled'] : {}),
  };
}

/**
 * Of the text in this very widget, one for each run and each end of a gradient; none where it shows no text.
 * `pressed` tells what a finger on it would make of them.
 */
export function textColours(node: Widget, pressed = false): readonly TextColours[] {
  if (!(node instanceof WidgetNode) || !node.visible) return [];
  if ((node.kind !== 'Text' && node.kind !== 'Spangroup') || node.ownText === '') return [];
  const path: WidgetNode[] = [];
  for (let around: WidgetNode | undefined = node; around; around = around.parent) path.unshift(around);
  let surfaces: readonly Rgb[] = [[0, 0, 0]];
  let text: Colour = '#FFFFFF';
  let textOpacity = 1;
  let opacity = 1;
  for (const style of path.map((around) => styleNow(around, pressed))) {
    opacity *= style.opacity ?? 1;
    text = style['text-color'] ?? text;
    textOpacity = style['text-opacity'] ?? textOpacity;
    const ground = style['background-color'];
    if (ground === undefined) continue;
    const ends = [ground, style['background-grad-color'] ?? ground].map(rgbOf);
    const shown = opacity * (style['background-opacity'] ?? 1);
    surfaces = [...new Set(surfaces.flatMap((below) => ends.map((end) => colourOf(over(end, shown, below)))))].map(
      rgbOf,
    );
  }
  const runs = node.kind === 'Text' ? [{ color: text, opacity: textOpacity }] : runsOf(node, text, textOpacity);
  return runs.flatMap((run) =>
    surfaces.map((surface) => ({
      text: colourOf(over(rgbOf(run.color), run.opacity * opacity, surface)),
      surface: colourOf(surface),
    })),
  );
}

function runsOf(node: WidgetNode, color: Colour, opacity: number): readonly { color: Colour; opacity: number }[] {
  return (node.props.spans ?? []).map(({ style }) => ({
    color: style?.['text-color'] ?? color,
    opacity: style?.['text-opacity'] ?? opacity,
  }));
}
