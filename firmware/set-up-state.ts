// What the phone tells of its first start, of the network it is in, and of forgetting everything.

import type { NetworkSettings, NetworkState, WifiNetwork } from '../hal/machine/network.ts';

export type {
  AccessChoice,
  Ipv4Choice,
  NetworkProblem,
  NetworkSettings,
  NetworkState,
  WifiNetwork,
  WifiSecurity,
} from '../hal/machine/network.ts';

/** Why a configuration from the card was not taken. */
export type CardProblem =
  | 'unreadable'
  | 'empty'
  | 'too-large'
  /** Letters of another alphabet than UTF-8, such as UTF-16 of an editor. */
  | 'not-text'
  | 'not-json'
  | 'wrong-key';

/** The first start, and what of it can be changed later. */
export interface SetUpState {
  /** Nobody has set this phone up yet, and no configuration did. */
  readonly needed: boolean;
  /** IANA name; empty: that of the system. */
  readonly timeZone: string;
  /** The company's sign-in service; empty: sign-in by address and password only. */
  readonly server: string;
  /** What was typed last is no address. */
  readonly serverRefused: boolean;
  /** What the configuration rules, so that nobody can change it here. */
  readonly fixed: { readonly timeZone: boolean; readonly server: boolean; readonly network: boolean };
  readonly card: { readonly problem: CardProblem; readonly detail: string } | undefined;
}

export interface NetworkView {
  readonly settings: NetworkSettings;
  readonly state: NetworkState;
  /** The settings were refused in this sentence. */
  readonly refused: string | undefined;
  /** Undefined: nobody has looked yet. */
  readonly found: readonly WifiNetwork[] | undefined;
  readonly looking: boolean;
}

/** Factory reset from the settings. */
export interface ResetState {
  readonly who: 'anyone' | 'administrator' | 'nobody';
  readonly wrongPins: number;
  readonly lockedUntilMs: number | undefined;
  /** The phone is about to forget everything. */
  readonly begun: boolean;
}

export type PartKind =
  | 'keypad'
  | 'hook'
  | 'touch'
  | 'screen'
  | 'panel'
  | 'handset'
  | 'lamps'
  | 'light'
  | 'watchdog'
  | 'time'
  | 'other';

/** A device of the board that can fail by itself; sound has words of its own. */
export interface MachinePart {
  readonly kind: PartKind;
  /** As its driver calls it, and what it says: in English, for whoever mends it. */
  readonly name: string;
  readonly isWorking: boolean;
  readonly sentence: string;
}
