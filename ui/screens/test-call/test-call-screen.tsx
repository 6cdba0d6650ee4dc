// Check Call Quality: from the offer through prompt, recording and playback to the verdict.

import { useEffect } from 'react';
import { usePhoneState, useServices, useText } from '../../app-context.ts';
import { EmptyState, ScreenFrame, type SoftKeys } from '../../widgets/index.ts';
import { TestCallFailed } from './test-call-failed.tsx';
import { TestCallOffer } from './test-call-offer.tsx';
import { TestCallProgress } from './test-call-progress.tsx';
import { TestCallVerdictScreen } from './test-call-verdict.tsx';

export function TestCallScreen() {
  const { phone, navigator } = useServices();
  const { testCall, allowed } = usePhoneState();
  const { actions, testCall: words } = useText();
  // Leaving the screen, by whatever key, ends a test call that nobody could see any more.
  useEffect(() => () => phone.commands.stopTestCall(), [phone]);
  if (!allowed.testCall) {
    const softKeys: SoftKeys = [
      undefined,
      undefined,
      undefined,
      { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
    ];
    return (
      <ScreenFrame name={words.title} softKeys={softKeys}>
        <EmptyState icon="audio-lines" title={words.notAllowed} detail={words.notAllowedDetail} />
      </ScreenFrame>
    );
  }
  switch (testCall.step) {
    case 'idle':
      return <TestCallOffer />;
    case 'verdict':
      return <TestCallVerdictScreen result={testCall} />;
    case 'failed':
      return <TestCallFailed reason={testCall.reason} />;
    default:
      return <TestCallProgress testCall={testCall} />;
  }
}
