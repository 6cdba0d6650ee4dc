// A call that could not even be tried, shown on the screen like one that ended at once.

import type { CallEndReason, CallState, Party } from '../phone.ts';

export function refusedCall(id: string, party: Party, atMs: number, endReason: CallEndReason): CallState {
  return {
    id,
    direction: 'outgoing',
    party,
    phase: 'ended',
    startedAtMs: atMs,
    connectedAtMs: undefined,
    endedAtMs: atMs,
    endReason,
    held: false,
    heldByRemote: false,
    warning: undefined,
    quality: undefined,
    sentDigits: '',
  };
}
