// Setting the lock PIN: once, and once more to be sure.

import { useState } from 'react';
import { useServices, useText, useTheme } from '../../app-context.ts';
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

const shortestPin = 4;
const longestPin = 12;
const digit = /^\d$/;

type Step = { readonly first: string | undefined; readonly problem: 'differ' | 'short' | undefined };

export function LockPinScreen() {
  const { phone, navigator } = useServices();
  const { actions, settings: words } = useText();
  const [pin, setPin] = useState('');
  const [step, setStep] = useState<Step>({ first: undefined, problem: undefined });
  const next = (): void => {
    setPin('');
    if (pin.length < shortestPin) setStep({ ...step, problem: 'short' });
    else if (step.first === undefined) setStep({ first: pin, problem: undefined });
    else if (step.first !== pin) setStep({ first: undefined, problem: 'differ' });
    else {
      phone.commands.setLockPin(pin);
      navigator.back();
    }
  };
  const form = useForm({
    fields: { pin: { value: pin, onChange: setPin, longest: longestPin, characters: digit } },
    letters: false,
    onSubmit: next,
    // Saying that it is too short is better than nothing happening.
    optional: ['pin'],
    onLeave: () => navigator.back(),
  });
  const repeating = step.first !== undefined;
  const softKeys: SoftKeys = [
    { label: repeating ? actions.save : actions.done, icon: 'check', tone: 'primary', onPress: form.submit },
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    undefined,
    { label: actions.cancel, icon: 'x', onPress: () => navigator.back() },
  ];
  const { keysWidth, narrow } = useTheme().layout;
  return (
    <ScreenFrame name={words.lockPin} softKeys={softKeys} contentStyle={formStyle(narrow)}>
      <View style={formFieldsStyle(narrow)} role="none">
        <PinHeading repeating={repeating} problem={step.problem} />
        <TextField label={words.lockPin} secret {...form.field('pin')} />
      </View>
      <KeyGrid width={keysWidth} onKey={form.type} />
    </ScreenFrame>
  );
}

function PinHeading({ repeating, problem }: { readonly repeating: boolean; readonly problem: Step['problem'] }) {
  const theme = useTheme();
  const { settings: words } = useText();
  const hint =
    problem === 'short'
      ? words.pinTooShort
      : problem === 'differ'
        ? words.pinsDiffer
        : repeating
          ? words.repeatPinHint
          : words.newPinHint;
  const ink = problem ? theme.colors.accentText : theme.colors.secondary;
  return (
    <>
      <Text style={{ ...strongStyle(theme, 'heading'), width: '100%' }} role="heading">
        {repeating ? words.repeatPin : words.newPin}
      </Text>
      <Text style={{ ...textStyle(theme, 'body', ink), width: '100%' }} role={problem ? 'alert' : 'text'}>
        {hint}
      </Text>
    </>
  );
}
