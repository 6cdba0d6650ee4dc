// By cable or by radio; which radio network; and its password.

import { useEffect, useState } from 'react';
import type { WifiNetwork, WifiSecurity } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import {
  EmptyState,
  Icon,
  LetterKeyboard,
  ListRow,
  ScreenFrame,
  ScreenTitle,
  ScrollList,
  type SoftKeys,
  TextField,
  useForm,
  WaitIndicator,
} from '../../widgets/index.ts';
import { ChoiceScreen } from '../settings/choice-screen.tsx';

const shortestPassword = 8;
const longestPassword = 63;

export function LinkScreen() {
  const { phone, navigator } = useServices();
  const { network: words } = useText();
  const { settings } = usePhoneState().network;
  return (
    <ChoiceScreen
      title={words.link}
      choices={['wired', 'wifi'] as const}
      chosen={settings.link}
      labelOf={(link) => words.links[link]}
      onChoose={(link) => {
        if (link === 'wifi') return navigator.push({ screen: 'network-wifi' });
        phone.commands.changeNetwork({ ...settings, link });
        navigator.back();
      }}
    />
  );
}

export function WifiScreen() {
  const { phone, navigator } = useServices();
  const { actions, network: words } = useText();
  const { found, looking, settings } = usePhoneState().network;
  const { colors } = useTheme();
  useEffect(() => phone.commands.lookForWifi(), [phone]);
  const take = ({ ssid, security }: WifiNetwork): void => {
    const known = settings.wifi?.ssid === ssid && settings.wifi.security === security;
    if (security === 'enterprise') navigator.push({ screen: 'network-access', ssid });
    else if (security === 'open' || known) {
      phone.commands.changeNetwork({ ...settings, link: 'wifi', wifi: { ssid, security } });
      navigator.backTo('network', 'set-up-network');
    } else navigator.push({ screen: 'network-wifi-password', ssid, security });
  };
  const softKeys: SoftKeys = [
    { label: actions.searchAgain, icon: 'refresh-cw', onPress: () => phone.commands.lookForWifi() },
    undefined,
    undefined,
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.wifi} softKeys={softKeys}>
      <ScreenTitle title={words.wifi} />
      {found === undefined || (looking && found.length === 0) ? (
        <WaitIndicator title={words.wifiLooking} reason={words.wifiLooking} />
      ) : found.length === 0 ? (
        <EmptyState icon="wifi-off" title={words.wifiNone} detail={words.wifiNoneDetail} />
      ) : (
        <ScrollList name={words.wifi}>
          {found.map((network, at) => (
            <ListRow
              key={network.ssid}
              leading={<Icon icon="wifi" color={network.signalPercent < 40 ? colors.secondary : colors.accentText} />}
              title={network.ssid}
              detail={`${words.security[network.security]} · ${network.signalPercent} %`}
              trailing={network.ssid === settings.wifi?.ssid && <Icon icon="check" color={colors.accentText} />}
              autoFocus={at === 0}
              onPress={() => take(network)}
            />
          ))}
        </ScrollList>
      )}
    </ScreenFrame>
  );
}

interface WifiPasswordProps {
  readonly ssid: string;
  readonly security: WifiSecurity;
}

export function WifiPasswordScreen({ ssid, security }: WifiPasswordProps) {
  const { phone, navigator } = useServices();
  const { actions, network: words } = useText();
  const { settings } = usePhoneState().network;
  const [passphrase, setPassphrase] = useState('');
  const form = useForm({
    fields: { passphrase: { value: passphrase, onChange: setPassphrase, longest: longestPassword } },
    letters: true,
    onSubmit: () => {
      if (passphrase.length < shortestPassword) return;
      phone.commands.changeNetwork({ ...settings, link: 'wifi', wifi: { ssid, security, passphrase } });
      navigator.backTo('network', 'set-up-network');
    },
    onLeave: () => navigator.back(),
  });
  const softKeys: SoftKeys = [
    { label: actions.save, icon: 'check', tone: 'primary', onPress: form.submit },
    undefined,
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.wifi} softKeys={softKeys} contentStyle={{ 'row-spacing': 6 }}>
      <ScrollList name={words.wifi}>
        <TextField label={words.wifiPassword(ssid)} compact {...form.field('passphrase')} />
        <LetterKeyboard onCharacter={form.type} />
      </ScrollList>
    </ScreenFrame>
  );
}
