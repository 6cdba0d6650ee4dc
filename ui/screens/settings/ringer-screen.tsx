// Choosing the ringtone by hearing it.

import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { EmptyState, Icon, ScreenFrame } from '../../widgets/index.ts';
import { ChoiceScreen } from './choice-screen.tsx';

/** Ringers have names like files: `soft-bell` reads "Soft bell". */
export function ringerName(ringer: string): string {
  const words = ringer.replaceAll('-', ' ');
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export function RingerScreen() {
  const { phone, navigator } = useServices();
  const { actions, settings: words } = useText();
  const { settings, ringers, allowed } = usePhoneState();
  const { colors } = useTheme();
  if (!allowed.changeRinger) {
    const back = { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() } as const;
    return (
      <ScreenFrame name={words.ringer} softKeys={[undefined, undefined, undefined, back]}>
        <EmptyState icon="bell" title={ringerName(settings.ringer)} detail={words.ringerFixed} />
      </ScreenFrame>
    );
  }
  const choose = (ringer: string): void => {
    phone.commands.changeSettings({ ringer });
    phone.commands.previewRinger(ringer);
  };
  return (
    <ChoiceScreen
      title={words.ringer}
      choices={ringers}
      chosen={settings.ringer}
      labelOf={ringerName}
      leadingOf={() => <Icon icon="bell" color={colors.secondary} />}
      onChoose={choose}
    />
  );
}
