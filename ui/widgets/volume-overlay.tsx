// For a moment after a volume key: what got louder, and how loud it is now.

import { useText, useTheme } from '../app-context.ts';
import { Bar, Text, View } from '../lvgl/index.ts';
import type { VolumeKind } from '../text/index.ts';
import { Icon } from './icon.tsx';
import { columnStyle, rowStyle, strongStyle } from './surface-styles.ts';

const width = 380;

export function VolumeOverlay({ kind, volume }: { readonly kind: VolumeKind; readonly volume: number }) {
  const theme = useTheme();
  const { volumeOverlay } = useText();
  const { colors, layout } = theme;
  const percent = Math.round(volume * 100);
  const style = {
    ...rowStyle,
    position: 'absolute',
    left: (layout.screenWidth - width) / 2,
    top: layout.statusHeight + 8,
    width,
    height: 76,
    'background-color': colors.raised,
    'border-radius': layout.radius,
    'border-width': 2,
    'border-color': colors.accent,
    'padding-left': 18,
    'padding-right': 18,
    'column-spacing': 16,
  } as const;
  return (
    <View style={style} role="status" name={`${volumeOverlay[kind]} ${percent} %`}>
      <Icon icon={kind === 'ringer' ? 'bell' : 'volume-2'} color={colors.accentText} />
      <View style={{ ...columnStyle, width: 200, 'flex-grow': 1, height: 'auto', 'row-spacing': 8 }} role="none">
        <Text style={{ ...strongStyle(theme, 'body'), width: '100%' }}>{volumeOverlay[kind]}</Text>
        <Bar
          value={percent}
          role="none"
          style={{ width: '100%', height: 8, 'background-color': colors.pressed, 'border-radius': 4 }}
          indicatorStyle={{ 'background-color': colors.accent, 'border-radius': 4 }}
        />
      </View>
    </View>
  );
}
