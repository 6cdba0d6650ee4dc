// A media engine without sound that remembers what it was told, for whole-phone tests.

import type { AudioPath } from '../../../hal/audio.ts';
import type {
  CodecName,
  MediaEngine,
  MediaFailure,
  MediaParameters,
  MediaSession,
  MediaStatistics,
  SoundPartState,
  ToneName,
} from '../../../media/session.ts';
import type { ToneCountry } from '../../../media/tones/index.ts';

export const goodSecond: MediaStatistics = {
  atMs: 0,
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
  packetsLate: 0,
  packetsRefused: 0,
  lossShare: 0,
  jitterMs: 2,
  roundTripMs: 20,
  remoteLossShare: 0,
  remoteJitterMs: 2,
  bufferDelayMs: 40,
  concealedShare: 0,
  captureLevelDbfs: -26,
  playoutLevelDbfs: -26,
  clippedShare: 0,
  sendCodec: 'opus',
  receiveCodec: 'opus',
  bitRateBps: 32_000,
  encrypted: true,
  mosEstimate: 4.3,
};

export class FakeSession implements MediaSession {
  readonly localAddress: string;
  readonly localPort: number;
  readonly started: MediaParameters[] = [];
  readonly digits: string[] = [];
  muted = false;
  focused = false;
  stopped = false;
  readonly #statistics = new Set<(statistics: MediaStatistics) => void>();
  readonly #digits = new Set<(digit: string) => void>();
  #last = goodSecond;

  constructor(localAddress: string, localPort: number) {
    this.localAddress = localAddress;
    this.localPort = localPort;
  }

  start(parameters: MediaParameters): void {
    this.started.push(parameters);
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
  }

  setFocus(hasHandset: boolean): void {
    this.focused = hasHandset;
  }

  sendDigit(digit: string): void {
    this.digits.push(digit);
  }

  onStatistics(listener: (statistics: MediaStatistics) => void): () => void {
    this.#statistics.add(listener);
    return () => void this.#statistics.delete(listener);
  }

  onDigit(listener: (digit: string) => void): () => void {
    this.#digits.add(listener);
    return () => void this.#digits.delete(listener);
  }

  onSilence(): () => void {
    return () => {};
  }

  stop(): Promise<MediaStatistics | undefined> {
    this.stopped = true;
    return Promise.resolve(this.#last);
  }

  /** The next second's figures, as the media thread would send them; packets go on unless said otherwise. */
  measure(change: Partial<MediaStatistics> = {}): void {
    const { atMs, packetsReceived } = this.#last;
    this.#last = { ...goodSecond, atMs: atMs + 1_000, packetsReceived: packetsReceived + 50, ...change };
    for (const listener of this.#statistics) listener(this.#last);
  }

  measureSilence(): void {
    this.measure({ packetsReceived: this.#last.packetsReceived });
  }

  hearDigit(digit: string): void {
    for (const listener of this.#digits) listener(digit);
  }
}

export class FakeMedia implements MediaEngine {
  readonly codecs: readonly CodecName[] = ['opus', 'G722', 'PCMU', 'PCMA'];
  readonly ringers = ['classic', 'marimba'];
  readonly audioEndpointPort = undefined;
  readonly sessions: FakeSession[] = [];
  /** Everything that was ever played, in order. */
  readonly played: string[] = [];
  path: AudioPath | undefined;
  volume: number | undefined;
  ringerVolume: number | undefined;
  tone: ToneName | undefined;
  toneCountry: ToneCountry | undefined;
  ringing: string | undefined;
  broken = false;
  closed = false;
  #failure: ((failure: MediaFailure) => void) | undefined;
  #restored: (() => void) | undefined;
  #microphone: ((state: SoundPartState) => void) | undefined;
  #speaker: ((state: SoundPartState) => void) | undefined;

  createSession({ localAddress }: { readonly localAddress: string; readonly dscp: number }): Promise<MediaSession> {
    if (this.broken) return Promise.reject(new Error('no sound device'));
    const session = new FakeSession(localAddress, 40_000 + 2 * this.sessions.length);
    this.sessions.push(session);
    return Promise.resolve(session);
  }

  conference(sessions: readonly MediaSession[]): void {
    for (const session of this.sessions) session.setFocus(sessions.includes(session));
  }

  setPath(path: AudioPath): void {
    this.path = path;
  }

  setVolume(volume: number): void {
    this.volume = volume;
  }

  setRingerVolume(volume: number): void {
    this.ringerVolume = volume;
  }

  setToneCountry(country: ToneCountry | undefined): void {
    this.toneCountry = country;
  }

  playTone(tone: ToneName): void {
    this.played.push(tone);
    if (tone !== 'keypress') this.tone = tone;
  }

  playDigit(digit: string): void {
    this.played.push(digit);
  }

  stopTone(): void {
    this.tone = undefined;
  }

  startRinger(ringer: string): void {
    this.ringing = ringer;
  }

  stopRinger(): void {
    this.ringing = undefined;
  }

  checkDevice(): Promise<{ readonly ran: boolean; readonly glitches: number }> {
    return Promise.resolve({ ran: !this.broken, glitches: 0 });
  }

  levels(): { readonly capture: number; readonly playout: number } {
    return { capture: 0.25, playout: 0.5 };
  }

  onFailure(listener: (failure: MediaFailure) => void): () => void {
    this.#failure = listener;
    return () => {
      this.#failure = undefined;
    };
  }

  fail(failure: MediaFailure): void {
    this.#failure?.(failure);
  }

  onMicrophone(listener: (state: SoundPartState) => void): () => void {
    this.#microphone = listener;
    return () => {
      this.#microphone = undefined;
    };
  }

  /** As when somebody pulls out the headset, or plugs it in again. */
  setMicrophone(state: SoundPartState): void {
    this.#microphone?.(state);
  }

  onSpeaker(listener: (state: SoundPartState) => void): () => void {
    this.#speaker = listener;
    return () => {
      this.#speaker = undefined;
    };
  }

  setSpeaker(state: SoundPartState): void {
    this.#speaker?.(state);
  }

  onRestored(listener: () => void): () => void {
    this.#restored = listener;
    return () => {
      this.#restored = undefined;
    };
  }

  restore(): void {
    this.#restored?.();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
