// A test call that did not come about, and why.

import type { CallEndReason } from '../../../firmware/phone.ts';
import { useServices, useText } from '../../app-context.ts';
import { Dialog, ScreenFrame, type SoftKeys } from '../../widgets/index.ts';

export function TestCallFailed({ reason }: { readonly reason: CallEndReason }) {
  const { phone, navigator } = useServices();
  const { actions, call, testCall: words } = useText();
  const { what, remedy } = call.endReasons[reason];
  const softKeys: SoftKeys = [
    { label: actions.again, icon: 'rotate-cw', tone: 'primary', onPress: () => phone.commands.startTestCall() },
    undefined,
    undefined,
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <Dialog icon="phone-off" question={words.failed} detail={`${what}. ${remedy}`} />
    </ScreenFrame>
  );
}
