// While a call only goes on, screens keep the state that they were drawn from.

import { expect, test } from 'vitest';
import type { CallState, PhoneState, QualityFigures } from '../../../firmware/phone.ts';
import { mara, partyOf } from '../../../ui/gallery/fixtures/people.ts';
import { atRest, callWith, inCall } from '../../../ui/gallery/fixtures/state.ts';
import { steadyState } from '../../../ui/steady-state.ts';

/** New in all its parts, as the phone composes it after each change. */
const fresh = (state: PhoneState): PhoneState => structuredClone(state);
const call = callWith(partyOf(mara));
const before = inCall(call);
const change = (part: Partial<CallState>) => fresh(inCall({ ...call, ...part }));
const figures = (part: Partial<QualityFigures>) => ({ ...(call.quality as QualityFigures), ...part });

test('time and figures alone change nothing', () => {
  expect(steadyState(before, { ...fresh(before), nowMs: before.nowMs + 1_000 })).toBe(before);
  expect(steadyState(before, change({ quality: figures({ mosEstimate: 2.5 }) }))).toBe(before);
});

test('whatever else changes is a new state', () => {
  const changed: readonly PhoneState[] = [
    change({ warning: 'network-lost' }),
    change({ held: true }),
    change({ sentDigits: '7' }),
    change({ quality: undefined }),
    change({ quality: figures({ encrypted: !call.quality?.encrypted }) }),
    { ...fresh(before), muted: true },
    { ...fresh(before), calls: [] },
    { ...fresh(before), lock: { ...before.lock, lockedOutUntilMs: 5 } },
    { ...fresh(before), account: { status: 'signing-in' } as PhoneState['account'] },
    { ...fresh(before), missedCount: before.missedCount + 1 },
  ];
  for (const state of changed) expect(steadyState(before, state)).toBe(state);
});

test('every part of the state at rest counts', () => {
  for (const key of Object.keys(atRest).filter((name) => name !== 'nowMs')) {
    const state = { ...fresh(atRest), [key]: 'another' } as unknown as PhoneState;
    expect(steadyState(atRest, state)).toBe(state);
  }
});
