// Watches a call's figures and says the one warning that its ribbon should show.

import type { MediaStatistics } from '../../../media/session.ts';
import type { CallWarning } from '../../phone.ts';
import { Hysteresis } from './hysteresis.ts';

const raiseAfterMs = 3_000;
const clearAfterMs = 10_000;
/** People are silent for a while; a line that stays digitally silent for so long is not a pause. */
const remoteSilenceMs = 15_000;
/** A working microphone hears at least its own noise. */
const deadLevelDbfs = -90;
const clippedShare = 0.01;
/** The "acceptable" step of the ladder in which Lync's diagnostics graded calls; beyond it a call is poor. */
const poor = { roundTripMs: 500, lossShare: 0.05, jitterMs: 25, concealedShare: 0.07, mosEstimate: 3.4 };

/** What matters most first: a person can act on one thing at a time. */
const order: readonly CallWarning[] = [
  'network-lost',
  'signalling-lost',
  'microphone-silent',
  'network-poor',
  'microphone-loud',
  'remote-silent',
  'not-encrypted',
];

/** Of a call on hold, where nobody speaks or listens, only these still matter. */
const whileHeld: ReadonlySet<CallWarning> = new Set(['signalling-lost', 'not-encrypted']);

export interface WatchedCall {
  readonly muted: boolean;
  readonly held: boolean;
  readonly heldByRemote: boolean;
}

export class CallWarnings {
  readonly #watches: ReadonlyMap<CallWarning, Hysteresis> = new Map<CallWarning, Hysteresis>([
    // Sound that is back is heard at once, so this one does not linger.
    ['network-lost', new Hysteresis(raiseAfterMs, 0)],
    ['network-poor', new Hysteresis(raiseAfterMs, clearAfterMs)],
    ['microphone-silent', new Hysteresis(raiseAfterMs, 0)],
    ['microphone-loud', new Hysteresis(raiseAfterMs, clearAfterMs)],
    ['remote-silent', new Hysteresis(remoteSilenceMs, 0)],
  ]);
  #lastReceived: number | undefined;
  #encrypted = true;
  #cutOffSinceMs: number | undefined;
  #cutOffMs = 0;
  signallingLost = false;

  /** How long neither voice nor signalling has come from the far end's side. */
  get cutOffMs(): number {
    return this.#cutOffMs;
  }

  /** Once a second, with the second's figures. */
  update(statistics: MediaStatistics, call: WatchedCall): void {
    const quiet = call.held || call.heldByRemote;
    const received = statistics.packetsReceived > (this.#lastReceived ?? 0);
    this.#lastReceived = statistics.packetsReceived;
    this.#encrypted = statistics.encrypted;
    this.#watchCutOff(received, statistics.atMs);
    this.#watch('network-lost', !quiet && !received, statistics.atMs);
    this.#watch('network-poor', !quiet && (!received || isPoor(statistics)), statistics.atMs);
    this.#watch('microphone-silent', !quiet && !call.muted && isDead(statistics.captureLevelDbfs), statistics.atMs);
    this.#watch(
      'microphone-loud',
      !quiet && !call.muted && (statistics.clippedShare ?? 0) > clippedShare,
      statistics.atMs,
    );
    this.#watch('remote-silent', !quiet && received && isDead(statistics.playoutLevelDbfs), statistics.atMs);
  }

  current(onHold: boolean): CallWarning | undefined {
    return order.find((warning) => {
      if (onHold && !whileHeld.has(warning)) return false;
      if (warning === 'signalling-lost') return this.signallingLost;
      if (warning === 'not-encrypted') return !this.#encrypted;
      return this.#watches.get(warning)?.raised;
    });
  }

  #watchCutOff(received: boolean, atMs: number): void {
    if (received || !this.signallingLost) this.#cutOffSinceMs = undefined;
    else this.#cutOffSinceMs ??= atMs;
    this.#cutOffMs = this.#cutOffSinceMs === undefined ? 0 : atMs - this.#cutOffSinceMs;
  }

  #watch(warning: CallWarning, present: boolean, atMs: number): void {
    this.#watches.get(warning)?.update(present, atMs);
  }
}

/** Nothing measured is no fault. */
function isDead(levelDbfs: number | undefined): boolean {
  return levelDbfs !== undefined && levelDbfs <= deadLevelDbfs;
}

function isPoor(statistics: MediaStatistics): boolean {
  return (
    Math.max(statistics.lossShare ?? 0, statistics.remoteLossShare ?? 0) > poor.lossShare ||
    Math.max(statistics.jitterMs ?? 0, statistics.remoteJitterMs ?? 0) > poor.jitterMs ||
    (statistics.roundTripMs ?? 0) > poor.roundTripMs ||
    (statistics.concealedShare ?? 0) > poor.concealedShare ||
    (statistics.mosEstimate ?? 5) < poor.mosEstimate
  );
}
