// Watches a call's figures and says the one warning that its ribbon should show, and whether this party's device is to blame.

import type { MediaStatistics } from '../../../media/session.ts';
import type { CallWarning } from '../../phone.ts';
import { CauseWatch } from './cause-watch.ts';
import { causes, lumpyCauses, ownDeviceCauses, type Second } from './causes.ts';

const raiseAfterMs = 3_000;
const clearAfterMs = 10_000;
const lumpyMeanSeconds = 3;
/** People are silent for a while; a line that stays digitally silent for so long is not a pause. */
const remoteSilenceMs = 15_000;
/** Who only listens says a word now and then; too quiet or too noisy is whoever is so for longer. */
const speechJudgedAfterMs = 10_000;
/** The far end repeats its notice once a minute; one that stopped doing so is believed no longer. */
const noticeGoodForMs = 150_000;

const raiseAfter: Partial<Record<CallWarning, number>> = {
  'remote-silent': remoteSilenceMs,
  'microphone-quiet': speechJudgedAfterMs,
  'room-noisy': speechJudgedAfterMs,
};
/** Sound that is back is heard at once, so these do not linger. */
const clearedAtOnce: ReadonlySet<CallWarning> = new Set(['network-lost', 'microphone-silent', 'remote-silent']);

/** Of a call on hold, where nobody speaks or listens, only these still matter. */
const whileHeld: ReadonlySet<CallWarning> = new Set(['signalling-lost', 'not-encrypted']);

/** What matters most first: a person can act on one thing at a time. */
const order: readonly CallWarning[] = [
  'network-lost',
  'signalling-lost',
  ...causes.map(([cause]) => cause).filter((cause) => cause !== 'network-lost'),
  'remote-device',
  'not-encrypted',
];

export interface WatchedCall {
  readonly muted: boolean;
  readonly held: boolean;
  readonly heldByRemote: boolean;
}

export class CallWarnings {
  readonly #watches: ReadonlyMap<CallWarning, CauseWatch> = new Map(
    causes.map(([cause]) => [
      cause,
      new CauseWatch(
        raiseAfter[cause] ?? raiseAfterMs,
        clearedAtOnce.has(cause) ? 0 : clearAfterMs,
        lumpyCauses.has(cause) ? lumpyMeanSeconds : 1,
      ),
    ]),
  );
  #lastReceived: number | undefined;
  #encrypted = true;
  #cutOffSinceMs: number | undefined;
  #cutOffMs = 0;
  #shortestRoundTripMs: number | undefined;
  #atMs = 0;
  #remoteDeviceUntilMs = Number.NEGATIVE_INFINITY;
  signallingLost = false;

  /** How long neither voice nor signalling has come from the far end's side. */
  get cutOffMs(): number {
    return this.#cutOffMs;
  }

  /** The others in the call may learn this much, and never which cause it is. */
  get ownDeviceHurts(): boolean {
    return [...ownDeviceCauses].some((cause) => this.#watches.get(cause)?.raised);
  }

  /** What the far end says of its own device. */
  remoteDevice(hurts: boolean): void {
    this.#remoteDeviceUntilMs = hurts ? this.#atMs + noticeGoodForMs : Number.NEGATIVE_INFINITY;
  }

  /** Once a second, with the second's figures. */
  update(statistics: MediaStatistics, call: WatchedCall): void {
    const quiet = call.held || call.heldByRemote;
    const received = statistics.packetsReceived > (this.#lastReceived ?? 0);
    this.#lastReceived = statistics.packetsReceived;
    this.#encrypted = statistics.encrypted;
    this.#atMs = statistics.atMs;
    this.#watchCutOff(received, statistics.atMs);
    const { roundTripMs } = statistics;
    if (roundTripMs !== undefined)
      this.#shortestRoundTripMs = Math.min(roundTripMs, this.#shortestRoundTripMs ?? roundTripMs);
    const second: Second = {
      statistics,
      received,
      muted: call.muted,
      shortestRoundTripMs: this.#shortestRoundTripMs,
    };
    for (const [cause, strength] of causes) {
      this.#watches.get(cause)?.update(quiet ? 0 : (strength(second) ?? 0), statistics.atMs);
    }
  }

  current(onHold: boolean): CallWarning | undefined {
    return order.find((warning) => (!onHold || whileHeld.has(warning)) && this.#holds(warning));
  }

  #holds(warning: CallWarning): boolean {
    if (warning === 'signalling-lost') return this.signallingLost;
    if (warning === 'not-encrypted') return !this.#encrypted;
    if (warning === 'remote-device') return this.#atMs < this.#remoteDeviceUntilMs;
    return this.#watches.get(warning)?.raised ?? false;
  }

  #watchCutOff(received: boolean, atMs: number): void {
    if (received || !this.signallingLost) this.#cutOffSinceMs = undefined;
    else this.#cutOffSinceMs ??= atMs;
    this.#cutOffMs = this.#cutOffSinceMs === undefined ? 0 : atMs - this.#cutOffSinceMs;
  }
}
