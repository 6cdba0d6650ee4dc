// What a card may be at a cut when no order holds but that of flushes: any of the writes that none has covered may be missing.

import type { SlotName } from '../../../hal/boot-slots.ts';
import { copyOffsets } from '../../../hal/linux/boot-state/boot-disk.ts';
import { sectorBytes } from '../../../hal/linux/boot-state/sector.ts';
import { CardReplay, type SlotContent, slotRegions } from './card-replay.ts';
import type { CardState } from './start-verdict.ts';
import type { LoggedWrite, Recording } from './write-log.ts';

const slotNames: readonly SlotName[] = ['A', 'B'];

/**
 * Of the boot state every value that a sector may have, garbage where one is being written; of a slot its class: as it
 * was made sure, whole with all that is pending, or neither. `card` is changed.
 */
export function* unflushedStates(
  recording: Recording,
  card: string,
  images: ReadonlyMap<string, string>,
): Generator<CardState & { readonly where: string }> {
  // Slots by what has come; the sure ones are remembered at each flush.
  const now = new CardReplay(card, images);
  const sureSectors: [Uint8Array, Uint8Array] = [...now.sectors()];
  const sure: Record<SlotName, SlotContent> = { A: now.contentOf('A'), B: now.contentOf('B') };
  let pending: LoggedWrite[] = [];
  const seen = new Set<string>();
  let index = 0;
  try {
    for (const event of recording.events) {
      if (event.kind === 'flush') {
        pending = [];
        settle();
        continue;
      }
      now.write(event.offset, recording.bytesOf(event));
      index++;
      if (event.forced && pending.length === 0) settle();
      else pending.push(event);
      const key = JSON.stringify([
        pending
          .filter(isOfInterest)
          .map(({ at }) => at)
          .slice(-4),
        contentsOf(),
        sure,
      ]);
      if (seen.has(key)) continue;
      seen.add(key);
      yield* combinations();
    }
  } finally {
    now.close();
  }

  function settle(): void {
    const sectors = now.sectors();
    [sureSectors[0], sureSectors[1]] = sectors;
    for (const slot of slotNames) sure[slot] = now.contentOf(slot);
  }

  function contentsOf(): Readonly<Record<SlotName, SlotContent>> {
    return { A: now.contentOf('A'), B: now.contentOf('B') };
  }

  function* combinations(): Generator<CardState & { readonly where: string }> {
    const [first, second] = copyOffsets.map((offset, copy) => valuesOf(offset, sureSectors[copy] ?? new Uint8Array(0)));
    for (const one of first ?? [])
      for (const other of second ?? [])
        for (const a of classesOf('A'))
          for (const b of classesOf('B'))
            yield { where: `write ${index - 1}`, sectors: [one, other], contents: { A: a, B: b } };
  }

  function valuesOf(offset: number, safe: Uint8Array): readonly Uint8Array[] {
    const covering = pending.filter(
      (write) => write.offset <= offset && offset + sectorBytes <= write.offset + write.length,
    );
    if (covering.length === 0) return [safe];
    const values = covering.map((write) =>
      recording.bytesOf(write).subarray(offset - write.offset, offset - write.offset + sectorBytes),
    );
    return [safe, ...values, new Uint8Array(sectorBytes).fill(0xff)];
  }

  function classesOf(slot: SlotName): readonly SlotContent[] {
    const { offset, length } = slotRegions[slot];
    const touched = pending.some((write) => write.offset < offset + length && offset < write.offset + write.length);
    return touched ? [...new Set([sure[slot], now.contentOf(slot), undefined])] : [sure[slot]];
  }
}

function isOfInterest({ offset, length }: LoggedWrite): boolean {
  const last = slotRegions.B.offset + slotRegions.B.length;
  return (
    copyOffsets.some((copy) => offset <= copy && copy < offset + length) ||
    (offset + length > slotRegions.A.offset && offset < last)
  );
}
