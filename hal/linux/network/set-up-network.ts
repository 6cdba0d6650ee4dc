// What the one program with rights over the network does: reads the phone's settings, writes the files, tells the daemons.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { NetworkSettings } from '../../machine/network.ts';
import { err, ok, type Result } from '../../result.ts';
import { findInterfaces } from './find-interfaces.ts';
import { type Interfaces, networkdFiles, voiceInterface } from './networkd-files.ts';
import { readRequest } from './request-file.ts';
import { wpaFiles } from './wpa-file.ts';

export interface Places {
  /** Written by the phone. */
  readonly request: string;
  /** Written by whoever listens to the switch; its number alone. */
  readonly toldVlan: string;
  readonly networkd: string;
  /** There as soon as systemd-networkd runs. */
  readonly networkdRuns: string;
  readonly wpa: string;
  /** Where the phone learns what came of it. */
  readonly outcome: string;
  readonly sys: string;
}

/** Programs are started with a list of arguments; no shell sees anything. */
export type RunProgram = (program: string, args: readonly string[]) => Result<void>;

export function setUpNetwork(places: Places, run: RunProgram): Result<void> {
  const request = readRequest(places.request);
  if (!request.ok) return report(places, '', request);
  const { id, settings, wired, wifi } = request.value;
  // Nobody asked for anything: the image's own file joins any wired network.
  if (settings === undefined) return ok(undefined);
  const vlan = voiceVlan(settings, places);
  const result = take(settings, vlan, findInterfaces({ wired, wifi }, places.sys), places, run);
  return report(places, id, result, result.ok ? vlan : undefined);
}

function voiceVlan({ link, voiceVlan: wanted }: NetworkSettings, { toldVlan: file }: Places): number | undefined {
  if (link === 'wifi' || wanted === 'off') return undefined;
  return wanted === 'lldp' ? toldVlan(file) : wanted;
}

function take(
  settings: NetworkSettings,
  vlan: number | undefined,
  interfaces: Interfaces,
  places: Places,
  run: RunProgram,
): Result<void> {
  const used = settings.link === 'wired' ? interfaces.wired : interfaces.wifi;
  if (used === undefined) return err(`There is no ${settings.link === 'wired' ? 'wired' : 'Wi-Fi'} adapter.`);
  const files = networkdFiles(settings, interfaces, vlan);
  mkdirSync(places.networkd, { recursive: true, mode: 0o755 });
  for (const name of readdirSync(places.networkd))
    if (name.startsWith('70-offhook') && !files.has(name)) rmSync(join(places.networkd, name));
  for (const [name, text] of files) writeWhole(join(places.networkd, name), text, 0o644);
  const wpa = wpaFiles(settings);
  mkdirSync(places.wpa, { recursive: true, mode: 0o700 });
  chmodSync(places.wpa, 0o700);
  for (const name of readdirSync(places.wpa)) if (!wpa.certificates.has(name)) rmSync(join(places.wpa, name));
  for (const [name, text] of wpa.certificates) writeWhole(join(places.wpa, name), text, 0o600);
  if (wpa.config !== undefined) {
    writeWhole(join(places.wpa, 'wpa.conf'), wpa.config, 0o600);
    const driver = settings.link === 'wired' ? 'wired' : 'nl80211';
    writeWhole(join(places.wpa, 'environment'), `INTERFACE=${used}\nDRIVER=${driver}\n`, 0o600);
  }
  const told = [
    ...staleVoice(places, vlan).map((name) => run('networkctl', ['delete', name])),
    // Not yet there at the start of the system: then it reads the files by itself.
    existsSync(places.networkdRuns) ? run('networkctl', ['reload']) : ok(undefined),
    run('systemctl', ['--no-block', wpa.config === undefined ? 'stop' : 'restart', 'offhook-wpa.service']),
  ];
  return told.find((result) => !result.ok) ?? ok(undefined);
}

/** Interfaces of voice networks that nobody wants any more; systemd-networkd would leave them. */
function staleVoice({ sys }: Places, vlan: number | undefined): readonly string[] {
  const wanted = vlan === undefined ? undefined : voiceInterface(vlan);
  const folder = join(sys, 'class', 'net');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => /^voice\d{1,4}$/.test(name) && name !== wanted);
}

/** A switch tells what it likes; only a number that can be a virtual network's goes on. */
function toldVlan(file: string): number | undefined {
  const text = read(file)?.trim() ?? '';
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 4094 ? number : undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whoever reads meanwhile sees the old text or the new. */
function writeWhole(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode });
  renameSync(`${file}.new`, file);
}

function report(places: Places, id: string, result: Result<void>, vlan?: number): Result<void> {
  const outcome = { id, error: result.ok ? undefined : result.error, voiceVlan: vlan };
  writeWhole(places.outcome, JSON.stringify(outcome), 0o644);
  return result;
}
