// Faults a test can ask of the enterprise: answer badly, late, or not at all.

import type { Flow } from '../sip/flow.ts';
import type { SipRequest } from '../sip/message.ts';

export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly reason?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'drop-connection' };

export interface FaultRule {
  /** Undefined matches every method. */
  readonly method?: string;
  /** User part of From; undefined matches everybody. */
  readonly user?: string;
  /** How often it strikes; undefined until it is removed. */
  readonly times?: number;
  readonly fault: Fault;
}

export class Faults {
  readonly #rules = new Set<{ readonly rule: FaultRule; left: number }>();

  /** Returns the function that takes the rule away again. */
  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.#rules.add(entry);
    return () => void this.#rules.delete(entry);
  }

  clear(): void {
    this.#rules.clear();
  }

  strike(flow: Flow, request: SipRequest, user: string): Fault | undefined {
    if (flow.transport === 'LOCAL') return undefined;
    for (const entry of this.#rules) {
      const { method, user: only, fault } = entry.rule;
      if (method !== undefined && method !== request.method) continue;
      if (only !== undefined && only !== user) continue;
      if (--entry.left <= 0) this.#rules.delete(entry);
      return fault;
    }
    return undefined;
  }
}
