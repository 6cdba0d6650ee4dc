// Carries a widget's props to LVGL: styles, flags, states, content, and the events to listen for.
import { addon, lv } from '../addon.ts';
import type { AnyProps } from './any-props.ts';
import { applyContent } from './apply-content.ts';
import { applyStyles, saysSameStyles } from './apply-styles.ts';
import type { WidgetNode } from './widget-node.ts';

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

const eventsOf: readonly (readonly [string, (props: AnyProps) => unknown])[] = [
  ['LV_EVENT_CLICKED', (props) => props.onClick],
  ['LV_EVENT_LONG_PRESSED', (props) => props.onLongPress],
  ['LV_EVENT_PRESSED', (props) => props.onPressed],
  ['LV_EVENT_RELEASED', (props) => props.onReleased],
  ['LV_EVENT_PRESS_LOST', (props) => props.onReleased],
  ['LV_EVENT_VALUE_CHANGED', (props) => props.onChange],
  ['LV_EVENT_SCROLL', (props) => props.onScroll],
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
