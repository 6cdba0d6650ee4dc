// Lamps of the desk set.

export type LampName =
  | 'message-waiting'
  | 'mute'
  | 'speaker'
  | 'headset'
  | 'presence-free'
  | 'presence-busy'
  | 'ringing';
export type LampState = 'off' | 'on' | 'blink';

export const lampNames: readonly LampName[] = [
  'message-waiting',
  'mute',
  'speaker',
  'headset',
  'presence-free',
  'presence-busy',
  'ringing',
];

/** Contract: every lamp is off until set; a lamp the board does not have is accepted and ignored. */
export interface Indicators {
  set(lamp: LampName, state: LampState): void;
  get(lamp: LampName): LampState;
  close(): void;
}
