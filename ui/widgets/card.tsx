// A raised surface that groups what belongs together; with `onPress` a thing to press.

import type { ReactNode } from 'react';
import { useTheme } from '../app-context.ts';
import { Button, type Style, View } from '../lvgl/index.ts';
import { columnStyle, focusedRing, pressedStyle, surfaceStyle } from './surface-styles.ts';

interface CardProps {
  readonly style?: Style;
  readonly name?: string;
  readonly onPress?: () => void;
  readonly autoFocus?: boolean;
  readonly children: ReactNode;
}

export function Card({ style, name, onPress, autoFocus, children }: CardProps) {
  const theme = useTheme();
  const base: Style = {
    ...columnStyle,
    ...surfaceStyle(theme, theme.colors.card),
    padding: theme.layout.padding,
    ...style,
  };
  const named = name === undefined ? {} : { name };
  if (!onPress) {
    return (
      <View style={base} role="region" {...named}>
        {children}
      </View>
    );
  }
  return (
    <Button
      style={base}
      onFocusedStyle={focusedRing(theme)}
      onPressedStyle={pressedStyle(theme)}
      onClick={onPress}
      autoFocus={autoFocus ?? false}
      {...named}
    >
      {children}
    </Button>
  );
}
