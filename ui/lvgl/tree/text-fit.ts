// Whether text is cut off: by its own box, or by a widget around it that does not scroll that way.
import type { Rectangle } from '../../../hal/screen.ts';
import { addon, type Handle } from '../addon.ts';
import type { Style } from '../style/style.ts';

/** As much of a widget as measuring needs. */
export interface Measured {
  readonly kind: string;
  readonly handle: Handle;
  readonly text: string;
  readonly textOverflow: 'wrap' | 'ellipsis' | 'clip';
  readonly style: Style;
  readonly parent: Measured | undefined;
  readonly children: readonly Measured[];
  bounds(): Rectangle;
  isTextCut(): boolean;
}

/** What remains of a rectangle inside another; undefined for nothing. */
export function intersect(a: Rectangle, b: Rectangle): Rectangle | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

export function isTextCut(node: Measured): boolean {
  if (node.kind !== 'Text' && node.kind !== 'Spangroup') return node.children.some((child) => child.isTextCut());
  if (node.text === '') return false;
  const wraps = node.textOverflow === 'wrap';
  const [neededWidth = 0, neededHeight = 0, width = 0, height = 0] = addon.textNeeds(node.handle, wraps);
  if (neededWidth > width || neededHeight > height) return true;
  const box = node.bounds();
  let looksSideways = true;
  let looksUpright = true;
  for (let around: Measured | undefined = node.parent; around; around = around.parent) {
    const style = around.style;
    if (style.overflow === 'visible') continue;
    const frame = around.bounds();
    if (style.overflow === 'scroll') {
      const direction = style['scroll-direction'] ?? 'vertical';
      if (direction !== 'horizontal') looksUpright = false;
      if (direction !== 'vertical') looksSideways = false;
    }
    if (looksSideways && (box.x < frame.x || box.x + box.width > frame.x + frame.width)) return true;
    if (looksUpright && (box.y < frame.y || box.y + box.height > frame.y + frame.height)) return true;
  }
  return false;
}
