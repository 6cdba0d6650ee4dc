// Which lamps of the desk set are lit in a state of the phone.

import { type Indicators, type LampName, type LampState, lampNames } from '../../hal/indicators.ts';
import type { PhoneState } from '../phone.ts';

export function lampsOf(state: PhoneState): Readonly<Record<LampName, LampState>> {
  const on = (lit: boolean): LampState => (lit ? 'on' : 'off');
  const { presence, calls, audioPath } = state;
  return {
    'message-waiting': on(state.messagesWaiting > 0),
    mute: on(state.muted),
    speaker: on(audioPath === 'speaker'),
    headset: on(audioPath === 'headset'),
    'presence-free': on(presence === 'available'),
    'presence-busy': on(presence === 'busy' || presence === 'do-not-disturb'),
    ringing: calls.some(({ phase }) => phase === 'ringing-in') ? 'blink' : 'off',
  };
}

export function showLamps(indicators: Indicators, state: PhoneState): void {
  const lamps = lampsOf(state);
  for (const lamp of lampNames) if (indicators.get(lamp) !== lamps[lamp]) indicators.set(lamp, lamps[lamp]);
}
