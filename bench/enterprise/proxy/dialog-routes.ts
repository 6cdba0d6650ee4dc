// Remember, for each Record-Route token, which two ends a dialog has, so that its requests find the phone even after a reconnect.

import type { Clock, RandomSource, Timer } from '../../../hal/clock.ts';
import type { SipMessage } from '../sip/message.ts';
import type { FlowReference } from './location.ts';

export type Side = 'caller' | 'callee';

/** Media of one call as the proxy sees it: SDP of either side in, SDP that leads through the relay out. */
export interface CallMedia {
  anchor<M extends SipMessage>(from: Side, message: M): M;
  release(): void;
}

export interface DialogRoute {
  readonly token: string;
  readonly callId: string;
  readonly callerTag: string;
  readonly caller: FlowReference;
  readonly callee: FlowReference;
  readonly media: CallMedia | undefined;
}

export const MAX_DIALOG_ROUTES = 10_000;
/** Nobody talks longer; what is left then was never ended properly. */
const LIFETIME_MS = 12 * 3_600_000;

export class DialogRoutes {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #routes = new Map<string, { readonly route: DialogRoute; readonly timer: Timer }>();

  constructor(clock: Clock, random: RandomSource) {
    this.#clock = clock;
    this.#random = random;
  }

  get size(): number {
    return this.#routes.size;
  }

  /** Undefined when too many calls are up. */
  add(route: Omit<DialogRoute, 'token'>): DialogRoute | undefined {
    if (this.#routes.size >= MAX_DIALOG_ROUTES) return undefined;
    const token = `d-${Buffer.from(this.#random.bytes(9)).toString('hex')}`;
    const entry = { ...route, token };
    this.#routes.set(token, { route: entry, timer: this.#clock.after(LIFETIME_MS, () => this.remove(token)) });
    return entry;
  }

  get(token: string): DialogRoute | undefined {
    return this.#routes.get(token)?.route;
  }

  remove(token: string): void {
    const entry = this.#routes.get(token);
    if (!entry) return;
    this.#routes.delete(token);
    entry.timer.cancel();
    entry.route.media?.release();
  }

  close(): void {
    for (const token of [...this.#routes.keys()]) this.remove(token);
  }
}
