// Report descriptors of HID devices are read as the standard means them, and no bytes of a device break the reader.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUevent } from '../../../../hal/linux/hid/find-hid.ts';
import { parseReportDescriptor, type ReportDescriptor } from '../../../../hal/linux/hid/report-descriptor.ts';
import { readReport, writeReport } from '../../../../hal/linux/hid/reports.ts';
import { handsetDescriptor } from '../../../contract/linux/hid/test-handset.ts';

function parsed(...bytes: readonly number[]): ReportDescriptor {
  const descriptor = parseReportDescriptor(Uint8Array.from(bytes));
  if (!descriptor.ok) throw new Error(descriptor.error);
  return descriptor.value;
}

/** An item of the given type (0 main, 1 global, 2 local) with one byte of data. */
const item = (type: number, tag: number, value: number) => [(tag << 4) | (type << 2) | 1, value];

describe('a report descriptor', () => {
  it('says what a handset is and where its values are', () => {
    const descriptor = parsed(...handsetDescriptor);
    expect(descriptor.applications).toEqual([0x000b0004]);
    const fieldOf = (usage: number) => descriptor.fields.find(({ usages }) => usages.includes(usage));
    expect(fieldOf(0x000b0020)).toMatchObject({ kind: 'input', reportId: 1, bit: 0, bits: 1, isArray: false });
    expect(fieldOf(0x000c00ea)).toMatchObject({ kind: 'input', reportId: 1, bit: 4 });
    expect(fieldOf(0x000b00b7)).toMatchObject({ kind: 'input', reportId: 1, bit: 15 });
    expect(fieldOf(0x00080018)).toMatchObject({ kind: 'output', reportId: 2, bit: 2 });
  });

  it('keeps its globals through push and pop', () => {
    const bytes = [...item(1, 0, 0x0b), 0xa4, ...item(1, 0, 0x0c), 0xb4, ...item(1, 7, 1), ...item(1, 9, 1)];
    expect(parsed(...bytes, ...item(2, 0, 0x20), ...item(0, 8, 2)).fields[0]?.usages).toEqual([0x000b0020]);
  });

  it('lets the last usage stand for all values that are left', () => {
    const bytes = [...item(1, 0, 0x08), ...item(1, 7, 1), ...item(1, 9, 3), ...item(2, 0, 0x4b), ...item(0, 9, 2)];
    expect(parsed(...bytes).fields.map(({ bit, usages }) => [bit, usages])).toEqual([
      [0, [0x0008004b]],
      [1, [0x0008004b]],
      [2, [0x0008004b]],
    ]);
  });

  it('reads an array: whatever is named is down, the others are up', () => {
    const bytes = [
      ...[...item(1, 0, 0x0b), ...item(1, 1, 1), ...item(1, 7, 8), ...item(1, 9, 2)],
      ...[...item(2, 1, 0xb0), ...item(2, 2, 0xb3), ...item(0, 8, 0)],
    ];
    const down = readReport(parsed(...bytes), Uint8Array.of(2, 4)).filter(({ value }) => value === 1);
    expect(down.map(({ usage }) => usage)).toEqual([0x000b00b1, 0x000b00b3]);
  });

  it('keeps signs', () => {
    const bytes = [...item(1, 0, 0x0c), ...item(1, 1, 0x81), ...item(1, 7, 8), ...item(1, 9, 1)];
    const descriptor = parsed(...bytes, ...item(2, 0, 0xe0), ...item(0, 8, 6));
    expect(readReport(descriptor, Uint8Array.of(0xff))).toEqual([{ usage: 0x000c00e0, value: -1, isRelative: true }]);
  });

  it.each([
    ['an item that is cut off', [0x05]],
    ['a long item that is cut off', [0xfe, 0x10, 0x00]],
    ['a collection that is closed twice', [0xc0]],
    ['a pop without a push', [0xb4]],
    ['report number 0', [...item(1, 8, 0)]],
    ['a report of megabytes', [...item(1, 7, 32), 0x97, 0, 0, 0xff, 0, ...item(0, 8, 2)]],
    ['a range of a million usages', [...item(2, 1, 0), 0x2b, 0xff, 0xff, 0x0f, 0x00]],
    ['more bytes than a device may have', [...new Array(5000).fill(0x00)]],
  ])('refuses %s', (_, bytes) => {
    expect(parseReportDescriptor(Uint8Array.from(bytes)).ok).toBe(false);
  });

  it('is read from any bytes to a result, and so is any report by it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 40 }), (bytes, report) => {
        const descriptor = parseReportDescriptor(bytes);
        if (!descriptor.ok) return;
        expect(readReport(descriptor.value, report).every(({ value }) => Number.isFinite(value))).toBe(true);
        expect(writeReport(descriptor.value, 0, () => true).length).toBeLessThanOrEqual(1025);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is read with any byte of a real one changed', () => {
    fc.assert(
      fc.property(fc.nat(handsetDescriptor.length - 1), fc.nat(255), (at, value) => {
        const bytes = Uint8Array.from(handsetDescriptor);
        bytes[at] = value;
        const descriptor = parseReportDescriptor(bytes);
        if (descriptor.ok) readReport(descriptor.value, Uint8Array.of(1, 0xff, 0xff));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('reports', () => {
  it('come back as they were written, bit by bit', () => {
    const outputs = [...handsetDescriptor];
    // The same descriptor with its lamps as inputs, so that what is written can be read.
    const inputs = outputs.map((byte, at) => (byte === 0x91 && outputs[at + 1] === 2 ? 0x81 : byte));
    fc.assert(
      fc.property(fc.nat(15), (lit) => {
        const usages = [0x00080009, 0x00080017, 0x00080018, 0x00080019];
        const report = writeReport(parsed(...outputs), 2, (usage) => ((lit >> usages.indexOf(usage)) & 1) === 1);
        const read = readReport(parsed(...inputs), report);
        expect(usages.map((usage) => read.find((one) => one.usage === usage)?.value)).toEqual(
          usages.map((_, at) => (lit >> at) & 1),
        );
      }),
    );
  });
});

describe('what the kernel says of a HID device', () => {
  it('is taken from its lines, and arbitrary text is nobody', () => {
    const text = 'DRIVER=hid-generic\nHID_ID=0003:00000B0E:0000245E\nHID_NAME=Some Handset\nHID_PHYS=usb-1/input3\n';
    expect(parseUevent(text)).toEqual({ usb: '0b0e:245e', name: 'Some Handset', phys: 'usb-1/input3' });
    fc.assert(fc.property(fc.string(), (any) => typeof parseUevent(any).usb === 'string'));
  });
});
