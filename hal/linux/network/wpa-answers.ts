// What wpa_cli prints, read: how far wpa_supplicant is, and which networks it hears.

import type { WifiNetwork, WifiSecurity } from '../../machine/network.ts';

export type WpaStatus = 'joined' | 'joining' | 'searching' | 'refused';

/** Lines "name=value". */
export function parseStatus(text: string): WpaStatus | undefined {
  const facts = new Map(text.split('\n').map((line) => splitOnce(line, '=')));
  const state = facts.get('wpa_state');
  if (state === undefined) return undefined;
  if (facts.get('EAP state') === 'FAILURE') return 'refused';
  if (state === 'COMPLETED') return 'joined';
  if (facts.get('suppPortStatus') === 'Authorized') return 'joined';
  // After a wrong password wpa_supplicant leaves the network alone for a while.
  if (state === 'INACTIVE') return 'refused';
  return state === 'SCANNING' || state === 'DISCONNECTED' ? 'searching' : 'joining';
}

/** One line each: address, frequency, signal in dBm, flags, name; a name's odd bytes are written \xNN. */
export function parseScan(text: string): readonly WifiNetwork[] {
  const strongest = new Map<string, WifiNetwork>();
  for (const line of text.split('\n')) {
    const [address = '', , signal = '', flags = '', ...rest] = line.split('\t');
    const ssid = plainName(rest.join('\t'));
    const dbm = Number(signal);
    if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) || ssid === undefined || !Number.isInteger(dbm)) continue;
    const found = { ssid, security: securityOf(flags), signalPercent: percent(dbm) };
    const before = strongest.get(ssid);
    if (!before || before.signalPercent < found.signalPercent) strongest.set(ssid, found);
  }
  return [...strongest.values()].sort((a, b) => b.signalPercent - a.signalPercent);
}

function splitOnce(line: string, mark: string): [string, string] {
  const at = line.indexOf(mark);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

/** Undefined for hidden networks and for names that are no text. */
function plainName(written: string): string | undefined {
  if (written === '') return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < written.length; at++) {
    const escaped = /^\\x([0-9a-f]{2})/i.exec(written.slice(at, at + 4))?.[1];
    if (escaped !== undefined) {
      bytes.push(Number.parseInt(escaped, 16));
      at += 3;
    } else if (written.startsWith('\\\\', at) || written.startsWith('\\"', at)) {
      bytes.push(written.charCodeAt(++at));
    } else {
      bytes.push(...Buffer.from(written.charAt(at)));
    }
  }
  try {
    const name = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    return bytes.length > 32 || /[\u0000-\u001f\u007f]/.test(name) ? undefined : name;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function securityOf(flags: string): WifiSecurity {
  if (/EAP/.test(flags)) return 'enterprise';
  if (/PSK/.test(flags)) return 'wpa2';
  return /SAE/.test(flags) ? 'wpa3' : 'open';
}

/** -50 dBm is as good as it gets, -100 as bad. */
function percent(dbm: number): number {
  return Math.min(100, Math.max(0, 2 * (dbm + 100)));
}
