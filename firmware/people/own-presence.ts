// What others would see of the person at this phone: what they chose, and busy by itself while they speak.

import type { Policy } from '../config/index.ts';
import type { Presence } from '../phone.ts';

export function ownPresence(chosen: Presence, signedIn: boolean, inCall: boolean, policy: Policy): Presence {
  if (!signedIn) return 'offline';
  return inCall && chosen === 'available' && !policy.disablePhonePresence ? 'busy' : chosen;
}

export function mayChoose(presence: Presence, policy: Policy): boolean {
  return presence !== 'offline' || policy.enableAppearOffline;
}
