// Carries to LVGL what each kind of widget shows: overflow, spans, pictures, numbers, choices, points, series.
import { addon, lv, type SpanInput } from '../addon.ts';
import { colourNumber, decorationNumber } from '../style/resolve-style.ts';
import type { AnyProps } from './any-props.ts';
import { dressPopup } from './apply-styles.ts';
import type { WidgetNode } from './widget-node.ts';

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
export function applyContent(node: WidgetNode, props: AnyProps, before: AnyProps): void {
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
      addon.setPoints(
        handle,
        Int32Array.from((props.points ?? []).flat(), (value) => Math.round(value * node.tree.scale)),
      );
  } else if (kind === 'Chart') {
    addon.setRange(handle, ...(props.range ?? [0, 100]));
    if (props.series !== before.series || props.pointNum !== before.pointNum || props.type !== before.type)
      setChart(node, props);
  } else if (kind === 'Wave') {
    if (props.bars !== before.bars) addon.setWave(handle, props.bars ?? 1);
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
