// A call that is over: why, in words, and what to do next.

import type { CallState } from '../../../firmware/phone.ts';
import { useFormats, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import { columnStyle, ScreenFrame, type SoftKeys, strongStyle, textStyle } from '../../widgets/index.ts';
import { partyName } from '../people/person-details.ts';
import { RingedAvatar } from './ringed-avatar.tsx';

export function CallEndedScreen({ call }: { readonly call: CallState }) {
  const theme = useTheme();
  const { phone } = useServices();
  const text = useText();
  const formats = useFormats();
  const reason = text.call.endReasons[call.endReason ?? 'server-error'];
  const spoke = call.connectedAtMs !== undefined && call.endedAtMs !== undefined;
  const lasted = spoke
    ? text.call.lasted(formats.duration((call.endedAtMs ?? 0) - (call.connectedAtMs ?? 0)))
    : undefined;
  const close = (): void => phone.commands.dismiss(call.id);
  const redial = (): void => {
    close();
    phone.commands.dial(call.party.number);
  };
  const softKeys: SoftKeys = [
    call.party.anonymous || call.party.number === ''
      ? undefined
      : { label: text.actions.callAgain, icon: 'phone', tone: 'calling', onPress: redial },
    undefined,
    undefined,
    { label: text.actions.close, icon: 'x', onPress: close },
  ];
  const centred = { width: '100%', 'text-align': 'center' } as const;
  const { colors } = theme;
  return (
    <ScreenFrame
      name={reason.what}
      softKeys={softKeys}
      contentStyle={{ ...columnStyle, 'align-items': 'center', 'justify-content': 'center', 'row-spacing': 6 }}
    >
      <RingedAvatar call={call} ring={colors.raised} />
      <Text style={{ ...textStyle(theme, 'label', colors.secondary), ...centred }}>{partyName(call.party, text)}</Text>
      <View
        style={{ ...columnStyle, width: '100%', height: 'auto', 'row-spacing': 4 }}
        role="alert"
        name={`${reason.what}. ${reason.remedy}`}
      >
        <Text style={{ ...strongStyle(theme, 'heading'), ...centred }} role="heading">
          {reason.what}
        </Text>
        <Text style={{ ...textStyle(theme, 'body', colors.secondary), ...centred }}>
          {[lasted, reason.remedy].filter(Boolean).join(' ')}
        </Text>
      </View>
    </ScreenFrame>
  );
}
