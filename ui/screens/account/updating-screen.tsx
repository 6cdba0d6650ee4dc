// What is seen before the phone starts a new image: what happens, how soon, and no key that would change it.

import { usePhoneState, useText, useTheme } from '../../app-context.ts';
import { Bar, Text, View } from '../../lvgl/index.ts';
import { columnStyle, ScreenFrame, strongStyle, textStyle } from '../../widgets/index.ts';

const barWidth = 480;

export function UpdatingScreen() {
  const theme = useTheme();
  const { updating: words } = useText();
  const { update } = usePhoneState();
  const { colors } = theme;
  const middle = {
    ...columnStyle,
    width: '100%',
    height: '100%',
    'justify-content': 'center',
    'align-items': 'center',
    'row-spacing': 16,
  } as const;
  const centred = { width: '100%', 'text-align': 'center' } as const;
  return (
    <ScreenFrame name={words.title} softKeys={[]}>
      <View style={middle} role="none">
        <Text style={{ ...strongStyle(theme, 'title'), ...centred }} role="heading">
          {words.title}
        </Text>
        <Text style={{ ...textStyle(theme, 'body', colors.secondary), ...centred }} role="status">
          {words.detail(update.version ?? '')}
        </Text>
        <Bar
          style={{ width: barWidth, height: 12, 'background-color': colors.raised, 'border-radius': 6 }}
          indicatorStyle={{ 'background-color': colors.accent, 'border-radius': 6 }}
          value={Math.round(update.share * 100)}
          role="progressbar"
          name={words.title}
        />
        <Text style={{ ...textStyle(theme, 'body', colors.secondary), ...centred }}>{words.callFirst}</Text>
      </View>
    </ScreenFrame>
  );
}
