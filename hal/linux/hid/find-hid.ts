// Finds HID handsets and headsets by maker and product, name, or where they are plugged in; never by number.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../result.ts';
import { notThere } from '../device/device-error.ts';
import { parseReportDescriptor, type ReportDescriptor } from './report-descriptor.ts';
import { telephonyPage } from './usages.ts';

/** All that is given must be so; nothing given: whatever is a telephone by its descriptor. */
export interface HidMatch {
  /** Maker and product, e.g. "0b0e:245e". */
  readonly usb?: string | undefined;
  readonly name?: string | undefined;
  /** Also the beginning of it. */
  readonly phys?: string | undefined;
}

export interface HidFolders {
  readonly sys: string;
  readonly dev: string;
}

export interface FoundHid {
  readonly file: string;
  readonly name: string;
  readonly usb: string;
  readonly phys: string;
  readonly descriptor: ReportDescriptor;
}

export const hidFolders: HidFolders = { sys: '/sys', dev: '/dev' };

/** The first that has anything of a telephone; otherwise what is in the way, as part of a sentence. */
export function findHid(match: HidMatch, folders: HidFolders = hidFolders): Result<FoundHid> {
  const faults: string[] = [];
  for (const entry of entriesOf(join(folders.sys, 'class', 'hidraw'))) {
    const folder = join(folders.sys, 'class', 'hidraw', entry, 'device');
    const facts = parseUevent(textOf(join(folder, 'uevent')));
    if (!fits(facts, match)) continue;
    const descriptor = parseReportDescriptor(bytesOf(join(folder, 'report_descriptor')));
    if (!descriptor.ok) faults.push(`the descriptor of "${facts.name}" cannot be read: ${descriptor.error}`);
    else if (descriptor.value.applications.some((usage) => usage >>> 16 === telephonyPage)) {
      return ok({ ...facts, file: join(folders.dev, entry), descriptor: descriptor.value });
    }
  }
  return err(faults[0] ?? notThere);
}

/** Whatever speaks HID, telephone or not. */
export function hidDevices({ sys }: HidFolders = hidFolders): readonly Pick<FoundHid, 'name' | 'usb' | 'phys'>[] {
  const folder = join(sys, 'class', 'hidraw');
  return entriesOf(folder).map((entry) => parseUevent(textOf(join(folder, entry, 'device', 'uevent'))));
}

export function parseUevent(text: string): Pick<FoundHid, 'name' | 'usb' | 'phys'> {
  const values = new Map(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const];
    }),
  );
  const [, maker = '', product = ''] =
    /^[0-9A-F]{4}:[0-9A-F]{4}([0-9A-F]{4}):[0-9A-F]{4}([0-9A-F]{4})$/i.exec(values.get('HID_ID') ?? '') ?? [];
  return {
    name: values.get('HID_NAME') ?? '',
    usb: `${maker}:${product}`.toLowerCase(),
    phys: values.get('HID_PHYS') ?? '',
  };
}

function fits(facts: Pick<FoundHid, 'name' | 'usb' | 'phys'>, match: HidMatch): boolean {
  if (match.usb !== undefined && facts.usb !== match.usb.toLowerCase()) return false;
  if (match.name !== undefined && facts.name !== match.name) return false;
  return match.phys === undefined || facts.phys.startsWith(match.phys);
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // A kernel without HID devices has no such folder.
    return [];
  }
}

function textOf(file: string): string {
  return Buffer.from(bytesOf(file)).toString('utf8');
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    // Unplugged between listing and reading.
    return new Uint8Array();
  }
}
