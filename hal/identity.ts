// What this device is, as printed on its type plate.

export interface DeviceIdentity {
  readonly vendor: string;
  readonly model: string;
  readonly revision: string;
  readonly serialNumber: string;
  /** Six octets, lower case, separated by colons. */
  readonly macAddress: string;
}

/** Contract: the same answer for as long as the process lives, once the machine's network is there; never throws. */
export interface Identity {
  read(): DeviceIdentity;
}
