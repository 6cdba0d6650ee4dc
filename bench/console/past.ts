// What a page that comes late must hear: the latest of each kind, so that no kind crowds another out.

import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import type { ToPage } from './protocol.ts';

type EventMessage = Extract<ToPage, { readonly type: 'event' }>;

/** For each phone and kind: its state once, several calls' ladders, the width of the plots, and what the log said. */
const mostKept: Readonly<Record<DiagnosticEvent['type'], number>> = {
  ready: 1,
  account: 1,
  call: 40,
  sip: 200,
  quality: 90,
  log: 50,
};

export class Past {
  readonly #byKind = new Map<string, EventMessage[]>();
  #order = 0;
  readonly #orders = new WeakMap<EventMessage, number>();

  add(message: EventMessage): void {
    const kind = `${message.phone} ${message.event.type}`;
    const kept = this.#byKind.get(kind) ?? [];
    this.#byKind.set(kind, kept);
    kept.push(message);
    this.#orders.set(message, this.#order++);
    if (kept.length > mostKept[message.event.type]) kept.shift();
  }

  /** In the order in which it happened. */
  get messages(): readonly EventMessage[] {
    const order = (message: EventMessage): number => this.#orders.get(message) ?? 0;
    return [...this.#byKind.values()].flat().toSorted((one, other) => order(one) - order(other));
  }
}
