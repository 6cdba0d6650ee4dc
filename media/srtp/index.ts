// SRTP and SRTCP for one direction of a call: a sender that protects, a receiver that refuses what is not genuine.

export { formerKeyMs, overlapping } from './overlapping-receiver.ts';
export { type Openers, openSrtpReceiver, type SrtpReceiver } from './receiver.ts';
export { openSrtpSender, type SrtpSender } from './sender.ts';
export { keyAndSaltBytes, suiteNames } from './suites.ts';
