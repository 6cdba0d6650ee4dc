// Keeps a stream connection open and notices when it is dead: RFC 5626 pings, and a time limit for a half-sent message.

import type { Clock, Timer } from '../../../hal/clock.ts';
import { transportLimits } from './connection.ts';

export interface KeepAliveActions {
  sendPing(): void;
  onDead(reason: string): void;
}

export class KeepAlive {
  readonly #clock: Clock;
  readonly #actions: KeepAliveActions;
  #ping: Timer | undefined;
  #pong: Timer | undefined;
  #incomplete: Timer | undefined;
  /** Some servers never answer pings; only one that did once is held to it. */
  #peerPongs = false;

  constructor(clock: Clock, actions: KeepAliveActions) {
    this.#clock = clock;
    this.#actions = actions;
  }

  start(): void {
    this.#ping = this.#clock.after(transportLimits.keepAliveMs, () => {
      this.#actions.sendPing();
      if (this.#peerPongs) {
        this.#pong = this.#clock.after(transportLimits.pongMs, () => this.#actions.onDead('no answer to a keep-alive'));
      }
      this.start();
    });
  }

  /** Any bytes prove that the path lives. */
  received(incomplete: boolean): void {
    this.#pong?.cancel();
    this.#pong = undefined;
    if (!incomplete) {
      this.#incomplete?.cancel();
      this.#incomplete = undefined;
    } else {
      this.#incomplete ??= this.#clock.after(transportLimits.incompleteMs, () =>
        this.#actions.onDead('a message was cut off in the middle'),
      );
    }
  }

  ponged(): void {
    this.#peerPongs = true;
  }

  stop(): void {
    for (const timer of [this.#ping, this.#pong, this.#incomplete]) timer?.cancel();
  }
}
