// Forgetting everything: asked once more, by the administrator's PIN where the policy says so.

import { useState } from 'react';
import { useFormats, useLatestState, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  columnStyle,
  Dialog,
  EmptyState,
  formFieldsStyle,
  formStyle,
  KeyGrid,
  ScreenFrame,
  type SoftKeys,
  strongStyle,
  TextField,
  textStyle,
  useForm,
  WaitIndicator,
} from '../../widgets/index.ts';

const longestPin = 12;
const triesAllowed = 5;

export function FactoryResetScreen() {
  const { phone, navigator } = useServices();
  const { actions, reset: words } = useText();
  const { who } = usePhoneState().reset;
  if (who === 'administrator') return <AdministratorReset />;
  const cancel = { label: actions.cancel, icon: 'x', onPress: () => navigator.back() } as const;
  const softKeys: SoftKeys = [
    who === 'nobody'
      ? undefined
      : { label: words.erase, icon: 'trash-2', tone: 'primary', onPress: () => phone.commands.factoryReset() },
    undefined,
    undefined,
    // A hand that presses OK without reading does no harm.
    { ...cancel, autoFocus: true },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      {who === 'nobody' ? (
        <EmptyState icon="lock" title={words.nobody} detail={words.nobodyDetail} />
      ) : (
        <Dialog icon="trash-2" question={words.question} detail={words.detail} />
      )}
    </ScreenFrame>
  );
}

function AdministratorReset() {
  const { phone, navigator } = useServices();
  const { actions, reset: words } = useText();
  const theme = useTheme();
  const [pin, setPin] = useState('');
  const form = useForm({
    fields: { pin: { value: pin, onChange: setPin, longest: longestPin, characters: /^\d$/ } },
    letters: false,
    onSubmit: () => {
      phone.commands.factoryReset(pin);
      setPin('');
    },
    onLeave: () => navigator.back(),
  });
  const softKeys: SoftKeys = [
    { label: words.erase, icon: 'trash-2', tone: 'primary', onPress: form.submit },
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    undefined,
    { label: actions.cancel, icon: 'x', onPress: () => navigator.back() },
  ];
  const { keysWidth, narrow } = theme.layout;
  const hint = usePinHint();
  return (
    <ScreenFrame name={words.title} softKeys={softKeys} contentStyle={formStyle(narrow)}>
      <View style={formFieldsStyle(narrow, 6)} role="none">
        {!narrow && (
          <Text style={{ ...strongStyle(theme, 'heading'), width: '100%' }} role="heading">
            {words.question}
          </Text>
        )}
        <Text
          style={{
            ...textStyle(theme, 'body', hint.wrong ? theme.colors.warningText : theme.colors.secondary),
            width: '100%',
          }}
          role={hint.wrong ? 'alert' : 'text'}
        >
          {hint.text}
        </Text>
        <TextField label={words.pin} secret {...form.field('pin')} />
      </View>
      <KeyGrid width={keysWidth} onKey={form.type} />
    </ScreenFrame>
  );
}

function usePinHint(): { readonly text: string; readonly wrong: boolean } {
  const { reset, nowMs } = useLatestState();
  const { reset: words } = useText();
  const formats = useFormats();
  const leftMs = (reset.lockedUntilMs ?? 0) - nowMs;
  if (leftMs > 0) return { text: words.wait(formats.duration(leftMs + 999)), wrong: true };
  if (reset.wrongPins > 0) return { text: words.wrongPin(Math.max(1, triesAllowed - reset.wrongPins)), wrong: true };
  return { text: words.pinHint, wrong: false };
}

/** While it happens: nothing to press. */
export function ForgettingScreen() {
  const { reset: words } = useText();
  return (
    <ScreenFrame name={words.begun} softKeys={[]}>
      <View style={{ ...columnStyle, width: '100%', height: '100%', 'justify-content': 'center' }} role="none">
        <WaitIndicator title={words.begun} reason={words.begunDetail} />
      </View>
    </ScreenFrame>
  );
}
