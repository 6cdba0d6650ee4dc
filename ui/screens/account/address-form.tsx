// Address and password, by the letters on the screen, by a keyboard, or by pressing the twelve keys repeatedly.

import { useRef, useState } from 'react';
import type { DigitKey } from '../../../hal/keypad.ts';
import { useKeys, useServices, useText, useTheme } from '../../app-context.ts';
import { View, type Widget } from '../../lvgl/index.ts';
import {
  LetterKeyboard,
  type LetterTap,
  rowStyle,
  ScreenFrame,
  ScrollList,
  type SoftKeys,
  TextField,
  tapLetter,
} from '../../widgets/index.ts';
import { SignInHeading } from './sign-in-heading.tsx';

const longestEntry = 64;

interface AddressFormProps {
  readonly address: string;
  readonly onAddress: (address: string) => void;
  readonly onOther: () => void;
}

type Field = 'address' | 'password';

export function AddressForm({ address, onAddress, onOther }: AddressFormProps) {
  const { phone, clock } = useServices();
  const { actions, signIn } = useText();
  const { narrow, screenWidth, edge, gap } = useTheme().layout;
  const addressWidth = narrow ? 300 : 440;
  const [password, setPassword] = useState('');
  const [field, setField] = useState<Field>(address === '' ? 'address' : 'password');
  const [startsAtPassword] = useState(address !== '');
  const fields = { address: useRef<Widget>(null), password: useRef<Widget>(null) };
  const tapped = useRef<LetterTap>(undefined);
  const value = field === 'address' ? address : password;
  const change = (next: string): void => (field === 'address' ? onAddress : setPassword)(next);
  const type = (character: string): void => {
    tapped.current = undefined;
    if (value.length < longestEntry) change(value + character);
  };
  const erase = (): void => change(value.slice(0, -1));
  const tap = (key: DigitKey): void => {
    const { character, replaces, tap: latest } = tapLetter(key, tapped.current, clock.nowMs());
    tapped.current = latest;
    if (replaces || value.length < longestEntry) change((replaces ? value.slice(0, -1) : value) + character);
  };
  const submit = (): void => {
    if (address !== '' && password !== '') phone.commands.signInWithPassword(address, password);
    else fields[address === '' ? 'address' : 'password'].current?.focus();
  };
  useKeys({
    onDigit: tap,
    onText: (character) => (character === '\b' ? erase() : type(character)),
    onBack: erase,
    letters: true,
  });
  const softKeys: SoftKeys = [
    { label: actions.signIn, icon: 'check', tone: 'primary', onPress: submit },
    { label: actions.withPin, icon: 'grid-3x3', onPress: onOther },
    undefined,
    { label: actions.erase, icon: 'delete', onPress: erase },
  ];
  const heading = (
    <SignInHeading hint={signIn.addressHint} notAbout={['wrong-pin', 'pin-locked']} titled={false} hinted={!narrow} />
  );
  const entries = (
    <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': gap }} role="none">
      <TextField
        label={signIn.address}
        value={address}
        compact
        width={addressWidth}
        fieldRef={fields.address}
        active={field === 'address'}
        autoFocus={!startsAtPassword}
        onActivate={() => setField('address')}
      />
      <TextField
        label={signIn.password}
        value={password}
        secret
        width={screenWidth - 2 * edge - gap - addressWidth}
        fieldRef={fields.password}
        active={field === 'password'}
        autoFocus={startsAtPassword}
        onActivate={() => setField('password')}
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
          <LetterKeyboard onCharacter={type} />
        </ScrollList>
      ) : (
        <>
          {heading}
          {entries}
          <LetterKeyboard onCharacter={type} />
        </>
      )}
    </ScreenFrame>
  );
}
