// What a test call does, before it starts.

import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import { liveCalls } from '../../navigation/routes.ts';
import {
  Card,
  columnStyle,
  Icon,
  rowStyle,
  ScreenFrame,
  ScreenTitle,
  type SoftKeys,
  strongStyle,
  textStyle,
} from '../../widgets/index.ts';

export function TestCallOffer() {
  const theme = useTheme();
  const { phone, navigator } = useServices();
  const { actions, home, testCall: words } = useText();
  const { colors } = theme;
  const talking = liveCalls(usePhoneState()).length > 0;
  const softKeys: SoftKeys = [
    talking
      ? { label: home.backToCall, icon: 'phone', tone: 'primary', onPress: () => navigator.push({ screen: 'call' }) }
      : {
          label: actions.makeTestCall,
          icon: 'phone',
          tone: 'calling',
          onPress: () => phone.commands.startTestCall(),
        },
    undefined,
    undefined,
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <ScreenTitle title={words.title} />
      <Text
        style={{ ...textStyle(theme, 'label', talking ? colors.warningText : colors.secondary), width: '100%' }}
        role={talking ? 'alert' : 'text'}
      >
        {talking ? words.endCallFirst : words.idle}
      </Text>
      {theme.layout.narrow ? <StepLines /> : <StepCards />}
      <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 10 }} role="none">
        <Icon icon="shield-check" size={20} color={colors.goodText} />
        <Text style={{ ...textStyle(theme, 'body', colors.secondary), width: 100, 'flex-grow': 1 }}>
          {words.privacy}
        </Text>
      </View>
    </ScreenFrame>
  );
}

function StepCards() {
  const theme = useTheme();
  const { testCall: words } = useText();
  const cards = {
    ...rowStyle,
    width: '100%',
    height: 150,
    'flex-grow': 1,
    'column-spacing': 8,
    'align-items': 'flex-start',
  } as const;
  const card = { ...columnStyle, width: 240, 'flex-grow': 1, height: '100%', 'row-spacing': 8, padding: 24 } as const;
  return (
    <View style={cards} role="none">
      {words.idleSteps.map((step, at) => (
        <Card key={step} style={card}>
          <Text style={strongStyle(theme, 'title', theme.colors.accentText)}>{String(at + 1)}</Text>
          <Text style={{ ...textStyle(theme, 'label'), width: '100%' }}>{step}</Text>
        </Card>
      ))}
    </View>
  );
}

function StepLines() {
  const theme = useTheme();
  const { testCall: words } = useText();
  return (
    <Card style={{ ...columnStyle, width: '100%', height: 100, 'flex-grow': 1, 'justify-content': 'space-evenly' }}>
      {words.idleSteps.map((step, at) => (
        <View key={step} style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 12 }} role="none">
          <Text style={strongStyle(theme, 'heading', theme.colors.accentText)}>{String(at + 1)}</Text>
          <Text style={{ ...textStyle(theme, 'body'), width: 100, 'flex-grow': 1 }}>{step}</Text>
        </View>
      ))}
    </Card>
  );
}
