// RAUC behind the bus as a test needs it: the same answers as RAUC 1.13 gives busctl, the same boot state, no card.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SlotName } from '../../../../hal/boot-slots.ts';
import { BootDisk, copyOffsets } from '../../../../hal/linux/boot-state/boot-disk.ts';
import { answerRauc } from '../../../../hal/linux/boot-state/rauc-back-end.ts';
import { encodeSector } from '../../../../hal/linux/boot-state/sector.ts';
import { startingSlot } from '../../../../hal/linux/boot-state/transitions.ts';
import type { BusObject, SystemBus } from '../../../../hal/linux/rauc/system-bus.ts';
import { err, ok, type Result } from '../../../../hal/result.ts';

const names: Readonly<Record<string, SlotName>> = { 'rootfs.0': 'A', 'rootfs.1': 'B' };

export class FakeRauc implements SystemBus {
  readonly folder: string;
  readonly disk: BootDisk;
  commandLine = '';
  /** What the next bundle holds besides its bytes. */
  bundleHash = '';
  bundleVersion = '';
  readonly images = new Map<SlotName, { version: string; bytes: Uint8Array }>();
  /** Each InstallBundle as busctl would have got it. */
  readonly installs: (readonly string[])[] = [];
  /** RAUC's own words at the end of the next installation. */
  fails: string | undefined;
  /** Resolves when an installation has done what it could, before anybody has looked at it. */
  readonly installed = Promise.withResolvers<void>();
  #operation = 'idle';
  #lastError = '';

  constructor(folder: string) {
    this.folder = folder;
    const disk = Buffer.alloc(3 * 1024 * 1024);
    const factory = { sequence: 0, last: 'A', trial: undefined, good: { A: true, B: false } } as const;
    disk.set(encodeSector(factory), copyOffsets[0]);
    writeFileSync(join(folder, 'disk'), disk);
    this.disk = new BootDisk(join(folder, 'disk'));
    this.images.set('A', { version: '0.1.0', bytes: Buffer.from('factory') });
  }

  /** As U-Boot does it. */
  boot(): string {
    const read = this.disk.read();
    if (!read.ok) throw new Error(read.error);
    const { last } = read.value.state;
    const { slot, next } = startingSlot(read.value.state);
    if (next) this.disk.change(() => ok(next));
    this.commandLine = `console=tty0 rauc.slot=${slot} offhook.confirmed=${last} ro`;
    return this.commandLine;
  }

  device(slot: SlotName): string {
    return join(this.folder, `slot-${slot}`);
  }

  async get(_object: BusObject, property: string): Promise<Result<unknown>> {
    if (property === 'Compatible') return ok('offhook-virt');
    if (property === 'LastError') return ok(this.#lastError);
    if (property === 'Progress') return ok([40, 'Copying image to rootfs.1', 2]);
    const operation = this.#operation;
    this.#operation = 'idle';
    return ok(operation);
  }

  async call(
    _object: BusObject,
    method: string,
    _signature?: string,
    ...args: readonly string[]
  ): Promise<Result<unknown>> {
    if (method === 'GetSlotStatus') return ok([Object.entries(names).map(([name, slot]) => [name, this.#facts(slot)])]);
    if (method === 'GetPrimary') return this.#ask('get-primary', (slot) => [nameOf(slot)]);
    if (method === 'Mark') return this.#mark(args[0] ?? '', args[1] ?? '');
    if (method === 'InspectBundle') return this.#inspect(args[0] ?? '');
    if (method === 'InstallBundle') return this.#install(args).finally(() => this.installed.resolve());
    return err(`Unknown method ${method}`);
  }

  #facts(slot: SlotName): object {
    const text = (data: string) => ({ type: 's', data });
    const image = this.images.get(slot);
    const state = answerRauc(this.disk, this.commandLine, ['get-state', slot]);
    return {
      class: text('rootfs'),
      bootname: text(slot),
      device: text(this.device(slot)),
      'boot-status': text(state.ok ? state.value : 'bad'),
      ...(image && {
        status: text('ok'),
        'bundle.version': text(image.version),
        sha256: text(createHash('sha256').update(image.bytes).digest('hex')),
        size: { type: 't', data: image.bytes.length },
      }),
    };
  }

  #ask(order: string, answer: (slot: string) => unknown): Result<unknown> {
    const asked = answerRauc(this.disk, this.commandLine, order.split(' '));
    return asked.ok ? ok(answer(asked.value)) : err(`Call failed: ${asked.error}`);
  }

  #mark(state: string, which: string): Result<unknown> {
    const running = /rauc\.slot=([AB])/.exec(this.commandLine)?.[1];
    const slot = which === 'booted' ? running : names[which];
    return this.#ask(state === 'active' ? `set-primary ${slot}` : `set-state ${slot} ${state}`, () => [which, 'done']);
  }

  async #inspect(url: string): Promise<Result<unknown>> {
    if (!(await fetched(url))) return err('Call failed: Failed to download bundle');
    return ok([{ 'manifest-hash': { type: 's', data: this.bundleHash } }]);
  }

  async #install([url = '', ...args]: readonly string[]): Promise<Result<unknown>> {
    this.installs.push([url, ...args]);
    const target: SlotName = this.commandLine.includes('rauc.slot=A') ? 'B' : 'A';
    this.#operation = 'installing';
    this.#lastError = this.fails ?? '';
    if (this.fails !== undefined) return ok(undefined);
    const bytes = await fetched(url);
    if (!bytes) this.#lastError = 'Failed to download bundle';
    if (!bytes) return ok(undefined);
    const bad = answerRauc(this.disk, this.commandLine, ['set-state', target, 'bad']);
    if (!bad.ok) return err(bad.error);
    this.images.delete(target);
    writeFileSync(this.device(target), bytes);
    this.images.set(target, { version: this.bundleVersion, bytes });
    return ok(undefined);
  }

  /** Bytes on the card that nobody wrote. */
  spoil(slot: SlotName): void {
    const bytes = readFileSync(this.device(slot));
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    writeFileSync(this.device(slot), bytes);
  }
}

async function fetched(url: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await (await fetch(url)).arrayBuffer());
  } catch (error) {
    // What fetch says of a server that breaks off.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function nameOf(slot: string): string {
  return slot === 'A' ? 'rootfs.0' : 'rootfs.1';
}
