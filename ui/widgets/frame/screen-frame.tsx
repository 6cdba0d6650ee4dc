// The three bands of every screen: status, content, soft keys.

import type { ReactNode } from 'react';
import { useTheme } from '../../app-context.ts';
import { type Style, View } from '../../lvgl/index.ts';
import { columnStyle } from '../surface-styles.ts';
import { SoftKeyBar, type SoftKeys } from './soft-key-bar.tsx';
import { StatusBand } from './status-band.tsx';

interface ScreenFrameProps {
  /** What the screen is called, for tests and for people who hear the screen. */
  readonly name: string;
  readonly softKeys: SoftKeys;
  readonly contentStyle?: Style;
  readonly children: ReactNode;
}

export function ScreenFrame({ name, softKeys, contentStyle, children }: ScreenFrameProps) {
  const { colors, layout } = useTheme();
  const full = {
    width: layout.screenWidth,
    height: layout.screenHeight,
    'background-color': colors.background,
  } as const;
  const content: Style = {
    ...columnStyle,
    position: 'absolute',
    left: 0,
    top: layout.statusHeight,
    width: layout.screenWidth,
    height: layout.screenHeight - layout.statusHeight - layout.softKeyHeight,
    'padding-left': layout.edge,
    'padding-right': layout.edge,
    'padding-top': 4,
    'padding-bottom': layout.gap,
    'row-spacing': layout.gap,
    ...contentStyle,
  };
  return (
    <View style={full} role="screen" name={name}>
      <View style={content} role="none">
        {children}
      </View>
      <SoftKeyBar softKeys={softKeys} />
      <StatusBand />
    </View>
  );
}
