// What is seen while the phone starts.

import { useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import { columnStyle, ScreenFrame, strongStyle, textStyle } from '../../widgets/index.ts';

export function StartUpScreen() {
  const theme = useTheme();
  const { startUp } = useText();
  const middle = {
    ...columnStyle,
    width: '100%',
    height: '100%',
    'justify-content': 'center',
    'align-items': 'center',
    'row-spacing': 8,
  } as const;
  return (
    <ScreenFrame name={startUp.starting} softKeys={[]}>
      <View style={middle} role="none">
        <Text style={strongStyle(theme, 'title')}>Offhook</Text>
        <Text style={textStyle(theme, 'body', theme.colors.secondary)} role="status">
          {startUp.detail}
        </Text>
      </View>
    </ScreenFrame>
  );
}
