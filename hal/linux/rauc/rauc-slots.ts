// What RAUC says of its slots, read from busctl's JSON into the few facts that the phone needs.

import type { SlotName } from '../../boot-slots.ts';
import { err, ok, type Result } from '../../result.ts';

export interface RaucSlot {
  /** RAUC's name, e.g. `rootfs.1`. */
  readonly name: string;
  readonly bootName: SlotName;
  /** Block device. */
  readonly device: string;
  /** Whether the boot state calls it good. */
  readonly good: boolean;
  /** Of the image that was written whole; undefined where none was. */
  readonly image: { readonly version: string; readonly sha256: string; readonly sizeBytes: number } | undefined;
}

/** `answer` is that of GetSlotStatus: a list of slots, each a name and a dictionary of variants. */
export function readSlots(answer: unknown): Result<readonly RaucSlot[]> {
  const [list] = Array.isArray(answer) ? answer : [];
  if (!Array.isArray(list)) return err('RAUC answered with no list of slots');
  const slots = list.map(readSlot).filter((slot) => slot !== undefined);
  const names = slots.map(({ bootName }) => bootName).sort();
  return names.join() === 'A,B' ? ok(slots) : err(`RAUC knows the slots "${names.join(', ')}" in place of A and B`);
}

function readSlot(entry: unknown): RaucSlot | undefined {
  const [name, facts] = Array.isArray(entry) ? entry : [];
  if (typeof name !== 'string' || typeof facts !== 'object' || facts === null) return undefined;
  const fact = (key: string): unknown => {
    const variant: unknown = Reflect.get(facts, key);
    return typeof variant === 'object' && variant !== null ? Reflect.get(variant, 'data') : undefined;
  };
  const bootName = fact('bootname');
  const device = fact('device');
  if ((bootName !== 'A' && bootName !== 'B') || typeof device !== 'string') return undefined;
  const [version, sha256, sizeBytes] = [fact('bundle.version'), fact('sha256'), fact('size')];
  const whole = fact('status') === 'ok';
  const image =
    whole && typeof version === 'string' && typeof sha256 === 'string' && typeof sizeBytes === 'number'
      ? { version, sha256, sizeBytes }
      : undefined;
  return { name, bootName, device, good: fact('boot-status') === 'good', image };
}
