// Signing in: by extension and PIN first, by address and password on demand; waiting; and what went wrong.

import { useState } from 'react';
import { usePhoneState, useServices, useText } from '../../app-context.ts';
import { View } from '../../lvgl/index.ts';
import { columnStyle, ScreenFrame, WaitIndicator } from '../../widgets/index.ts';
import { AddressForm } from './address-form.tsx';
import { PinForm } from './pin-form.tsx';

export function SignInScreen() {
  const { account } = usePhoneState();
  const [byAddress, setByAddress] = useState(false);
  // Kept here, so that a failed attempt does not cost typing the name again.
  const [extension, setExtension] = useState('');
  const [address, setAddress] = useState('');
  if (account.status === 'signing-in') return <SigningIn />;
  if (byAddress) return <AddressForm address={address} onAddress={setAddress} onOther={() => setByAddress(false)} />;
  return <PinForm extension={extension} onExtension={setExtension} onOther={() => setByAddress(true)} />;
}

function SigningIn() {
  const { phone } = useServices();
  const { signIn, actions } = useText();
  const cancel = { label: actions.cancel, icon: 'x', onPress: () => phone.commands.cancelSignIn() } as const;
  return (
    <ScreenFrame name={signIn.working} softKeys={[undefined, undefined, undefined, cancel]}>
      <View style={{ ...columnStyle, width: '100%', height: '100%', 'justify-content': 'center' }} role="none">
        <WaitIndicator title={signIn.working} reason={signIn.workingLong} />
      </View>
    </ScreenFrame>
  );
}
