// Asks before signing out, because calls stop ringing here.

import { useServices, useText } from '../../app-context.ts';
import { Dialog, ScreenFrame, type SoftKeys } from '../../widgets/index.ts';

export function SignOutScreen() {
  const { phone, navigator } = useServices();
  const { actions, settings: words } = useText();
  const signOut = (): void => {
    navigator.home();
    phone.commands.signOut();
  };
  const softKeys: SoftKeys = [
    { label: actions.signOut, icon: 'log-out', tone: 'primary', onPress: signOut },
    undefined,
    undefined,
    { label: actions.cancel, icon: 'x', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.signOut} softKeys={softKeys}>
      <Dialog icon="log-out" question={words.signOutQuestion} detail={words.signOutDetail} />
    </ScreenFrame>
  );
}
