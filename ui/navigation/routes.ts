// The places a person can be in, and which of them is shown in a given state of the phone.

import type { CallState, WifiSecurity } from '../../firmware/phone.ts';
import type { SteadyState } from '../steady-state.ts';

/** Where the person went. */
export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'presence' }
  | { readonly screen: 'dial'; readonly typed: string }
  | { readonly screen: 'call' }
  | { readonly screen: 'call-keypad' }
  | { readonly screen: 'quality' }
  /** Whom the person had found and chosen there, to come back to. */
  | { readonly screen: 'contacts'; readonly query?: string; readonly personId?: string }
  | { readonly screen: 'contact'; readonly personId: string }
  | { readonly screen: 'calls'; readonly missedOnly: boolean }
  | { readonly screen: 'messages' }
  | { readonly screen: 'settings' }
  | { readonly screen: 'language' }
  | { readonly screen: 'theme' }
  | { readonly screen: 'text-size' }
  | { readonly screen: 'ringer' }
  | { readonly screen: 'volume' }
  | { readonly screen: 'lock-pin' }
  | { readonly screen: 'sign-out' }
  | { readonly screen: 'test-call' }
  | { readonly screen: 'about' }
  | { readonly screen: 'set-up-language' | 'set-up-network' | 'set-up-time-zone' | 'set-up-server' }
  | { readonly screen: 'time-zone' | 'server' | 'factory-reset' | 'parts' }
  | { readonly screen: 'network' | 'network-link' | 'network-wifi' | 'network-vlan' | 'network-vlan-number' }
  | { readonly screen: 'network-wifi-password'; readonly ssid: string; readonly security: WifiSecurity }
  | { readonly screen: 'network-address' | 'network-fixed-address'; readonly family: 4 | 6 }
  /** With the Wi-Fi network that asks who the phone is. */
  | { readonly screen: 'network-access'; readonly ssid?: string };

/** Shown because of what the phone is doing, wherever the person is. */
export type Overlay =
  | { readonly screen: 'start-up' }
  | { readonly screen: 'sign-in' }
  | { readonly screen: 'locked' }
  /** Nobody is here: the phone is about to start a new image. */
  | { readonly screen: 'updating' }
  /** Everything is being forgotten. */
  | { readonly screen: 'forgetting' }
  | { readonly screen: 'incoming'; readonly callId: string };

export type Shown = Route | Overlay;

const callRoutes: ReadonlySet<Route['screen']> = new Set(['call', 'call-keypad', 'quality']);
const lockedRoutes: ReadonlySet<Route['screen']> = new Set([...callRoutes, 'dial']);

function isSetUpRoute({ screen }: Route): boolean {
  return screen.startsWith('set-up-') || screen.startsWith('network-');
}

export function isCallRoute(route: Route): boolean {
  return callRoutes.has(route.screen);
}

export function liveCalls(state: SteadyState): readonly CallState[] {
  return state.calls.filter((call) => call.phase !== 'ended');
}

/** The call that the call screen is about: the one with the handset, else a live one, else the last that ended. */
export function callInHand(state: SteadyState): CallState | undefined {
  const live = liveCalls(state).filter((call) => call.phase !== 'ringing-in');
  return (
    live.find((call) => call.id === state.activeCallId) ??
    live.at(-1) ??
    state.calls.findLast((call) => call.phase === 'ended')
  );
}

/** A ringing call beats everything; then what is being said; then the lock, then signing in; then the person's own way. */
export function shownScreen(state: SteadyState, route: Route): Shown {
  if (state.reset.begun) return { screen: 'forgetting' };
  if (state.startup === 'starting') return { screen: 'start-up' };
  const ringing = state.calls.find((call) => call.phase === 'ringing-in');
  if (ringing) return { screen: 'incoming', callId: ringing.id };
  if (state.update.step === 'restarting') return { screen: 'updating' };
  if (state.lock.locked && !lockedRoutes.has(route.screen)) {
    return callInHand(state) ? { screen: 'call' } : { screen: 'locked' };
  }
  if (isCallRoute(route)) return callInHand(state) ? route : { screen: 'home' };
  const signedOut = state.account.status === 'signed-out' || state.account.status === 'signing-in';
  if (signedOut && state.setUp.needed) return isSetUpRoute(route) ? route : { screen: 'set-up-language' };
  if (signedOut && (route.screen === 'network' || route.screen.startsWith('network-'))) return route;
  if (signedOut) return callInHand(state) ? { screen: 'call' } : { screen: 'sign-in' };
  return route;
}
