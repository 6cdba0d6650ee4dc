// Reads edges of GPIO lines (struct gpio_v2_line_event of linux/gpio.h) and snapshots of a scanned matrix.

export interface LineEvent {
  /** CLOCK_MONOTONIC in milliseconds. */
  readonly kernelMs: number;
  readonly offset: number;
  /** After the edge, with what the board file calls active taken into account. */
  readonly isActive: boolean;
  /** Counts the edges of all lines of one request: a gap is an edge that was lost. */
  readonly sequence: number;
}

export const lineEventBytes = 48;
const risingEdge = 1;

/** Whole events only: a rest shorter than one, which no kernel delivers, is left out. */
export function parseLineEvents(chunk: Uint8Array): readonly LineEvent[] {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const events: LineEvent[] = [];
  for (let at = 0; at + lineEventBytes <= chunk.byteLength; at += lineEventBytes) {
    events.push({
      kernelMs: Number(view.getBigUint64(at, true)) / 1e6,
      isActive: view.getUint32(at + 8, true) === risingEdge,
      offset: view.getUint32(at + 12, true),
      sequence: view.getUint32(at + 16, true),
    });
  }
  return events;
}

export interface Snapshot {
  readonly kernelMs: number;
  /** Bit `row * columns + column` is 1 where that key conducts. */
  readonly contacts: bigint;
}

const snapshotBytes = 16;

export function parseSnapshot(chunk: Uint8Array): Snapshot | undefined {
  if (chunk.byteLength !== snapshotBytes) return undefined;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return { kernelMs: Number(view.getBigUint64(0, true)) / 1e6, contacts: view.getBigUint64(8, true) };
}
