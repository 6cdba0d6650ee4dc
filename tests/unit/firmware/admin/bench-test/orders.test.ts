// What the bench may order is a short list: everything else is refused in words, whatever the bytes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOrder } from '../../../../../firmware/admin/bench-test/index.ts';

describe('an order', () => {
  it.each([
    [{ type: 'capture', on: true }],
    [{ type: 'pattern', pattern: 'touch-grid', marked: [0, 39] }],
    [{ type: 'pattern' }],
    [{ type: 'lamp', lamp: 'mute', state: 'blink' }],
    [{ type: 'call', number: '4950' }],
    [{ type: 'path', path: 'headset' }],
    [{ type: 'look-for-update' }],
  ])('is taken: %j', (order) => {
    expect(parseOrder(JSON.stringify(order))).toEqual({ ok: true, value: order });
  });

  it.each([
    ['', 'not JSON'],
    ['null', 'without a type'],
    ['{"type":"read-contacts"}', 'of an unknown type'],
    ['{"type":"call","number":"sip:someone@elsewhere.example"}', 'a wrong "call"'],
    ['{"type":"call","number":"112","emergency":true}', 'a wrong "call"'],
    ['{"type":"lamp","lamp":"ceiling","state":"on"}', 'a wrong "lamp"'],
    [`{"type":"answer","more":"${'x'.repeat(2_000)}"}`, 'longer than any order'],
  ])('is refused: %s', (text, error) => {
    expect(parseOrder(text)).toEqual({ ok: false, error });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseOrder(text).ok === 'boolean'));
    const type = fc.constantFrom('capture', 'pattern', 'lamp', 'call', 'path', 'answer');
    const near = fc.record({ type, on: fc.anything(), marked: fc.anything(), number: fc.anything() });
    fc.assert(fc.property(near, (order) => typeof parseOrder(JSON.stringify(order)).ok === 'boolean'));
  });
});
