// The network as the configuration rules it or, where it says nothing, as the person chose it on the screen.

import * as z from 'zod';
import { type Network, type NetworkSettings, usualNetwork, type WifiNetwork } from '../../hal/machine/network.ts';
import { type Config, networkSettings } from '../config/index.ts';
import type { NetworkView } from '../phone.ts';
import type { LogSink, Store } from '../store/index.ts';

const storeName = 'network';
/** What was stored was checked before; a damaged file is no reason to be without network. */
const storedSchema = z.looseObject({
  link: z.enum(['wired', 'wifi']),
  ipv4: z.looseObject({}),
  ipv6: z.looseObject({}),
});

export interface NetworkChoiceOptions {
  readonly config: Config;
  readonly store: Store;
  readonly network: Network;
  readonly log: LogSink;
  readonly onChange: () => void;
}

export class NetworkChoice {
  readonly #options: NetworkChoiceOptions;
  #settings: NetworkSettings;
  #refused: string | undefined;
  #found: readonly WifiNetwork[] | undefined;
  #looking = false;

  constructor(options: NetworkChoiceOptions) {
    this.#options = options;
    const { config, store, network, onChange } = options;
    const stored = storedSchema.safeParse(store.read(storeName));
    const chosen = config.network
      ? networkSettings(config.network)
      : stored.success
        ? ({ ...usualNetwork, ...stored.data } as NetworkSettings)
        : undefined;
    this.#settings = chosen ?? usualNetwork;
    network.onChange(onChange);
    // Also where nobody chose anything: what was asked for by a configuration that is gone must not stay.
    if (network.isOurs) void this.#apply(this.#settings).then(onChange);
    else if (config.network) options.log('warning', 'The network of this machine is set up outside of the phone.');
  }

  get isFixed(): boolean {
    const { config, network } = this.#options;
    return config.network !== undefined || !network.isOurs;
  }

  get view(): NetworkView {
    const { network } = this.#options;
    return {
      settings: withoutSecrets(this.#settings),
      state: network.state,
      refused: this.#refused,
      found: this.#found,
      looking: this.#looking,
    };
  }

  /** A secret that is absent stays as it was, as long as it is for the same network and the same name. */
  async change(wanted: NetworkSettings): Promise<void> {
    if (this.isFixed) return;
    const settings = withSecrets(wanted, this.#settings);
    if (await this.#apply(settings)) {
      this.#settings = settings;
      this.#options.store.write(storeName, settings);
    }
    this.#options.onChange();
  }

  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    this.#options.onChange();
    this.#found = await this.#options.network.scan();
    this.#looking = false;
    this.#options.onChange();
  }

  async #apply(settings: NetworkSettings): Promise<boolean> {
    const applied = await this.#options.network.apply(settings);
    this.#refused = applied.ok ? undefined : applied.error;
    if (!applied.ok) this.#options.log('warning', `The network settings were not taken: ${applied.error}`);
    return applied.ok;
  }
}

/** The screen need not know them. */
function withoutSecrets({ wifi, access, ...settings }: NetworkSettings): NetworkSettings {
  return {
    ...settings,
    wifi: wifi && { ssid: wifi.ssid, security: wifi.security },
    access: access && { method: access.method, identity: access.identity, anonymousIdentity: access.anonymousIdentity },
  };
}

function withSecrets(wanted: NetworkSettings, before: NetworkSettings): NetworkSettings {
  const { wifi, access } = wanted;
  const sameWifi = wifi && wifi.ssid === before.wifi?.ssid && wifi.passphrase === undefined;
  const sameAccess = access && access.identity === before.access?.identity && access.password === undefined;
  return {
    ...wanted,
    wifi: sameWifi ? { ...wifi, passphrase: before.wifi?.passphrase } : wifi,
    access: sameAccess ? { ...before.access, ...withoutAbsent(access) } : access,
  };
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
