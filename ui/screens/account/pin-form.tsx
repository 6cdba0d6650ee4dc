// Extension and PIN, with the twelve keys beside them.

import { useState } from 'react';
import { useServices, useText, useTheme } from '../../app-context.ts';
import { View } from '../../lvgl/index.ts';
import {
  formFieldsStyle,
  formStyle,
  KeyGrid,
  ScreenFrame,
  type SoftKeys,
  TextField,
  useForm,
} from '../../widgets/index.ts';
import { SignInHeading } from './sign-in-heading.tsx';

/** Longer than any numbering plan and any PIN. */
const longestEntry = 16;
const digit = /^\d$/;

interface PinFormProps {
  readonly extension: string;
  readonly onExtension: (extension: string) => void;
  readonly onOther: () => void;
}

export function PinForm({ extension, onExtension, onOther }: PinFormProps) {
  const { phone, navigator } = useServices();
  const { actions, signIn, network } = useText();
  const [pin, setPin] = useState('');
  const form = useForm({
    fields: {
      extension: { value: extension, onChange: onExtension, longest: longestEntry, characters: digit },
      pin: { value: pin, onChange: setPin, longest: longestEntry, characters: digit },
    },
    letters: false,
    onSubmit: () => phone.commands.signInWithPin(extension, pin),
  });
  const softKeys: SoftKeys = [
    { label: actions.signIn, icon: 'check', tone: 'primary', onPress: form.submit },
    { label: actions.withAddress, icon: 'keyboard', onPress: onOther },
    { label: network.title, icon: 'network', onPress: () => navigator.push({ screen: 'network' }) },
    { label: actions.erase, icon: 'delete', onPress: form.erase },
  ];
  const { keysWidth, narrow } = useTheme().layout;
  return (
    <ScreenFrame name={signIn.title} softKeys={softKeys} contentStyle={formStyle(narrow)}>
      <View style={formFieldsStyle(narrow)} role="none">
        <SignInHeading hint={signIn.pinHint} titled={!narrow} />
        <TextField label={signIn.extension} {...form.field('extension')} />
        <TextField label={signIn.pin} secret {...form.field('pin')} />
      </View>
      <KeyGrid width={keysWidth} onKey={form.type} />
    </ScreenFrame>
  );
}
