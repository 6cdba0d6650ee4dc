// Shows nothing for a blink, then that it waits, then what it waits for.

import { useElapsed, useTheme } from '../app-context.ts';
import { Spinner, Text, View } from '../lvgl/index.ts';
import { waits } from '../theme/index.ts';
import { columnStyle, strongStyle, textStyle } from './surface-styles.ts';

interface WaitIndicatorProps {
  readonly title: string;
  /** Said when it takes longer than two seconds. */
  readonly reason: string;
}

export function WaitIndicator({ title, reason }: WaitIndicatorProps) {
  const theme = useTheme();
  const shown = useElapsed(waits.showAfterMs);
  const explained = useElapsed(waits.explainAfterMs);
  const column = { ...columnStyle, width: '100%', height: 'auto', 'align-items': 'center', 'row-spacing': 12 } as const;
  const words = { width: '100%', 'text-align': 'center' } as const;
  return (
    <View style={column} role="progressbar" name={title}>
      <View style={{ height: 52, width: 52 }} role="none">
        {shown && <WaitSpinner size={52} />}
      </View>
      <Text style={{ ...strongStyle(theme, 'heading'), ...words }}>{title}</Text>
      <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), ...words }}>{explained ? reason : ' '}</Text>
    </View>
  );
}

export function WaitSpinner({ size }: { readonly size: number }) {
  const { colors } = useTheme();
  const stroke = { 'arc-width': Math.max(3, Math.round(size / 10)), 'arc-rounded': true } as const;
  return (
    <Spinner
      style={{ width: size, height: size, ...stroke, 'arc-color': colors.raised }}
      indicatorStyle={{ ...stroke, 'arc-color': colors.accent }}
    />
  );
}
