// What a second's figures speak for: each cause of bad sound, by the ladder in which Lync's diagnostics graded calls.

import { echoLossDb } from '../../../media/quality/device-watch.ts';
import type { MediaStatistics } from '../../../media/session.ts';
import type { CallWarning } from '../../phone.ts';

/** Beyond `fair` the ladder calls a call no longer optimal, beyond `poor` no longer acceptable. */
const ladder = {
  lossShare: { fair: 0.02, poor: 0.05 },
  jitterMs: { fair: 15, poor: 25 },
  concealedShare: { fair: 0.03, poor: 0.07 },
  mosDegradation: { fair: 0.6, poor: 1 },
  roundTripMs: { fair: 200, poor: 500 },
} as const;
type Rung = keyof (typeof ladder)['lossShare'];

/** A working microphone hears at least its own noise. */
const deadLevelDbfs = -90;
const clippedShare = 0.01;
/** Speech into a handset lies around -26 dBFS; the far end turns up what is weaker, and the room with it. */
const quietSpeechDbfs = { below: -45, butAbove: -58 };
/** Below this, what is said has to be guessed. */
const leastSignalToNoiseDb = 12;
/** What the far end hears of itself is weaker by this where echo does not disturb (ITU-T G.131, at usual delays). */
const leastEchoLossDb = 30;
/** Share of the device's periods that this phone was too late for. */
const starvedShare = 0.02;
/** So much longer than the shortest round trip of this call: packets queue somewhere. */
const queuedMs = 200;
/** Below this Opus narrows the voice. */
const narrowBitRateBps = 14_000;

export interface Second {
  readonly statistics: MediaStatistics;
  /** Packets came in it. */
  readonly received: boolean;
  readonly muted: boolean;
  readonly shortestRoundTripMs: number | undefined;
}

/** How far beyond its step a cause is, 1 being at the step; undefined where nothing was measured. */
export type Strength = (second: Second) => number | undefined;

/** In the order in which a person should hear of them: what does not work first, each with something to act on. */
export const causes: readonly (readonly [Exclude<CallWarning, 'signalling-lost' | 'not-encrypted'>, Strength])[] = [
  ['network-lost', ({ received }) => yes(!received)],
  ['microphone-silent', ofMicrophone(({ captureLevelDbfs }) => yes(isDead(captureLevelDbfs)))],
  ['speaker-silent', ({ statistics }) => yes(statistics.device?.playing === false)],
  ['network-receive-poor', receive('poor')],
  ['network-send-poor', send('poor')],
  ['network-delay-poor', delay('poor')],
  ['remote-silent', ({ statistics, received }) => yes(received && isDead(statistics.playoutLevelDbfs))],
  ['phone-busy', ({ statistics }) => ratio(statistics.device?.starvedShare, starvedShare)],
  ['sound-glitches', ({ statistics }) => yes((statistics.device?.xruns ?? 0) > 0)],
  ['microphone-loud', ofMicrophone((statistics) => ratio(statistics.clippedShare, clippedShare))],
  ['microphone-quiet', ofMicrophone(({ captureSpeech }) => yes(isQuiet(captureSpeech?.speechDbfs)))],
  [
    'room-noisy',
    ofMicrophone(({ captureSpeech }) => yes((captureSpeech?.signalToNoiseDb ?? 99) < leastSignalToNoiseDb)),
  ],
  ['echo', ({ statistics }) => yes(echoes(statistics))],
  ['half-duplex', ({ statistics }) => yes(statistics.device?.echo?.halfDuplex === true)],
  ['network-slow', (second) => yes(isSlow(second))],
  ['network-receive-fair', receive('fair')],
  ['network-send-fair', send('fair')],
  ['network-delay-fair', delay('fair')],
];

/** Those that come and go from second to second while nothing changes; they are judged by a mean. */
export const lumpyCauses: ReadonlySet<CallWarning> = new Set<CallWarning>([
  'network-receive-fair',
  'network-receive-poor',
  'network-send-fair',
  'network-send-poor',
  'microphone-loud',
  'sound-glitches',
  'phone-busy',
]);

/** Those that hurt what the others in the call hear, and lie with this party's own device, phone or room. */
export const ownDeviceCauses: ReadonlySet<CallWarning> = new Set<CallWarning>([
  'microphone-silent',
  'microphone-loud',
  'microphone-quiet',
  'room-noisy',
  'echo',
  'half-duplex',
  'phone-busy',
  'sound-glitches',
]);

function receive(rung: Rung): Strength {
  return ({ statistics, received }) =>
    received
      ? strongest(
          ratio(statistics.lossShare, ladder.lossShare[rung]),
          ratio(statistics.jitterMs, ladder.jitterMs[rung]),
          ratio(statistics.concealedShare, ladder.concealedShare[rung]),
          ratio(statistics.mosDegradation, ladder.mosDegradation[rung]),
        )
      : undefined;
}

function send(rung: Rung): Strength {
  return ({ statistics }) =>
    strongest(
      ratio(statistics.remoteLossShare, ladder.lossShare[rung]),
      ratio(statistics.remoteJitterMs, ladder.jitterMs[rung]),
    );
}

function delay(rung: Rung): Strength {
  return ({ statistics }) => ratio(statistics.roundTripMs, ladder.roundTripMs[rung]);
}

/** A muted microphone has no faults. */
function ofMicrophone(strength: (statistics: MediaStatistics) => number | undefined): Strength {
  return ({ statistics, muted }) => (muted ? 0 : strength(statistics));
}

function isSlow({ statistics, shortestRoundTripMs }: Second): boolean {
  const { bitRateLimitBps, roundTripMs, sendCodec } = statistics;
  const narrow = sendCodec === 'opus' && bitRateLimitBps !== undefined && bitRateLimitBps < narrowBitRateBps;
  const queues =
    roundTripMs !== undefined && shortestRoundTripMs !== undefined && roundTripMs > shortestRoundTripMs + queuedMs;
  return narrow || queues;
}

function echoes({ device }: MediaStatistics): boolean {
  return (echoLossDb(device?.echo) ?? leastEchoLossDb) < leastEchoLossDb;
}

function isQuiet(speechDbfs: number | undefined): boolean {
  return speechDbfs !== undefined && speechDbfs < quietSpeechDbfs.below && speechDbfs > quietSpeechDbfs.butAbove;
}

/** Nothing measured is no fault. */
function isDead(levelDbfs: number | undefined): boolean {
  return levelDbfs !== undefined && levelDbfs <= deadLevelDbfs;
}

function yes(condition: boolean): number {
  return condition ? 2 : 0;
}

function ratio(value: number | undefined, step: number): number | undefined {
  return value === undefined ? undefined : value / step;
}

function strongest(...strengths: readonly (number | undefined)[]): number | undefined {
  const measured = strengths.filter((strength) => strength !== undefined);
  return measured.length === 0 ? undefined : Math.max(...measured);
}
