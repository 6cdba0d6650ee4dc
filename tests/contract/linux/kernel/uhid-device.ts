// A HID device that the real kernel believes in (uhid): it gets keys and hidraw of its own, and hears its lamps.

import { closeSync, constants, existsSync, openSync, writeSync } from 'node:fs';
import { halAddon } from '../../../../hal/native/addon.ts';
import type { DeviceReader } from '../../../../hal/native/devices.ts';

export const hasUhid = existsSync('/dev/uhid');

/** Event numbers of linux/uhid.h. */
const events = { destroy: 1, output: 6, create: 11, input: 12 } as const;
const mostReportBytes = 4096;

export class UhidDevice {
  /** Output reports that the driver has written, their number in front. */
  readonly outputs: Uint8Array[] = [];
  readonly #fd: number;
  readonly #reader: DeviceReader;
  #isOpen = true;

  constructor(name: string, phys: string, descriptor: Uint8Array) {
    this.#fd = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
    this.#reader = new (halAddon().DeviceReader)(this.#fd, () => this.#listen());
    const create = Buffer.alloc(4 + 128 + 64 + 64 + 20 + mostReportBytes);
    create.writeUInt32LE(events.create, 0);
    create.write(name, 4, 127, 'latin1');
    create.write(phys, 132, 63, 'latin1');
    create.writeUInt16LE(descriptor.length, 260);
    create.writeUInt16LE(3, 262);
    // A maker that no driver of its own is for: the kernel leaves those of some headsets to a module that udev loads.
    create.writeUInt32LE(0x1209, 264);
    create.writeUInt32LE(0x0001, 268);
    create.set(descriptor, 280);
    writeSync(this.#fd, create);
  }

  report(bytes: Uint8Array): void {
    const input = Buffer.alloc(6 + bytes.length);
    input.writeUInt32LE(events.input, 0);
    input.writeUInt16LE(bytes.length, 4);
    input.set(bytes, 6);
    writeSync(this.#fd, input);
  }

  unplug(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const destroy = Buffer.alloc(4);
    destroy.writeUInt32LE(events.destroy, 0);
    writeSync(this.#fd, destroy);
    this.#reader.stop();
    closeSync(this.#fd);
  }

  #listen(): void {
    for (const chunk of this.#reader.take()) {
      if (chunk.readUInt32LE(0) !== events.output) continue;
      this.outputs.push(chunk.subarray(4, 4 + chunk.readUInt16LE(4 + mostReportBytes)));
    }
  }
}

/** A keyboard with one bit a key: usages 0 to 127 of the keyboard page, then the eight modifiers. */
export const keyboardDescriptor = Uint8Array.of(
  ...[0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01],
  ...[0x95, 0x80, 0x19, 0x00, 0x29, 0x7f, 0x81, 0x02],
  ...[0x95, 0x08, 0x19, 0xe0, 0x29, 0xe7, 0x81, 0x02, 0xc0],
);
export const keyboardReportBytes = 17;
