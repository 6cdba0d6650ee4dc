// The figures of the call in hand, for those who want to know: the one place where protocol numbers belong.

import type { QualityFigures } from '../../../firmware/phone.ts';
import { useFormats, useLatestState, useServices, useText, useTheme } from '../../app-context.ts';
import { type Colour, Text, View } from '../../lvgl/index.ts';
import { callInHand } from '../../navigation/routes.ts';
import type { Catalogue } from '../../text/index.ts';
import type { Palette } from '../../theme/index.ts';
import {
  Card,
  columnStyle,
  EmptyState,
  focusedRing,
  rowStyle,
  ScreenFrame,
  ScreenTitle,
  ScrollList,
  type SoftKeys,
  strongStyle,
  surfaceStyle,
  textStyle,
} from '../../widgets/index.ts';

export function QualityScreen() {
  const { phone, navigator } = useServices();
  const { actions, quality: words } = useText();
  const call = callInHand(useLatestState());
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
  const { colors, layout } = useTheme();
  const { narrow } = layout;
  const { mosEstimate, codec, codecBandwidthHz, encrypted } = figures;
  const measured = (value: number | undefined, digits: number, unit: string): string =>
    value === undefined ? words.notMeasured : `${formats.number(value, digits)} ${unit}`;
  const [overall, ink] = gradeOf(mosEstimate, words, colors);
  const mos = mosEstimate === undefined ? words.notMeasured : `${overall} · ${formats.number(mosEstimate, 1)}`;
  const carried =
    codecBandwidthHz === undefined ? codec : `${codec} ${formats.number(codecBandwidthHz / 1_000, 0)} kHz`;
  const all: readonly FigureProps[] = [
    { label: words.overall, value: mos, ink },
    { label: words.loss, value: measured(figures.lossPercent, 1, '%') },
    { label: words.concealed, value: measured(figures.concealedPercent, 1, '%') },
    { label: words.sentLoss, value: measured(figures.sentLossPercent, 1, '%') },
    { label: words.endToEnd, value: measured(figures.endToEndMs, 0, 'ms') },
    { label: words.roundTrip, value: measured(figures.roundTripMs, 0, 'ms') },
    { label: words.jitter, value: measured(figures.jitterMs, 0, 'ms') },
    { label: words.delay, value: measured(figures.bufferDelayMs, 0, 'ms') },
    { label: words.speech, value: measured(figures.speechDbfs, 0, 'dB') },
    { label: words.aboveNoise, value: measured(figures.signalToNoiseDb, 0, 'dB') },
    { label: words.codec, value: carried },
    { label: words.security, value: encrypted ? call.encrypted : call.notEncrypted },
  ];
  return narrow ? <FigureList all={all} name={words.title} /> : <FigureTable all={all} />;
}

function FigureTable({ all }: { readonly all: readonly FigureProps[] }) {
  const row = { ...rowStyle, width: '100%', height: 60, 'flex-grow': 1, 'column-spacing': 8 } as const;
  return (
    <View style={{ ...columnStyle, width: '100%', height: 200, 'flex-grow': 1, 'row-spacing': 8 }} role="none">
      {[0, 4, 8].map((first) => (
        <View key={first} style={row} role="none">
          {all.slice(first, first + 4).map((figure) => (
            <Figure key={figure.label} {...figure} />
          ))}
        </View>
      ))}
    </View>
  );
}

/** One line a figure, which the arrows go through. */
function FigureList({ all, name }: { readonly all: readonly FigureProps[]; readonly name: string }) {
  const theme = useTheme();
  const line = {
    ...rowStyle,
    ...surfaceStyle(theme, theme.colors.card),
    width: '100%',
    height: 'auto',
    'min-height': 52,
    padding: 10,
    'column-spacing': 12,
  } as const;
  return (
    <ScrollList name={name}>
      {all.map(({ label, value, ink }) => (
        <View key={label} style={line} onFocusedStyle={focusedRing(theme)} name={`${label} ${value}`} focusable>
          <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: 100, 'flex-grow': 1 }}>
            {label}
          </Text>
          <Text style={strongStyle(theme, 'name', ink)}>{value}</Text>
        </View>
      ))}
    </ScrollList>
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

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly ink?: Colour | undefined;
}

function Figure({ label, value, ink }: FigureProps) {
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
