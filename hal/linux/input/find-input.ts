// Finds kernel input devices by what they are called or where they are plugged in, never by their number.

import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type InputCodeName, inputCodes } from '../../native/input-codes.ts';
import { isBitSet } from './input-events.ts';

export type InputKind = 'keyboard' | 'number-pad' | 'touchscreen';

/** All that is given must be so. */
export interface InputMatch {
  /** As `/sys/class/input/eventN/device/name` says it. */
  readonly name?: string | undefined;
  /** Where it is plugged in, e.g. "usb-0000:01:00.0-1.2/input0"; also the beginning of it. */
  readonly phys?: string | undefined;
  /** A link that udev keeps, e.g. "/dev/input/by-path/platform-gpio-keys-event". */
  readonly path?: string | undefined;
  /** Whatever has digits, letters and Enter; the keys of a number pad and no letters; or two axes and a finger. */
  readonly kind?: InputKind | undefined;
}

export interface FoundInput {
  /** e.g. "/dev/input/event3". */
  readonly file: string;
  readonly name: string;
  readonly phys: string;
}

export interface InputFolders {
  readonly sys: string;
  readonly dev: string;
}

export const inputFolders: InputFolders = { sys: '/sys', dev: '/dev' };
const letters = ['KEY_A', 'KEY_Z'] as const;
const keyboardCodes = [...letters, 'KEY_0', 'KEY_9', 'KEY_ENTER'] as const;
const numberPadCodes = ['KEY_KP0', 'KEY_KP9', 'KEY_KPENTER', 'KEY_KPASTERISK'] as const;
/** ABS_X and ABS_Y, which panels for many fingers speak for the first of them too. */
export const axisCodes: readonly number[] = [0, 1];
/** BTN_TOUCH, and BTN_LEFT of a tablet. */
export const fingerCodes: readonly number[] = [0x14a, 0x110];
const mostDevices = 8;

/** At most 8, in the order of their numbers. */
export function findInputs(match: InputMatch, folders: InputFolders = inputFolders): readonly FoundInput[] {
  return listInputs(folders)
    .filter((input) => fits(input, match, folders))
    .slice(0, mostDevices);
}

export function listInputs(folders: InputFolders = inputFolders): readonly FoundInput[] {
  const folder = join(folders.sys, 'class', 'input');
  return entriesOf(folder)
    .filter((entry) => /^event\d+$/.test(entry))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))
    .map((entry) => ({
      file: join(folders.dev, 'input', entry),
      name: textOf(join(folder, entry, 'device', 'name')),
      phys: textOf(join(folder, entry, 'device', 'phys')),
    }));
}

export function describeMatch({ name, phys, path, kind }: InputMatch): string {
  const parts = [
    name === undefined ? [] : `"${name}"`,
    phys === undefined ? [] : `at ${phys}`,
    path === undefined ? [] : path,
  ];
  return [kind === undefined ? [] : `any ${kind}`, ...parts].flat().join(' ');
}

function fits(input: FoundInput, match: InputMatch, folders: InputFolders): boolean {
  if (match.name !== undefined && input.name !== match.name) return false;
  if (match.phys !== undefined && !input.phys.startsWith(match.phys)) return false;
  if (match.path !== undefined && targetOf(match.path) !== basename(input.file)) return false;
  return match.kind === undefined || isOfKind(input, match.kind, folders);
}

function isOfKind(input: FoundInput, kind: InputKind, folders: InputFolders): boolean {
  const keys = capabilitiesOf(input, 'key', folders);
  const has = (name: InputCodeName): boolean => isBitSet(keys, inputCodes[name]);
  if (kind === 'keyboard') return keyboardCodes.every(has);
  if (kind === 'number-pad') return numberPadCodes.every(has) && !letters.some(has);
  // A button stands for the finger of a tablet.
  const axes = capabilitiesOf(input, 'abs', folders);
  return axisCodes.every((axis) => isBitSet(axes, axis)) && fingerCodes.some((code) => isBitSet(keys, code));
}

function capabilitiesOf(input: FoundInput, kind: 'key' | 'abs', folders: InputFolders): Uint8Array {
  return capabilityBytes(
    textOf(join(folders.sys, 'class', 'input', basename(input.file), 'device', 'capabilities', kind)),
  );
}

/** The kernel writes 64 bits a word in hexadecimal, the highest word first, leading zeros left out. */
export function capabilityBytes(text: string): Uint8Array {
  const words = text.trim().split(/\s+/).reverse().slice(0, 64);
  const view = new DataView(new ArrayBuffer(words.length * 8));
  for (const [at, word] of words.entries()) {
    view.setBigUint64(at * 8, /^[0-9a-f]{1,16}$/.test(word) ? BigInt(`0x${word}`) : 0n, true);
  }
  return new Uint8Array(view.buffer);
}

function targetOf(link: string): string | undefined {
  try {
    return basename(realpathSync(link));
  } catch {
    // Not plugged in: udev has taken the link away.
    return undefined;
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A kernel without input devices has no such folder.
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // Unplugged between listing and reading.
    return '';
  }
}
