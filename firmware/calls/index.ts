// Calls: the call core, its log and the Audio Test Service.

export { AudioTest } from './audio-test/audio-test.ts';
export { CallLog } from './call-log.ts';
export { Calls } from './calls.ts';
export type { CallsView, MeasuredCall } from './calls-options.ts';
export { encryptionOf } from './description/media-choice.ts';
