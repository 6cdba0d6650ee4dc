// The phone's own connection to the bench that its policy names: always outwards, by TLS, and made again when it breaks.

import WebSocket from 'ws';
import type { Clock, Timer } from '../../../hal/clock.ts';
import { classifyConnectError, trustedCertificates } from '../../sip/index.ts';
import type { LogSink } from '../../store/index.ts';
import { mostOrderBytes } from './messages.ts';

/** A bench is on the same desk: it is looked for often, and given up never. */
const retryAfterMs = [1_000, 2_000, 5_000] as const;
/** A bench that refuses the token will do so again. */
const refusedRetryMs = 60_000;
const connectWithinMs = 8_000;
const pingEveryMs = 5_000;
/** More than a test ever tells at once: a bench that does not read is not there. */
const mostWaitingBytes = 1_048_576;

export interface BenchLineOptions {
  readonly server: string;
  readonly token: string;
  readonly trustAnchors: readonly string[];
  readonly clock: Clock;
  readonly log: LogSink;
  readonly onOpen: () => void;
  readonly onMessage: (text: string) => void;
  /** The bench is gone, for a moment or for good. */
  readonly onLost: () => void;
}

export class BenchLine {
  readonly #options: BenchLineOptions;
  #socket: WebSocket | undefined;
  #isOpen = false;
  #retry: Timer | undefined;
  #failures = 0;
  #lastSaid = '';
  #wanted = false;

  constructor(options: BenchLineOptions) {
    this.#options = options;
  }

  /** Connect and stay connected, or let go. */
  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#retry?.cancel();
    if (wanted) this.#connect();
    else this.#drop();
  }

  send(text: string): void {
    if (!this.#socket || !this.#isOpen) return;
    if (this.#socket.bufferedAmount > mostWaitingBytes) this.#socket.terminate();
    else this.#socket.send(text);
  }

  #connect(): void {
    const { server, token, trustAnchors, clock } = this.#options;
    const socket = new WebSocket(server, {
      ca: trustedCertificates(trustAnchors),
      minVersion: 'TLSv1.2',
      headers: { authorization: `Bearer ${token}` },
      maxPayload: mostOrderBytes,
      followRedirects: false,
      perMessageDeflate: false,
      handshakeTimeout: connectWithinMs,
    });
    this.#socket = socket;
    let why = 'the connection ended';
    let refused = false;
    let isAlive = true;
    let ping: Timer | undefined;
    const beat = (): void => {
      if (!isAlive) {
        socket.terminate();
        return;
      }
      isAlive = false;
      socket.ping();
      ping = clock.after(pingEveryMs, beat);
    };
    socket.on('unexpected-response', (request, response) => {
      refused = response.statusCode === 401 || response.statusCode === 403;
      why = refused
        ? 'the bench refuses the token of this policy ("benchTest.token")'
        : `it answered ${response.statusCode}`;
      request.destroy();
      socket.terminate();
    });
    socket.on('open', () => {
      this.#isOpen = true;
      this.#failures = 0;
      this.#say('info', `Bench test: connected to ${server}.`);
      this.#options.onOpen();
      ping = clock.after(pingEveryMs, beat);
    });
    socket.on('pong', () => {
      isAlive = true;
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) socket.close(1003, 'text only');
      else this.#options.onMessage(String(data));
    });
    socket.on('error', (error) => {
      if (!refused) why = classifyConnectError(error, clock.wallMs(), undefined).detail;
    });
    socket.on('close', () => {
      ping?.cancel();
      if (this.#socket !== socket) return;
      this.#ended(why, refused);
    });
  }

  #ended(why: string, refused: boolean): void {
    const wasOpen = this.#isOpen;
    this.#socket = undefined;
    this.#isOpen = false;
    if (wasOpen) this.#options.onLost();
    if (!this.#wanted) return;
    this.#say('warning', `Bench test: no connection to ${this.#options.server}: ${why}.`);
    const soon = retryAfterMs[Math.min(this.#failures++, retryAfterMs.length - 1)] ?? 1_000;
    this.#retry = this.#options.clock.after(refused ? refusedRetryMs : soon, () => this.#connect());
  }

  #drop(): void {
    const socket = this.#socket;
    const wasOpen = this.#isOpen;
    this.#socket = undefined;
    this.#isOpen = false;
    // Ending a socket that is still connecting reports an error nobody needs any more.
    socket?.terminate();
    if (wasOpen) this.#options.onLost();
  }

  /** Once for each state: a bench that is switched off must not fill the log. */
  #say(level: 'info' | 'warning', text: string): void {
    if (text === this.#lastSaid) return;
    this.#lastSaid = text;
    this.#options.log(level, text);
  }
}
