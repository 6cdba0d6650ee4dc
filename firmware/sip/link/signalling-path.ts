// The one way out for the library: messages go over whatever connection stands, and wait a while where none does.

import type { Clock, Timer } from '../../../hal/clock.ts';
import type { SignallingConnection } from '../transport/connection.ts';

/** RFC 3261: no transaction lives longer than 64 * T1, so no message is worth more. */
export const heldMessageLimits = { heldMs: 32_000, count: 64 } as const;

interface Held {
  readonly message: string;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
  readonly expiry: Timer;
}

export class SignallingPath {
  readonly #clock: Clock;
  readonly #onSent: (message: string, peer: string) => void;
  readonly #newBranch: () => string;
  readonly #held: Held[] = [];
  #connection: SignallingConnection | undefined;
  #protocol = 'TLS';
  #closed = false;

  constructor(clock: Clock, newBranch: () => string, onSent: (message: string, peer: string) => void) {
    this.#clock = clock;
    this.#newBranch = newBranch;
    this.#onSent = onSent;
  }

  /** As the library writes it into Via. */
  get protocol(): string {
    return this.#protocol;
  }

  get connected(): boolean {
    return this.#connection !== undefined;
  }

  use(connection: SignallingConnection | undefined): void {
    this.#connection = connection;
    if (!connection) return;
    this.#protocol = connection.protocol;
    for (const held of this.#held.splice(0)) {
      held.expiry.cancel();
      this.#transmit(connection, held.message).then(held.resolve, held.reject);
    }
  }

  /** Rejects with an Error, as the library expects of a transport. */
  send(message: string): Promise<void> {
    const strong = this.#strengthenAckBranch(message);
    if (this.#connection) return this.#transmit(this.#connection, strong);
    if (this.#closed || this.#held.length >= heldMessageLimits.count)
      return Promise.reject(new Error('no connection to the server'));
    return new Promise((resolve, reject) => {
      const entry: Held = {
        message: strong,
        resolve,
        reject,
        expiry: this.#clock.after(heldMessageLimits.heldMs, () => this.#expire(entry)),
      };
      this.#held.push(entry);
    });
  }

  close(): void {
    this.#closed = true;
    this.#connection = undefined;
    for (const held of [...this.#held]) this.#expire(held);
  }

  async #transmit(connection: SignallingConnection, message: string): Promise<void> {
    this.#onSent(message, connection.peer);
    const sent = await connection.send(message);
    if (!sent.ok) throw new Error(sent.error);
  }

  #expire(entry: Held): void {
    const index = this.#held.indexOf(entry);
    if (index < 0) return;
    this.#held.splice(index, 1);
    entry.expiry.cancel();
    entry.reject(new Error('no connection to the server'));
  }

  /** For the ACK of a 2xx the library draws a branch of seven digits from a weak source, out of reach but here. */
  #strengthenAckBranch(message: string): string {
    if (!message.startsWith('ACK ')) return message;
    return message.replace(
      /(\r\nVia: [^\r\n]*;branch=)z9hG4bK\d{1,8}(?=[;\r])/,
      (_, before: string) => before + this.#newBranch(),
    );
  }
}
