// The phone itself, made of its rooms.

export { absentMediaEngine } from './absent-media.ts';
export { type CorePorts, type LateParts, noUpdate } from './core-ports.ts';
export { instanceId } from './instance-id.ts';
export { MemoryKeeper } from './memory-keeper.ts';
export { PhoneCore } from './phone-core.ts';
