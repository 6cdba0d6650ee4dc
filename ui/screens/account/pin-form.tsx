// Extension and PIN, with the twelve keys beside them.

import { useRef, useState } from 'react';
import type { DigitKey } from '../../../hal/keypad.ts';
import { useKeys, useServices, useText, useTheme } from '../../app-context.ts';
import { View, type Widget } from '../../lvgl/index.ts';
import { columnStyle, KeyGrid, rowStyle, ScreenFrame, type SoftKeys, TextField } from '../../widgets/index.ts';
import { SignInHeading } from './sign-in-heading.tsx';

/** Longer than any numbering plan and any PIN. */
const longestEntry = 16;

interface PinFormProps {
  readonly extension: string;
  readonly onExtension: (extension: string) => void;
  readonly onOther: () => void;
}

type Field = 'extension' | 'pin';

export function PinForm({ extension, onExtension, onOther }: PinFormProps) {
  const { phone } = useServices();
  const { actions, signIn } = useText();
  const [pin, setPin] = useState('');
  const [field, setField] = useState<Field>(extension === '' ? 'extension' : 'pin');
  const [startsAtPin] = useState(extension !== '');
  const fields = { extension: useRef<Widget>(null), pin: useRef<Widget>(null) };
  const complete = extension !== '' && pin !== '';
  const value = field === 'extension' ? extension : pin;
  const change = (next: string): void => (field === 'extension' ? onExtension(next) : setPin(next)) ?? undefined;
  const type = (digit: DigitKey): void => {
    if (value.length < longestEntry && digit !== '*' && digit !== '#') change(value + digit);
  };
  const erase = (): void => change(value.slice(0, -1));
  const submit = (): void => {
    if (complete) phone.commands.signInWithPin(extension, pin);
    else fields[extension === '' ? 'extension' : 'pin'].current?.focus();
  };
  useKeys({ onDigit: type, onText: (character) => typeCharacter(character, type, erase), onBack: erase });
  const softKeys: SoftKeys = [
    { label: actions.signIn, icon: 'check', tone: 'primary', onPress: submit },
    { label: actions.withAddress, icon: 'keyboard', onPress: onOther },
    undefined,
    { label: actions.erase, icon: 'delete', onPress: erase },
  ];
  const { keysWidth, narrow } = useTheme().layout;
  const left = {
    ...columnStyle,
    width: 200,
    'flex-grow': 1,
    height: '100%',
    'justify-content': 'center',
    'row-spacing': narrow ? 8 : 12,
  } as const;
  return (
    <ScreenFrame
      name={signIn.title}
      softKeys={softKeys}
      contentStyle={{ ...rowStyle, 'column-spacing': narrow ? 12 : 20, 'align-items': 'flex-start' }}
    >
      <View style={left} role="none">
        <SignInHeading hint={signIn.pinHint} titled={!narrow} />
        <TextField
          label={signIn.extension}
          value={extension}
          fieldRef={fields.extension}
          active={field === 'extension'}
          autoFocus={!startsAtPin}
          onActivate={() => setField('extension')}
        />
        <TextField
          label={signIn.pin}
          value={pin}
          secret
          fieldRef={fields.pin}
          active={field === 'pin'}
          autoFocus={startsAtPin}
          onActivate={() => setField('pin')}
        />
      </View>
      <KeyGrid width={keysWidth} onKey={type} />
    </ScreenFrame>
  );
}

/** Digits typed on a keyboard count like keys; other characters have no place in a PIN. */
function typeCharacter(character: string, type: (digit: DigitKey) => void, erase: () => void): void {
  if (character === '\b') erase();
  else if (/^\d$/.test(character)) type(character as DigitKey);
}
