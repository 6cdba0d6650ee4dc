// The figures of the call in hand, for those who want to know: the one place where protocol numbers belong.

import type { QualityFigures } from '../../../firmware/phone.ts';
import { useFormats, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { type Colour, Text, View } from '../../lvgl/index.ts';
import { callInHand } from '../../navigation/routes.ts';
import {
  Card,
  columnStyle,
  EmptyState,
  rowStyle,
  ScreenFrame,
  ScreenTitle,
  type SoftKeys,
  strongStyle,
  textStyle,
} from '../../widgets/index.ts';

export function QualityScreen() {
  const { phone, navigator } = useServices();
  const { actions, quality: words } = useText();
  const call = callInHand(usePhoneState());
  const figures = call?.quality;
  const softKeys: SoftKeys = [
    call && call.phase !== 'ended'
      ? { label: actions.endCall, icon: 'phone-off', tone: 'ending', onPress: () => phone.commands.hangUp(call.id) }
      : undefined,
    undefined,
    undefined,
    { label: actions.back, icon: 'arrow-left', autoFocus: true, onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <ScreenTitle title={words.title} />
      {figures ? (
        <Figures figures={figures} />
      ) : (
        <EmptyState icon="activity" title={words.none} detail={words.noneDetail} />
      )}
    </ScreenFrame>
  );
}

function Figures({ figures }: { readonly figures: QualityFigures }) {
  const formats = useFormats();
  const { quality: words, call } = useText();
  const { colors } = useTheme();
  const { mosEstimate, lossPercent, jitterMs, roundTripMs, concealedPercent, bufferDelayMs, codec, encrypted } =
    figures;
  const whole = (ms: number): string => `${formats.number(ms, 0)} ms`;
  const overall = mosEstimate >= 4 ? words.good : mosEstimate >= 3.4 ? words.fair : words.poor;
  const ink = mosEstimate >= 4 ? colors.goodText : mosEstimate >= 3.4 ? colors.warningText : colors.errorText;
  const row = { ...rowStyle, width: '100%', height: 60, 'flex-grow': 1, 'column-spacing': 8 } as const;
  return (
    <View style={{ ...columnStyle, width: '100%', height: 200, 'flex-grow': 1, 'row-spacing': 8 }} role="none">
      <View style={row} role="none">
        <Figure label={words.overall} value={`${overall} · ${formats.number(mosEstimate, 1)}`} ink={ink} />
        <Figure label={words.loss} value={`${formats.number(lossPercent, 1)} %`} />
        <Figure label={words.concealed} value={`${formats.number(concealedPercent, 1)} %`} />
        <Figure label={words.security} value={encrypted ? call.encrypted : call.notEncrypted} />
      </View>
      <View style={row} role="none">
        <Figure label={words.roundTrip} value={roundTripMs === undefined ? words.notMeasured : whole(roundTripMs)} />
        <Figure label={words.jitter} value={whole(jitterMs)} />
        <Figure label={words.delay} value={whole(bufferDelayMs)} />
        <Figure label={words.codec} value={codec} />
      </View>
    </View>
  );
}

function Figure({ label, value, ink }: { readonly label: string; readonly value: string; readonly ink?: Colour }) {
  const theme = useTheme();
  return (
    <Card
      name={label}
      style={{ width: 180, 'flex-grow': 1, height: '100%', 'justify-content': 'center', 'row-spacing': 6 }}
    >
      <Text style={{ ...textStyle(theme, 'caption', theme.colors.secondary), width: '100%' }}>{label}</Text>
      <Text style={{ ...strongStyle(theme, 'name', ink), width: '100%' }}>{value}</Text>
    </Card>
  );
}
