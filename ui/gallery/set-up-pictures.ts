// Pictures of the first start, the network and the factory reset.

import type { CardProblem, NetworkProblem, PhoneState } from '../../firmware/phone.ts';
import { network, radios, setUpDone, someFaults, wired } from './fixtures/set-up.ts';
import { atRest, nowMs, signedOut } from './fixtures/state.ts';
import type { Picture } from './picture.ts';

const fresh: PhoneState = {
  ...signedOut,
  contacts: [],
  callLog: [],
  setUp: { ...setUpDone, needed: true, timeZone: '', server: '' },
};

/** Where the mistake is, for those that have a place. */
const cardDetails: Readonly<Record<CardProblem, string>> = {
  unreadable: '',
  empty: '',
  'too-large': '',
  'not-text': '',
  'not-json': 'offhook.json is not valid JSON at line 3, column 14.',
  'wrong-key': 'The key "langauge" is not known; did you mean "language"?',
};
const networkProblems: readonly NetworkProblem[] = [
  'no-adapter',
  'no-cable',
  'wifi-not-found',
  'wifi-refused',
  'access-refused',
  'no-address',
];

function withNetwork(change: Partial<typeof network>): PhoneState {
  return { ...atRest, network: { ...network, ...change } };
}

const byWifi = withNetwork({
  settings: { ...network.settings, link: 'wifi', wifi: { ssid: 'Fernleigh Phones', security: 'wpa2' } },
  state: { ...wired, link: 'wifi', ssid: 'Fernleigh Phones', addresses: ['192.0.2.77'], voiceVlan: undefined },
});
const fixed = withNetwork({
  settings: {
    ...network.settings,
    ipv4: { method: 'static', address: '192.0.2.41/24', gateway: '192.0.2.1' },
    ipv6: { method: 'static', address: '2001:db8:20::41/64', gateway: '2001:db8:20::1' },
    dnsServers: ['192.0.2.53'],
    voiceVlan: 120,
    access: { method: 'peap', identity: 'phone-4217' },
  },
});

export const setUpPictures: readonly Picture[] = [
  { name: 'set-up-language', caption: 'First start: language', state: fresh },
  {
    name: 'set-up-network',
    caption: 'First start: network',
    state: fresh,
    route: { screen: 'set-up-network' },
  },
  {
    name: 'set-up-time-zone',
    caption: 'First start: time zone',
    state: fresh,
    route: { screen: 'set-up-time-zone' },
  },
  {
    name: 'set-up-time-zone-found',
    caption: 'First start: a city typed on the twelve keys',
    state: fresh,
    route: { screen: 'set-up-time-zone' },
    keys: ['6', '3', '9'],
  },
  {
    name: 'set-up-time-zone-none',
    caption: 'First start: no such city',
    state: fresh,
    route: { screen: 'set-up-time-zone' },
    typed: 'xyz',
  },
  {
    name: 'set-up-server',
    caption: 'First start: company server',
    state: fresh,
    route: { screen: 'set-up-server' },
    typed: 'phones.fernleigh.test',
  },
  {
    name: 'set-up-server-refused',
    caption: 'First start: no address',
    state: { ...fresh, setUp: { ...fresh.setUp, serverRefused: true } },
    route: { screen: 'set-up-server' },
    keys: ['soft1'],
  },
  ...(Object.keys(cardDetails) as CardProblem[]).map((problem) => ({
    name: `set-up-card-${problem}`,
    caption: `First start: the card's file is ${problem.replaceAll('-', ' ')}`,
    state: { ...fresh, setUp: { ...fresh.setUp, card: { problem, detail: cardDetails[problem] } } },
  })),
  { name: 'network', caption: 'Network, by cable', state: atRest, route: { screen: 'network' } },
  { name: 'network-wifi-joined', caption: 'Network, by Wi-Fi', state: byWifi, route: { screen: 'network' } },
  { name: 'network-fixed', caption: 'Network with fixed addresses', state: fixed, route: { screen: 'network' } },
  {
    name: 'network-ruled',
    caption: 'Network, as the administrator has set it',
    state: { ...fixed, setUp: { ...setUpDone, fixed: { timeZone: true, server: true, network: true } } },
    route: { screen: 'network' },
  },
  {
    name: 'network-joining',
    caption: 'Network, joining',
    state: withNetwork({ state: { ...wired, status: 'joining', addresses: [], voiceVlan: undefined } }),
    route: { screen: 'network' },
  },
  ...networkProblems.map((problem) => ({
    name: `network-${problem}`,
    caption: `Network: ${problem.replaceAll('-', ' ')}`,
    state: withNetwork({ state: { ...wired, status: 'failed', problem, addresses: [], voiceVlan: undefined } }),
    route: { screen: 'network' as const },
  })),
  {
    name: 'network-refused',
    caption: 'Network settings that were not taken',
    state: withNetwork({ refused: 'There is no Wi-Fi adapter.' }),
    route: { screen: 'network' },
  },
  { name: 'network-link', caption: 'Cable or Wi-Fi', state: atRest, route: { screen: 'network-link' } },
  { name: 'network-wifi', caption: 'Wi-Fi networks in reach', state: byWifi, route: { screen: 'network-wifi' } },
  {
    name: 'network-wifi-looking',
    caption: 'Looking for Wi-Fi networks',
    state: withNetwork({ found: undefined, looking: true }),
    route: { screen: 'network-wifi' },
  },
  {
    name: 'network-wifi-none',
    caption: 'No Wi-Fi network in reach',
    state: withNetwork({ found: [] }),
    route: { screen: 'network-wifi' },
  },
  {
    name: 'network-wifi-password',
    caption: 'Password of a Wi-Fi network',
    state: withNetwork({ found: radios }),
    route: { screen: 'network-wifi-password', ssid: 'Fernleigh Phones', security: 'wpa2' },
    typed: 'harbour',
  },
  { name: 'network-ipv4', caption: 'IPv4', state: atRest, route: { screen: 'network-address', family: 4 } },
  {
    name: 'network-ipv4-fixed',
    caption: 'A fixed IPv4 address',
    state: fixed,
    route: { screen: 'network-fixed-address', family: 4 },
  },
  {
    name: 'network-ipv4-wrong',
    caption: 'An IPv4 address that is not complete',
    state: fixed,
    route: { screen: 'network-fixed-address', family: 4 },
    keys: ['up', 'back', 'back', 'back', 'soft1'],
  },
  {
    name: 'network-ipv6-fixed',
    caption: 'A fixed IPv6 address',
    state: fixed,
    route: { screen: 'network-fixed-address', family: 6 },
  },
  { name: 'network-vlan', caption: 'Voice network', state: atRest, route: { screen: 'network-vlan' } },
  {
    name: 'network-vlan-number',
    caption: 'Number of the voice network',
    state: fixed,
    route: { screen: 'network-vlan-number' },
  },
  { name: 'network-access', caption: 'Network sign-in', state: fixed, route: { screen: 'network-access' } },
  { name: 'parts', caption: 'Parts of the phone', state: { ...atRest, parts: someFaults }, route: { screen: 'parts' } },
  { name: 'parts-none', caption: 'No parts that can fail', state: atRest, route: { screen: 'parts' } },
  { name: 'time-zone', caption: 'Time zone', state: atRest, route: { screen: 'time-zone' } },
  { name: 'server', caption: 'Company server', state: atRest, route: { screen: 'server' } },
  { name: 'factory-reset', caption: 'Factory reset', state: atRest, route: { screen: 'factory-reset' } },
  {
    name: 'factory-reset-pin',
    caption: 'Factory reset by the administrator',
    state: { ...atRest, reset: { ...atRest.reset, who: 'administrator' } },
    route: { screen: 'factory-reset' },
    keys: ['2', '4', '6'],
  },
  {
    name: 'factory-reset-wrong-pin',
    caption: 'Factory reset, wrong PIN',
    state: { ...atRest, reset: { ...atRest.reset, who: 'administrator', wrongPins: 2 } },
    route: { screen: 'factory-reset' },
  },
  {
    name: 'factory-reset-locked-out',
    caption: 'Factory reset, too many wrong PINs',
    state: {
      ...atRest,
      reset: { ...atRest.reset, who: 'administrator', wrongPins: 5, lockedUntilMs: nowMs + 245_000 },
    },
    route: { screen: 'factory-reset' },
  },
  {
    name: 'factory-reset-nobody',
    caption: 'Factory reset, not allowed',
    state: { ...atRest, reset: { ...atRest.reset, who: 'nobody' } },
    route: { screen: 'factory-reset' },
  },
  {
    name: 'forgetting',
    caption: 'Everything is being erased',
    state: { ...atRest, reset: { ...atRest.reset, begun: true } },
  },
];
