// A small card of the home screen that tells one thing and opens it.

import { useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  Card,
  columnStyle,
  Icon,
  type IconName,
  rowStyle,
  strongStyle,
  textStyle,
  tileHeight,
} from '../../widgets/index.ts';

interface HomeTileProps {
  readonly icon: IconName;
  /** Something waits for the person. */
  readonly urgent: boolean;
  readonly title: string;
  readonly detail: string;
  readonly autoFocus?: boolean;
  readonly onPress: () => void;
}

export function HomeTile({ icon, urgent, title, detail, autoFocus, onPress }: HomeTileProps) {
  const theme = useTheme();
  const { colors, layout } = theme;
  return (
    <Card
      name={title}
      onPress={onPress}
      autoFocus={autoFocus ?? false}
      style={{
        ...rowStyle,
        'flex-grow': 1,
        width: layout.narrow ? 200 : 244,
        ...tileHeight(theme, 84, 'label', 'caption'),
        'column-spacing': layout.narrow ? 10 : 14,
      }}
    >
      <Icon icon={icon} color={urgent ? colors.accentText : colors.secondary} />
      <View style={{ ...columnStyle, 'flex-grow': 1, width: 150, height: 'auto', 'row-spacing': 2 }} role="none">
        <Text style={{ ...strongStyle(theme, 'label'), width: '100%' }}>{title}</Text>
        {!layout.narrow && (
          <Text style={{ ...textStyle(theme, 'caption', colors.secondary), width: '100%' }}>{detail}</Text>
        )}
      </View>
    </Card>
  );
}
