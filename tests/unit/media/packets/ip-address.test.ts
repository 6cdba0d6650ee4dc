// Addresses between text and octets, whatever way of writing a far end chooses.

import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, octetsOf, textOf } from '../../../../media/endpoint/port/ip-address.ts';

describe('an IP address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1'],
    ['2001:db8:0:0::1', '2001:db8:0:0:0:0:0:1'],
    ['1::', '1:0:0:0:0:0:0:0'],
    ['::ffff:192.0.2.1', '0:0:0:0:0:ffff:c000:201'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['fernleigh.test', 'fernleigh.test'],
    ['', ''],
  ])('%s has one way to be written: %s', (written, canonical) => {
    expect(canonicalAddress(written)).toBe(canonical);
  });

  it('survives text, however it is abbreviated', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (written) => {
        const octets = octetsOf(written);
        expect(octets?.length).toBe(isIP(written) === 4 ? 4 : 16);
        expect(octetsOf(textOf(octets ?? new Uint8Array()))).toEqual(octets);
      }),
    );
  });

  it('is never made of anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(octetsOf(text) !== undefined).toBe(isIP(text) !== 0 && !text.includes('%'));
      }),
    );
  });
});
