// Somebody calls: who it is, and the two answers to that.

import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import { liveCalls } from '../../navigation/routes.ts';
import { columnStyle, ScreenFrame, type SoftKeys, strongStyle, textStyle } from '../../widgets/index.ts';
import { partyDetail, partyName } from '../people/person-details.ts';
import { RingedAvatar } from './ringed-avatar.tsx';

export function IncomingScreen({ callId }: { readonly callId: string }) {
  const theme = useTheme();
  const { phone } = useServices();
  const text = useText();
  const state = usePhoneState();
  const call = state.calls.find((candidate) => candidate.id === callId);
  if (!call) return null;
  const other = liveCalls(state).find((candidate) => candidate.phase === 'connected' && !candidate.held);
  const softKeys: SoftKeys = [
    {
      label: text.actions.answer,
      icon: 'phone',
      tone: 'calling',
      autoFocus: true,
      onPress: () => phone.commands.answer(callId),
    },
    { label: text.actions.decline, icon: 'phone-off', tone: 'ending', onPress: () => phone.commands.decline(callId) },
  ];
  const secondary = {
    ...textStyle(theme, 'label', theme.colors.secondary),
    width: '100%',
    'text-align': 'center',
  } as const;
  const detail = partyDetail(call.party, text);
  return (
    <ScreenFrame
      name={text.call.incoming}
      softKeys={softKeys}
      contentStyle={{ ...columnStyle, 'align-items': 'center', 'justify-content': 'center', 'row-spacing': 6 }}
    >
      <RingedAvatar call={call} ring={theme.colors.positive} />
      <View style={{ height: 4, width: 1 }} role="none" />
      <Text style={{ ...strongStyle(theme, 'title'), width: '100%', 'text-align': 'center' }} role="heading">
        {partyName(call.party, text)}
      </Text>
      {detail !== '' && <Text style={secondary}>{detail}</Text>}
      <Text style={{ ...secondary, ...textStyle(theme, 'body', theme.colors.secondary) }}>
        {other ? text.call.answeringHolds(partyName(other.party, text)) : text.call.incoming}
      </Text>
    </ScreenFrame>
  );
}
