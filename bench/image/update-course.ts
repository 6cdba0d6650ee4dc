// Whole updates of a card in the emulator, as on an administrator's network: fetched, written by RAUC, tried, confirmed.

import { spawnSync } from 'node:child_process';
import { copyFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Bundle, makeBundle } from '../../build/bundle/make-bundle.ts';
import { type BuiltImage, type BuiltSlot, buildImage, buildSlot } from '../../build/image/build-image.ts';
import { readImageBoard } from '../../build/image/image-board.ts';
import { Machine } from '../../build/qemu/machine.ts';
import { projectRoot } from '../../build/workshop.ts';
import { newerCode } from './newer-code.ts';
import { UpdateOffice } from './update-office.ts';

export const factoryVersion = '0.1.0';
/** RAUC looks at each block of both slots, at an emulator's pace, perhaps beside other work. */
export const stepLimitMs = 2_400_000;
const cardBytes = 1536 * 1024 * 1024;

export interface Update {
  readonly version: string;
  readonly slot: 'A' | 'B';
}

export interface DoneUpdate extends Update {
  readonly bundle: Bundle;
  readonly bundleBytes: number;
  /** What the web server sent of it. */
  readonly fetchedBytes: number;
}

/** Into the slot that is not running, and back. */
export const bothWays: readonly Update[] = [
  { version: '0.2.0', slot: 'B' },
  { version: '0.3.0', slot: 'A' },
];

export interface CourseOptions {
  /** Emptied; holds what the machine said, and `writes.log`. */
  readonly folder: string;
  /** Holds `card.img`, and `before.img` as it was before the first start. */
  readonly cardFolder: string;
  readonly updates: readonly Update[];
  readonly record?: boolean;
  say(line: string): void;
}

export class UpdateCourse {
  readonly office: UpdateOffice;
  readonly image: BuiltImage;
  readonly card: string;
  readonly machine: Machine;
  readonly #slots: ReadonlyMap<string, BuiltSlot>;
  readonly #options: CourseOptions;

  private constructor(
    office: UpdateOffice,
    image: BuiltImage,
    machine: Machine,
    slots: ReadonlyMap<string, BuiltSlot>,
    options: CourseOptions,
  ) {
    this.office = office;
    this.image = image;
    this.machine = machine;
    this.#slots = slots;
    this.#options = options;
    this.card = join(options.cardFolder, 'card.img');
  }

  /** All images are built before the machine starts: nobody waits in it. */
  static async start(options: CourseOptions): Promise<UpdateCourse> {
    const { folder, cardFolder, updates, record = false } = options;
    const office = await UpdateOffice.open();
    const board = readImageBoard('virt');
    const { keyring } = office.keys;
    const image = await buildImage({
      ...{ board, keyring, version: factoryVersion, variant: `update-${factoryVersion}` },
      // An emulator beside other work stands still for longer than a phone may.
      moreArguments: 'systemd.journald.forward_to_console=1 systemd.service_watchdogs=0',
    });
    const slots = new Map<string, BuiltSlot>([[factoryVersion, image]]);
    for (const { version } of updates) {
      const variant = `update-${version}`;
      const slot = await buildSlot({ board, keyring, version, variant, extraFiles: newerCode(version) });
      slots.set(version, slot);
      await makeBundle(slot, office.keys);
    }
    const card = join(cardFolder, 'card.img');
    writeFileSync(card, '');
    truncateSync(card, cardBytes);
    writeFileSync(join(cardFolder, 'config.json'), office.configuration());
    const words = ['--yes', '--config', join(cardFolder, 'config.json'), join(image.folder, 'disk.img'), card];
    const flash = join(projectRoot, 'scripts', 'flash.sh');
    const flashed = spawnSync('sh', [flash, ...words], { encoding: 'utf8' });
    if (flashed.status !== 0) throw new Error(`The card could not be written: ${flashed.stderr}`);
    if (record) copyFileSync(card, join(cardFolder, 'before.img'));
    const machine = await Machine.start({
      ...{ tools: image.tools, folder, disk: card, keepChanges: true, record, clock: 'instructions' },
    });
    return new UpdateCourse(office, image, machine, slots, options);
  }

  /** The file of a version's slot, as it lies on a card that has it. */
  slotFile(version: string): string {
    return join(this.#slot(version).slotFolder, 'slot.ext4');
  }

  async update({ version, slot }: Update): Promise<DoneUpdate> {
    const { machine, office } = this;
    const bundle = await office.publish(this.#slot(version));
    for (const sign of [
      new RegExp(`fetching version ${version}`),
      new RegExp(`version ${version} is written and read back`),
      new RegExp(`restarting into version ${version}`),
      new RegExp(`restarting into version ${version}[\\s\\S]*offhook: starting slot ${slot}`),
      new RegExp(`version ${version} is on trial in slot ${slot}`),
      new RegExp(`version ${version} has proved itself and is kept`),
    ]) {
      const atMs = await machine.untilConsole(sign, stepLimitMs);
      this.#options.say(`${(atMs / 1_000).toFixed(0)} s: ${sign.source.split('[\\s\\S]*').at(-1)}`);
    }
    await machine.screenshot(`kept-${version}`);
    const fetchedBytes = office.nginx.sentBytes(basename(bundle.file));
    return { version, slot, bundle, bundleBytes: statSync(bundle.file).size, fetchedBytes };
  }

  async close(): Promise<void> {
    await this.machine.cutPower();
    await this.office.close();
  }

  #slot(version: string): BuiltSlot {
    const slot = this.#slots.get(version);
    if (!slot) throw new Error(`No slot of version ${version} was built.`);
    return slot;
  }
}
