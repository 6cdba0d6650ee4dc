// What this machine is, from its device tree or, on a PC, from its firmware; read once its network is there.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceIdentity, Identity } from '../../identity.ts';

export interface MachineIdentityOptions {
  /** Printed on the type plate where the board is only a part of the product. */
  readonly vendor?: string | undefined;
  readonly model?: string | undefined;
  /** Folders of the system, for tests. */
  readonly proc?: string;
  readonly sys?: string;
  readonly etc?: string;
}

const makers: ReadonlyMap<string, string> = new Map([['raspberrypi', 'Raspberry Pi']]);
/** What firmware of PCs says where its maker filled nothing in. */
const blanks =
  /^(to be filled by o\.?e\.?m\.?|default string|system (serial|product|manufacturer).*|none|not specified|0+|)$/i;
const longest = 64;

export class MachineIdentity implements Identity {
  readonly #options: MachineIdentityOptions;
  #identity: DeviceIdentity | undefined;

  constructor(options: MachineIdentityOptions = {}) {
    this.#options = options;
  }

  /** A driver of the network may come up after the phone: an answer without its address is not the last word. */
  read(): DeviceIdentity {
    if (this.#identity) return this.#identity;
    const { vendor, model, proc = '/proc', sys = '/sys', etc = '/etc' } = this.#options;
    const found = deviceTree(join(proc, 'device-tree')) ?? firmware(join(sys, 'class', 'dmi', 'id'));
    const machineId = textOf(join(etc, 'machine-id'));
    const macAddress = macOf(join(sys, 'class', 'net'));
    const serialNumber = found.serialNumber ?? macAddress ?? machineId ?? 'unknown';
    const identity = {
      vendor: vendor ?? found.vendor ?? 'unknown',
      model: model ?? found.model ?? 'unknown',
      revision: found.revision ?? 'unknown',
      serialNumber,
      macAddress: macAddress ?? addressFrom(serialNumber),
    };
    if (macAddress !== undefined) this.#identity = identity;
    return identity;
  }
}

type Found = { readonly [K in Exclude<keyof DeviceIdentity, 'macAddress'>]?: string | undefined };

/** Undefined where the machine has none. On a Raspberry Pi the revision is the code that its maker's table explains. */
function deviceTree(folder: string): Found | undefined {
  const name = textOf(join(folder, 'model'));
  if (name === undefined) return undefined;
  const [, model = name, printed] = /^(.*?)(?:\s+Rev\s+(\S+))?$/.exec(name) ?? [];
  const code = bytesOf(join(folder, 'system', 'linux,revision'));
  const [maker = ''] = (textOf(join(folder, 'compatible')) ?? '').split(',');
  return {
    vendor: makers.get(maker) ?? (maker || undefined),
    model,
    revision: code?.length === 4 ? code.toString('hex').replace(/^0+(?=.)/, '') : printed,
    serialNumber: textOf(join(folder, 'serial-number')),
  };
}

/** The serial number is for root alone on most systems. */
function firmware(folder: string): Found {
  const say = (file: string): string | undefined => {
    const text = textOf(join(folder, file));
    return text === undefined || blanks.test(text) ? undefined : text;
  };
  return {
    vendor: say('sys_vendor'),
    model: say('product_name'),
    revision: say('product_version') ?? say('board_version'),
    serialNumber: say('product_serial') ?? say('board_serial'),
  };
}

/** Of the first wired interface that is hardware, else of the first wireless one. */
function macOf(folder: string): string | undefined {
  const interfaces = entriesOf(folder)
    .filter((name) => existsSync(join(folder, name, 'device')) && textOf(join(folder, name, 'type')) === '1')
    .map((name) => ({
      isWireless: ['wireless', 'phy80211'].some((mark) => existsSync(join(folder, name, mark))),
      address: textOf(join(folder, name, 'address'))?.toLowerCase() ?? '',
    }))
    .filter(({ address }) => isDeviceAddress(address));
  return (interfaces.find(({ isWireless }) => !isWireless) ?? interfaces[0])?.address;
}

function isDeviceAddress(address: string): boolean {
  const isWhole = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) && address !== '00:00:00:00:00:00';
  return isWhole && (Number.parseInt(address.slice(0, 2), 16) & 1) === 0;
}

/** 02 in the first octet: locally administered, so that it can never be somebody's real address. */
function addressFrom(serialNumber: string): string {
  const digest = createHash('sha256').update(serialNumber).digest();
  return [0x02, ...digest.subarray(0, 5)].map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // A machine without a network.
    return [];
  }
}

/** The first text of a file, printable and bounded; texts of a device tree end with a zero. */
function textOf(file: string): string | undefined {
  const [first = ''] = (bytesOf(file)?.toString('utf8') ?? '').split('\0');
  const text = first
    .trim()
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, longest);
  return text === '' ? undefined : text;
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // Not every machine has every fact, and some are for root alone.
    return undefined;
  }
}
