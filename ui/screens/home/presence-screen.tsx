// Choosing how others see the owner of this phone.

import type { Presence } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Icon, ListRow, PresenceBadge, ScreenFrame, ScreenTitle, ScrollList } from '../../widgets/index.ts';

const choices: readonly Presence[] = ['available', 'busy', 'do-not-disturb', 'away', 'offline'];

export function PresenceScreen() {
  const { phone, navigator } = useServices();
  const { actions, presence: words, presencePicker } = useText();
  const { colors } = useTheme();
  const { presence } = usePhoneState();
  const choose = (choice: Presence): void => {
    phone.commands.setPresence(choice);
    navigator.back();
  };
  return (
    <ScreenFrame
      name={presencePicker.title}
      softKeys={[
        undefined,
        undefined,
        undefined,
        { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
      ]}
    >
      <ScreenTitle title={presencePicker.title} />
      <ScrollList name={presencePicker.title}>
        {choices.map((choice) => (
          <ListRow
            key={choice}
            role="radio"
            checked={choice === presence}
            autoFocus={choice === presence}
            leading={<PresenceBadge presence={choice} size={28} />}
            title={words[choice]}
            detail={presencePicker.meaning[choice]}
            trailing={choice === presence && <Icon icon="check" color={colors.accentText} />}
            onPress={() => choose(choice)}
          />
        ))}
      </ScrollList>
    </ScreenFrame>
  );
}
