// A phone at rest on a Monday afternoon, and the small changes that make every other picture.

import type { CallLogEntry, CallState, Party, PhoneState } from '../../firmware/phone.ts';
import { amir, everybody, jun, mara, partyOf, sofia, stranger, tomas } from './fixture-people.ts';

/** Monday, 23 November 2026, 14:32 in Berlin. */
export const nowMs = Date.UTC(2026, 10, 23, 13, 32);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

interface LogSketch {
  readonly party: Party;
  readonly ago: number;
  readonly kind: 'incoming' | 'outgoing' | 'missed';
  readonly lasted: number;
}

function logged({ party, ago, kind, lasted }: LogSketch, at: number): CallLogEntry {
  return {
    id: `log-${at}`,
    direction: kind === 'outgoing' ? 'outgoing' : 'incoming',
    party,
    startedAtMs: nowMs - ago,
    durationMs: lasted,
    missed: kind === 'missed',
    endReason: kind === 'missed' ? 'no-answer' : 'remote-hung-up',
  };
}

const log: readonly LogSketch[] = [
  { party: partyOf(amir), ago: 34 * minuteMs, kind: 'missed', lasted: 0 },
  { party: partyOf(mara), ago: 71 * minuteMs, kind: 'outgoing', lasted: 267_000 },
  { party: stranger, ago: 190 * minuteMs, kind: 'missed', lasted: 0 },
  { party: partyOf(jun), ago: dayMs, kind: 'incoming', lasted: 4_021_000 },
  { party: partyOf(sofia), ago: 3 * dayMs, kind: 'outgoing', lasted: 48_000 },
  { party: partyOf(tomas), ago: 4 * dayMs, kind: 'incoming', lasted: 731_000 },
];

export const atRest: PhoneState = {
  startup: 'ready',
  nowMs,
  account: { status: 'signed-in' },
  self: { name: 'Dana Novak', address: 'dana@fernleigh.test', extension: '4217', title: 'Hardware, building 4' },
  presence: 'available',
  lock: { locked: false, hasPin: true, wrongPins: 0, lockedOutUntilMs: undefined },
  calls: [],
  activeCallId: undefined,
  hook: 'on-hook',
  audioPath: 'handset',
  muted: false,
  callLog: log.map(logged),
  missedCount: 2,
  messagesWaiting: 1,
  contacts: everybody,
  search: { query: '', matches: [] },
  testCall: { step: 'idle' },
  settings: {
    language: 'en',
    theme: 'dark',
    textSize: 'normal',
    ringer: 'soft-bell',
    ringerVolume: 0.6,
    handsetVolume: 0.5,
    headsetVolume: 0.5,
    speakerVolume: 0.7,
    motion: true,
  },
  ringers: ['soft-bell', 'two-tone', 'marimba', 'classic'],
  about: {
    version: '0.1.0',
    vendor: 'Offhook',
    model: 'Simulated desk set',
    serialNumber: 'SIM-0001',
    macAddress: '02:00:5e:10:00:01',
    networkAddress: '127.0.0.1',
    server: 'fernleigh.test',
    signalling: 'TLS 1.3',
  },
  deviceProblems: [],
  allowed: { testCall: true, changeRinger: true },
};

export const signedOut: PhoneState = {
  ...atRest,
  account: { status: 'signed-out', failure: undefined, lockedUntilMs: undefined },
  self: undefined,
  presence: 'offline',
  messagesWaiting: 0,
  missedCount: 0,
};

/** A call that has been connected for 4 minutes 27, changed as asked. */
export function callWith(party: Party, change: Partial<CallState> = {}): CallState {
  return {
    id: `call-${party.number}`,
    direction: 'outgoing',
    party,
    phase: 'connected',
    startedAtMs: nowMs - 273_000,
    connectedAtMs: nowMs - 267_000,
    endedAtMs: undefined,
    endReason: undefined,
    held: false,
    heldByRemote: false,
    warning: undefined,
    quality: {
      mosEstimate: 4.4,
      lossPercent: 0.1,
      jitterMs: 3,
      roundTripMs: 21,
      concealedPercent: 0,
      bufferDelayMs: 40,
      codec: 'Opus',
      encrypted: true,
    },
    sentDigits: '',
    ...change,
  };
}

export function inCall(
  call: CallState,
  others: readonly CallState[] = [],
  change: Partial<PhoneState> = {},
): PhoneState {
  return { ...atRest, hook: 'off-hook', calls: [...others, call], activeCallId: call.id, ...change };
}
