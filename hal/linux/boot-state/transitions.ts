// What may become of a boot state: each change refused where it would leave no slot to fall back to.

import type { SlotName } from '../../boot-slots.ts';
import { err, ok, type Result } from '../../result.ts';
import type { BootState } from './sector.ts';

export function otherSlot(slot: SlotName): SlotName {
  return slot === 'A' ? 'B' : 'A';
}

/** What the boot loader starts; `next` is what it writes first, absent where it writes nothing. */
export function startingSlot(state: BootState): { readonly slot: SlotName; readonly next: BootState | undefined } {
  const { trial, last } = state;
  if (trial === undefined || trial === last) return { slot: last, next: undefined };
  return { slot: trial, next: advance(state, { trial: undefined }) };
}

/** Before the first write into a slot. */
export function markBad(state: BootState, slot: SlotName): Result<BootState> {
  if (slot === state.last) return err(`Slot ${slot} is the one to fall back to; it cannot be given up.`);
  const trial = state.trial === slot ? undefined : state.trial;
  return ok(advance(state, { trial, good: { ...state.good, [slot]: false } }));
}

export function arm(state: BootState, slot: SlotName, running: SlotName): Result<BootState> {
  if (slot === state.last) return ok(advance(state, { trial: undefined }));
  if (running !== state.last) return err(`Slot ${running} runs on trial; confirm it before another is armed.`);
  return ok(advance(state, { trial: slot }));
}

export function confirm(state: BootState, slot: SlotName, running: SlotName): Result<BootState> {
  if (slot !== running) return err(`Slot ${slot} is not running, so it cannot have proved itself.`);
  return ok(advance(state, { last: slot, trial: undefined, good: { ...state.good, [slot]: true } }));
}

function advance(state: BootState, change: Partial<Omit<BootState, 'sequence'>>): BootState {
  return { ...state, ...change, sequence: state.sequence + 1 };
}
