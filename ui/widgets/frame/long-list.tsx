// A list of any length: only the rows near what is seen, and near the focus, are widgets; space stands for the rest.

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useTheme } from '../../app-context.ts';
import { View, type Widget } from '../../lvgl/index.ts';
import { partsOf, RowHeights, windowAtFocus, windowAtScroll } from './long-list-rows.ts';
import { ScrollList } from './scroll-list.tsx';

interface LongListProps<T> {
  readonly name: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** The row that has the focus, or had it last. */
  readonly focusedAt: number;
  /** One widget a row, with the key of its item. */
  readonly row: (item: T, at: number) => ReactNode;
}

export function LongList<T>({ name, items, keyOf, focusedAt, row }: LongListProps<T>) {
  const { layout } = useTheme();
  const list = useRef<Widget>(null);
  const [heights] = useState(() => new RowHeights());
  const [window, setWindow] = useState(() => ({ from: windowAtFocus(0, focusedAt, items.length), focusedAt }));
  if (window.focusedAt !== focusedAt)
    setWindow({ from: windowAtFocus(window.from, focusedAt, items.length), focusedAt });
  const parts = partsOf(items.length, Math.min(window.from, Math.max(0, items.length - 1)), focusedAt);
  const heightAt = (at: number): number => {
    const item = items[at];
    return (item === undefined ? 0 : heights.of(keyOf(item), layout.rowHeight)) + layout.gap;
  };

  useLayoutEffect(() => {
    for (const [place, part] of parts.entries()) {
      const item = items[part.at];
      const widget = list.current?.children[place];
      if (!('end' in part) && item !== undefined && widget)
        heights.note(keyOf(item), widget.bounds().height / layout.scale);
    }
  });

  const follow = (): void => {
    const top = list.current?.children[0]?.bounds().y;
    if (!list.current || top === undefined) return;
    let hidden = (list.current.bounds().y - top) / layout.scale;
    let at = 0;
    while (at < items.length - 1 && hidden >= heightAt(at)) hidden -= heightAt(at++);
    const from = windowAtScroll(window.from, at, items.length);
    if (from !== window.from) setWindow({ from, focusedAt });
  };

  return (
    <ScrollList name={name} listRef={list} onScroll={follow}>
      {parts.map((part) => {
        const item = items[part.at];
        if (!('end' in part)) return item === undefined ? null : row(item, part.at);
        let height = -layout.gap;
        for (let at = part.at; at < part.end; at++) height += heightAt(at);
        const side = part.at === 0 ? 'above' : part.end === items.length ? 'below' : 'between';
        return <View key={`rows ${side}`} style={{ width: 1, height }} role="none" />;
      })}
    </ScrollList>
  );
}
