// The first thing on the home screen: what does not work now, or an offer to try the sound.

import type { PartKind } from '../../../firmware/phone.ts';
import { useFormats, useLatestState, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import type { Explanation } from '../../text/index.ts';
import {
  Card,
  columnStyle,
  DeviceProblemRibbon,
  Icon,
  Ribbon,
  rowStyle,
  strongStyle,
  textStyle,
  tileHeight,
} from '../../widgets/index.ts';

export function HomeNotice() {
  const { account, deviceProblems, troubles } = usePhoneState();
  const { troubles: words, parts: partsWords } = useText();
  const faulty = usePartFault();
  const reconnecting = useReconnecting();
  const trouble = troubles[0];
  const problem = deviceProblems[0];
  return (
    <>
      {trouble && <Ribbon severity="warning" explanation={words[trouble]} />}
      {problem && <DeviceProblemRibbon problem={problem} />}
      {!problem && !trouble && faulty && (
        <Ribbon severity="warning" explanation={partsWords.faults[faulty]} icon="unplug" />
      )}
      {account.status === 'reconnecting' && reconnecting && (
        <Ribbon severity="warning" explanation={reconnecting} icon="wifi-off" />
      )}
      {!problem && !trouble && !faulty && account.status === 'signed-in' && <TestCallOffer />}
    </>
  );
}

/** A lamp or the clock alone is not worth the first place of the screen. */
const minorParts: ReadonlySet<PartKind> = new Set(['lamps', 'light', 'time', 'watchdog']);

/** The first device that a person would miss. */
export function usePartFault(): PartKind | undefined {
  const { parts } = usePhoneState();
  return parts.find(({ isWorking, kind }) => !isWorking && !minorParts.has(kind))?.kind;
}

function useReconnecting(): Explanation | undefined {
  const { account, nowMs } = useLatestState();
  const { signIn, reconnecting } = useText();
  const formats = useFormats();
  if (account.status !== 'reconnecting') return undefined;
  const leftMs = (account.nextAttemptAtMs ?? 0) - nowMs;
  const next = leftMs > 0 ? reconnecting.nextIn(formats.duration(leftMs + 999)) : reconnecting.now;
  return { what: reconnecting.title, remedy: `${signIn.failures[account.failure].what} ${next}` };
}

function TestCallOffer() {
  const theme = useTheme();
  const { navigator } = useServices();
  const { home } = useText();
  const { allowed } = usePhoneState();
  const { narrow } = theme.layout;
  if (!allowed.testCall) return null;
  const open = (): void => navigator.push({ screen: 'test-call' });
  return (
    <Card
      name={home.testCallHint}
      onPress={open}
      style={{
        ...rowStyle,
        ...(narrow ? { width: 200, 'flex-grow': 1 } : { width: '100%' }),
        ...tileHeight(theme, 76, 'label', 'caption'),
        'column-spacing': narrow ? 10 : 14,
      }}
    >
      <Icon icon="audio-lines" color={theme.colors.accentText} />
      <View style={{ ...columnStyle, 'flex-grow': 1, width: 100, height: 'auto', 'row-spacing': 2 }} role="none">
        <Text style={{ ...strongStyle(theme, 'label'), width: '100%' }}>{home.testCallHint}</Text>
        {!narrow && (
          <Text style={{ ...textStyle(theme, 'caption', theme.colors.secondary), width: '100%' }}>
            {home.testCallHintDetail}
          </Text>
        )}
      </View>
      <Icon icon="chevron-right" color={theme.colors.secondary} />
    </Card>
  );
}
