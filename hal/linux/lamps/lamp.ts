// One light that can be on or off, whatever drives it.

import type { DeviceState } from '../../device-state.ts';

/** Contract: never throws; a lamp that cannot be reached says so in its state and takes up again where it should be. */
export interface Lamp {
  light(isOn: boolean): void;
  readonly state: DeviceState;
  close(): void;
}
