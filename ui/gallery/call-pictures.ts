// Pictures of calls: ringing, talking, held, in trouble and over.

import type { CallEndReason, CallWarning, Party, PhoneState } from '../../firmware/phone.ts';
import { amir, everybodyPictured, longName, mara, partyOf, stranger, withheld } from './fixtures/people.ts';
import { atRest, callWith, inCall, nowMs } from './fixtures/state.ts';
import type { Picture } from './picture.ts';

const withMara = callWith(partyOf(mara));
const withPicturedMara = callWith(partyOf(everybodyPictured.find(({ id }) => id === mara.id) ?? mara));
const heldAmir = callWith(partyOf(amir), { held: true });

function ringingIn(party: Party, before: PhoneState = atRest): PhoneState {
  const call = callWith(party, {
    direction: 'incoming',
    phase: 'ringing-in',
    startedAtMs: nowMs - 2_000,
    connectedAtMs: undefined,
    quality: undefined,
  });
  return { ...before, calls: [...before.calls, call] };
}

function goingOut(phase: 'dialling' | 'ringing-out', party: Party): PhoneState {
  return inCall(callWith(party, { phase, startedAtMs: nowMs - 3_000, connectedAtMs: undefined, quality: undefined }));
}

const warnings: readonly CallWarning[] = [
  'network-lost',
  'network-receive-fair',
  'network-receive-poor',
  'network-send-fair',
  'network-send-poor',
  'network-delay-fair',
  'network-delay-poor',
  'network-slow',
  'microphone-silent',
  'microphone-loud',
  'microphone-quiet',
  'room-noisy',
  'speaker-silent',
  'echo',
  'half-duplex',
  'sound-glitches',
  'phone-busy',
  'signalling-lost',
  'not-encrypted',
  'remote-silent',
  'remote-device',
];

const endReasons: readonly CallEndReason[] = [
  'hung-up',
  'remote-hung-up',
  'cancelled',
  'answered-elsewhere',
  'busy',
  'no-answer',
  'declined',
  'not-found',
  'not-allowed',
  'unavailable',
  'network-lost',
  'remote-vanished',
  'no-common-codec',
  'encryption-required',
  'no-audio-device',
  'server-error',
];

const spokeBefore: ReadonlySet<CallEndReason> = new Set([
  'hung-up',
  'remote-hung-up',
  'network-lost',
  'remote-vanished',
]);

function over(endReason: CallEndReason): PhoneState {
  const connectedAtMs = spokeBefore.has(endReason) ? nowMs - 267_000 : undefined;
  const call = callWith(partyOf(mara), {
    phase: 'ended',
    endReason,
    connectedAtMs,
    endedAtMs: nowMs,
    quality: undefined,
  });
  return { ...atRest, calls: [call] };
}

export const callPictures: readonly Picture[] = [
  { name: 'incoming', caption: 'Mara calls', state: ringingIn(partyOf(mara)) },
  { name: 'incoming-stranger', caption: 'Somebody unknown calls', state: ringingIn(stranger) },
  { name: 'incoming-withheld', caption: 'Somebody calls with their number withheld', state: ringingIn(withheld) },
  { name: 'incoming-long-name', caption: 'Somebody with a long name calls', state: ringingIn(longName) },
  {
    name: 'incoming-second',
    caption: 'A second call during a call',
    state: ringingIn(partyOf(amir), inCall(withMara)),
  },
  { name: 'dialling', caption: 'Calling', state: goingOut('dialling', partyOf(mara)) },
  { name: 'ringing-out', caption: 'Ringing there', state: goingOut('ringing-out', partyOf(mara)) },
  { name: 'ringing-out-number', caption: 'Ringing at a number', state: goingOut('ringing-out', stranger) },
  { name: 'in-call', caption: 'In a call', state: inCall(withMara) },
  { name: 'in-call-pictured', caption: 'In a call with somebody who has a picture', state: inCall(withPicturedMara) },
  { name: 'in-call-long-name', caption: 'In a call with a long name', state: inCall(callWith(longName)) },
  {
    name: 'in-call-muted',
    caption: 'Microphone off, on the speaker',
    state: inCall(withMara, [], { muted: true, audioPath: 'speaker' }),
  },
  { name: 'in-call-two', caption: 'Two calls, one on hold', state: inCall(withMara, [heldAmir]) },
  {
    name: 'in-call-other-busy',
    caption: 'The second call found a busy line',
    state: inCall(withMara, [callWith(partyOf(amir), { phase: 'ended', endReason: 'busy' })]),
  },
  {
    name: 'in-call-no-audio',
    caption: 'The handset was unplugged',
    state: inCall(withMara, [], { deviceProblems: ['no-audio-device'] }),
  },
  ...warnings.map((warning) => ({
    name: `in-call-${warning}`,
    caption: `In a call: ${warning.replaceAll('-', ' ')}`,
    state: inCall(callWith(partyOf(mara), { warning })),
  })),
  { name: 'held', caption: 'On hold', state: inCall(callWith(partyOf(mara), { held: true })) },
  { name: 'held-by-them', caption: 'Put on hold', state: inCall(callWith(partyOf(mara), { heldByRemote: true })) },
  {
    name: 'call-keypad',
    caption: 'Keypad in a call',
    state: inCall(callWith(partyOf(mara), { sentDigits: '31#' })),
    route: { screen: 'call-keypad' },
  },
  { name: 'quality', caption: 'Call quality', state: inCall(withMara), route: { screen: 'quality' } },
  {
    name: 'quality-none',
    caption: 'Call quality, nothing measured',
    state: inCall(callWith(partyOf(mara), { quality: undefined })),
    route: { screen: 'quality' },
  },
  { name: 'home-in-call', caption: 'Home during a call', state: inCall(withMara), route: { screen: 'home' } },
  ...endReasons.map((reason) => ({
    name: `ended-${reason}`,
    caption: `Call over: ${reason.replaceAll('-', ' ')}`,
    state: over(reason),
  })),
];
