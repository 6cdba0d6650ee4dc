// A type plate for a phone that has none: every number on it follows from the serial number.

import { createHash } from 'node:crypto';
import type { DeviceIdentity, Identity } from '../identity.ts';

export class SimIdentity implements Identity {
  readonly #identity: DeviceIdentity;

  constructor(serialNumber = 'SIM-0001') {
    const digest = createHash('sha256').update(serialNumber).digest();
    // 02 in the first octet: locally administered, so that it can never be somebody's real address.
    const octets = [0x02, ...digest.subarray(0, 5)];
    this.#identity = {
      vendor: 'Offhook',
      model: 'Desk set in the browser',
      revision: '1',
      serialNumber,
      macAddress: octets.map((octet) => octet.toString(16).padStart(2, '0')).join(':'),
    };
  }

  read(): DeviceIdentity {
    return this.#identity;
  }
}
