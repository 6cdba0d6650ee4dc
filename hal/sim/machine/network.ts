// A network that is always there, with a few radios around, for the desk set in the browser and for tests.

import { isIP } from 'node:net';
import type { Network, NetworkProblem, NetworkSettings, NetworkState, WifiNetwork } from '../../machine/network.ts';
import { usualNetwork } from '../../machine/network.ts';
import { err, ok, type Result } from '../../result.ts';

/** What can be heard around the simulated desk, with what opens it. */
const radios: readonly (WifiNetwork & { readonly passphrase?: string })[] = [
  { ssid: 'Fernleigh', security: 'enterprise', signalPercent: 82 },
  { ssid: 'Fernleigh Phones', security: 'wpa2', signalPercent: 78, passphrase: 'harbour-lamp' },
  { ssid: 'Fernleigh Guests', security: 'open', signalPercent: 61 },
  { ssid: 'Café Linden', security: 'wpa3', signalPercent: 34, passphrase: 'two-espressi' },
];
const givenByNetwork = '127.0.0.1';
/** As a switch in the simulated office tells it by LLDP-MED. */
const toldVoiceVlan = 120;

export class SimNetwork implements Network {
  readonly isOurs = true;
  #settings: NetworkSettings = usualNetwork;
  #cable = true;
  readonly #listeners = new Set<() => void>();
  readonly #onApplied: (settings: NetworkSettings) => void;

  constructor(onApplied: (settings: NetworkSettings) => void = () => undefined) {
    this.#onApplied = onApplied;
  }

  get settings(): NetworkSettings {
    return this.#settings;
  }

  get state(): NetworkState {
    const { link, wifi, voiceVlan } = this.#settings;
    const problem = this.#problem();
    return {
      link,
      status: problem ? 'failed' : 'connected',
      problem,
      addresses: problem ? [] : this.#addresses(),
      ssid: link === 'wifi' ? wifi?.ssid : undefined,
      voiceVlan: link === 'wifi' || voiceVlan === 'off' ? undefined : voiceVlan === 'lldp' ? toldVoiceVlan : voiceVlan,
      hasWifi: true,
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  apply(settings: NetworkSettings): Promise<Result<void>> {
    const fault = faultOf(settings);
    if (fault !== undefined) return Promise.resolve(err(fault));
    this.#settings = settings;
    this.#onApplied(settings);
    this.#tell();
    return Promise.resolve(ok(undefined));
  }

  scan(): Promise<readonly WifiNetwork[]> {
    return Promise.resolve(radios.map(({ passphrase: _, ...radio }) => radio));
  }

  /** As a hand at the socket would. */
  plug(cable: boolean): void {
    this.#cable = cable;
    this.#tell();
  }

  close(): void {
    this.#listeners.clear();
  }

  #problem(): NetworkProblem | undefined {
    const { link, wifi, access, ipv4, ipv6 } = this.#settings;
    if (ipv4.method === 'off' && ipv6.method === 'off') return 'no-address';
    if (link === 'wired') return this.#cable ? undefined : 'no-cable';
    const radio = radios.find(({ ssid }) => ssid === wifi?.ssid);
    if (!radio) return 'wifi-not-found';
    if (radio.security === 'enterprise') return access ? undefined : 'access-refused';
    return radio.passphrase === wifi?.passphrase || radio.security === 'open' ? undefined : 'wifi-refused';
  }

  #addresses(): readonly string[] {
    return [this.#settings.ipv4, this.#settings.ipv6].flatMap((choice, at) => {
      if (choice.method === 'static') return [choice.address.split('/')[0] ?? ''];
      return choice.method === 'automatic' && at === 0 ? [givenByNetwork] : [];
    });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function faultOf({ link, wifi, ipv4, ipv6 }: NetworkSettings): string | undefined {
  if (link === 'wifi' && !wifi) return 'No Wi-Fi network is named.';
  for (const [choice, family] of [[ipv4, 4] as const, [ipv6, 6] as const]) {
    if (choice.method === 'static' && isIP(choice.address.split('/')[0] ?? '') !== family)
      return `"${choice.address}" is no IPv${family} address.`;
  }
  return undefined;
}
