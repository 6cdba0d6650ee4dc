// Finds the GPIO chip of a board by its label and takes lines of it, or says what stands in the way.

import { closeSync, constants, openSync, readdirSync } from 'node:fs';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import { halAddon } from '../../native/addon.ts';
import type { DeviceAddon } from '../../native/devices.ts';
import { err, ok, type Result } from '../../result.ts';
import { deviceError, errnoOf } from '../device/device-error.ts';

export type GpioRequests = Pick<
  DeviceAddon,
  'gpioChip' | 'gpioLine' | 'gpioRequest' | 'gpioValues' | 'gpioSet' | 'MatrixScanner'
>;

/** Where chips are found, and who asks the kernel. */
export interface GpioHost {
  readonly dev: string;
  readonly requests: GpioRequests;
}

export function gpioHost(): GpioHost {
  return { dev: '/dev', requests: halAddon() };
}

/** A line of the chip and what the board file uses it for. */
export interface NamedLine {
  readonly offset: number;
  readonly use: string;
}

export type Bias = 'pull-up' | 'pull-down' | 'none';
export type ActiveLevel = 'low' | 'high';

export interface LineWish {
  readonly lines: readonly NamedLine[];
  readonly as: 'input' | 'output' | 'open-drain';
  readonly active: ActiveLevel;
  readonly bias: Bias;
  readonly debounceMs: number;
}

/** Flags of linux/gpio.h (GPIO_V2_LINE_FLAG_*). */
const flag = {
  activeLow: 1 << 1,
  input: 1 << 2,
  output: 1 << 3,
  bothEdges: (1 << 4) | (1 << 5),
  openDrain: 1 << 6,
  'pull-up': 1 << 8,
  'pull-down': 1 << 9,
  none: 1 << 10,
} as const;

/** The header's chip on the Raspberry Pi 5, 4, and 3 and before; there line numbers are the header's GPIO numbers. */
const headerChips = ['pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835'];

/** A file of the lines, to be closed by the caller; or what is wrong, as part of a sentence. */
export function takeLines(host: GpioHost, chip: string | undefined, wish: LineWish): Result<number> {
  const opened = openChip(host, chip);
  if (!opened.ok) return opened;
  const { fd, label, count } = opened.value;
  try {
    const beyond = wish.lines.find(({ offset }) => offset >= count);
    if (beyond) return err(`"${beyond.use}" is on line ${beyond.offset}, and ${label} has only 0 to ${count - 1}`);
    const lines = host.requests.gpioRequest(fd, {
      offsets: wish.lines.map(({ offset }) => offset),
      flags: flagsOf(wish),
      debounceUs: wish.debounceMs * 1000,
      values: 0,
    });
    return lines >= 0 ? ok(lines) : err(whyNot(host, fd, label, wish, -lines));
  } finally {
    closeSync(fd);
  }
}

export function chipLabels(host: GpioHost): readonly string[] {
  return chipFiles(host).flatMap((file) => {
    const opened = open(host, file);
    if (!opened.ok) return [];
    closeSync(opened.value.fd);
    return [opened.value.label];
  });
}

function flagsOf({ as, active, bias }: LineWish): number {
  const level = active === 'low' ? flag.activeLow : 0;
  if (as === 'input') return level | flag.input | flag.bothEdges | flag[bias];
  return level | flag.output | (as === 'open-drain' ? flag.openDrain : 0);
}

function whyNot({ requests }: GpioHost, fd: number, label: string, wish: LineWish, errno: number): string {
  if (errno !== system.errno.EBUSY) return deviceError(errno, label, 'gpio');
  const taken = wish.lines.find(({ offset }) => requests.gpioLine(fd, offset)?.isUsed);
  const user = taken && requests.gpioLine(fd, taken.offset)?.consumer;
  if (!taken) return deviceError(errno, label, 'gpio');
  return `line ${taken.offset} of ${label} ("${taken.use}") is already used by "${user}": free it or use another line`;
}

interface OpenChip {
  readonly fd: number;
  readonly label: string;
  readonly count: number;
}

function openChip(host: GpioHost, wanted: string | undefined): Result<OpenChip> {
  const seen: string[] = [];
  let refused: string | undefined;
  for (const file of chipFiles(host)) {
    const opened = open(host, file);
    if (!opened.ok) {
      refused ??= opened.error;
    } else {
      const { label, fd } = opened.value;
      if (wanted === undefined ? headerChips.includes(label) : label === wanted) return opened;
      seen.push(label);
      closeSync(fd);
    }
  }
  if (refused !== undefined) return err(refused);
  const name = wanted ?? 'GPIO header of a Raspberry Pi';
  if (seen.length === 0) return err(`there is no ${name}: this machine has no GPIO chip`);
  return err(`there is no ${name} on this machine; its GPIO chips are ${seen.join(', ')}`);
}

function open({ dev, requests }: GpioHost, name: string): Result<OpenChip> {
  const file = join(dev, name);
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  } catch (error) {
    return err(deviceError(errnoOf(error), file, 'gpio'));
  }
  const chip = requests.gpioChip(fd);
  if (chip) return ok({ fd, label: chip.label, count: chip.lines });
  closeSync(fd);
  return err(`${file} does not answer as a GPIO chip does`);
}

function chipFiles({ dev }: GpioHost): readonly string[] {
  try {
    return readdirSync(dev).filter((name) => /^gpiochip\d+$/.test(name));
  } catch {
    // A machine without devices has no chips either.
    return [];
  }
}
