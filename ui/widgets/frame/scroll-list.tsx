// A list that scrolls by finger and follows the focus.

import type { ReactNode } from 'react';
import { useTheme } from '../../app-context.ts';
import { View } from '../../lvgl/index.ts';
import { columnStyle } from '../surface-styles.ts';

export function ScrollList({ name, children }: { readonly name: string; readonly children: ReactNode }) {
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
    <View style={style} role="list" name={name} scrollbarStyle={{ 'background-color': colors.secondary, width: 4 }}>
      {children}
    </View>
  );
}
