// What a list, or a whole screen, says when there is nothing in it.

import { useTheme } from '../app-context.ts';
import { type IconName, Text, View } from '../lvgl/index.ts';
import { Icon } from './icon.tsx';
import { columnStyle, strongStyle, textStyle } from './surface-styles.ts';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
}

export function EmptyState({ icon, title, detail }: EmptyStateProps) {
  const theme = useTheme();
  const { narrow } = theme.layout;
  const style = {
    ...columnStyle,
    width: '100%',
    height: 'auto',
    'flex-grow': 1,
    'justify-content': 'center',
    'align-items': 'center',
    'row-spacing': 8,
    'padding-left': narrow ? 8 : 24,
    'padding-right': narrow ? 8 : 24,
  } as const;
  return (
    <View style={style} role="region" name={title}>
      {!narrow && <Icon icon={icon} size={32} color={theme.colors.secondary} />}
      <Text style={{ ...strongStyle(theme, 'name'), width: '100%', 'text-align': 'center' }}>{title}</Text>
      <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: '100%', 'text-align': 'center' }}>
        {detail}
      </Text>
    </View>
  );
}
