// The phone under test as the steps of a test see it: what it tells, what it is ordered, and orders that outlast a break.

import type { Order, PhoneFacts, Told } from '../../../firmware/admin/bench-test/index.ts';
import type { MediaStatistics } from '../../../media/session.ts';
import type { LinkEvent, PhoneLink } from './phone-link.ts';

export interface CallSeen {
  readonly phase: string;
  readonly atMs: number;
}

const mostStatistics = 120;

export class TestedPhone {
  readonly #link: PhoneLink;
  /** Sent again each time the phone comes back. */
  readonly #kept: Order[] = [];
  readonly #stop: () => void;
  #update: Extract<Told, { readonly type: 'update' }>['update'] | undefined;
  readonly #statistics: MediaStatistics[] = [];
  /** Calls that have not ended, as far as the phone told. */
  readonly #calls = new Set<string>();
  #breaks = 0;

  constructor(link: PhoneLink) {
    this.#link = link;
    this.#stop = link.listen((event) => this.#follow(event));
  }

  get connected(): boolean {
    return this.#link.connected;
  }

  get facts(): PhoneFacts | undefined {
    return this.#link.facts;
  }

  /** How often the connection broke so far: a measurement across a break is none. */
  get breaks(): number {
    return this.#breaks;
  }

  get update(): Extract<Told, { readonly type: 'update' }>['update'] | undefined {
    return this.#update;
  }

  get isInCall(): boolean {
    return this.#calls.size > 0;
  }

  /** The latest figures of a call. */
  get statistics(): MediaStatistics | undefined {
    return this.#statistics.at(-1);
  }

  /** Second by second, since `forgetStatistics`. */
  get allStatistics(): readonly MediaStatistics[] {
    return [...this.#statistics];
  }

  forgetStatistics(): void {
    this.#statistics.length = 0;
  }

  order(order: Order): void {
    this.#link.order(order);
  }

  /** Until `giveBack`, also after a break; one of each type. */
  keep(order: Order): void {
    const at = this.#kept.findIndex(({ type }) => type === order.type);
    if (at >= 0 && order.type !== 'lamp') this.#kept.splice(at, 1);
    this.#kept.push(order);
    this.order(order);
  }

  /** Keys, screen and lamps are the phone's own again. */
  giveBack(): void {
    this.#kept.length = 0;
    this.order({ type: 'capture', on: false });
    this.order({ type: 'pattern' });
    this.order({ type: 'lamps-back' });
  }

  listen(listener: (event: LinkEvent) => void): () => void {
    return this.#link.listen(listener);
  }

  /** The first event from now on that fits; undefined where none came in time. */
  waitFor(fits: (event: LinkEvent) => boolean, limitMs: number): Promise<LinkEvent | undefined> {
    return new Promise((resolve) => {
      const settle = (event: LinkEvent | undefined): void => {
        clearTimeout(timer);
        stop();
        resolve(event);
      };
      const timer = setTimeout(() => settle(undefined), limitMs);
      const stop = this.#link.listen((event) => {
        if (fits(event)) settle(event);
      });
    });
  }

  /** A call reaches this phase; undefined where it does not in time. */
  async waitForCall(phase: string, limitMs: number): Promise<CallSeen | undefined> {
    const seen = await this.waitFor((event) => phaseOf(event)?.startsWith(phase) ?? false, limitMs);
    return seen && { phase: phaseOf(seen) ?? '', atMs: performance.now() };
  }

  close(): void {
    this.#stop();
  }

  #follow(event: LinkEvent): void {
    if (event.type === 'left') this.#breaks++;
    else if (event.type === 'update') this.#update = event.update;
    else if (event.type === 'joined') for (const order of this.#kept) this.order(order);
    else if (event.type === 'event' && event.event.type === 'quality') this.#keepStatistics(event.event.statistics);
    else if (event.type === 'event' && event.event.type === 'call') {
      if (event.event.phase.startsWith('ended')) this.#calls.delete(event.event.callId);
      else this.#calls.add(event.event.callId);
    }
    // What happened meanwhile was not heard; a phone that started anew has no calls.
    if (event.type === 'joined') this.#calls.clear();
  }

  /** A call that nobody forgets is no reason to fill the memory. */
  #keepStatistics(statistics: MediaStatistics): void {
    this.#statistics.push(statistics);
    if (this.#statistics.length > mostStatistics) this.#statistics.shift();
  }
}

export function phaseOf(event: LinkEvent): string | undefined {
  return event.type === 'event' && event.event.type === 'call' ? event.event.phase : undefined;
}
