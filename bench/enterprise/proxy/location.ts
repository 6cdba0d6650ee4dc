// Who can be reached where: the contacts of each account and the flows they came over (RFC 3261 10, RFC 5626).

import type { Clock } from '../../../hal/clock.ts';
import type { Flow } from '../sip/flow.ts';

export const MAX_BINDINGS_PER_ACCOUNT = 10;

export interface Binding {
  /** As the client wrote it, without parameters of the header. */
  readonly uri: string;
  readonly key: string;
  readonly flow: Flow;
  readonly callId: string;
  readonly cseq: number;
  /** `+sip.instance`, the same over reconnects of one phone. */
  readonly instance: string | undefined;
  readonly expiresAtMs: number;
}

export class Location {
  readonly #clock: Clock;
  readonly #bindings = new Map<string, Binding[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Newest first; expired ones are gone. */
  bindings(account: string): readonly Binding[] {
    const nowMs = this.#clock.nowMs();
    const live = (this.#bindings.get(account) ?? []).filter((binding) => binding.expiresAtMs > nowMs);
    if (live.length > 0) this.#bindings.set(account, live);
    else this.#bindings.delete(account);
    return live;
  }

  /** Contacts that a request can be sent to right now. */
  reachable(account: string): readonly Binding[] {
    return this.bindings(account).filter((binding) => binding.flow.open);
  }

  /** False when the account has as many contacts as it may have. */
  bind(account: string, binding: Binding): boolean {
    const all = this.bindings(account).filter((other) => !isSameContact(other, binding));
    // A phone that reconnects from ever new ports must not lock itself out with its own dead contacts.
    const others = all.length < MAX_BINDINGS_PER_ACCOUNT ? all : all.filter((other) => other.flow.open);
    if (others.length >= MAX_BINDINGS_PER_ACCOUNT) return false;
    this.#bindings.set(account, [binding, ...others]);
    return true;
  }

  unbind(account: string, key: string): void {
    this.#bindings.set(
      account,
      this.bindings(account).filter((binding) => binding.key !== key),
    );
  }

  /** Only what came by REGISTER: people whom the bench itself plays stay reachable. */
  unbindAll(account: string): void {
    this.#bindings.set(
      account,
      this.bindings(account).filter((binding) => binding.flow.transport === 'LOCAL'),
    );
  }

  find(key: string): Binding | undefined {
    for (const account of this.#bindings.keys()) {
      const found = this.reachable(account).find((binding) => binding.key === key);
      if (found) return found;
    }
    return undefined;
  }

  accountsOn(flow: Flow): string[] {
    return [...this.#bindings.keys()].filter((account) =>
      this.bindings(account).some((binding) => binding.flow === flow),
    );
  }
}

function isSameContact(left: Binding, right: Binding): boolean {
  return left.key === right.key || (left.instance !== undefined && left.instance === right.instance);
}

/** One end of a dialog: the flow it used, and enough to find the same phone again after it reconnected. */
export interface FlowReference {
  readonly flow: Flow;
  readonly account: string | undefined;
  readonly instance: string | undefined;
  readonly contactKey: string | undefined;
}

export function referTo(location: Location, flow: Flow, account: string | undefined): FlowReference {
  const binding = account === undefined ? undefined : location.bindings(account).find((each) => each.flow === flow);
  return { flow, account, instance: binding?.instance, contactKey: binding?.key };
}

export function currentFlow(location: Location, end: FlowReference): Flow | undefined {
  if (end.flow.open) return end.flow;
  if (end.account === undefined) return undefined;
  const reachable = location.reachable(end.account);
  const same =
    reachable.find((binding) => end.instance !== undefined && binding.instance === end.instance) ??
    reachable.find((binding) => binding.key === end.contactKey) ??
    reachable.find((binding) => binding.flow.transport !== 'LOCAL');
  return same?.flow;
}
