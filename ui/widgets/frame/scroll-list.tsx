// A list that scrolls by finger and follows the focus.

import type { ReactNode, Ref } from 'react';
import { useTheme } from '../../app-context.ts';
import { View, type Widget } from '../../lvgl/index.ts';
import { columnStyle } from '../surface-styles.ts';

interface ScrollListProps {
  readonly name: string;
  readonly listRef?: Ref<Widget>;
  readonly onScroll?: () => void;
  readonly children: ReactNode;
}

export function ScrollList({ name, listRef, onScroll, children }: ScrollListProps) {
  const { layout, colors } = useTheme();
  const style = {
    ...columnStyle,
    width: '100%',
    height: 100,
    'flex-grow': 1,
    'row-spacing': layout.gap,
    overflow: 'scroll',
    'scroll-direction': 'vertical',
    scrollbar: 'active',
  } as const;
  return (
    <View
      style={style}
      role="list"
      name={name}
      scrollbarStyle={{ 'background-color': colors.secondary, width: 4 }}
      {...(listRef ? { ref: listRef } : {})}
      {...(onScroll ? { onScroll } : {})}
    >
      {children}
    </View>
  );
}
