// A row that is on or off; pressing it anywhere changes it.

import { useText, useTheme } from '../../app-context.ts';
import { type IconName, Text, View } from '../../lvgl/index.ts';
import { Icon } from '../icon.tsx';
import { ListRow } from '../list-row.tsx';
import { rowStyle, textStyle } from '../surface-styles.ts';

interface ToggleRowProps {
  readonly icon: IconName;
  readonly title: string;
  readonly detail?: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function ToggleRow({ icon, title, detail, on, onChange }: ToggleRowProps) {
  const theme = useTheme();
  const text = useText();
  const trailing = (
    <View style={{ ...rowStyle, width: 'auto', height: 'auto', 'column-spacing': 10 }} role="none">
      <Text style={textStyle(theme, 'body', theme.colors.secondary)}>{on ? text.settings.on : text.settings.off}</Text>
      <ToggleMark on={on} />
    </View>
  );
  return (
    <ListRow
      leading={<Icon icon={icon} color={theme.colors.accentText} />}
      title={title}
      detail={detail}
      trailing={trailing}
      role="button"
      checked={on}
      onPress={() => onChange(!on)}
    />
  );
}

function ToggleMark({ on }: { readonly on: boolean }) {
  const { colors } = useTheme();
  const track = {
    width: 48,
    height: 28,
    'border-radius': 14,
    'background-color': on ? colors.accent : colors.pressed,
  } as const;
  const knob = { position: 'absolute', left: on ? 23 : 3, top: 3, width: 22, height: 22, 'border-radius': 11 } as const;
  return (
    <View style={track} role="none">
      <View style={{ ...knob, 'background-color': on ? colors.onAccent : colors.text }} role="none" />
    </View>
  );
}
