// The lock: the PIN opens it, dialling works without; names, calls and settings stay hidden.

import { useState } from 'react';
import { useFormats, useLatestState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  formFieldsStyle,
  formStyle,
  Icon,
  KeyGrid,
  rowStyle,
  ScreenFrame,
  type SoftKeys,
  strongStyle,
  TextField,
  textStyle,
  useForm,
} from '../../widgets/index.ts';

const longestPin = 12;
const digit = /^\d$/;
/** Wrong PINs before a pause. */
const triesAllowed = 5;

export function LockedScreen() {
  const { phone, navigator } = useServices();
  const { actions, locked, signIn } = useText();
  const [pin, setPin] = useState('');
  const form = useForm({
    fields: { pin: { value: pin, onChange: setPin, longest: longestPin, characters: digit } },
    letters: false,
    onSubmit: () => {
      phone.commands.unlock(pin);
      setPin('');
    },
  });
  const softKeys: SoftKeys = [
    { label: actions.unlock, icon: 'key-round', tone: 'primary', onPress: form.submit },
    { label: actions.dialPad, icon: 'phone', onPress: () => navigator.push({ screen: 'dial', typed: '' }) },
    undefined,
    { label: actions.erase, icon: 'delete', onPress: form.erase },
  ];
  const { keysWidth, narrow } = useTheme().layout;
  return (
    <ScreenFrame name={locked.title} softKeys={softKeys} contentStyle={formStyle(narrow)}>
      <View style={formFieldsStyle(narrow)} role="none">
        <LockHeading />
        <TextField label={signIn.pin} secret {...form.field('pin')} />
      </View>
      <KeyGrid width={keysWidth} onKey={form.type} />
    </ScreenFrame>
  );
}

function LockHeading() {
  const theme = useTheme();
  const { locked } = useText();
  const { text, wrong } = useLockHint();
  const hint = textStyle(theme, 'body', wrong ? theme.colors.warningText : theme.colors.secondary);
  const surface = wrong
    ? { 'background-color': theme.colors.warningSurface, 'border-radius': theme.layout.radius, padding: 10 }
    : {};
  return (
    <>
      <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 14 }} role="none">
        <Icon icon="lock" size={32} color={theme.colors.accentText} />
        <Text style={strongStyle(theme, 'title')} role="heading">
          {locked.title}
        </Text>
      </View>
      <Text style={{ ...hint, ...surface, width: '100%' }} role={wrong ? 'alert' : 'text'}>
        {text}
      </Text>
    </>
  );
}

function useLockHint(): { readonly text: string; readonly wrong: boolean } {
  const { lock, nowMs } = useLatestState();
  const { locked } = useText();
  const formats = useFormats();
  const leftMs = (lock.lockedOutUntilMs ?? 0) - nowMs;
  if (leftMs > 0) return { text: locked.wait(formats.duration(leftMs + 999)), wrong: true };
  if (lock.wrongPins > 0) return { text: locked.wrongPin(Math.max(1, triesAllowed - lock.wrongPins)), wrong: true };
  return { text: locked.hint, wrong: false };
}
