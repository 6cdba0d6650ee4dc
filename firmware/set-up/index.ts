// The first start, the network, and forgetting everything.

export { absentSetUp } from './absent-set-up.ts';
export { type DeviceKey, deviceKey } from './device-key.ts';
export { machineParts } from './machine-parts.ts';
export { watchResetChord } from './reset-chord.ts';
export { serverAddress } from './server-address.ts';
export { SetUp } from './set-up.ts';
