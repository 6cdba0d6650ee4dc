// The virtual network for voice: as the switch says, none, or by its number.

import { useState } from 'react';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  formFieldsStyle,
  formStyle,
  KeyGrid,
  ScreenFrame,
  type SoftKeys,
  strongStyle,
  TextField,
  textStyle,
  useForm,
} from '../../widgets/index.ts';
import { ChoiceScreen } from '../settings/choice-screen.tsx';

const highestVlan = 4094;

export function VlanScreen() {
  const { phone, navigator } = useServices();
  const { network: words } = useText();
  const { settings } = usePhoneState().network;
  return (
    <ChoiceScreen
      title={words.vlan}
      choices={['lldp', 'off', 'number'] as const}
      chosen={typeof settings.voiceVlan === 'number' ? 'number' : settings.voiceVlan}
      labelOf={(choice) => words.vlanChoices[choice]}
      onChoose={(choice) => {
        if (choice === 'number') return navigator.push({ screen: 'network-vlan-number' });
        phone.commands.changeNetwork({ ...settings, voiceVlan: choice });
        navigator.back();
      }}
    />
  );
}

export function VlanNumberScreen() {
  const { phone, navigator } = useServices();
  const { actions, network: words } = useText();
  const theme = useTheme();
  const { settings } = usePhoneState().network;
  const [typed, setTyped] = useState(typeof settings.voiceVlan === 'number' ? String(settings.voiceVlan) : '');
  const form = useForm({
    fields: { number: { value: typed, onChange: setTyped, longest: 4, characters: /^\d$/ } },
    letters: false,
    onLeave: () => navigator.back(),
    onSubmit: () => {
      const voiceVlan = Number(typed);
      if (voiceVlan < 1 || voiceVlan > highestVlan) return setTyped('');
      phone.commands.changeNetwork({ ...settings, voiceVlan });
      navigator.backTo('network', 'set-up-network');
    },
  });
  const softKeys: SoftKeys = [
    { label: actions.save, icon: 'check', tone: 'primary', onPress: form.submit },
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    undefined,
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  const { keysWidth, narrow } = theme.layout;
  return (
    <ScreenFrame name={words.vlan} softKeys={softKeys} contentStyle={formStyle(narrow)}>
      <View style={formFieldsStyle(narrow)} role="none">
        {!narrow && (
          <Text style={{ ...strongStyle(theme, 'heading'), width: '100%' }} role="heading">
            {words.vlan}
          </Text>
        )}
        <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: '100%' }}>{words.vlanHint}</Text>
        <TextField label={words.vlanNumber} {...form.field('number')} />
      </View>
      <KeyGrid width={keysWidth} onKey={form.type} />
    </ScreenFrame>
  );
}
