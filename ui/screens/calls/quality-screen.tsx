// The figures of the call in hand, for those who want to know: the one place where protocol numbers belong.

import type { QualityFigures } from '../../../firmware/phone.ts';
import { useFormats, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { type Colour, Text, View } from '../../lvgl/index.ts';
import { callInHand } from '../../navigation/routes.ts';
import type { Catalogue } from '../../text/index.ts';
import type { Palette } from '../../theme/index.ts';
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
  const { mosEstimate, codec, codecBandwidthHz, encrypted } = figures;
  const measured = (value: number | undefined, digits: number, unit: string): string =>
    value === undefined ? words.notMeasured : `${formats.number(value, digits)} ${unit}`;
  const [overall, ink] = gradeOf(mosEstimate, words, colors);
  const mos = mosEstimate === undefined ? words.notMeasured : `${overall} · ${formats.number(mosEstimate, 1)}`;
  const carried =
    codecBandwidthHz === undefined ? codec : `${codec} ${formats.number(codecBandwidthHz / 1_000, 0)} kHz`;
  const row = { ...rowStyle, width: '100%', height: 60, 'flex-grow': 1, 'column-spacing': 8 } as const;
  return (
    <View style={{ ...columnStyle, width: '100%', height: 200, 'flex-grow': 1, 'row-spacing': 8 }} role="none">
      <View style={row} role="none">
        <Figure label={words.overall} value={mos} ink={ink} />
        <Figure label={words.loss} value={measured(figures.lossPercent, 1, '%')} />
        <Figure label={words.concealed} value={measured(figures.concealedPercent, 1, '%')} />
        <Figure label={words.sentLoss} value={measured(figures.sentLossPercent, 1, '%')} />
      </View>
      <View style={row} role="none">
        <Figure label={words.endToEnd} value={measured(figures.endToEndMs, 0, 'ms')} />
        <Figure label={words.roundTrip} value={measured(figures.roundTripMs, 0, 'ms')} />
        <Figure label={words.jitter} value={measured(figures.jitterMs, 0, 'ms')} />
        <Figure label={words.delay} value={measured(figures.bufferDelayMs, 0, 'ms')} />
      </View>
      <View style={row} role="none">
        <Figure label={words.speech} value={measured(figures.speechDbfs, 0, 'dB')} />
        <Figure label={words.aboveNoise} value={measured(figures.signalToNoiseDb, 0, 'dB')} />
        <Figure label={words.codec} value={carried} />
        <Figure label={words.security} value={encrypted ? call.encrypted : call.notEncrypted} />
      </View>
    </View>
  );
}

function gradeOf(
  mos: number | undefined,
  words: Catalogue['quality'],
  colors: Palette,
): readonly [string, Colour | undefined] {
  if (mos === undefined) return [words.notMeasured, undefined];
  if (mos >= 4) return [words.good, colors.goodText];
  return mos >= 3.4 ? [words.fair, colors.warningText] : [words.poor, colors.errorText];
}

function Figure({ label, value, ink }: { readonly label: string; readonly value: string; readonly ink?: Colour }) {
  const theme = useTheme();
  return (
    <Card
      name={label}
      style={{ width: 180, 'flex-grow': 1, height: '100%', padding: 10, 'justify-content': 'center', 'row-spacing': 2 }}
    >
      <Text style={{ ...textStyle(theme, 'caption', theme.colors.secondary), width: '100%' }}>{label}</Text>
      <Text style={{ ...strongStyle(theme, 'name', ink), width: '100%' }}>{value}</Text>
    </Card>
  );
}
