// Addresses of one family: from the network, none, or fixed ones that a person types.

import { useState } from 'react';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  columnStyle,
  formStyle,
  KeyGrid,
  LetterKeyboard,
  rowStyle,
  ScreenFrame,
  ScrollList,
  type SoftKeys,
  TextField,
  textStyle,
  useForm,
} from '../../widgets/index.ts';
import { ChoiceScreen } from '../settings/choice-screen.tsx';
import { choiceOf, entryOf, isIpv4, isIpv6 } from './address-text.ts';

const longestIpv4 = 15;
const longestIpv6 = 43;

interface FamilyProps {
  readonly family: 4 | 6;
}

export function AddressScreen({ family }: FamilyProps) {
  const { phone, navigator } = useServices();
  const { network: words } = useText();
  const { settings } = usePhoneState().network;
  const name = family === 4 ? 'ipv4' : 'ipv6';
  return (
    <ChoiceScreen
      title={words[name]}
      choices={['automatic', 'static', 'off'] as const}
      chosen={settings[name].method}
      labelOf={(method) => words.methods[method]}
      onChoose={(method) => {
        if (method === 'static') return navigator.push({ screen: 'network-fixed-address', family });
        phone.commands.changeNetwork({ ...settings, [name]: { method } });
        navigator.back();
      }}
    />
  );
}

export function FixedAddressScreen({ family }: FamilyProps) {
  return family === 4 ? <FixedIpv4 /> : <FixedIpv6 />;
}

function FixedIpv4() {
  const { phone, navigator } = useServices();
  const { actions, network: words } = useText();
  const theme = useTheme();
  const { settings } = usePhoneState().network;
  const [entry, setEntry] = useState(() => entryOf(4, settings.ipv4));
  const [dns, setDns] = useState(() => settings.dnsServers.find(isIpv4) ?? '');
  const [wrong, setWrong] = useState(false);
  const field = (name: keyof typeof entry) => ({
    value: entry[name],
    longest: longestIpv4,
    characters: /^[\d.]$/,
    onChange: (value: string): void => {
      setWrong(false);
      setEntry({ ...entry, [name]: value });
    },
  });
  const form = useForm({
    fields: {
      address: field('address'),
      mask: field('mask'),
      gateway: field('gateway'),
      dns: { value: dns, onChange: setDns, longest: longestIpv4, characters: /^[\d.]$/ },
    },
    letters: false,
    keys: { '*': '.', '#': '.' },
    optional: ['gateway', 'dns'],
    onLeave: () => navigator.back(),
    onSubmit: () => {
      const ipv4 = choiceOf(4, entry);
      if (!ipv4 || (dns !== '' && !isIpv4(dns))) return setWrong(true);
      const others = settings.dnsServers.filter((server) => !isIpv4(server));
      phone.commands.changeNetwork({ ...settings, ipv4, dnsServers: dns === '' ? others : [dns, ...others] });
      navigator.backTo('network', 'set-up-network');
    },
  });
  const softKeys: SoftKeys = [
    { label: actions.save, icon: 'check', tone: 'primary', onPress: form.submit },
    undefined,
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  const { keysWidth, narrow } = theme.layout;
  const left = { ...columnStyle, width: 200, 'flex-grow': 1, height: '100%', 'row-spacing': narrow ? 4 : 8 } as const;
  const hint = textStyle(theme, 'caption', wrong ? theme.colors.warningText : theme.colors.secondary);
  return (
    <ScreenFrame name={words.ipv4} softKeys={softKeys} contentStyle={formStyle(narrow)}>
      <View style={left} role="none">
        <ScrollList name={words.ipv4}>
          <TextField label={words.address} compact {...form.field('address')} />
          <TextField label={words.mask} compact {...form.field('mask')} />
          <TextField label={words.gateway} compact {...form.field('gateway')} />
          <TextField label={words.dns} compact {...form.field('dns')} />
          <Text style={{ ...hint, width: '100%' }} role={wrong ? 'alert' : 'text'}>
            {wrong ? words.wrongAddress : words.dotHint}
          </Text>
        </ScrollList>
      </View>
      <KeyGrid width={keysWidth} onKey={form.type} />
    </ScreenFrame>
  );
}

function FixedIpv6() {
  const { phone, navigator } = useServices();
  const { actions, network: words } = useText();
  const theme = useTheme();
  const { narrow, screenWidth, edge, gap } = theme.layout;
  const { settings } = usePhoneState().network;
  const [entry, setEntry] = useState(() => entryOf(6, settings.ipv6));
  const [wrong, setWrong] = useState(false);
  const field = (name: 'address' | 'gateway') => ({
    value: entry[name],
    longest: longestIpv6,
    characters: /^[0-9a-fA-F:./]$/,
    onChange: (value: string): void => {
      setWrong(false);
      setEntry({ ...entry, [name]: value });
    },
  });
  const form = useForm({
    fields: { address: field('address'), gateway: field('gateway') },
    letters: true,
    optional: ['gateway'],
    onLeave: () => navigator.back(),
    onSubmit: () => {
      const ipv6 = choiceOf(6, entry);
      if (!ipv6 || (entry.gateway !== '' && !isIpv6(entry.gateway))) return setWrong(true);
      phone.commands.changeNetwork({ ...settings, ipv6 });
      navigator.backTo('network', 'set-up-network');
    },
  });
  const softKeys: SoftKeys = [
    { label: actions.save, icon: 'check', tone: 'primary', onPress: form.submit },
    undefined,
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  const addressWidth = narrow ? 300 : 440;
  return (
    <ScreenFrame name={words.ipv6} softKeys={softKeys} contentStyle={{ 'row-spacing': 6 }}>
      <ScrollList name={words.ipv6}>
        {wrong && (
          <Text style={{ ...textStyle(theme, 'caption', theme.colors.warningText), width: '100%' }} role="alert">
            {words.wrongAddress}
          </Text>
        )}
        <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': gap }} role="none">
          <TextField label={words.addressWithPrefix} compact width={addressWidth} {...form.field('address')} />
          <TextField
            label={words.gateway}
            compact
            width={screenWidth - 2 * edge - gap - addressWidth}
            {...form.field('gateway')}
          />
        </View>
        <LetterKeyboard onCharacter={form.type} signsFirst />
      </ScrollList>
    </ScreenFrame>
  );
}
