// The network of the image: the phone writes what it wants, the system's own unit does it, and the kernel tells what came of it.

import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, watch, writeSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock.ts';
import {
  type Network,
  type NetworkProblem,
  type NetworkSettings,
  type NetworkState,
  usualNetwork,
  type WifiNetwork,
} from '../../machine/network.ts';
import { err, ok, type Result } from '../../result.ts';
import { findInterfaces } from './find-interfaces.ts';
import { type Interfaces, voiceInterface } from './networkd-files.ts';
import { readRequest } from './request-file.ts';
import { checkSettings } from './settings-schema.ts';
import { WpaClient, type WpaStatus } from './wpa-client.ts';

const answerWithinMs = 15_000;
/** What nobody announces, such as a password that an access point refused, is looked for this often. */
const lookEveryMs = 3_000;
/** An address that has not come by then is told as missing. */
const addressWithinMs = 20_000;

export interface ImageNetworkOptions {
  readonly clock: Clock;
  readonly named: Partial<Interfaces>;
  /** Where the request is left, durably: it is read at the next start as well. */
  readonly requestFile: string;
  /** Where the system tells what came of it. */
  readonly outcomeFile: string;
  /** Changed by systemd-networkd with everything that happens. */
  readonly linksFolder: string;
  readonly wpa: Pick<WpaClient, 'status' | 'scan'>;
  readonly warn: (sentence: string) => void;
  readonly sys?: string;
  readonly addressesOf?: (names: readonly string[]) => readonly string[];
}

/** As root's program wrote it. */
interface Outcome {
  readonly id: string;
  readonly error?: string;
  readonly voiceVlan?: number;
}

export class ImageNetwork implements Network {
  readonly isOurs = true;
  readonly #options: ImageNetworkOptions;
  readonly #listeners = new Set<() => void>();
  readonly #watchers: { close(): void }[] = [];
  #settings: NetworkSettings = usualNetwork;
  #wpa: WpaStatus | undefined;
  #state: NetworkState;
  #joiningSinceMs: number;
  #waiting: { readonly id: string; readonly settle: (result: Result<void>) => void } | undefined;
  #voiceVlan: number | undefined;
  #watchesLinks = false;
  #isLooking = false;
  #closed = false;

  constructor(options: ImageNetworkOptions) {
    this.#options = options;
    this.#joiningSinceMs = options.clock.nowMs();
    this.#state = this.#look();
    this.#watch(dirname(options.outcomeFile), () => this.#hear());
    this.#hear();
    this.#watchLinks();
    this.#lookLater();
  }

  get state(): NetworkState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  apply(settings: NetworkSettings): Promise<Result<void>> {
    const checked = checkSettings(settings);
    if (!checked.ok) return Promise.resolve(checked);
    const { clock, named, requestFile } = this.#options;
    if (this.#isInForce(settings)) {
      this.#settings = settings;
      this.#refresh();
      return Promise.resolve(ok(undefined));
    }
    this.#waiting?.settle(err('Other settings came meanwhile.'));
    const id = randomBytes(8).toString('hex');
    try {
      writeDurably(requestFile, JSON.stringify({ id, ...named, settings: checked.value }));
    } catch (error) {
      return Promise.resolve(err(`The settings cannot be kept: ${error instanceof Error ? error.message : error}.`));
    }
    const { promise, resolve } = Promise.withResolvers<Result<void>>();
    const limit = clock.after(answerWithinMs, () => settle(err('The system does not answer.')));
    const settle = (result: Result<void>): void => {
      limit.cancel();
      if (this.#waiting?.id === id) this.#waiting = undefined;
      if (result.ok) this.#settings = settings;
      this.#joiningSinceMs = clock.nowMs();
      this.#refresh();
      this.#lookLater();
      resolve(result);
    };
    this.#waiting = { id, settle };
    return promise;
  }

  scan(): Promise<readonly WifiNetwork[]> {
    const { wifi } = this.#interfaces;
    return wifi === undefined ? Promise.resolve([]) : this.#options.wpa.scan(wifi);
  }

  close(): void {
    this.#closed = true;
    for (const watcher of this.#watchers) watcher.close();
    this.#listeners.clear();
  }

  /** Asked for before, e.g. at the last start: asking again would only take the network away for a moment. */
  #isInForce(settings: NetworkSettings): boolean {
    const request = readRequest(this.#options.requestFile);
    const outcome = this.#outcome();
    return (
      request.ok &&
      outcome?.error === undefined &&
      outcome?.id === request.value.id &&
      isDeepStrictEqual(withoutAbsent(request.value.settings), withoutAbsent(settings))
    );
  }

  #outcome(): Outcome | undefined {
    const { outcomeFile } = this.#options;
    return existsSync(outcomeFile) ? (JSON.parse(readFileSync(outcomeFile, 'utf8')) as Outcome) : undefined;
  }

  get #interfaces(): Interfaces {
    return findInterfaces(this.#options.named, this.#options.sys);
  }

  #watch(folder: string, heard: () => void): void {
    if (!existsSync(folder)) {
      this.#options.warn(`${folder} is not there: this is not an image of ours, and its network cannot be set up.`);
      return;
    }
    const watcher = watch(folder, { persistent: false }, heard);
    watcher.on('error', (error) => this.#options.warn(`${folder} cannot be watched: ${error.message}.`));
    this.#watchers.push(watcher);
  }

  /** The daemon that makes the folder may start later than the phone. */
  #watchLinks(): void {
    if (this.#watchesLinks || !existsSync(this.#options.linksFolder)) return;
    this.#watchesLinks = true;
    this.#watch(this.#options.linksFolder, () => this.#refresh());
  }

  #hear(): void {
    const outcome = this.#outcome();
    if (!outcome) return;
    const { id, error, voiceVlan } = outcome;
    this.#voiceVlan = voiceVlan;
    if (this.#waiting?.id === id) this.#waiting?.settle(error === undefined ? ok(undefined) : err(error));
    else this.#refresh();
  }

  /** Until it is joined; then the kernel's news is enough. */
  #lookLater(): void {
    if (this.#closed || this.#isLooking || this.#state.status === 'connected') return;
    const { clock, wpa } = this.#options;
    this.#isLooking = true;
    clock.after(lookEveryMs, () => {
      this.#watchLinks();
      void this.#wpaStatus(wpa).then((status) => {
        this.#wpa = status;
        this.#isLooking = false;
        this.#refresh();
        this.#lookLater();
      });
    });
  }

  #wpaStatus(wpa: ImageNetworkOptions['wpa']): Promise<WpaStatus | undefined> {
    const { wired, wifi } = this.#interfaces;
    const used = this.#settings.link === 'wired' ? wired : wifi;
    const asked = used !== undefined && (this.#settings.link === 'wifi' || this.#settings.access !== undefined);
    return asked ? wpa.status(used) : Promise.resolve(undefined);
  }

  #refresh(): void {
    if (this.#closed) return;
    const before = JSON.stringify(this.#state);
    this.#state = this.#look();
    if (JSON.stringify(this.#state) === before) return;
    for (const listener of [...this.#listeners]) listener();
  }

  #look(): NetworkState {
    const { wired, wifi } = this.#interfaces;
    const { link } = this.#settings;
    const used = link === 'wired' ? wired : wifi;
    const { sys = '/sys', addressesOf = addressesOfKernel, clock } = this.#options;
    const addresses =
      used === undefined ? [] : addressesOf([this.#voiceVlan === undefined ? used : voiceInterface(this.#voiceVlan)]);
    const late = clock.nowMs() - this.#joiningSinceMs > addressWithinMs;
    const problem =
      addresses.length > 0 ? undefined : (linkProblem(sys, link, used, this.#wpa) ?? (late ? 'no-address' : undefined));
    return {
      link,
      status: addresses.length > 0 ? 'connected' : problem ? 'failed' : 'joining',
      problem,
      addresses,
      ssid: link === 'wifi' ? this.#settings.wifi?.ssid : undefined,
      voiceVlan: this.#voiceVlan,
      hasWifi: wifi !== undefined,
    };
  }
}

function linkProblem(
  sys: string,
  link: NetworkSettings['link'],
  used: string | undefined,
  wpa: WpaStatus | undefined,
): NetworkProblem | undefined {
  if (used === undefined) return 'no-adapter';
  if (wpa === 'refused') return link === 'wired' ? 'access-refused' : 'wifi-refused';
  if (link === 'wifi') return wpa === 'searching' ? 'wifi-not-found' : undefined;
  return hasCarrier(sys, used) ? undefined : 'no-cable';
}

/** An interface that is switched off answers with an error, which means the same. */
function hasCarrier(sys: string, name: string): boolean {
  try {
    return readFileSync(join(sys, 'class', 'net', name, 'carrier'), 'utf8').trim() === '1';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function addressesOfKernel(names: readonly string[]): readonly string[] {
  const all = networkInterfaces();
  return names
    .flatMap((name) => all[name] ?? [])
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('fe80:'));
}

/** As JSON leaves it. */
function withoutAbsent(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}

export function openImageNetwork(
  named: Partial<Interfaces>,
  clock: Clock,
  warn: (sentence: string) => void,
): ImageNetwork {
  return new ImageNetwork({
    ...{ clock, warn },
    named: { wired: named.wired, wifi: named.wifi },
    requestFile: '/var/lib/offhook/network-request.json',
    outcomeFile: '/run/offhook-told/network.json',
    linksFolder: '/run/systemd/netif/links',
    wpa: new WpaClient(clock, warn),
  });
}
