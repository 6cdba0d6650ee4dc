// What a prototype tells is held to its form: a broken one breaks no bench.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTold } from '../../../../bench/prototype/link/told.ts';

it('is taken where it has its form', () => {
  for (const told of [
    { type: 'key', key: '5', down: true, atMs: 12.5 },
    { type: 'hook', position: 'off-hook' },
    { type: 'touch', x: 3, y: 4, down: false },
    { type: 'event', event: { type: 'call', callId: 'a', phase: 'connected', party: 'Mara' } },
  ])
    expect(parseTold(JSON.stringify(told))).toEqual({ ok: true, value: told });
});

it('is refused where it has not, and never throws', () => {
  for (const text of ['', '[]', '{"type":"key","key":"eject","down":true,"atMs":0}', '{"type":"hello"}'])
    expect(parseTold(text).ok).toBe(false);
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseTold(text).ok === 'boolean'));
  const type = fc.constantFrom('hello', 'key', 'hook', 'touch', 'update', 'event');
  const near = fc.record({ type, key: fc.anything(), slots: fc.anything(), event: fc.anything(), x: fc.anything() });
  fc.assert(fc.property(near, (told) => typeof parseTold(JSON.stringify(told)).ok === 'boolean'));
});
