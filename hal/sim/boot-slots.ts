// Two image slots on a simulated disk: a boot record in two copies, written in turn, so that one is always whole.

import { createHash } from 'node:crypto';
import type { BootSlots, ImageSource, Slot, SlotName, SlotState, WriteFailure } from '../boot-slots.ts';
import { err, ok, type Result } from '../result.ts';
import { PowerCut, type PowerCutDisk } from './power-cut-disk.ts';
import { readSealed, seal } from './sealed-record.ts';

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

/** How far the writing of an image has come. */
interface PartRecord {
  readonly sha256: string;
  readonly wholeBytes: number;
}

const empty: SlotRecord = { state: 'empty', version: undefined, tried: false };
const largestImageBytes = 64 * 1024 * 1024;

export class SimBootSlots implements BootSlots {
  readonly compatible = 'offhook-sim';
  readonly #disk: PowerCutDisk;
  readonly #running: SlotName;
  readonly #onRestart: () => void;
  #record: BootRecord;

  private constructor(disk: PowerCutDisk, running: SlotName, record: BootRecord, onRestart: () => void) {
    this.#disk = disk;
    this.#running = running;
    this.#record = record;
    this.#onRestart = onRestart;
  }

  /** What the boot loader does at power-on; a blank disk gets `factoryVersion` in slot A. */
  static boot(disk: PowerCutDisk, factoryVersion = '0.1.0', onRestart: () => void = () => undefined): SimBootSlots {
    const factory = {
      generation: 0,
      preferred: 'A',
      slots: { A: { state: 'good', version: factoryVersion, tried: false }, B: empty },
    } as const;
    const slots = new SimBootSlots(disk, 'A', readRecord(disk) ?? factory, onRestart);
    const trial = slots.#find('trial');
    if (trial && !slots.#record.slots[trial].tried) {
      slots.#change(trial, { tried: true });
      return new SimBootSlots(disk, trial, slots.#record, onRestart);
    }
    if (trial) slots.#change(trial, { state: 'bad', tried: false });
    return new SimBootSlots(disk, slots.#record.preferred, slots.#record, onRestart);
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

  async write(image: ImageSource, onProgress?: (share: number) => void): Promise<Result<void, WriteFailure>> {
    this.#requireGoodRunning();
    if (image.sizeBytes > largestImageBytes)
      return err({ reason: 'no-space', detail: `the image has ${image.sizeBytes} bytes, a slot ${largestImageBytes}` });
    const target = this.#other();
    this.#change(target, empty);
    const part = readPart(this.#disk, target);
    const from = part?.sha256 === image.sha256 ? part.wholeBytes : 0;
    const failure = await this.#fill(target, image, from, onProgress);
    if (failure) return err(failure);
    const readBack = this.#disk.read(`image-${target}`)?.subarray(0, image.sizeBytes) ?? new Uint8Array(0);
    if (createHash('sha256').update(readBack).digest('hex') !== image.sha256) {
      this.#notePart(target, { sha256: image.sha256, wholeBytes: 0 });
      return err({ reason: 'differs', detail: 'what was written does not have the digest that was signed' });
    }
    this.#change(target, { state: 'bad', version: image.version });
    return ok(undefined);
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

  restart(): void {
    this.#onRestart();
  }

  /** Undefined when every byte has been written. */
  async #fill(
    target: SlotName,
    image: ImageSource,
    from: number,
    onProgress: ((share: number) => void) | undefined,
  ): Promise<WriteFailure | undefined> {
    const chunks = image.open(from)[Symbol.asyncIterator]();
    let length = from;
    this.#notePart(target, { sha256: image.sha256, wholeBytes: length });
    try {
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
        if (length + next.value.length > image.sizeBytes)
          return { reason: 'differs', detail: `more than ${image.sizeBytes} bytes came` };
        this.#disk.write(`image-${target}`, next.value, length);
        length += next.value.length;
        this.#notePart(target, { sha256: image.sha256, wholeBytes: length });
        onProgress?.(length / image.sizeBytes);
      }
    } catch (error) {
      if (error instanceof PowerCut) throw error;
      return { reason: 'source', detail: error instanceof Error ? error.message : String(error) };
    } finally {
      await chunks.return?.();
    }
    return length === image.sizeBytes
      ? undefined
      : { reason: 'source', detail: `only ${length} of ${image.sizeBytes} bytes came` };
  }

  #notePart(target: SlotName, part: PartRecord): void {
    this.#disk.write(`part-${target}`, seal(part));
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
    this.#disk.write(`boot-record-${next.generation % 2}`, seal(next));
    this.#record = next;
  }
}

function readRecord(disk: PowerCutDisk): BootRecord | undefined {
  const whole = [0, 1]
    .map((copy) => readSealed<BootRecord>(disk.read(`boot-record-${copy}`)))
    .filter((record) => record !== undefined);
  return whole.sort((a, b) => b.generation - a.generation)[0];
}

function readPart(disk: PowerCutDisk, slot: SlotName): PartRecord | undefined {
  return readSealed<PartRecord>(disk.read(`part-${slot}`));
}
