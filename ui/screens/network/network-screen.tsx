// How the phone is joined to the network, and the way to each part of it; a step of the first start and one of the settings.

import type { Ipv4Choice, NetworkSettings } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { type IconName, Text } from '../../lvgl/index.ts';
import type { Route } from '../../navigation/routes.ts';
import type { Catalogue } from '../../text/index.ts';
import { Icon, ListRow, ScreenFrame, ScreenTitle, ScrollList, type SoftKeys, textStyle } from '../../widgets/index.ts';
import { routeAfter, StepTitle } from '../set-up/set-up-steps.tsx';
import { NetworkStatus } from './network-status.tsx';

export function NetworkScreen({ step }: { readonly step?: 'set-up-network' }) {
  const { navigator } = useServices();
  const { actions, network: words } = useText();
  const { network, setUp } = usePhoneState();
  const next = (): void => (step ? navigator.push(routeAfter(step)) : undefined);
  const softKeys: SoftKeys = [
    step ? { label: actions.next, icon: 'arrow-right', tone: 'primary', onPress: next, autoFocus: true } : undefined,
    undefined,
    undefined,
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      {step ? <StepTitle step={step} title={words.title} /> : <ScreenTitle title={words.title} />}
      <NetworkStatus />
      {setUp.fixed.network ? <Ruled /> : <Parts settings={network.settings} hasWifi={network.state.hasWifi} />}
    </ScreenFrame>
  );
}

function Ruled() {
  const theme = useTheme();
  const { network: words } = useText();
  return <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: '100%' }}>{words.ruled}</Text>;
}

interface PartsProps {
  readonly settings: NetworkSettings;
  readonly hasWifi: boolean;
}

function Parts({ settings, hasWifi }: PartsProps) {
  const { network: words } = useText();
  const { link, wifi, ipv4, ipv6, voiceVlan, access } = settings;
  return (
    <ScrollList name={words.title}>
      {hasWifi && (
        <Part
          icon={link === 'wifi' ? 'wifi' : 'plug'}
          title={words.link}
          value={link === 'wifi' ? (wifi?.ssid ?? words.wifi) : words.links.wired}
          to={{ screen: 'network-link' }}
        />
      )}
      <Part
        icon="network"
        title={words.ipv4}
        value={addressing(ipv4, words)}
        to={{ screen: 'network-address', family: 4 }}
      />
      <Part
        icon="network"
        title={words.ipv6}
        value={addressing(ipv6, words)}
        to={{ screen: 'network-address', family: 6 }}
      />
      {link === 'wired' && (
        <Part
          icon="phone"
          title={words.vlan}
          value={typeof voiceVlan === 'number' ? String(voiceVlan) : words.vlanChoices[voiceVlan]}
          to={{ screen: 'network-vlan' }}
        />
      )}
      {link === 'wired' && (
        <Part
          icon="key-round"
          title={words.access}
          value={access ? access.identity : words.accessOff}
          to={{ screen: 'network-access' }}
        />
      )}
    </ScrollList>
  );
}

function addressing(choice: Ipv4Choice, words: Catalogue['network']): string {
  return choice.method === 'static' ? choice.address : words.methods[choice.method];
}

interface PartProps {
  readonly icon: IconName;
  readonly title: string;
  readonly value: string;
  readonly to: Route;
}

function Part({ icon, title, value, to }: PartProps) {
  const { colors, layout } = useTheme();
  const { navigator } = useServices();
  return (
    <ListRow
      leading={!layout.narrow && <Icon icon={icon} color={colors.accentText} />}
      title={title}
      detail={value}
      trailing={<Icon icon="chevron-right" size={20} color={colors.secondary} />}
      onPress={() => navigator.push(to)}
    />
  );
}
