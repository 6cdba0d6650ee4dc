// How many messages wait.

import { usePhoneState, useServices, useText } from '../../app-context.ts';
import { EmptyState, ScreenFrame } from '../../widgets/index.ts';

export function MessagesScreen() {
  const { navigator } = useServices();
  const { actions, home } = useText();
  const { messagesWaiting } = usePhoneState();
  const title = messagesWaiting > 0 ? home.messages(messagesWaiting) : home.noMessages;
  return (
    <ScreenFrame
      name={title}
      softKeys={[
        undefined,
        undefined,
        undefined,
        { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
      ]}
    >
      <EmptyState
        icon="voicemail"
        title={title}
        detail={messagesWaiting > 0 ? home.messagesDetail : home.nothingMissedDetail}
      />
    </ScreenFrame>
  );
}
