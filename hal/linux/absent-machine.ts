// A board whose network is somebody else's business, as on a PC, and which cannot be reset by itself.

import { networkInterfaces } from 'node:os';
import type { FactoryReset } from '../machine/factory-reset.ts';
import type { Network, NetworkState, WifiNetwork } from '../machine/network.ts';
import { err, type Result } from '../result.ts';

export class ForeignNetwork implements Network {
  readonly isOurs = false;

  get state(): NetworkState {
    const addresses = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
      .map(({ address }) => address);
    const connected = addresses.length > 0;
    return {
      link: 'wired',
      status: connected ? 'connected' : 'failed',
      problem: connected ? undefined : 'no-address',
      addresses,
      ssid: undefined,
      voiceVlan: undefined,
      hasWifi: false,
    };
  }

  /** Whoever looks asks again; nobody tells this process. */
  onChange(): () => void {
    return () => undefined;
  }

  apply(): Promise<Result<void>> {
    return Promise.resolve(err('The network of this board is set up outside of the phone.'));
  }

  scan(): Promise<readonly WifiNetwork[]> {
    return Promise.resolve([]);
  }

  close(): void {
    // There is nothing to let go.
  }
}

export class NoFactoryReset implements FactoryReset {
  readonly isPossible = false;

  reset(): void {
    // Nobody is offered it.
  }
}
