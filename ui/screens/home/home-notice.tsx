// The first thing on the home screen: what does not work now, or an offer to try the sound.

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
  const words = useText().troubles;
  const reconnecting = useReconnecting();
  const trouble = troubles[0];
  const problem = deviceProblems[0];
  return (
    <>
      {trouble && <Ribbon severity="warning" explanation={words[trouble]} />}
      {problem && <DeviceProblemRibbon problem={problem} />}
      {account.status === 'reconnecting' && reconnecting && (
        <Ribbon severity="warning" explanation={reconnecting} icon="wifi-off" />
      )}
      {!problem && !trouble && account.status === 'signed-in' && <TestCallOffer />}
    </>
  );
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
