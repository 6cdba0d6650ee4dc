// Draws the screen that the phone's state and the person's way call for.

import { useSyncExternalStore } from 'react';
import { usePhoneState, useServices } from '../app-context.ts';
import { type Shown, shownScreen } from '../navigation/routes.ts';
import { LockedScreen } from './account/locked-screen.tsx';
import { SignInScreen } from './account/sign-in-screen.tsx';
import { StartUpScreen } from './account/start-up-screen.tsx';
import { UpdatingScreen } from './account/updating-screen.tsx';
import { CallKeypadScreen } from './calls/call-keypad-screen.tsx';
import { CallScreen } from './calls/call-screen.tsx';
import { CallsScreen } from './calls/calls-screen.tsx';
import { IncomingScreen } from './calls/incoming-screen.tsx';
import { QualityScreen } from './calls/quality-screen.tsx';
import { DialScreen } from './dial/dial-screen.tsx';
import { HomeScreen } from './home/home-screen.tsx';
import { MessagesScreen } from './home/messages-screen.tsx';
import { PresenceScreen } from './home/presence-screen.tsx';
import { AccessScreen } from './network/access-screen.tsx';
import { AddressScreen, FixedAddressScreen } from './network/address-screens.tsx';
import { LinkScreen, WifiPasswordScreen, WifiScreen } from './network/link-screens.tsx';
import { NetworkScreen } from './network/network-screen.tsx';
import { VlanNumberScreen, VlanScreen } from './network/vlan-screens.tsx';
import { ContactScreen } from './people/contact-screen.tsx';
import { ContactsScreen } from './people/contacts-screen.tsx';
import { FactoryResetScreen, ForgettingScreen } from './set-up/factory-reset-screen.tsx';
import { ServerScreen } from './set-up/server-screen.tsx';
import { SetUpLanguageScreen } from './set-up/set-up-language-screen.tsx';
import { TimeZoneScreen } from './set-up/time-zone-screen.tsx';
import { AboutScreen } from './settings/about-screen.tsx';
import { LanguageScreen, TextSizeScreen, ThemeScreen } from './settings/appearance-screens.tsx';
import { LockPinScreen } from './settings/lock-pin-screen.tsx';
import { PartsScreen } from './settings/parts-screen.tsx';
import { RingerScreen } from './settings/ringer-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { SignOutScreen } from './settings/sign-out-screen.tsx';
import { VolumeScreen } from './settings/volume-screen.tsx';
import { TestCallScreen } from './test-call/test-call-screen.tsx';

export function CurrentScreen() {
  const { navigator } = useServices();
  const route = useSyncExternalStore(navigator.subscribe, () => navigator.route);
  return screenFor(shownScreen(usePhoneState(), route));
}

function screenFor(shown: Shown) {
  switch (shown.screen) {
    case 'start-up':
      return <StartUpScreen />;
    case 'sign-in':
      return <SignInScreen />;
    case 'locked':
      return <LockedScreen />;
    case 'updating':
      return <UpdatingScreen />;
    case 'incoming':
      return <IncomingScreen key={shown.callId} callId={shown.callId} />;
    case 'home':
      return <HomeScreen />;
    case 'presence':
      return <PresenceScreen />;
    case 'dial':
      return <DialScreen typed={shown.typed} />;
    case 'call':
      return <CallScreen />;
    case 'call-keypad':
      return <CallKeypadScreen />;
    case 'quality':
      return <QualityScreen />;
    case 'contacts':
      return <ContactsScreen query={shown.query ?? ''} personId={shown.personId} />;
    case 'contact':
      return <ContactScreen key={shown.personId} personId={shown.personId} />;
    case 'calls':
      return <CallsScreen missedOnly={shown.missedOnly} />;
    case 'messages':
      return <MessagesScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'language':
      return <LanguageScreen />;
    case 'theme':
      return <ThemeScreen />;
    case 'text-size':
      return <TextSizeScreen />;
    case 'ringer':
      return <RingerScreen />;
    case 'volume':
      return <VolumeScreen />;
    case 'lock-pin':
      return <LockPinScreen />;
    case 'sign-out':
      return <SignOutScreen />;
    case 'test-call':
      return <TestCallScreen />;
    case 'about':
      return <AboutScreen />;
    case 'forgetting':
      return <ForgettingScreen />;
    case 'set-up-language':
      return <SetUpLanguageScreen />;
    case 'set-up-network':
      return <NetworkScreen key="set-up" step="set-up-network" />;
    case 'set-up-time-zone':
      return <TimeZoneScreen key="set-up" step="set-up-time-zone" />;
    case 'set-up-server':
      return <ServerScreen key="set-up" step="set-up-server" />;
    case 'parts':
      return <PartsScreen />;
    case 'time-zone':
      return <TimeZoneScreen />;
    case 'server':
      return <ServerScreen />;
    case 'factory-reset':
      return <FactoryResetScreen />;
    case 'network':
      return <NetworkScreen />;
    case 'network-link':
      return <LinkScreen />;
    case 'network-wifi':
      return <WifiScreen />;
    case 'network-wifi-password':
      return <WifiPasswordScreen ssid={shown.ssid} security={shown.security} />;
    case 'network-address':
      return <AddressScreen key={shown.family} family={shown.family} />;
    case 'network-fixed-address':
      return <FixedAddressScreen key={shown.family} family={shown.family} />;
    case 'network-vlan':
      return <VlanScreen />;
    case 'network-vlan-number':
      return <VlanNumberScreen />;
    case 'network-access':
      return <AccessScreen ssid={shown.ssid} />;
  }
}
