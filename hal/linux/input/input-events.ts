// Reads the kernel's input events (struct input_event of linux/input.h on 64-bit machines).

export interface InputEvent {
  /** CLOCK_MONOTONIC in milliseconds. */
  readonly kernelMs: number;
  readonly type: number;
  readonly code: number;
  readonly value: number;
}

export const eventTypes = { synchronize: 0, key: 1, relative: 2, absolute: 3, switch: 5 } as const;
/** Code of a synchronize event: the kernel threw events away, and what is held has to be asked again. */
export const droppedCode = 3;
/** Of a synchronize event: what came before belongs together. */
export const reportCode = 0;
export const eventBytes = 24;

/** Whole events only: a rest shorter than one, which no kernel delivers, is left out. */
export function parseInputEvents(chunk: Uint8Array): readonly InputEvent[] {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const events: InputEvent[] = [];
  for (let at = 0; at + eventBytes <= chunk.byteLength; at += eventBytes) {
    events.push({
      kernelMs: Number(view.getBigInt64(at, true)) * 1000 + Number(view.getBigInt64(at + 8, true)) / 1000,
      type: view.getUint16(at + 16, true),
      code: view.getUint16(at + 18, true),
      value: view.getInt32(at + 20, true),
    });
  }
  return events;
}

export function isBitSet(bits: Uint8Array, code: number): boolean {
  return (((bits[code >> 3] ?? 0) >> (code & 7)) & 1) === 1;
}
