// Who the phone is to the switch or to the company's Wi-Fi (IEEE 802.1X): name and password.

import { useState } from 'react';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { View } from '../../lvgl/index.ts';
import {
  LetterKeyboard,
  rowStyle,
  ScreenFrame,
  ScrollList,
  type SoftKeys,
  TextField,
  useForm,
} from '../../widgets/index.ts';

const longestEntry = 64;

/** With the name of a Wi-Fi network: that one is joined. */
export function AccessScreen({ ssid }: { readonly ssid: string | undefined }) {
  const { phone, navigator } = useServices();
  const { actions, network: words } = useText();
  const { narrow, screenWidth, edge, gap } = useTheme().layout;
  const { settings } = usePhoneState().network;
  const { access } = settings;
  const [identity, setIdentity] = useState(access?.identity ?? '');
  const [password, setPassword] = useState('');
  const done = (): void => navigator.backTo('network', 'set-up-network');
  const form = useForm({
    fields: {
      identity: { value: identity, onChange: setIdentity, longest: longestEntry },
      password: { value: password, onChange: setPassword, longest: longestEntry },
    },
    letters: true,
    onLeave: () => navigator.back(),
    onSubmit: () => {
      const joined =
        ssid === undefined ? {} : { link: 'wifi' as const, wifi: { ssid, security: 'enterprise' as const } };
      phone.commands.changeNetwork({
        ...settings,
        ...joined,
        access: { method: 'peap', ...access, identity, password },
      });
      done();
    },
  });
  const softKeys: SoftKeys = [
    { label: actions.save, icon: 'check', tone: 'primary', onPress: form.submit },
    access && ssid === undefined
      ? {
          label: actions.switchOff,
          icon: 'x',
          onPress: () => {
            phone.commands.changeNetwork({ ...settings, access: undefined });
            done();
          },
        }
      : undefined,
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  const identityWidth = narrow ? 240 : 380;
  return (
    <ScreenFrame name={words.access} softKeys={softKeys} contentStyle={{ 'row-spacing': 6 }}>
      <ScrollList name={words.access}>
        <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': gap }} role="none">
          <TextField label={words.identity} compact width={identityWidth} {...form.field('identity')} />
          <TextField
            label={words.password}
            secret
            width={screenWidth - 2 * edge - gap - identityWidth}
            {...form.field('password')}
          />
        </View>
        <LetterKeyboard onCharacter={form.type} />
      </ScrollList>
    </ScreenFrame>
  );
}
