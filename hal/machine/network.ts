// How the phone is joined to the network: by cable or by radio, with which addresses, and in which virtual network.

import type { Result } from '../result.ts';

/** Addresses are written with the length of their prefix, such as `192.0.2.7/24`. */
export interface FixedAddress {
  readonly method: 'static';
  readonly address: string;
  readonly gateway?: string | undefined;
}
export type Ipv4Choice = { readonly method: 'automatic' } | { readonly method: 'off' } | FixedAddress;
/** Automatic: by router advertisement, and by DHCPv6 where the router says so. */
export type Ipv6Choice = Ipv4Choice;

export type WifiSecurity = 'open' | 'wpa2' | 'wpa3' | 'enterprise';

export interface WifiChoice {
  /** At most 32 bytes. */
  readonly ssid: string;
  readonly security: WifiSecurity;
  /** For WPA2 8 to 63 printable characters. */
  readonly passphrase?: string | undefined;
}

/** IEEE 802.1X: who this phone is to the switch or, with `enterprise`, to the access point. Certificates are PEM texts. */
export interface AccessChoice {
  readonly method: 'peap' | 'ttls' | 'tls';
  readonly identity: string;
  readonly anonymousIdentity?: string | undefined;
  readonly password?: string | undefined;
  readonly authority?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

export interface NetworkSettings {
  readonly link: 'wired' | 'wifi';
  readonly ipv4: Ipv4Choice;
  readonly ipv6: Ipv6Choice;
  /** Name servers beside those that the network tells. */
  readonly dnsServers: readonly string[];
  readonly wifi?: WifiChoice | undefined;
  readonly access?: AccessChoice | undefined;
  /** The virtual network for voice: told by the switch (LLDP-MED), none, or its number from 1 to 4094. */
  readonly voiceVlan: 'lldp' | 'off' | number;
}

export const usualNetwork: NetworkSettings = {
  link: 'wired',
  ipv4: { method: 'automatic' },
  ipv6: { method: 'automatic' },
  dnsServers: [],
  voiceVlan: 'lldp',
};

export type NetworkProblem =
  | 'no-adapter'
  | 'no-cable'
  | 'wifi-not-found'
  | 'wifi-refused'
  | 'access-refused'
  | 'no-address'
  /** What sets the network up refused the settings, or does not run. */
  | 'settings-refused';

export interface NetworkState {
  readonly link: 'wired' | 'wifi';
  readonly status: 'joining' | 'connected' | 'failed';
  readonly problem: NetworkProblem | undefined;
  /** Without prefix, and without those that reach no further than the cable. */
  readonly addresses: readonly string[];
  readonly ssid: string | undefined;
  readonly voiceVlan: number | undefined;
  /** Whether there is a radio at all. */
  readonly hasWifi: boolean;
}

export interface WifiNetwork {
  readonly ssid: string;
  readonly security: WifiSecurity;
  /** 0 to 100. */
  readonly signalPercent: number;
}

/**
 * Contract: `apply` answers when the settings have been taken over, not when the network is there, which `state` tells;
 * refused settings leave the network as it was, and the same ones again change nothing. `state` is always there and never throws; `onChange` is heard after
 * each change of it. `scan` answers the strongest first, each name once, and nothing where there is no radio.
 */
export interface Network {
  /** False: somebody else joins this machine to the network, and `apply` refuses. */
  readonly isOurs: boolean;
  readonly state: NetworkState;
  onChange(listener: () => void): () => void;
  apply(settings: NetworkSettings): Promise<Result<void>>;
  scan(): Promise<readonly WifiNetwork[]>;
  close(): void;
}
