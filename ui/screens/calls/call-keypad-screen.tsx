// The keypad in a call: digits go to the other side as they are pressed.

import type { DigitKey } from '../../../hal/keypad.ts';
import { useKeys, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import { callInHand } from '../../navigation/routes.ts';
import {
  Card,
  columnStyle,
  KeyGrid,
  rowStyle,
  ScreenFrame,
  type SoftKeys,
  strongStyle,
  textStyle,
} from '../../widgets/index.ts';
import { partyName } from '../people/person-details.ts';

/** As many of the last digits as stand on the card. */
const digitsShown = 14;

export function CallKeypadScreen() {
  const theme = useTheme();
  const { phone, navigator } = useServices();
  const text = useText();
  const call = callInHand(usePhoneState());
  const send = (digit: DigitKey): void => phone.commands.sendDigit(digit);
  useKeys({ onDigit: send, onText: (character) => (/^[\d*#]$/.test(character) ? send(character as DigitKey) : false) });
  const softKeys: SoftKeys = [
    call && {
      label: text.actions.endCall,
      icon: 'phone-off',
      tone: 'ending',
      onPress: () => phone.commands.hangUp(call.id),
    },
    undefined,
    undefined,
    { label: text.actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  const secondary = { ...textStyle(theme, 'body', theme.colors.secondary), width: '100%' } as const;
  const sent = call?.sentDigits ?? '';
  return (
    <ScreenFrame
      name={text.call.keypadTitle}
      softKeys={softKeys}
      contentStyle={{ ...rowStyle, 'column-spacing': 12, 'align-items': 'flex-start' }}
    >
      <Card
        style={{
          ...columnStyle,
          width: 200,
          'flex-grow': 1,
          height: '100%',
          'justify-content': 'center',
          'row-spacing': 12,
        }}
      >
        <Text style={secondary}>{call ? partyName(call.party, text) : ''}</Text>
        <Text style={{ ...strongStyle(theme, 'title'), width: '100%' }} role="status">
          {sent === '' ? text.call.keypadTitle : sent.slice(-digitsShown)}
        </Text>
        <Text style={secondary}>{text.call.keypadEmpty}</Text>
      </Card>
      <KeyGrid width={theme.layout.keysWidth} onKey={send} autoFocus />
    </ScreenFrame>
  );
}
