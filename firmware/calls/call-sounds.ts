// Decides what should sound now, and tells the media engine only when that changes.

import type { MediaEngine, ToneName } from '../../media/session.ts';
import type { ToneCountry } from '../../media/tones/index.ts';
import type { CallEndReason, CallState } from '../phone.ts';

export interface SoundScene {
  readonly calls: readonly CallState[];
  readonly active: CallState | undefined;
  /** Handset lifted, or speaker or headset opened. */
  readonly lineOpen: boolean;
  /** Without a server to call through, a dial tone would promise too much. */
  readonly reachable: boolean;
  /** Digits have been typed, so the dial tone is over. */
  readonly dialling: boolean;
  readonly earlyMedia: boolean;
  /** Something outside the calls, such as the test call, has the ear. */
  readonly occupied: boolean;
  readonly ringer: string;
}

export interface Sound {
  readonly tone: ToneName | undefined;
  readonly ringer: string | undefined;
}

const busyReasons: readonly CallEndReason[] = ['busy', 'declined'];
/** Calling the same number again would end the same way. */
const futileReasons: readonly CallEndReason[] = ['not-found', 'not-allowed'];
const quietReasons: readonly (CallEndReason | undefined)[] = ['hung-up', 'cancelled', 'answered-elsewhere', undefined];

export function soundOf(scene: SoundScene): Sound {
  const ringing = scene.calls.some(({ phase }) => phase === 'ringing-in');
  const talking = scene.calls.some(
    ({ phase, held }) => (phase === 'connected' && !held) || phase === 'dialling' || phase === 'ringing-out',
  );
  if (ringing && !talking && !scene.occupied) return { tone: undefined, ringer: scene.ringer };
  if (ringing) return { tone: 'call-waiting', ringer: undefined };
  return { tone: scene.occupied ? undefined : toneOf(scene), ringer: undefined };
}

function toneOf({ active, calls, lineOpen, reachable, dialling, earlyMedia }: SoundScene): ToneName | undefined {
  if (active?.phase === 'ringing-out') return earlyMedia ? undefined : 'ringback';
  if (active?.phase === 'ended' && lineOpen) {
    if (active.endReason && busyReasons.includes(active.endReason)) return 'busy';
    if (active.endReason && futileReasons.includes(active.endReason)) return 'information';
    return quietReasons.includes(active.endReason) ? undefined : 'congestion';
  }
  const idle = calls.every(({ phase, held }) => phase === 'ended' || held);
  return idle && lineOpen && reachable && !dialling ? 'dial' : undefined;
}

export class CallSounds {
  readonly #engine: MediaEngine;
  #now: Sound = { tone: undefined, ringer: undefined };

  constructor(engine: MediaEngine, country: ToneCountry | undefined) {
    this.#engine = engine;
    engine.setToneCountry(country);
  }

  play(next: Sound): void {
    const before = this.#now;
    this.#now = next;
    if (before.ringer !== next.ringer) {
      if (next.ringer === undefined) this.#engine.stopRinger();
      else this.#engine.startRinger(next.ringer);
    }
    if (before.tone !== next.tone) {
      if (next.tone === undefined) this.#engine.stopTone();
      else this.#engine.playTone(next.tone);
    }
  }
}
