// What any Identity must say about the device.

import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../hal/identity.ts';

export function identityContract(name: string, open: () => Identity): void {
  describe(`${name} as an Identity`, () => {
    it('fills in the whole type plate', () => {
      const plate = open().read();
      for (const value of Object.values(plate)) expect(value).not.toBe('');
      expect(plate.macAddress).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    });

    it('is a single device, never a group', () => {
      const firstOctet = Number.parseInt(open().read().macAddress.slice(0, 2), 16);
      expect(firstOctet & 1).toBe(0);
    });

    it('answers the same for as long as it lives', () => {
      const identity = open();
      expect(identity.read()).toEqual(identity.read());
    });
  });
}
