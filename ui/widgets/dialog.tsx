// A question in the middle of the screen; the soft keys under it are the answers.

import { useTheme } from '../app-context.ts';
import { type IconName, Text, View } from '../lvgl/index.ts';
import { Card } from './card.tsx';
import { Icon } from './icon.tsx';
import { columnStyle, strongStyle, textStyle } from './surface-styles.ts';

interface DialogProps {
  readonly icon: IconName;
  readonly question: string;
  readonly detail: string;
}

export function Dialog({ icon, question, detail }: DialogProps) {
  const theme = useTheme();
  const { narrow } = theme.layout;
  const words = { width: '100%', 'text-align': 'center' } as const;
  const area = {
    ...columnStyle,
    width: '100%',
    height: '100%',
    'justify-content': 'center',
    'align-items': 'center',
  } as const;
  return (
    <View style={area} role="dialog" name={question}>
      <Card
        style={{
          width: narrow ? '100%' : 560,
          height: 'auto',
          padding: narrow ? 16 : 32,
          'align-items': 'center',
          'row-spacing': 12,
        }}
      >
        <Icon icon={icon} size={32} color={theme.colors.accentText} />
        <Text style={{ ...strongStyle(theme, 'heading'), ...words }} role="heading">
          {question}
        </Text>
        <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), ...words }}>{detail}</Text>
      </Card>
    </View>
  );
}
