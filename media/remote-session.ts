// One call's media as the main thread holds it: commands go to the media thread, its events come back as listeners.

import type { SessionCommand, SessionEvent } from './messages.ts';
import type { MediaParameters, MediaSession, MediaStatistics } from './session.ts';

/** A media thread that does not answer is as good as gone. */
const stopTimeoutMs = 1_000;

export class RemoteSession implements MediaSession {
  readonly localPort: number;
  readonly localAddress: string;
  readonly #id: number;
  readonly #send: (command: SessionCommand) => void;
  readonly #onStopped: () => void;
  readonly #statisticsListeners = new Set<(statistics: MediaStatistics) => void>();
  readonly #digitListeners = new Set<(digit: string) => void>();
  readonly #silenceListeners = new Set<(silentMs: number) => void>();
  #last: MediaStatistics | undefined;
  #stopping: Promise<MediaStatistics | undefined> | undefined;
  #resolveStopped: ((statistics: MediaStatistics | undefined) => void) | undefined;
  #ended = false;

  constructor(
    id: number,
    opened: { readonly localPort: number; readonly localAddress: string },
    send: (command: SessionCommand) => void,
    onStopped: () => void,
  ) {
    this.#id = id;
    this.localPort = opened.localPort;
    this.localAddress = opened.localAddress;
    this.#send = send;
    this.#onStopped = onStopped;
  }

  start(parameters: MediaParameters): void {
    this.#command({ kind: 'start-session', session: this.#id, parameters });
  }

  setMuted(muted: boolean): void {
    this.#command({ kind: 'mute', session: this.#id, muted });
  }

  setFocus(hasHandset: boolean): void {
    this.#command({ kind: 'focus', session: this.#id, hasHandset });
  }

  sendDigit(digit: string, durationMs?: number): void {
    this.#command({ kind: 'digit', session: this.#id, digit, durationMs });
  }

  #command(command: SessionCommand): void {
    if (!this.#ended && !this.#stopping) this.#send(command);
  }

  onStatistics(listener: (statistics: MediaStatistics) => void): () => void {
    this.#statisticsListeners.add(listener);
    return () => void this.#statisticsListeners.delete(listener);
  }

  onDigit(listener: (digit: string) => void): () => void {
    this.#digitListeners.add(listener);
    return () => void this.#digitListeners.delete(listener);
  }

  onSilence(listener: (silentMs: number) => void): () => void {
    this.#silenceListeners.add(listener);
    return () => void this.#silenceListeners.delete(listener);
  }

  stop(): Promise<MediaStatistics | undefined> {
    this.#stopping ??= this.#ended ? Promise.resolve(this.#last) : this.#stop();
    return this.#stopping;
  }

  #stop(): Promise<MediaStatistics | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), stopTimeoutMs);
      this.#resolveStopped = (statistics) => {
        clearTimeout(timer);
        resolve(statistics);
      };
      this.#send({ kind: 'stop-session', session: this.#id });
    });
  }

  receive(event: SessionEvent): void {
    switch (event.kind) {
      case 'statistics':
        this.#last = event.statistics;
        for (const listener of this.#statisticsListeners) listener(event.statistics);
        return;
      case 'digit':
        for (const listener of this.#digitListeners) listener(event.digit);
        return;
      case 'silence':
        for (const listener of this.#silenceListeners) listener(event.silentMs);
        return;
      case 'session-stopped':
        this.#last = event.statistics ?? this.#last;
        this.end();
        return;
      case 'session-opened':
      case 'session-refused':
        return;
    }
  }

  /** Stopped, or its thread is gone: nothing more is heard of it. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#statisticsListeners.clear();
    this.#digitListeners.clear();
    this.#silenceListeners.clear();
    this.#resolveStopped?.(this.#last);
    this.#onStopped();
  }
}
