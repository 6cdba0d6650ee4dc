// A test call under way: what to do now, the level of the voice, and how long still.

import type { TestCallState } from '../../../firmware/phone.ts';
import { useServices, useText, useTheme } from '../../app-context.ts';
import { type IconName, Text, View } from '../../lvgl/index.ts';
import {
  Card,
  columnStyle,
  Icon,
  LevelBar,
  ScreenFrame,
  type SoftKeys,
  strongStyle,
  textStyle,
  WaitIndicator,
} from '../../widgets/index.ts';

type Running = Extract<TestCallState, { readonly step: 'calling' | 'prompt' | 'recording' | 'playing-back' }>;

const levelWidth = 560;
const levelMargin = 40;

export function TestCallProgress({ testCall }: { readonly testCall: Running }) {
  const { phone } = useServices();
  const { actions, testCall: words } = useText();
  const softKeys: SoftKeys = [
    { label: actions.endCall, icon: 'phone-off', tone: 'ending', onPress: () => phone.commands.stopTestCall() },
  ];
  const { narrow } = useTheme().layout;
  const middle = {
    ...columnStyle,
    width: '100%',
    height: '100%',
    'justify-content': 'center',
    'align-items': 'center',
    'row-spacing': narrow ? 6 : 14,
  } as const;
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <Card style={middle}>
        {testCall.step === 'calling' ? (
          <WaitIndicator title={words.calling} reason={words.callingLong} />
        ) : (
          <Step testCall={testCall} />
        )}
      </Card>
    </ScreenFrame>
  );
}

function Step({ testCall }: { readonly testCall: Exclude<Running, { readonly step: 'calling' }> }) {
  const theme = useTheme();
  const { testCall: words } = useText();
  const { colors } = theme;
  const steps: Readonly<
    Record<typeof testCall.step, { readonly icon: IconName; readonly title: string; readonly detail: string }>
  > = {
    prompt: { icon: 'ear', title: words.prompt, detail: words.promptDetail },
    recording: { icon: 'mic', title: words.recording, detail: words.recordingDetail },
    'playing-back': { icon: 'volume-2', title: words.playingBack, detail: words.playingBackDetail },
  };
  const { icon, title, detail } = steps[testCall.step];
  const centred = { width: '100%', 'text-align': 'center' } as const;
  return (
    <>
      <Icon
        icon={icon}
        size={theme.layout.narrow ? 32 : 48}
        color={testCall.step === 'recording' ? colors.goodText : colors.accentText}
      />
      <Text style={{ ...strongStyle(theme, 'title'), ...centred }} role="heading">
        {title}
      </Text>
      <Text style={{ ...textStyle(theme, 'label', colors.secondary), ...centred }}>{detail}</Text>
      <View style={{ height: 4, width: 1 }} role="none" />
      <LevelBar
        source={testCall.step === 'recording' ? 'capture' : 'playout'}
        width={Math.min(levelWidth, theme.layout.screenWidth - 2 * levelMargin)}
      />
      <Text style={strongStyle(theme, 'name')} role="timer">
        {testCall.step === 'prompt' ? ' ' : words.secondsLeft(Math.ceil(testCall.remainingMs / 1000))}
      </Text>
    </>
  );
}
