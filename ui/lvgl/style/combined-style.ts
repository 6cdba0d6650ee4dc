// Styles that several keys make together: flex layout, placing from the right or bottom, gradients, rounded clipping.
import { lv } from '../addon.ts';
import type { Style } from './style.ts';

const flexPlaces = {
  'flex-start': lv('LV_FLEX_ALIGN_START'),
  center: lv('LV_FLEX_ALIGN_CENTER'),
  'flex-end': lv('LV_FLEX_ALIGN_END'),
  'space-between': lv('LV_FLEX_ALIGN_SPACE_BETWEEN'),
  'space-around': lv('LV_FLEX_ALIGN_SPACE_AROUND'),
  'space-evenly': lv('LV_FLEX_ALIGN_SPACE_EVENLY'),
};

const gradients = {
  none: lv('LV_GRAD_DIR_NONE'),
  horizontal: lv('LV_GRAD_DIR_HOR'),
  vertical: lv('LV_GRAD_DIR_VER'),
};

function flexFlow(style: Style): number {
  const direction = style['flex-direction'] ?? 'row';
  let flow = direction.startsWith('column') ? lv('LV_FLEX_FLOW_COLUMN') : lv('LV_FLEX_FLOW_ROW');
  if (direction.endsWith('reverse')) flow |= lv('LV_FLEX_REVERSE');
  if (style['flex-wrap'] === 'wrap') flow |= lv('LV_FLEX_WRAP');
  return flow;
}

/** Calls `write` with LVGL's property name, without its `LV_STYLE_`, and the number. */
export function writeCombined(style: Style, scale: number, write: (property: string, value: number) => void): void {
  if (style.display === 'flex' || (style.display === undefined && style['flex-direction'] !== undefined)) {
    write('LAYOUT', lv('LV_LAYOUT_FLEX'));
    write('FLEX_FLOW', flexFlow(style));
    write('FLEX_MAIN_PLACE', flexPlaces[style['justify-content'] ?? 'flex-start']);
    write('FLEX_CROSS_PLACE', flexPlaces[style['align-items'] ?? 'flex-start']);
    write('FLEX_TRACK_PLACE', flexPlaces[lineAlign(style)]);
  }
  if (style.right !== undefined || style.bottom !== undefined) {
    const vertical = style.bottom === undefined ? 'TOP' : 'BOTTOM';
    const horizontal = style.right === undefined ? 'LEFT' : 'RIGHT';
    write('ALIGN', lv(`LV_ALIGN_${vertical}_${horizontal}`));
    if (style.right !== undefined) write('X', -Math.round(style.right * scale));
    if (style.bottom !== undefined) write('Y', -Math.round(style.bottom * scale));
  }
  if (style.overflow === 'hidden' && style['border-radius']) write('CLIP_CORNER', 1);
  if (style['background-grad-color'] !== undefined) {
    write('BG_GRAD_DIR', gradients[style['background-grad-color-dir'] ?? 'vertical']);
  }
}

/** A container that does not wrap has one line, as high as itself: items are placed in all of it, as in CSS. */
function lineAlign(style: Style): keyof typeof flexPlaces {
  return style['align-content'] ?? (style['flex-wrap'] === 'wrap' ? undefined : style['align-items']) ?? 'flex-start';
}
