// Values in and out of HID reports, by the fields of a descriptor.

import type { ReportDescriptor, ReportField } from './report-descriptor.ts';

/** One usage of one report: on or off, or for a wheel how far it was turned. */
export interface UsageValue {
  readonly usage: number;
  readonly value: number;
  readonly isRelative: boolean;
}

/** All usages of the report that these bytes are, at rest or not; a report that is too short ends them early. */
export function readReport(descriptor: ReportDescriptor, report: Uint8Array): readonly UsageValue[] {
  const reportId = descriptor.hasReportIds ? (report[0] ?? 0) : 0;
  const payload = descriptor.hasReportIds ? report.subarray(1) : report;
  const values = new Map<number, UsageValue>();
  for (const field of descriptor.fields) {
    if (field.kind !== 'input' || field.reportId !== reportId) continue;
    if (field.bit + field.bits > payload.length * 8) continue;
    const value = readBits(payload, field.bit, field.bits);
    if (!field.isArray) {
      const [usage = 0] = field.usages;
      values.set(usage, { usage, value: signedIn(value, field), isRelative: field.isRelative });
      continue;
    }
    for (const usage of field.usages) {
      if (!values.has(usage)) values.set(usage, { usage, value: 0, isRelative: field.isRelative });
    }
    const pressed = field.usages[value - field.logicalMinimum];
    if (pressed !== undefined) values.set(pressed, { usage: pressed, value: 1, isRelative: field.isRelative });
  }
  return [...values.values()];
}

/** An output report with its number in front (0 where there are none), as hidraw wants it. */
export function writeReport(
  descriptor: ReportDescriptor,
  reportId: number,
  isOn: (usage: number) => boolean,
): Uint8Array {
  const fields = descriptor.fields.filter((field) => field.kind === 'output' && field.reportId === reportId);
  const bits = Math.max(0, ...fields.map((field) => field.bit + field.bits));
  const report = new Uint8Array(1 + Math.ceil(bits / 8));
  report[0] = reportId;
  for (const { bit, usages, isArray } of fields) {
    const [usage] = usages;
    if (isArray || usage === undefined || !isOn(usage)) continue;
    const at = 1 + (bit >> 3);
    report[at] = (report[at] ?? 0) | (1 << (bit & 7));
  }
  return report;
}

function readBits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = count - 1; at >= 0; at--) {
    value = value * 2 + (((bytes[(from + at) >> 3] ?? 0) >> ((from + at) & 7)) & 1);
  }
  return value;
}

function signedIn(value: number, { bits, logicalMinimum }: ReportField): number {
  return logicalMinimum < 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}
