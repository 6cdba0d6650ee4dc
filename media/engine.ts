// The phone's media engine on the main thread: starts the media thread, watches over it, and starts it again.

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AudioPath, AudioSource } from '../hal/audio.ts';
import { codecNames } from './codec/index.ts';
import type { SoundCommand, ThreadCommand, ThreadEvent, ThreadStart } from './messages.ts';
import { RemoteSession } from './remote-session.ts';
import type { DeviceCheck, MediaEngine, MediaFailure, MediaSession, SoundPartState, ToneName } from './session.ts';
import { ringerNames, type ToneCountry } from './tones/index.ts';

/** Long, for a slow machine: a thread that dies says so at once. */
const readyTimeoutMs = 30_000;
const openTimeoutMs = 3_000;
const closeTimeoutMs = 2_000;
/** A thread that dies more often than this has a fault that starting again does not mend. */
const mostRestarts = 3;
const restartWindowMs = 60_000;
/** The thread works in preallocated buffers; a heap beyond this is a leak, better restarted than swapped. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 1 };

const notRun: DeviceCheck = { ran: false, glitches: 0 };

interface Opening {
  resolve(session: RemoteSession): void;
  reject(error: Error): void;
}

class WorkerEngine implements MediaEngine {
  readonly codecs = codecNames;
  readonly ringers = ringerNames;
  readonly #audio: AudioSource;
  readonly #levelBuffer = new SharedArrayBuffer(2 * Float32Array.BYTES_PER_ELEMENT);
  readonly #levels = new Float32Array(this.#levelBuffer);
  readonly #sessions = new Map<number, RemoteSession>();
  readonly #openings = new Map<number, Opening>();
  readonly #checks = new Map<number, (result: DeviceCheck) => void>();
  readonly #failureListeners = new Set<(failure: MediaFailure) => void>();
  readonly #restoredListeners = new Set<() => void>();
  readonly #microphoneListeners = new Set<(state: SoundPartState) => void>();
  readonly #speakerListeners = new Set<(state: SoundPartState) => void>();
  /** Settings a new thread must be told again, by kind. */
  readonly #settings = new Map<string, SoundCommand>();
  #worker: Worker | undefined;
  #nextSession = 1;
  #nextCheck = 1;
  #restartsAtMs: number[] = [];
  #endpointPort: number | undefined;
  #missingDevice: MediaFailure | undefined;
  #closing: Promise<void> | undefined;
  #onReady: (() => void) | undefined;
  #onStartFailed: ((error: Error) => void) | undefined;

  constructor(audio: AudioSource) {
    this.#audio = audio;
  }

  /** Resolves once the audio device runs, or is known to be missing. */
  async open(): Promise<void> {
    const ready = new Promise<void>((resolve, reject) => {
      this.#onReady = resolve;
      this.#onStartFailed = reject;
    });
    const timer = setTimeout(
      () => this.#onStartFailed?.(new Error('The media thread did not start in time.')),
      readyTimeoutMs,
    );
    this.#start();
    try {
      await ready;
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      this.#onReady = undefined;
      this.#onStartFailed = undefined;
    }
  }

  #start(): void {
    // One folder below the root in the source and in the bundle alike, whichever file this code ends in.
    const entry = new URL(`../media/worker${extname(import.meta.filename)}`, import.meta.url);
    const workerData: ThreadStart = { audio: this.#audio, levels: this.#levelBuffer };
    const worker = new Worker(entry, { name: 'media', workerData, resourceLimits });
    let reason = 'it ended by itself';
    worker.on('message', (event: ThreadEvent) => this.#receive(event));
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#exited(worker, reason));
    this.#worker = worker;
  }

  #post(command: ThreadCommand): void {
    this.#worker?.postMessage(command);
  }

  #set(command: SoundCommand): void {
    this.#settings.set(command.kind, command);
    this.#post(command);
  }

  #receive(event: ThreadEvent): void {
    switch (event.kind) {
      case 'ready':
        this.#endpointPort = event.endpointPort;
        for (const command of this.#settings.values()) this.#post(command);
        if (this.#onReady) this.#onReady();
        else for (const listener of this.#restoredListeners) listener();
        return;
      case 'failure':
        if (event.failure.kind === 'no-audio-device') this.#missingDevice = event.failure;
        this.#tell(event.failure);
        return;
      case 'microphone':
        for (const listener of this.#microphoneListeners) listener(event.state);
        return;
      case 'speaker':
        for (const listener of this.#speakerListeners) listener(event.state);
        return;
      case 'device-checked':
        this.#checks.get(event.check)?.(event.result);
        return;
      case 'closed':
        return;
      case 'session-opened':
        this.#sessionOpened(event.session, event);
        return;
      case 'session-refused':
        this.#sessionRefused(event.session, event.detail);
        return;
      default:
        this.#sessions.get(event.session)?.receive(event);
    }
  }

  #sessionOpened(id: number, opened: { readonly localPort: number; readonly localAddress: string }): void {
    const opening = this.#openings.get(id);
    if (!opening) {
      // Whoever asked has given up waiting.
      this.#post({ kind: 'stop-session', session: id });
      return;
    }
    this.#openings.delete(id);
    const session = new RemoteSession(
      id,
      opened,
      (command) => this.#post(command),
      () => this.#sessions.delete(id),
    );
    this.#sessions.set(id, session);
    opening.resolve(session);
  }

  #sessionRefused(id: number, detail: string): void {
    this.#tell({ kind: 'session-refused', detail });
    this.#openings.get(id)?.reject(new Error(detail));
    this.#openings.delete(id);
  }

  #exited(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    for (const opening of this.#openings.values()) opening.reject(new Error('The media thread has died.'));
    this.#openings.clear();
    for (const resolve of this.#checks.values()) resolve(notRun);
    for (const session of [...this.#sessions.values()]) session.end();
    this.#levels.fill(0);
    if (this.#closing) return;
    if (this.#onStartFailed) {
      this.#onStartFailed(new Error(`The media thread did not start: ${reason}`));
      return;
    }
    this.#tell({ kind: 'engine-died', detail: reason });
    const nowMs = performance.now();
    this.#restartsAtMs = this.#restartsAtMs.filter((atMs) => nowMs - atMs < restartWindowMs);
    if (this.#restartsAtMs.length >= mostRestarts) return;
    this.#restartsAtMs.push(nowMs);
    this.#missingDevice = undefined;
    this.#start();
  }

  #tell(failure: MediaFailure): void {
    for (const listener of this.#failureListeners) listener(failure);
  }

  createSession(options: { readonly localAddress: string; readonly dscp: number }): Promise<MediaSession> {
    if (!this.#worker || this.#closing) return Promise.reject(new Error('The media thread is not running.'));
    const id = this.#nextSession++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#sessionRefused(id, 'the media thread did not answer'), openTimeoutMs);
      this.#openings.set(id, {
        resolve: (session) => {
          clearTimeout(timer);
          resolve(session);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#post({ kind: 'open-session', session: id, ...options });
    });
  }

  conference(sessions: readonly MediaSession[]): void {
    const ids = [...this.#sessions].filter(([, session]) => sessions.includes(session)).map(([id]) => id);
    this.#post({ kind: 'conference', sessions: ids });
  }

  setPath(path: AudioPath): void {
    this.#set({ kind: 'path', path });
  }

  setVolume(volume: number): void {
    this.#set({ kind: 'volume', volume });
  }

  setRingerVolume(volume: number): void {
    this.#set({ kind: 'ringer-volume', volume });
  }

  setToneCountry(country: ToneCountry | undefined): void {
    this.#set({ kind: 'tone-country', country });
  }

  playTone(tone: ToneName): void {
    this.#post({ kind: 'tone', tone });
  }

  playDigit(digit: string): void {
    this.#post({ kind: 'digit-tone', digit });
  }

  stopTone(): void {
    this.#post({ kind: 'stop-tone' });
  }

  startRinger(ringer: string): void {
    this.#post({ kind: 'start-ringer', ringer });
  }

  collectGarbage(): void {
    this.#post({ kind: 'collect-garbage' });
  }

  stopRinger(): void {
    this.#post({ kind: 'stop-ringer' });
  }

  checkDevice(durationMs: number): Promise<DeviceCheck> {
    if (!this.#worker || this.#closing) return Promise.resolve(notRun);
    const check = this.#nextCheck++;
    return new Promise((resolve) => {
      const finish = (result: DeviceCheck): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
        resolve(result);
      };
      const timer = setTimeout(() => finish(notRun), durationMs + openTimeoutMs);
      this.#checks.set(check, finish);
      this.#post({ kind: 'check-device', check, durationMs });
    });
  }

  levels(): { readonly capture: number; readonly playout: number } {
    return { capture: this.#levels[0] ?? 0, playout: this.#levels[1] ?? 0 };
  }

  /** A device found missing before anyone listened is told to each new listener, so that it is not lost. */
  onFailure(listener: (failure: MediaFailure) => void): () => void {
    this.#failureListeners.add(listener);
    const missing = this.#missingDevice;
    if (missing) queueMicrotask(() => this.#failureListeners.has(listener) && listener(missing));
    return () => void this.#failureListeners.delete(listener);
  }

  onMicrophone(listener: (state: SoundPartState) => void): () => void {
    this.#microphoneListeners.add(listener);
    return () => void this.#microphoneListeners.delete(listener);
  }

  onSpeaker(listener: (state: SoundPartState) => void): () => void {
    this.#speakerListeners.add(listener);
    return () => void this.#speakerListeners.delete(listener);
  }

  onRestored(listener: () => void): () => void {
    this.#restoredListeners.add(listener);
    return () => void this.#restoredListeners.delete(listener);
  }

  get audioEndpointPort(): number | undefined {
    return this.#endpointPort;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const timer = setTimeout(() => void worker.terminate(), closeTimeoutMs);
    this.#post({ kind: 'close' });
    await exited;
    clearTimeout(timer);
    this.#failureListeners.clear();
    this.#restoredListeners.clear();
    this.#microphoneListeners.clear();
    this.#speakerListeners.clear();
  }
}

/** Rejects only where the thread itself cannot run; a missing audio device is told by `onFailure`. */
export async function openMediaEngine(options: { readonly audio: AudioSource }): Promise<MediaEngine> {
  const engine = new WorkerEngine(options.audio);
  await engine.open();
  return engine;
}
