// Open a relay for each call, up to a limit; beyond it media passes the enterprise by.

import type { Clock } from '../../../hal/clock.ts';
import { MAX_RELAYS, MediaRelay, type RelayAddresses } from './media-relay.ts';
import type { NetworkConditions } from './network-conditions.ts';

export class RelayPool {
  readonly #clock: Clock;
  readonly #conditions: NetworkConditions;
  readonly #addresses: RelayAddresses;
  #size = 0;

  constructor(clock: Clock, conditions: NetworkConditions, addresses: RelayAddresses = {}) {
    this.#addresses = addresses;
    this.#clock = clock;
    this.#conditions = conditions;
  }

  get size(): number {
    return this.#size;
  }

  async open(caller: string | undefined, callee: string | undefined): Promise<MediaRelay | undefined> {
    if (this.#size >= MAX_RELAYS) return undefined;
    this.#size++;
    const onReleased = () => {
      this.#size--;
    };
    const relay = await MediaRelay.open({
      clock: this.#clock,
      conditions: this.#conditions,
      users: { caller, callee },
      ...this.#addresses,
      onReleased,
    });
    if (relay.ok) return relay.value;
    onReleased();
    return undefined;
  }
}
