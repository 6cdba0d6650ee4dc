// Carries a widget's props to LVGL: styles by part and state, flags, states, and what each kind shows.
import { addon, lv, type SpanInput } from '../addon.ts';
import type {
  ArcProps,
  ChartProps,
  CommonProps,
  DropdownlistProps,
  ImageProps,
  LineProps,
  SliderProps,
  SpangroupProps,
  SwitchProps,
  TextareaProps,
} from '../components.ts';
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
import { applyResolved, colourNumber, decorationNumber, nothing, resolveStyle } from '../style/resolve-style.ts';
import type { Style } from '../style/style.ts';
import type { WidgetNode } from './widget-node.ts';

/** Every prop of every component, all optional: what a node holds. */
export type AnyProps = CommonProps &
  Partial<
    Omit<ArcProps & ImageProps & LineProps & SpangroupProps & Omit<ChartProps, 'range'>, 'children'> &
      Pick<DropdownlistProps, 'items' | 'selectedIndex' | 'popupStyle' | 'popupSelectedStyle'> &
      Pick<SliderProps, 'step'> &
      Pick<TextareaProps, 'placeholder' | 'password' | 'maxLength' | 'multiline' | 'placeholderStyle' | 'cursorStyle'> &
      Pick<SwitchProps, 'indicatorCheckedStyle' | 'knobStyle'>
  > & {
    hiddenByReact?: boolean;
    onChange?: (value: never) => void;
  };

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
function stylesOf(node: WidgetNode, props: AnyProps): StyleSet {
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
function saysSameStyles(before: AnyProps, after: AnyProps): boolean {
  return styleProps.every((prop) => sameStyle(before[prop], after[prop]));
}

function applyStyles(node: WidgetNode, props: AnyProps): void {
  const styles = stylesOf(node, props);
  const left = new Set(node.applied.keys());
  for (const key in styles) {
    const selector = selectorOf(key as StyleKey);
    const resolved = resolveStyle(styles[key as StyleKey] ?? {}, node.tree.fonts);
    left.delete(selector);
    applyResolved(node.handle, selector, node.appliedAt(selector), resolved);
    node.applied.set(selector, resolved);
  }
  for (const selector of left) {
    applyResolved(node.handle, selector, node.appliedAt(selector), nothing);
    node.applied.delete(selector);
  }
}

const directions = { vertical: 'LV_DIR_VER', horizontal: 'LV_DIR_HOR', both: 'LV_DIR_ALL' } as const;

/** Flags that stand for style keys, and for what a finger can do with the widget. */
function applyFlags(node: WidgetNode, props: AnyProps): void {
  const style = props.style ?? {};
  // Saying a flag again is not free: LVGL draws and lays out anew although nothing changed.
  const flag = (name: string, on: boolean): void => {
    if (node.flags.get(name) === on) return;
    node.flags.set(name, on);
    addon.setFlag(node.handle, lv(`LV_OBJ_FLAG_${name}`), on);
  };
  const scrolls = style.overflow === 'scroll';
  const takesTouch =
    node.focusable || scrolls || Boolean(props.onClick ?? props.onLongPress ?? props.onPressed ?? props.onReleased);
  flag('HIDDEN', node.hidden);
  flag('IGNORE_LAYOUT', style.position === 'absolute');
  flag('OVERFLOW_VISIBLE', style.overflow === 'visible');
  flag('CLICKABLE', takesTouch);
  flag('CLICK_FOCUSABLE', false);
  flag('SCROLL_ON_FOCUS', false);
  if (node.kind !== 'Textarea' && node.kind !== 'Dropdownlist') flag('SCROLLABLE', scrolls);
  if (scrolls) {
    flag('SCROLL_ELASTIC', false);
    addon.setScrolling(
      node.handle,
      lv(directions[style['scroll-direction'] ?? 'vertical']),
      lv(`LV_SCROLLBAR_MODE_${(style.scrollbar ?? 'auto').toUpperCase()}`),
    );
  }
}

const overflows = {
  Text: { wrap: 'LV_LABEL_LONG_MODE_WRAP', ellipsis: 'LV_LABEL_LONG_MODE_DOTS', clip: 'LV_LABEL_LONG_MODE_CLIP' },
  Spangroup: { wrap: 'LV_SPAN_OVERFLOW_CLIP', ellipsis: 'LV_SPAN_OVERFLOW_ELLIPSIS', clip: 'LV_SPAN_OVERFLOW_CLIP' },
} as const;

function setSpans(node: WidgetNode, props: AnyProps): void {
  const fonts = node.tree.fonts;
  const spans = (props.spans ?? []).map(({ text, style = {} }): SpanInput => {
    const hasFont = style['font-size'] !== undefined || style['font-weight'] !== undefined;
    return {
      text,
      colour: style['text-color'] && colourNumber(style['text-color']),
      decoration: style['text-decoration'] && decorationNumber(style['text-decoration']),
      font: hasFont
        ? fonts.find(style['font-size'] ?? node.style['font-size'] ?? 18, style['font-weight'] ?? 400)
        : undefined,
    };
  });
  addon.setSpans(node.handle, spans);
}

const gap = -0x8000_0000;

function setChart(node: WidgetNode, props: AnyProps): void {
  const series = props.series ?? [];
  const count = props.pointNum ?? 1;
  const values = new Int32Array(series.length * count).fill(gap);
  series.forEach((one, row) => {
    one.values.slice(0, count).forEach((value, column) => {
      if (value !== null) values[row * count + column] = Math.round(value);
    });
  });
  const kind = lv(props.type === 'bar' ? 'LV_CHART_TYPE_BAR' : 'LV_CHART_TYPE_LINE');
  addon.setChart(
    node.handle,
    kind,
    count,
    series.map((one) => colourNumber(one.color)),
    values,
  );
  addon.setChartLines(node.handle, ...(props.divLineCount ?? [0, 0]));
}

/** Numbers on screen are whole and inside their range, whatever a measurement says. */
function setNumber(node: WidgetNode, props: AnyProps): void {
  const [lowest, highest] = props.range ?? [0, 100];
  addon.setRange(node.handle, lowest, highest);
  addon.setValue(node.handle, Math.round(Math.min(highest, Math.max(lowest, props.value ?? lowest))));
}

/** What each kind shows; `before` is undefined for a new widget. Called when any prop changed. */
function applyContent(node: WidgetNode, props: AnyProps, before: AnyProps): void {
  const { handle, kind } = node;
  if (kind === 'Text' || kind === 'Spangroup') {
    const overflow = props.style?.['text-overflow'] ?? 'wrap';
    if (overflow !== (before.style?.['text-overflow'] ?? 'wrap'))
      addon.setOverflow(handle, lv(overflows[kind][overflow]));
    if (kind === 'Spangroup' && props.spans !== before.spans) setSpans(node, props);
  } else if (kind === 'Image') {
    if (props.src !== before.src) node.tree.showPicture(node, props.src);
  } else if (kind === 'Textarea') {
    addon.setTyping(handle, !props.multiline, props.password ?? false, props.maxLength ?? 0);
    if (props.placeholder !== before.placeholder) addon.setPlaceholder(handle, props.placeholder ?? '');
    syncValue(node, props);
  } else if (kind === 'Bar' || kind === 'Slider' || kind === 'Arc') {
    setNumber(node, props);
    if (kind === 'Arc') addon.setArcAngles(handle, props.startAngle ?? 135, props.endAngle ?? 45);
  } else if (kind === 'Dropdownlist') {
    if (props.items !== before.items) addon.setOptions(handle, (props.items ?? []).join('\n'));
    dressPopup(node, props, before);
    syncValue(node, props);
  } else if (kind === 'Line') {
    if (props.points !== before.points)
      addon.setPoints(handle, Int32Array.from((props.points ?? []).flat(), Math.round));
  } else if (kind === 'Chart') {
    addon.setRange(handle, ...(props.range ?? [0, 100]));
    if (props.series !== before.series || props.pointNum !== before.pointNum || props.type !== before.type)
      setChart(node, props);
  }
}

/** LVGL changes a control before React hears of it: what React then says wins. */
export function syncValue(node: WidgetNode, props: AnyProps): void {
  if (node.kind === 'Textarea') {
    const text = (props as { value?: unknown }).value;
    if (typeof text === 'string' && addon.typedText(node.handle) !== text) addon.setText(node.handle, text);
  } else if (node.kind === 'Dropdownlist') {
    const index = props.selectedIndex ?? 0;
    if (addon.value(node.handle) !== index && !addon.isDropdownOpen(node.handle)) addon.setValue(node.handle, index);
  } else if (node.kind === 'Switch' || props.checked !== undefined) {
    addon.setState(node.handle, lv('LV_STATE_CHECKED'), props.checked ?? false);
  } else if (node.kind === 'Slider') {
    setNumber(node, props);
  }
}

const eventsOf: readonly (readonly [string, (props: AnyProps) => unknown])[] = [
  ['LV_EVENT_CLICKED', (props) => props.onClick],
  ['LV_EVENT_LONG_PRESSED', (props) => props.onLongPress],
  ['LV_EVENT_PRESSED', (props) => props.onPressed],
  ['LV_EVENT_RELEASED', (props) => props.onReleased],
  ['LV_EVENT_PRESS_LOST', (props) => props.onReleased],
  ['LV_EVENT_VALUE_CHANGED', (props) => props.onChange],
];

function listen(node: WidgetNode, name: string): void {
  const code = lv(name);
  if (node.listening.has(code)) return;
  node.listening.add(code);
  addon.listen(node.handle, code);
}

export function applyProps(node: WidgetNode, props: AnyProps): void {
  const before = node.props;
  const couldFocus = node.focusable;
  node.props = props;
  if (node.applied.size === 0 || couldFocus !== node.focusable || !saysSameStyles(before, props))
    applyStyles(node, props);
  applyFlags(node, props);
  applyContent(node, props, before);
  if (props.disabled !== before.disabled) addon.setState(node.handle, lv('LV_STATE_DISABLED'), props.disabled ?? false);
  if (node.kind === 'Switch' || props.checked !== before.checked)
    addon.setState(node.handle, lv('LV_STATE_CHECKED'), props.checked ?? false);
  if (node.focusable) listen(node, 'LV_EVENT_PRESSED');
  if (node.kind === 'Dropdownlist' || node.kind === 'Textarea' || node.kind === 'Switch' || node.kind === 'Slider')
    listen(node, 'LV_EVENT_VALUE_CHANGED');
  for (const [name, handler] of eventsOf) if (handler(props)) listen(node, name);
}

/** The list of a dropdown is a widget of LVGL's that React knows nothing of. */
export function adoptPopup(node: WidgetNode): void {
  if (node.kind === 'Dropdownlist') node.popup = addon.dropdownPopup(node.handle);
}

function dressPopup(node: WidgetNode, props: AnyProps, before: AnyProps): void {
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
    const resolved = resolveStyle(style, node.tree.fonts);
    applyResolved(node.popup, selector, node.popupApplied.get(selector) ?? nothing, resolved);
    node.popupApplied.set(selector, resolved);
  }
}
