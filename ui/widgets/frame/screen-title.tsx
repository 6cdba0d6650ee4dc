// The heading of a screen that is a list or a form.

import type { ReactNode } from 'react';
import { useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import { rowStyle, strongStyle } from '../surface-styles.ts';

export function ScreenTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const theme = useTheme();
  return (
    <View style={{ ...rowStyle, width: '100%', height: 'auto', 'min-height': 36, 'column-spacing': 16 }} role="none">
      <Text style={{ ...strongStyle(theme, 'heading'), 'flex-grow': 1 }} role="heading">
        {title}
      </Text>
      {children}
    </View>
  );
}
