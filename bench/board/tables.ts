// The tables that a person reads: devices and whether they work, and which wire goes where.

import type { DeviceState } from '../../hal/device-state.ts';

/** A device that serves several ports is told once. */
export function report(states: readonly DeviceState[]): readonly string[] {
  const once = new Map(states.map((state) => [`${state.device}\n${state.sentence}`, state]));
  return columns(
    [...once.values()].map(({ device, isWorking, sentence }) => [isWorking ? '✓' : '✗', device, sentence]),
  );
}

export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
