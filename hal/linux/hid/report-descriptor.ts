// Reads a HID report descriptor: which bit of which report means which usage (USB HID 1.11, 6.2.2).

import { err, ok, type Result } from '../../result.ts';

/** One value of a report. A usage is its page times 65536 plus its number, e.g. 0x000b0020 for the hook switch. */
export interface ReportField {
  readonly kind: 'input' | 'output' | 'feature';
  /** 0 where the device numbers no reports; then reports carry no number either. */
  readonly reportId: number;
  /** From the first bit after the report's number. */
  readonly bit: number;
  readonly bits: number;
  /** One for a variable; all that an array's values may name, in the order of its values. */
  readonly usages: readonly number[];
  readonly isArray: boolean;
  /** A change, not a state: each 1 is a press of its own. */
  readonly isRelative: boolean;
  readonly logicalMinimum: number;
}

export interface ReportDescriptor {
  readonly fields: readonly ReportField[];
  /** Usages of the outermost collections, e.g. 0x000b0005 for a headset. */
  readonly applications: readonly number[];
  readonly hasReportIds: boolean;
}

const mostBytes = 4096;
const mostFields = 1024;
const mostReportBits = 8 * 1024;
const mostUsages = 512;
const mostDepth = 16;

interface Globals {
  page: number;
  logicalMinimum: number;
  size: number;
  count: number;
  reportId: number;
}

const kinds = new Map([
  [0x8, 'input'],
  [0x9, 'output'],
  [0xb, 'feature'],
] as const);

export function parseReportDescriptor(bytes: Uint8Array): Result<ReportDescriptor> {
  if (bytes.length > mostBytes) return err('it is too long');
  const reading = new Reading();
  for (let at = 0; at < bytes.length; ) {
    const prefix = bytes[at] ?? 0;
    // A long item, which nobody has ever defined: its length follows.
    const length = prefix === 0xfe ? (bytes[at + 1] ?? 0) + 2 : [0, 1, 2, 4][prefix & 3];
    if (length === undefined || at + 1 + length > bytes.length) return err('it breaks off within an item');
    if (prefix !== 0xfe) {
      const fault = reading.item((prefix >> 2) & 3, prefix >> 4, bytes.subarray(at + 1, at + 1 + length));
      if (fault !== undefined) return err(fault);
    }
    at += 1 + length;
  }
  return ok(reading.result());
}

class Reading {
  #globals: Globals = { page: 0, logicalMinimum: 0, size: 0, count: 0, reportId: 0 };
  readonly #stack: Globals[] = [];
  #usages: number[] = [];
  #usageMinimum: number | undefined;
  #depth = 0;
  #hasReportIds = false;
  readonly #applications: number[] = [];
  readonly #fields: ReportField[] = [];
  /** Bits so far, by kind and report. */
  readonly #lengths = new Map<string, number>();

  result(): ReportDescriptor {
    return { fields: this.#fields, applications: this.#applications, hasReportIds: this.#hasReportIds };
  }

  /** What is wrong, where something is. */
  item(type: number, tag: number, data: Uint8Array): string | undefined {
    if (type === 0) return this.#main(tag, unsigned(data));
    if (type === 1) return this.#global(tag, data);
    if (type === 2) return this.#local(tag, data);
    return undefined;
  }

  #main(tag: number, value: number): string | undefined {
    const kind = kinds.get(tag as 0x8 | 0x9 | 0xb);
    const fault = kind ? this.#field(kind, value) : this.#collection(tag);
    this.#usages = [];
    this.#usageMinimum = undefined;
    return fault;
  }

  #collection(tag: number): string | undefined {
    if (tag === 0xa) {
      const [usage] = this.#usages;
      if (this.#depth === 0 && usage !== undefined) this.#applications.push(usage);
      this.#depth++;
    } else if (tag === 0xc) {
      this.#depth--;
    }
    return this.#depth < 0 || this.#depth > mostDepth ? 'its collections do not close as they open' : undefined;
  }

  #field(kind: ReportField['kind'], flags: number): string | undefined {
    const { size, count, reportId, logicalMinimum } = this.#globals;
    const key = `${kind} ${reportId}`;
    const begin = this.#lengths.get(key) ?? 0;
    if (begin + size * count > mostReportBits) return 'one of its reports is too long';
    this.#lengths.set(key, begin + size * count);
    const isConstant = (flags & 1) !== 0;
    if (isConstant || size === 0 || size > 32) return undefined;
    const isArray = (flags & 2) === 0;
    const shared = { kind, reportId, bits: size, isArray, isRelative: (flags & 4) !== 0, logicalMinimum };
    for (let at = 0; at < count; at++) {
      // The last usage stands for all that are left.
      const usage = this.#usages[Math.min(at, this.#usages.length - 1)];
      const usages = isArray ? [...this.#usages] : usage === undefined ? [] : [usage];
      if (usages.length > 0) this.#fields.push({ ...shared, bit: begin + at * size, usages });
      if (this.#fields.length > mostFields) return 'it has too many fields';
    }
    return undefined;
  }

  #global(tag: number, data: Uint8Array): string | undefined {
    const value = unsigned(data);
    if (tag === 0x0) this.#globals.page = value & 0xffff;
    else if (tag === 0x1) this.#globals.logicalMinimum = signed(data);
    else if (tag === 0x7) this.#globals.size = value;
    else if (tag === 0x9) this.#globals.count = value;
    else if (tag === 0x8) return this.#reportId(value);
    else if (tag === 0xa) {
      if (this.#stack.length >= mostDepth) return 'it pushes too often';
      this.#stack.push({ ...this.#globals });
    } else if (tag === 0xb) {
      const popped = this.#stack.pop();
      if (!popped) return 'it pops what it has not pushed';
      this.#globals = popped;
    }
    return undefined;
  }

  #reportId(value: number): string | undefined {
    if (value === 0 || value > 255) return 'it numbers a report 0 or above 255';
    this.#hasReportIds = true;
    this.#globals.reportId = value;
    return undefined;
  }

  #local(tag: number, data: Uint8Array): string | undefined {
    // Four bytes bring their page with them.
    const value = unsigned(data);
    const usage = data.length === 4 ? value : this.#globals.page * 0x10000 + value;
    if (tag === 0x0) this.#usages.push(usage);
    else if (tag === 0x1) this.#usageMinimum = usage;
    else if (tag === 0x2 && this.#usageMinimum !== undefined) {
      const range = usage - this.#usageMinimum;
      if (range < 0 || range > mostUsages) return 'a range of its usages is too wide';
      for (let one = this.#usageMinimum; one <= usage; one++) this.#usages.push(one);
      this.#usageMinimum = undefined;
    }
    return this.#usages.length > mostUsages ? 'it has too many usages' : undefined;
  }
}

function unsigned(data: Uint8Array): number {
  return data.reduceRight((value, byte) => value * 256 + byte, 0);
}

function signed(data: Uint8Array): number {
  const value = unsigned(data);
  const limit = 2 ** (8 * data.length);
  return data.length > 0 && value >= limit / 2 ? value - limit : value;
}
