// Two image slots on a simulated disk: a boot record in two copies, written in turn, so that one is always whole.

import { createHash } from 'node:crypto';
import type { BootSlots, Slot, SlotName, SlotState } from '../boot-slots.ts';
import type { PowerCutDisk } from './power-cut-disk.ts';

interface SlotRecord {
  readonly state: SlotState;
  readonly version: string | undefined;
  /** A trial has one start; this is set before it. */
  readonly tried: boolean;
}

interface BootRecord {
  /** The higher of the two whole copies counts. */
  readonly generation: number;
  /** The good slot to start from: the one that proved itself last. */
  readonly preferred: SlotName;
  readonly slots: Readonly<Record<SlotName, SlotRecord>>;
}

const empty: SlotRecord = { state: 'empty', version: undefined, tried: false };
const digestBytes = 32;
const largestImageBytes = 64 * 1024 * 1024;

export class SimBootSlots implements BootSlots {
  readonly #disk: PowerCutDisk;
  readonly #running: SlotName;
  #record: BootRecord;

  private constructor(disk: PowerCutDisk, running: SlotName, record: BootRecord) {
    this.#disk = disk;
    this.#running = running;
    this.#record = record;
  }

  /** What the boot loader does at power-on; a blank disk gets `factoryVersion` in slot A. */
  static boot(disk: PowerCutDisk, factoryVersion = '0.1.0'): SimBootSlots {
    const factory = {
      generation: 0,
      preferred: 'A',
      slots: { A: { state: 'good', version: factoryVersion, tried: false }, B: empty },
    } as const;
    const slots = new SimBootSlots(disk, 'A', readRecord(disk) ?? factory);
    const trial = slots.#find('trial');
    if (trial && !slots.#record.slots[trial].tried) {
      slots.#change(trial, { tried: true });
      return new SimBootSlots(disk, trial, slots.#record);
    }
    if (trial) slots.#change(trial, { state: 'bad' });
    return new SimBootSlots(disk, slots.#record.preferred, slots.#record);
  }

  running(): SlotName {
    return this.#running;
  }

  list(): readonly Slot[] {
    return (['A', 'B'] as const).map((name) => {
      const { state, version } = this.#record.slots[name];
      return { name, state, version };
    });
  }

  async write(image: AsyncIterable<Uint8Array>, version: string): Promise<void> {
    this.#requireGoodRunning();
    const target = this.#other();
    this.#change(target, empty);
    const written = createHash('sha256');
    let length = 0;
    for await (const chunk of image) {
      if (length + chunk.length > largestImageBytes) throw new Error('The image is larger than a slot.');
      this.#disk.write(`image-${target}`, chunk, length);
      written.update(chunk);
      length += chunk.length;
    }
    const readBack = this.#disk.read(`image-${target}`)?.subarray(0, length) ?? new Uint8Array(0);
    if (!createHash('sha256').update(readBack).digest().equals(written.digest())) {
      throw new Error('The image does not read back as it was written.');
    }
    this.#change(target, { state: 'bad', version });
  }

  async armTrial(): Promise<void> {
    this.#requireGoodRunning();
    const target = this.#other();
    if (this.#record.slots[target].version === undefined) throw new Error('There is no whole image to try.');
    this.#change(target, { state: 'trial', tried: false });
  }

  async confirm(): Promise<void> {
    if (this.#record.slots[this.#running].state === 'trial')
      this.#change(this.#running, { state: 'good', tried: false }, this.#running);
  }

  #requireGoodRunning(): void {
    // Else the other slot is the only good one.
    if (this.#record.slots[this.#running].state !== 'good')
      throw new Error('The running image has not proved itself yet.');
  }

  #other(): SlotName {
    return this.#running === 'A' ? 'B' : 'A';
  }

  #find(state: SlotState): SlotName | undefined {
    return (['A', 'B'] as const).find((name) => this.#record.slots[name].state === state);
  }

  #change(name: SlotName, change: Partial<SlotRecord>, preferred = this.#record.preferred): void {
    const slots = { ...this.#record.slots, [name]: { ...this.#record.slots[name], ...change } };
    const next = { generation: this.#record.generation + 1, preferred, slots };
    const body = Buffer.from(JSON.stringify(next));
    const digest = createHash('sha256').update(body).digest();
    this.#disk.write(
      `boot-record-${next.generation % 2}`,
      Buffer.concat([Buffer.from([body.length >> 8, body.length & 255]), digest, body]),
    );
    this.#record = next;
  }
}

function readRecord(disk: PowerCutDisk): BootRecord | undefined {
  const whole = [0, 1]
    .map((copy) => readCopy(disk.read(`boot-record-${copy}`)))
    .filter((record) => record !== undefined);
  return whole.sort((a, b) => b.generation - a.generation)[0];
}

/** Undefined for a copy that was never written or was torn. */
function readCopy(bytes: Uint8Array | undefined): BootRecord | undefined {
  if (!bytes || bytes.length < 2 + digestBytes) return undefined;
  const length = ((bytes[0] as number) << 8) | (bytes[1] as number);
  const body = Buffer.from(bytes.subarray(2 + digestBytes, 2 + digestBytes + length));
  const digest = createHash('sha256').update(body).digest();
  return digest.equals(bytes.subarray(2, 2 + digestBytes)) ? (JSON.parse(body.toString()) as BootRecord) : undefined;
}
