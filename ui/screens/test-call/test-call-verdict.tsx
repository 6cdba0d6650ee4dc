// The verdict first, then its reasons, each with a figure and a remedy.

import type { TestCallCause, TestCallState, TestCallVerdict } from '../../../firmware/phone.ts';
import { useFormats, useServices, useText, useTheme } from '../../app-context.ts';
import { type Colour, type IconName, Text, View } from '../../lvgl/index.ts';
import type { Palette } from '../../theme/index.ts';
import {
  Card,
  columnStyle,
  focusedRing,
  Icon,
  rowStyle,
  ScreenFrame,
  ScrollList,
  type SoftKeys,
  strongStyle,
  surfaceStyle,
  textStyle,
} from '../../widgets/index.ts';

type Result = Extract<TestCallState, { readonly step: 'verdict' }>;

const icons: Readonly<Record<TestCallVerdict, IconName>> = {
  good: 'check',
  'could-be-better': 'triangle-alert',
  bad: 'x',
};

/** Which card shows which cause. */
const causesOf = {
  microphone: ['microphone-silent', 'microphone-clipping', 'microphone-quiet'],
  network: ['network-loss', 'network-jitter'],
  delay: ['network-delay'],
} as const satisfies Record<string, readonly TestCallCause[]>;

function verdictColour(verdict: TestCallVerdict, colors: Palette): Colour {
  return colors.presence[({ good: 'available', 'could-be-better': 'away', bad: 'busy' } as const)[verdict]];
}

export function TestCallVerdictScreen({ result }: { readonly result: Result }) {
  const { phone, navigator } = useServices();
  const { actions, testCall: words } = useText();
  const { narrow } = useTheme().layout;
  const softKeys: SoftKeys = [
    { label: actions.done, icon: 'check', tone: 'primary', onPress: () => navigator.back() },
    { label: actions.again, icon: 'rotate-cw', onPress: () => phone.commands.startTestCall() },
  ];
  const cards = {
    ...rowStyle,
    width: '100%',
    height: 150,
    'flex-grow': 1,
    'column-spacing': 8,
    'align-items': 'flex-start',
  } as const;
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <VerdictHeading verdict={result.verdict} />
      {narrow ? (
        <ScrollList name={words.title}>
          <MicrophoneCard result={result} />
          <NetworkCard result={result} />
          <DelayCard result={result} />
          <SampleGone />
        </ScrollList>
      ) : (
        <>
          <View style={cards} role="none">
            <MicrophoneCard result={result} />
            <NetworkCard result={result} />
            <DelayCard result={result} />
          </View>
          <SampleGone />
        </>
      )}
    </ScreenFrame>
  );
}

function VerdictHeading({ verdict }: { readonly verdict: TestCallVerdict }) {
  const theme = useTheme();
  const { testCall: words } = useText();
  const { colors } = theme;
  const { what, remedy } = words.verdicts[verdict];
  const { narrow } = theme.layout;
  const size = narrow ? 48 : 72;
  const disc = {
    ...rowStyle,
    width: size,
    height: size,
    'border-radius': size / 2,
    'background-color': verdictColour(verdict, colors),
    'justify-content': 'center',
  } as const;
  return (
    <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 18 }} role="none">
      <View style={disc} role="none">
        <Icon icon={icons[verdict]} size={narrow ? 28 : 42} color={colors.onPresence} />
      </View>
      <View style={{ ...columnStyle, width: 100, 'flex-grow': 1, height: 'auto' }} role="status" name={what}>
        <Text style={{ ...strongStyle(theme, narrow ? 'heading' : 'title'), width: '100%' }} role="heading">
          {what}
        </Text>
        <Text style={{ ...textStyle(theme, 'body', colors.secondary), width: '100%' }}>{remedy}</Text>
      </View>
    </View>
  );
}

interface ReasonCardProps {
  readonly label: string;
  readonly figure: string;
  readonly detail: string;
  readonly cause: TestCallCause | undefined;
}

function ReasonCard({ label, figure, detail, cause }: ReasonCardProps) {
  const theme = useTheme();
  const { testCall: words } = useText();
  const { colors } = theme;
  const found = cause && words.causes[cause];
  const stripe = {
    width: 44,
    height: 5,
    'border-radius': 2,
    'background-color': found ? colors.presence.away : colors.presence.available,
  } as const;
  const full = { width: '100%' } as const;
  const { what = words.fine, remedy = detail } = found ?? {};
  const inkOfFigure = found ? colors.warningText : colors.goodText;
  if (theme.layout.narrow)
    return <ReasonLine label={label} figure={figure} what={what} remedy={remedy} ink={inkOfFigure} />;
  return (
    <Card name={label} style={{ width: 240, 'flex-grow': 1, height: '100%', 'row-spacing': 4 }}>
      <View style={stripe} role="none" />
      <Text style={{ ...textStyle(theme, 'caption', colors.secondary), ...full }}>{label}</Text>
      <Text style={{ ...strongStyle(theme, 'name'), ...full }}>{what}</Text>
      <Text style={{ ...strongStyle(theme, 'heading', inkOfFigure), ...full }}>{figure}</Text>
      <Text style={{ ...textStyle(theme, 'caption', colors.secondary), ...full }}>{remedy}</Text>
    </Card>
  );
}

interface ReasonLineProps {
  readonly label: string;
  readonly figure: string;
  readonly what: string;
  readonly remedy: string;
  readonly ink: Colour;
}

/** The same across the screen, which the arrows go through. */
function ReasonLine({ label, figure, what, remedy, ink }: ReasonLineProps) {
  const theme = useTheme();
  const style = {
    ...rowStyle,
    ...surfaceStyle(theme, theme.colors.card),
    width: '100%',
    height: 'auto',
    padding: 10,
    'column-spacing': 12,
  } as const;
  const words = { ...columnStyle, width: 100, 'flex-grow': 1, height: 'auto', 'row-spacing': 1 } as const;
  return (
    <View style={style} onFocusedStyle={focusedRing(theme)} name={label} focusable>
      <View style={words} role="none">
        <Text style={{ ...strongStyle(theme, 'body'), width: '100%' }}>{`${label}: ${what}`}</Text>
        <Text style={{ ...textStyle(theme, 'caption', theme.colors.secondary), width: '100%' }}>{remedy}</Text>
      </View>
      <Text style={strongStyle(theme, 'heading', ink)}>{figure}</Text>
    </View>
  );
}

function firstCause(result: Result, of: readonly TestCallCause[]): TestCallCause | undefined {
  return of.find((cause) => result.causes.includes(cause));
}

function MicrophoneCard({ result }: { readonly result: Result }) {
  const formats = useFormats();
  const { testCall: words } = useText();
  const { levelDbfs, clippedPercent } = result.figures;
  return (
    <ReasonCard
      label={words.microphone}
      figure={`${formats.number(levelDbfs, 0)} dB`}
      detail={words.clippedShare(formats.number(clippedPercent, 1))}
      cause={firstCause(result, causesOf.microphone)}
    />
  );
}

function NetworkCard({ result }: { readonly result: Result }) {
  const formats = useFormats();
  const { testCall: words, quality } = useText();
  const { mosEstimate, lossPercent, jitterMs } = result.figures;
  return (
    <ReasonCard
      label={words.network}
      figure={mosEstimate === undefined ? quality.notMeasured : formats.number(mosEstimate, 1)}
      detail={words.networkFigures(
        formats.number(lossPercent, 1),
        jitterMs === undefined ? '–' : formats.number(jitterMs, 0),
      )}
      cause={firstCause(result, causesOf.network)}
    />
  );
}

function DelayCard({ result }: { readonly result: Result }) {
  const formats = useFormats();
  const { testCall: words, quality } = useText();
  const { roundTripMs } = result.figures;
  const figure = roundTripMs === undefined ? quality.notMeasured : `${formats.number(roundTripMs, 0)} ms`;
  return (
    <ReasonCard
      label={words.delay}
      figure={figure}
      detail={quality.roundTrip}
      cause={firstCause(result, causesOf.delay)}
    />
  );
}

function SampleGone() {
  const theme = useTheme();
  const { testCall: words } = useText();
  return (
    <View
      style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 10 }}
      role="status"
      name={words.sampleGone}
    >
      <Icon icon="shield-check" size={20} color={theme.colors.goodText} />
      <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: 100, 'flex-grow': 1 }}>
        {words.sampleGone}
      </Text>
    </View>
  );
}
