// A call on its way: whom it goes to, and whether it rings there.

import type { CallState } from '../../../firmware/phone.ts';
import { useElapsed, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import { waits } from '../../theme/index.ts';
import {
  columnStyle,
  rowStyle,
  ScreenFrame,
  type SoftKeys,
  strongStyle,
  textStyle,
  WaitSpinner,
} from '../../widgets/index.ts';
import { partyDetail, partyName } from '../people/person-details.ts';
import { RingedAvatar } from './ringed-avatar.tsx';

export function OutgoingScreen({ call }: { readonly call: CallState }) {
  const theme = useTheme();
  const { phone } = useServices();
  const text = useText();
  const detail = partyDetail(call.party, text);
  const secondary = {
    ...textStyle(theme, 'label', theme.colors.secondary),
    width: '100%',
    'text-align': 'center',
  } as const;
  const softKeys: SoftKeys = [
    { label: text.actions.endCall, icon: 'phone-off', tone: 'ending', onPress: () => phone.commands.hangUp(call.id) },
  ];
  return (
    <ScreenFrame
      name={text.call.calling}
      softKeys={softKeys}
      contentStyle={{ ...columnStyle, 'align-items': 'center', 'justify-content': 'center', 'row-spacing': 6 }}
    >
      <RingedAvatar call={call} ring={call.phase === 'ringing-out' ? theme.colors.accent : theme.colors.raised} />
      <View style={{ height: 4, width: 1 }} role="none" />
      <Text style={{ ...strongStyle(theme, 'title'), width: '100%', 'text-align': 'center' }} role="heading">
        {partyName(call.party, text)}
      </Text>
      {detail !== '' && <Text style={secondary}>{detail}</Text>}
      <Progress key={call.phase} ringing={call.phase === 'ringing-out'} />
    </ScreenFrame>
  );
}

function Progress({ ringing }: { readonly ringing: boolean }) {
  const theme = useTheme();
  const { call } = useText();
  const shown = useElapsed(waits.showAfterMs);
  const explained = useElapsed(waits.explainAfterMs);
  const words = ringing ? call.ringing : explained ? call.callingLong : call.calling;
  return (
    <View style={{ ...rowStyle, width: 'auto', height: 28, 'column-spacing': 10 }} role="status" name={words}>
      {!ringing && shown && <WaitSpinner size={20} />}
      <Text style={strongStyle(theme, 'body', theme.colors.accentText)}>{words}</Text>
    </View>
  );
}
