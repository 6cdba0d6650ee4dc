// Network settings as files of systemd-networkd (systemd.network(5), systemd.netdev(5)).

import type { Ipv4Choice, NetworkSettings } from '../../machine/network.ts';

export interface Interfaces {
  readonly wired: string | undefined;
  readonly wifi: string | undefined;
}

/** An interface of its own for each number, because systemd-networkd changes none that is there. */
export function voiceInterface(vlan: number): string {
  return `voice${vlan}`;
}

/** By file name; read before the image's own file, which joins any wired network. */
export function networkdFiles(
  settings: NetworkSettings,
  { wired, wifi }: Interfaces,
  voiceVlan: number | undefined,
): ReadonlyMap<string, string> {
  const used = settings.link === 'wired' ? wired : wifi;
  const unused = settings.link === 'wired' ? wifi : wired;
  const files = new Map<string, string>();
  if (unused !== undefined) files.set('70-offhook-unused.network', networkFile(unused, ['LinkLocalAddressing=no']));
  if (used === undefined) return files;
  const tagged = settings.link === 'wired' ? voiceVlan : undefined;
  if (tagged === undefined) {
    files.set('70-offhook.network', networkFile(used, addressLines(settings), moreSections(settings)));
    return files;
  }
  const voice = voiceInterface(tagged);
  // Voice alone goes on: the untagged network is the computer's behind the phone.
  files.set('70-offhook.network', networkFile(used, ['LinkLocalAddressing=no', 'LLDP=yes', `VLAN=${voice}`]));
  files.set(
    '70-offhook-voice.netdev',
    section('NetDev', [`Name=${voice}`, 'Kind=vlan']) + section('VLAN', [`Id=${tagged}`]),
  );
  files.set('70-offhook-voice.network', networkFile(voice, addressLines(settings), moreSections(settings)));
  return files;
}

function networkFile(name: string, lines: readonly string[], rest = ''): string {
  return section('Match', [`Name=${name}`]) + section('Network', lines) + rest;
}

function section(name: string, lines: readonly string[]): string {
  return `[${name}]\n${lines.join('\n')}\n\n`;
}

function addressLines({ ipv4, ipv6, dnsServers }: NetworkSettings): readonly string[] {
  const automatic4 = ipv4.method === 'automatic';
  const automatic6 = ipv6.method === 'automatic';
  return [
    `DHCP=${automatic4 && automatic6 ? 'yes' : automatic4 ? 'ipv4' : automatic6 ? 'ipv6' : 'no'}`,
    `IPv6AcceptRA=${automatic6 ? 'yes' : 'no'}`,
    `LinkLocalAddressing=${ipv6.method === 'off' ? 'no' : 'ipv6'}`,
    'IPv6PrivacyExtensions=no',
    'LLMNR=no',
    'MulticastDNS=no',
    'LLDP=yes',
    ...fixedLines(ipv4),
    ...fixedLines(ipv6),
    ...dnsServers.map((server) => `DNS=${server}`),
  ];
}

function fixedLines(choice: Ipv4Choice): readonly string[] {
  if (choice.method !== 'static') return [];
  return [`Address=${choice.address}`, ...(choice.gateway === undefined ? [] : [`Gateway=${choice.gateway}`])];
}

function moreSections({ ipv4, ipv6 }: NetworkSettings): string {
  const usual = ['UseNTP=yes', 'SendHostname=no'];
  return (
    (ipv4.method === 'automatic' ? section('DHCPv4', [...usual, 'ClientIdentifier=mac']) : '') +
    (ipv6.method === 'automatic' ? section('DHCPv6', usual) : '')
  );
}
