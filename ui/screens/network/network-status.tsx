// Whether the phone is in the network, in one line; what is wrong and what helps where it is not.

import { usePhoneState, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import { columnStyle, Icon, Ribbon, rowStyle, strongStyle, textStyle } from '../../widgets/index.ts';

export function NetworkStatus() {
  const theme = useTheme();
  const { network: words } = useText();
  const { state, refused } = usePhoneState().network;
  const { narrow } = theme.layout;
  if (refused !== undefined)
    return <Ribbon severity="warning" explanation={{ ...words.problems['settings-refused'], remedy: refused }} />;
  if (state.problem) return <Ribbon severity="warning" explanation={words.problems[state.problem]} icon="unplug" />;
  const connected = state.status === 'connected';
  const title = !connected
    ? words.joining
    : state.link === 'wifi'
      ? words.connectedByWifi(state.ssid ?? words.wifi)
      : words.connectedByCable;
  const facts = [...state.addresses, ...(state.voiceVlan === undefined ? [] : [`VLAN ${state.voiceVlan}`])];
  return (
    <View
      style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 14, 'padding-left': narrow ? 0 : 14 }}
      role="status"
    >
      <Icon
        icon={connected ? 'circle-check' : 'loader-circle'}
        color={connected ? theme.colors.goodText : theme.colors.secondary}
      />
      <View style={{ ...columnStyle, 'flex-grow': 1, height: 'auto' }} role="none">
        <Text style={{ ...strongStyle(theme, 'body'), width: '100%' }}>{title}</Text>
        {connected && (
          <Text style={{ ...textStyle(theme, 'caption', theme.colors.secondary), width: '100%' }}>
            {facts.join(' · ')}
          </Text>
        )}
      </View>
    </View>
  );
}
