// A phone in QEMU: the virt board with a disk, a screen, keys and a network in which the host is 10.0.2.2.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PNG } from 'pngjs';
import type { ToolRoot } from '../debian/root.ts';
import { Qmp } from './qmp.ts';

export interface MachineOptions {
  readonly tools: ToolRoot;
  /** Emptied; holds the serial console's text and the monitor's socket. */
  readonly folder: string;
  /** Changed only if `keepChanges`. */
  readonly disk: string;
  readonly keepChanges?: boolean;
  /** More devices and their options, in QEMU's words. */
  readonly devices?: readonly string[];
}

/** Under which a phone in the emulator reaches this machine's loopback address. */
export const hostAddress = '10.0.2.2';

const lookMs = 200;

export class Machine {
  readonly folder: string;
  readonly startedMs = performance.now();
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #qmp: Qmp | undefined;
  #pictures = 0;

  private constructor(folder: string, child: ChildProcess) {
    this.folder = folder;
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
    process.once('exit', () => child.kill('SIGKILL'));
  }

  static async start({ tools, folder, disk, keepChanges = false, devices = [] }: MachineOptions): Promise<Machine> {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const words = ['qemu-system-aarch64', ...board, ...drive(basename(disk), keepChanges), ...devices];
    // Changes that are not kept go to a file there.
    const [program, args] = tools.commandLine('TMPDIR=/work', words, {
      [folder]: '/work',
      [dirname(disk)]: '/project',
    });
    const child = spawn(program, [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    const machine = new Machine(folder, child);
    machine.#qmp = await Qmp.open(join(folder, 'qmp'));
    return machine;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  ask(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (!this.#qmp) throw new Error('The machine has not started.');
    return this.#qmp.ask(command, args);
  }

  /** All that the serial console has shown: boot loader, kernel, and the log where the kernel was told so. */
  get console(): string {
    const file = join(this.folder, 'serial');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Milliseconds from power-on until the console shows it; rejects at the limit, or when the machine ends before. */
  async untilConsole(sign: RegExp, limitMs: number): Promise<number> {
    return this.#until(() => sign.test(this.console), `${sign} on the console`, limitMs);
  }

  /** What a person in front of the screen sees; kept in the folder as `NAME.png`. */
  async screenshot(name = `screen-${this.#pictures++}`): Promise<PNG> {
    await this.ask('screendump', { filename: `/work/${name}.png`, format: 'png' });
    return PNG.sync.read(readFileSync(join(this.folder, `${name}.png`)));
  }

  async untilScreen(shows: (picture: PNG) => boolean, what: string, limitMs: number): Promise<number> {
    return this.#until(async () => shows(await this.screenshot('now')), what, limitMs);
  }

  /** QEMU's key names, e.g. `ret` or `1`; each is pressed and let go. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      for (const down of [true, false]) {
        const event = { type: 'key', data: { down, key: { type: 'qcode', data: key } } };
        await this.ask('input-send-event', { events: [event] });
        // The guest's keyboard driver drops what comes within one poll of it.
        await wait(lookMs / 4);
      }
    }
  }

  /** As a power cut does it. */
  async cutPower(): Promise<void> {
    this.#qmp?.close();
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async #until(holds: () => boolean | Promise<boolean>, what: string, limitMs: number): Promise<number> {
    const begunMs = performance.now();
    while (!(await holds())) {
      if (!this.running) throw new Error(`The machine ended before ${what}.\n${lastLines(this.console)}`);
      if (performance.now() - begunMs > limitMs)
        throw new Error(`No ${what} within ${limitMs / 1000} s.\n${lastLines(this.console)}`);
      await wait(lookMs);
    }
    return performance.now() - this.startedMs;
  }
}

function lastLines(text: string): string {
  return `The console's last lines:\n${text.split('\n').slice(-25).join('\n')}`;
}

const board: readonly string[] = [
  ...['-M', 'virt,acpi=off', '-accel', 'tcg,thread=multi', '-cpu', 'cortex-a72', '-smp', '2', '-m', '1024'],
  ...['-bios', '/usr/lib/u-boot/qemu_arm64/u-boot.bin', '-nodefaults', '-display', 'none'],
  ...['-serial', 'file:/work/serial', '-qmp', 'unix:/work/qmp,server=on,wait=off'],
  ...['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net,romfile='],
  ...['-device', 'virtio-rng-pci', '-device', 'virtio-gpu-pci,xres=800,yres=480', '-device', 'virtio-keyboard-pci'],
  ...['-device', 'virtio-tablet-pci', '-device', 'i6300esb', '-watchdog-action', 'reset'],
];

function drive(file: string, keepChanges: boolean): readonly string[] {
  const snapshot = keepChanges ? 'off' : 'on';
  return [
    ...['-drive', `file=/project/${file},if=none,id=disk,format=raw,cache=writeback,snapshot=${snapshot}`],
    ...['-device', 'virtio-blk-pci,drive=disk'],
  ];
}
