// Network settings as a file of wpa_supplicant (wpa_supplicant.conf(5)), for Wi-Fi and for 802.1X by cable.

import { pbkdf2Sync } from 'node:crypto';
import type { AccessChoice, NetworkSettings, WifiChoice } from '../../machine/network.ts';

export interface WpaFiles {
  /** Undefined: nobody needs wpa_supplicant. */
  readonly config: string | undefined;
  /** PEM texts beside it, by name. */
  readonly certificates: ReadonlyMap<string, string>;
}

/** As systemd shows it to the unit of wpa_supplicant. */
export const wpaFolder = '/run/offhook-network';
export const controlFolder = '/run/offhook-wpa';

/** Every text of a person is written as hexadecimal digits, so that none can say more than it is. */
export function wpaFiles(settings: NetworkSettings): WpaFiles {
  const { link, wifi, access } = settings;
  const certificates = new Map<string, string>();
  const lines = link === 'wifi' && wifi ? wifiLines(wifi, access, certificates) : wiredLines(access, certificates);
  if (lines === undefined) return { config: undefined, certificates };
  const head = [
    `ctrl_interface=DIR=${controlFolder} GROUP=offhook`,
    'update_config=0',
    ...(link === 'wired' ? ['ap_scan=0', 'eapol_version=2'] : []),
  ];
  return { config: `${[...head, 'network={', ...lines.map((line) => `\t${line}`), '}'].join('\n')}\n`, certificates };
}

function wiredLines(access: AccessChoice | undefined, certificates: Map<string, string>) {
  return access && ['key_mgmt=IEEE8021X', 'eapol_flags=0', ...accessLines(access, certificates)];
}

function wifiLines(
  { ssid, security, passphrase = '' }: WifiChoice,
  access: AccessChoice | undefined,
  certificates: Map<string, string>,
): readonly string[] {
  const name = [`ssid=${hex(ssid)}`, 'scan_ssid=1'];
  if (security === 'open') return [...name, 'key_mgmt=NONE'];
  if (security === 'wpa2') {
    // The key itself (IEEE 802.11, J.4), because a passphrase would have to be quoted.
    const key = pbkdf2Sync(passphrase, Buffer.from(ssid), 4096, 32, 'sha1').toString('hex');
    return [...name, 'key_mgmt=WPA-PSK WPA-PSK-SHA256', 'ieee80211w=1', `psk=${key}`];
  }
  if (security === 'wpa3') return [...name, 'key_mgmt=SAE', 'ieee80211w=2', `sae_password=${hex(passphrase)}`];
  const enterprise = ['key_mgmt=WPA-EAP WPA-EAP-SHA256', 'ieee80211w=1'];
  return [...name, ...enterprise, ...(access ? accessLines(access, certificates) : [])];
}

function accessLines(access: AccessChoice, certificates: Map<string, string>): readonly string[] {
  const file = (name: string, text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    certificates.set(name, text);
    return `${wpaFolder}/${name}`;
  };
  const { method, identity, anonymousIdentity, password, authority, certificate, key } = access;
  const texts = { identity, anonymous_identity: anonymousIdentity, password };
  const files = {
    ca_cert: file('authority.pem', authority),
    client_cert: file('certificate.pem', certificate),
    private_key: file('key.pem', key),
  };
  return [
    `eap=${method.toUpperCase()}`,
    ...(method === 'tls' ? [] : ['phase2="auth=MSCHAPV2"']),
    ...entries(texts).map(([name, text]) => `${name}=${hex(text)}`),
    ...entries(files).map(([name, path]) => `${name}="${path}"`),
  ];
}

function entries(values: Readonly<Record<string, string | undefined>>): readonly [string, string][] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
