// The sentences of the first start, of the network and of the factory reset, which each language must fill.

import type { CardProblem, NetworkProblem, WifiSecurity } from '../../../firmware/phone.ts';

/** What happened, and what to do about it. */
interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

export interface SetUpCatalogue {
  readonly setUp: {
    readonly language: string;
    readonly languageDetail: string;
    /** Step of steps. */
    readonly step: (step: number, steps: number) => string;
    readonly timeZone: string;
    readonly timeZoneHint: string;
    readonly noZone: string;
    readonly noZoneDetail: string;
    readonly asSystem: string;
    readonly server: string;
    readonly serverHint: string;
    readonly serverEmptyHint: string;
    readonly serverField: string;
    readonly noServer: string;
    readonly serverRefused: Explanation;
    readonly ruled: string;
    readonly card: Readonly<Record<CardProblem, Explanation>>;
  };
  readonly network: {
    readonly title: string;
    readonly connectedByCable: string;
    readonly connectedByWifi: (name: string) => string;
    readonly joining: string;
    readonly problems: Readonly<Record<NetworkProblem, Explanation>>;
    readonly ruled: string;
    readonly link: string;
    readonly links: Readonly<Record<'wired' | 'wifi', string>>;
    readonly wifi: string;
    readonly wifiLooking: string;
    readonly wifiNone: string;
    readonly wifiNoneDetail: string;
    readonly wifiPassword: (name: string) => string;
    readonly password: string;
    readonly security: Readonly<Record<WifiSecurity, string>>;
    readonly ipv4: string;
    readonly ipv6: string;
    readonly methods: Readonly<Record<'automatic' | 'static' | 'off', string>>;
    readonly address: string;
    readonly addressWithPrefix: string;
    readonly mask: string;
    readonly gateway: string;
    readonly dns: string;
    readonly dotHint: string;
    readonly wrongAddress: string;
    readonly vlan: string;
    readonly vlanChoices: Readonly<Record<'lldp' | 'off' | 'number', string>>;
    readonly vlanNumber: string;
    readonly vlanHint: string;
    readonly access: string;
    readonly accessOff: string;
    readonly identity: string;
  };
  readonly reset: {
    readonly title: string;
    readonly question: string;
    readonly detail: string;
    readonly erase: string;
    readonly pin: string;
    readonly pinHint: string;
    readonly wrongPin: (left: number) => string;
    readonly wait: (time: string) => string;
    readonly nobody: string;
    readonly nobodyDetail: string;
    readonly begun: string;
    readonly begunDetail: string;
  };
}
