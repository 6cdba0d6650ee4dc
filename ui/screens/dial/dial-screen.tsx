// One field for names and numbers: who matches is listed while typing, and Call dials what was typed or chosen.

import { type Ref, useCallback, useEffect, useRef, useState } from 'react';
import type { DigitKey } from '../../../hal/keypad.ts';
import { useKeys, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Button, Text, View, type Widget } from '../../lvgl/index.ts';
import {
  Cursor,
  columnStyle,
  focusedRing,
  KeyGrid,
  paddingToHeight,
  rowStyle,
  ScreenFrame,
  type SoftKeySpec,
  type SoftKeys,
  strongStyle,
  surfaceStyle,
  textStyle,
} from '../../widgets/index.ts';
import { DialMatches } from './dial-matches.tsx';

/** Longest dialled string that a person could mean: an address. */
const longestEntry = 64;

export function DialScreen({ typed: initial }: { readonly typed: string }) {
  const { phone, navigator } = useServices();
  const { actions, dial } = useText();
  const { hook, lock } = usePhoneState();
  const [typed, setTyped] = useState(initial);
  const [chosen, setChosen] = useState<string>();
  const change = useCallback((next: (before: string) => string): void => {
    setTyped((before) => next(before).slice(0, longestEntry));
    setChosen(undefined);
  }, []);
  const press = useCallback(
    (digit: DigitKey): void => {
      phone.commands.soundDigit(digit);
      change((before) => before + digit);
    },
    [phone, change],
  );
  const erase = (): void => change((before) => before.slice(0, -1));
  const call = useCallback(
    (target: string): void => {
      if (target !== '') phone.commands.dial(target);
    },
    [phone],
  );
  useEffect(() => {
    if (!lock.locked) phone.commands.search(typed);
  }, [phone, typed, lock.locked]);
  useDialOnLift(hook === 'off-hook', () => call(chosen ?? typed));
  const field = useRef<Widget>(null);
  useKeys({
    onDigit: (digit) => {
      // What is typed with the phone's keys is called by OK, wherever the focus was before.
      field.current?.focus();
      press(digit);
    },
    onText: (character) => {
      field.current?.focus();
      if (character === '\b') erase();
      else change((before) => before + character);
    },
    onBack: () => (typed === '' ? navigator.back() : erase()),
  });
  const first: SoftKeySpec =
    typed === '' && chosen === undefined
      ? { label: actions.redial, icon: 'history', onPress: () => phone.commands.redial() }
      : { label: actions.call, icon: 'phone', tone: 'calling', onPress: () => call(chosen ?? typed) };
  const softKeys: SoftKeys = [
    first,
    typed === '' ? undefined : { label: actions.erase, icon: 'delete', onPress: erase },
    undefined,
    { label: actions.cancel, icon: 'x', onPress: () => navigator.back() },
  ];
  const { narrow } = useTheme().layout;
  const left = { ...columnStyle, width: 200, 'flex-grow': 1, height: '100%', 'row-spacing': 8 } as const;
  return (
    <ScreenFrame
      name={dial.title}
      softKeys={softKeys}
      contentStyle={{ ...rowStyle, 'column-spacing': 12, 'align-items': 'flex-start' }}
    >
      <View style={left} role="none">
        <DialField typed={typed} fieldRef={field} onFocus={() => setChosen(undefined)} onEnter={first.onPress} />
        <DialMatches typed={typed} onChoose={setChosen} onCall={call} />
      </View>
      <KeyGrid width={narrow ? 208 : 284} onKey={press} />
    </ScreenFrame>
  );
}

interface DialFieldProps {
  readonly typed: string;
  readonly fieldRef: Ref<Widget>;
  readonly onFocus: () => void;
  readonly onEnter: () => void;
}

function DialField({ typed, fieldRef, onFocus, onEnter }: DialFieldProps) {
  const theme = useTheme();
  const { dial } = useText();
  const { colors } = theme;
  const style = {
    ...rowStyle,
    ...surfaceStyle(theme, colors.card),
    width: '100%',
    height: 'auto',
    ...paddingToHeight(theme, 56, 'digit'),
    'padding-left': 14,
    'padding-right': 14,
    'column-spacing': 4,
    overflow: 'hidden',
  } as const;
  return (
    <Button
      style={style}
      onFocusedStyle={focusedRing(theme)}
      role="textbox"
      name={dial.placeholder}
      autoFocus
      ref={fieldRef}
      onFocus={onFocus}
      onEnter={onEnter}
    >
      {typed !== '' && <Text style={strongStyle(theme, typed.length > 22 ? 'name' : 'digit')}>{typed}</Text>}
      <Cursor height={30} />
      {typed === '' && (
        <Text style={{ ...textStyle(theme, 'label', colors.secondary), 'margin-left': 6 }}>{dial.placeholder}</Text>
      )}
    </Button>
  );
}

/** Lifting the handset over a typed number calls it. */
function useDialOnLift(lifted: boolean, call: () => void): void {
  const before = useRef(lifted);
  useEffect(() => {
    const justLifted = lifted && !before.current;
    before.current = lifted;
    if (justLifted) call();
  });
}
