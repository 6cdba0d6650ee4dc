// Address and password, by the letters on the screen, by a keyboard, or by pressing the twelve keys repeatedly.

import { useState } from 'react';
import { useServices, useText, useTheme } from '../../app-context.ts';
import { View } from '../../lvgl/index.ts';
import {
  LetterKeyboard,
  rowStyle,
  ScreenFrame,
  ScrollList,
  type SoftKeys,
  TextField,
  useForm,
} from '../../widgets/index.ts';
import { SignInHeading } from './sign-in-heading.tsx';

const longestEntry = 64;

interface AddressFormProps {
  readonly address: string;
  readonly onAddress: (address: string) => void;
  readonly onOther: () => void;
}

export function AddressForm({ address, onAddress, onOther }: AddressFormProps) {
  const { phone, navigator } = useServices();
  const { actions, signIn, network } = useText();
  const { narrow, screenWidth, edge, gap } = useTheme().layout;
  const addressWidth = narrow ? 300 : 440;
  const [password, setPassword] = useState('');
  const form = useForm({
    fields: {
      address: { value: address, onChange: onAddress, longest: longestEntry },
      password: { value: password, onChange: setPassword, longest: longestEntry },
    },
    letters: true,
    onSubmit: () => phone.commands.signInWithPassword(address, password),
  });
  const softKeys: SoftKeys = [
    { label: actions.signIn, icon: 'check', tone: 'primary', onPress: form.submit },
    { label: actions.withPin, icon: 'grid-3x3', onPress: onOther },
    { label: network.title, icon: 'network', onPress: () => navigator.push({ screen: 'network' }) },
    { label: actions.erase, icon: 'delete', onPress: form.erase },
  ];
  const heading = (
    <SignInHeading hint={signIn.addressHint} notAbout={['wrong-pin', 'pin-locked']} titled={false} hinted={!narrow} />
  );
  const entries = (
    <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': gap }} role="none">
      <TextField label={signIn.address} compact width={addressWidth} {...form.field('address')} />
      <TextField
        label={signIn.password}
        secret
        width={screenWidth - 2 * edge - gap - addressWidth}
        {...form.field('password')}
      />
    </View>
  );
  return (
    <ScreenFrame name={signIn.title} softKeys={softKeys} contentStyle={{ 'row-spacing': 6 }}>
      {narrow ? (
        // A sentence about what went wrong scrolls away once letters are wanted.
        <ScrollList name={signIn.title}>
          {heading}
          {entries}
          <LetterKeyboard onCharacter={form.type} />
        </ScrollList>
      ) : (
        <>
          {heading}
          {entries}
          <LetterKeyboard onCharacter={form.type} />
        </>
      )}
    </ScreenFrame>
  );
}
