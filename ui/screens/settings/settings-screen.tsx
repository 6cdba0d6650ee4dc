// What a person can change about their phone.

import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { type IconName, Text } from '../../lvgl/index.ts';
import type { Route } from '../../navigation/routes.ts';
import { languageNames } from '../../text/index.ts';
import { Icon, ListRow, ScreenFrame, ScreenTitle, ScrollList, type SoftKeys, textStyle } from '../../widgets/index.ts';
import { zoneOf } from '../set-up/zone-search.ts';
import { ringerName } from './ringer-screen.tsx';

export function SettingsScreen() {
  const { phone, navigator } = useServices();
  const { actions, settings: words, network, setUp: setUpWords, reset: resetWords, parts: partsWords } = useText();
  const { settings, lock, allowed, setUp, reset, parts } = usePhoneState();
  const faulty = parts.filter(({ isWorking }) => !isWorking);
  const partsValue = faulty[0] ? partsWords.works[faulty[0].kind] : partsWords.allWork;
  const zone = setUp.timeZone === '' ? setUpWords.asSystem : zoneOf(setUp.timeZone).city;
  const server = setUp.server === '' ? setUpWords.noServer : new URL(setUp.server).host;
  const softKeys: SoftKeys = [
    lock.hasPin ? { label: words.lockNow, icon: 'lock', onPress: () => phone.commands.lock() } : undefined,
    undefined,
    { label: actions.signOut, icon: 'log-out', onPress: () => navigator.push({ screen: 'sign-out' }) },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <ScreenTitle title={words.title} />
      <ScrollList name={words.title}>
        {allowed.testCall && (
          <Setting
            icon="audio-lines"
            title={words.checkQuality}
            detail={words.checkQualityDetail}
            to={{ screen: 'test-call' }}
            autoFocus
          />
        )}
        <Setting icon="bell" title={words.ringer} value={ringerName(settings.ringer)} to={{ screen: 'ringer' }} />
        <Setting icon="volume-2" title={words.volume} to={{ screen: 'volume' }} />
        <Setting
          icon="languages"
          title={words.language}
          value={languageNames[settings.language]}
          to={{ screen: 'language' }}
        />
        <Setting icon="contrast" title={words.theme} value={words.themes[settings.theme]} to={{ screen: 'theme' }} />
        <Setting
          icon="a-large-small"
          title={words.textSize}
          value={words.textSizes[settings.textSize]}
          to={{ screen: 'text-size' }}
        />
        <Setting
          icon="key-round"
          title={words.lockPin}
          detail={lock.hasPin ? words.lockPinSet : words.lockPinUnset}
          to={{ screen: 'lock-pin' }}
        />
        <Setting icon="network" title={network.title} to={{ screen: 'network' }} />
        {!setUp.fixed.timeZone && (
          <Setting icon="globe" title={setUpWords.timeZone} value={zone} to={{ screen: 'time-zone' }} />
        )}
        {!setUp.fixed.server && (
          <Setting icon="server" title={setUpWords.server} value={server} to={{ screen: 'server' }} />
        )}
        {reset.who !== 'nobody' && <Setting icon="trash-2" title={resetWords.title} to={{ screen: 'factory-reset' }} />}
        {parts.length > 0 && (
          <Setting icon="monitor" title={partsWords.title} value={partsValue} to={{ screen: 'parts' }} />
        )}
        <Setting icon="info" title={words.about} to={{ screen: 'about' }} />
      </ScrollList>
    </ScreenFrame>
  );
}

interface SettingProps {
  readonly icon: IconName;
  readonly title: string;
  readonly detail?: string;
  readonly value?: string;
  readonly to: Route;
  readonly autoFocus?: boolean;
}

function Setting({ icon, title, detail, value, to, autoFocus }: SettingProps) {
  const theme = useTheme();
  const { navigator } = useServices();
  return (
    <ListRow
      leading={<Icon icon={icon} color={theme.colors.accentText} />}
      title={title}
      detail={detail}
      trailing={
        <>
          {value !== undefined && <Text style={textStyle(theme, 'body', theme.colors.secondary)}>{value}</Text>}
          <Icon icon="chevron-right" size={20} color={theme.colors.secondary} />
        </>
      }
      autoFocus={autoFocus ?? false}
      onPress={() => navigator.push(to)}
    />
  );
}
