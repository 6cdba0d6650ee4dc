// What a locked phone still shows: it can be called and dial, and hides whom its owner knows and spoke to.

import type { PhoneState } from '../phone.ts';

const nothing = { contacts: [], callLog: [], search: { query: '', matches: [] } } as const;

export function lockedView(state: PhoneState): PhoneState {
  if (!state.lock.locked) return state;
  // Who is on the line is said by name alone; the rest of their card is the owner's.
  const calls = state.calls.map((call) => ({ ...call, party: { ...call.party, person: undefined } }));
  return { ...state, ...nothing, calls };
}
