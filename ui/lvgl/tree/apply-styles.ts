// Carries a widget's styles to LVGL, by part and state, and those of a dropdown's list.
import { addon, lv } from '../addon.ts';
import {
  baseStyles,
  focusRing,
  type Part,
  popupSelectedStyle,
  popupStyle,
  type StyleKey,
  type StyleSet,
  type WidgetState,
} from '../style/base-styles.ts';
import { applyResolved, nothing, resolveStyle } from '../style/resolve-style.ts';
import type { Style } from '../style/style.ts';
import type { AnyProps } from './any-props.ts';
import type { WidgetNode } from './widget-node.ts';

const parts: Record<Part, string> = {
  main: 'LV_PART_MAIN',
  indicator: 'LV_PART_INDICATOR',
  knob: 'LV_PART_KNOB',
  items: 'LV_PART_ITEMS',
  cursor: 'LV_PART_CURSOR',
  placeholder: 'LV_PART_TEXTAREA_PLACEHOLDER',
  scrollbar: 'LV_PART_SCROLLBAR',
};

function selectorOf(key: StyleKey): number {
  const [part, state] = key.split(':') as [Part, WidgetState];
  return lv(parts[part]) | lv(`LV_STATE_${state.toUpperCase()}`);
}

/** The theme's styles over the base ones, key by key. */
export function stylesOf(node: WidgetNode, props: AnyProps): StyleSet {
  const styles: StyleSet = node.kind === 'Screen' ? {} : { ...baseStyles[node.kind] };
  const over = (key: StyleKey, style: Style | undefined): void => {
    if (style) styles[key] = { ...styles[key], ...style };
  };
  if (node.focusable) styles['main:focused'] = { ...focusRing, ...styles['main:focused'] };
  over('main:default', props.style);
  over('main:focused', props.onFocusedStyle);
  over('main:pressed', props.onPressedStyle);
  over('main:checked', props.onCheckedStyle);
  over('main:disabled', props.onDisabledStyle);
  over('scrollbar:default', props.scrollbarStyle);
  over('indicator:default', props.indicatorStyle);
  over('indicator:checked', props.indicatorCheckedStyle);
  over('knob:default', props.knobStyle);
  over('placeholder:default', props.placeholderStyle);
  over('cursor:focused', props.cursorStyle);
  if (node.kind === 'Chart' && props.style?.['line-width'] !== undefined) {
    over('items:default', { 'line-width': props.style['line-width'] });
  }
  return styles;
}

const styleProps = [
  'style',
  'onFocusedStyle',
  'onPressedStyle',
  'onCheckedStyle',
  'onDisabledStyle',
  'scrollbarStyle',
  'indicatorStyle',
  'indicatorCheckedStyle',
  'knobStyle',
  'placeholderStyle',
  'cursorStyle',
] as const;

function sameStyle(a: Style | undefined, b: Style | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const keys = Object.keys(a) as (keyof Style)[];
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Components write their styles anew at each render; most of them say the same as before. */
export function saysSameStyles(before: AnyProps, after: AnyProps): boolean {
  return styleProps.every((prop) => sameStyle(before[prop], after[prop]));
}

export function applyStyles(node: WidgetNode, props: AnyProps): void {
  const styles = stylesOf(node, props);
  const left = new Set(node.applied.keys());
  for (const key in styles) {
    const selector = selectorOf(key as StyleKey);
    const resolved = resolveStyle(styles[key as StyleKey] ?? {}, node.tree.fonts, node.tree.scale);
    left.delete(selector);
    applyResolved(node.handle, selector, node.appliedAt(selector), resolved);
    node.applied.set(selector, resolved);
  }
  for (const selector of left) {
    applyResolved(node.handle, selector, node.appliedAt(selector), nothing);
    node.applied.delete(selector);
  }
}

/** The list of a dropdown is a widget of LVGL's that React knows nothing of. */
export function adoptPopup(node: WidgetNode): void {
  if (node.kind === 'Dropdownlist') node.popup = addon.dropdownPopup(node.handle);
}

export function dressPopup(node: WidgetNode, props: AnyProps, before: AnyProps): void {
  if (node.popup === undefined) return;
  if (node.popupApplied.size > 0 && sameStyle(props.popupStyle, before.popupStyle)) {
    if (sameStyle(props.popupSelectedStyle, before.popupSelectedStyle)) return;
  }
  const selected = { ...popupSelectedStyle, ...props.popupSelectedStyle };
  const styles: readonly (readonly [selector: number, style: Style])[] = [
    [lv('LV_PART_MAIN'), { ...popupStyle, ...props.popupStyle }],
    [lv('LV_PART_SELECTED') | lv('LV_STATE_CHECKED'), selected],
    [lv('LV_PART_SELECTED') | lv('LV_STATE_PRESSED'), selected],
  ];
  for (const [selector, style] of styles) {
    const resolved = resolveStyle(style, node.tree.fonts, node.tree.scale);
    applyResolved(node.popup, selector, node.popupApplied.get(selector) ?? nothing, resolved);
    node.popupApplied.set(selector, resolved);
  }
}
