// A call in progress or held: who, how long, what is wrong with it, and what one can do.

import type { CallState } from '../../../firmware/phone.ts';
import { useKeys, usePhoneState, useServices, useText } from '../../app-context.ts';
import { View } from '../../lvgl/index.ts';
import { liveCalls } from '../../navigation/routes.ts';
import { columnStyle, rowStyle, ScreenFrame, type SoftKeys } from '../../widgets/index.ts';
import { CallActions } from './call-actions.tsx';
import { CallCard } from './call-card.tsx';
import { useCallRibbon } from './call-ribbon.tsx';

export function ConnectedScreen({ call }: { readonly call: CallState }) {
  const { phone, navigator } = useServices();
  const { actions, call: words } = useText();
  const state = usePhoneState();
  const ribbon = useCallRibbon(call);
  const other = liveCalls(state).find((candidate) => candidate.id !== call.id);
  useKeys({
    onDigit: (digit) => {
      phone.commands.sendDigit(digit);
      navigator.push({ screen: 'call-keypad' });
    },
    onBack: () => navigator.home(),
  });
  const hold = call.held
    ? ({ label: actions.resume, icon: 'play', onPress: () => phone.commands.resume(call.id) } as const)
    : ({ label: actions.hold, icon: 'pause', onPress: () => phone.commands.hold(call.id) } as const);
  const softKeys: SoftKeys = [
    { label: actions.endCall, icon: 'phone-off', tone: 'ending', onPress: () => phone.commands.hangUp(call.id) },
    hold,
    other && { label: actions.swap, icon: 'arrow-left-right', onPress: () => phone.commands.resume(other.id) },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.home() },
  ];
  return (
    <ScreenFrame name={call.held ? words.onHold : 'call'} softKeys={softKeys} contentStyle={columnStyle}>
      {ribbon}
      <View
        style={{
          ...rowStyle,
          width: '100%',
          height: 100,
          'flex-grow': 1,
          'column-spacing': 12,
          'align-items': 'flex-start',
        }}
        role="none"
      >
        <CallCard call={call} other={other} />
        <CallActions low={ribbon !== undefined} />
      </View>
    </ScreenFrame>
  );
}
