// What starts from a card in a given state, and whether it may: the boot script's choice, and a second cut inside its own write.

import type { SlotName } from '../../../hal/boot-slots.ts';
import { chooseCopy } from '../../../hal/linux/boot-state/boot-disk.ts';
import { type BootState, encodeSector } from '../../../hal/linux/boot-state/sector.ts';
import { startingSlot } from '../../../hal/linux/boot-state/transitions.ts';
import type { SlotContent } from './card-replay.ts';

export type Sectors = readonly [Uint8Array, Uint8Array];

export interface CardState {
  readonly sectors: Sectors;
  readonly contents: Readonly<Record<SlotName, SlotContent>>;
}

export interface StartVerdict {
  readonly slot: SlotName | undefined;
  readonly version: SlotContent;
  /** `brick`: no copy of the boot state counts. `mixed`: what starts is no whole image. */
  readonly fault: 'brick' | 'mixed' | undefined;
  readonly state: BootState | undefined;
}

const garbage = new Uint8Array(512).fill(0xff);
/** More starts that are cut short than anybody will see. */
const mostStarts = 6;

/** The next start, and those after it where each is cut again, the last write of the boot script torn or not. */
export function judgeStart({ sectors, contents }: CardState): StartVerdict {
  const first = start(sectors, contents);
  let current = first;
  for (let starts = 1; starts < mostStarts && current.fault === undefined && current.next; starts++) {
    const torn = start(current.next.torn, contents);
    if (torn.fault !== undefined) return { ...first, fault: torn.fault };
    current = start(current.next.written, contents);
  }
  return { ...first, fault: first.fault ?? current.fault };
}

interface Start extends StartVerdict {
  /** What the boot script makes of the boot state, whole and torn; absent where it writes nothing. */
  readonly next: { readonly written: Sectors; readonly torn: Sectors } | undefined;
}

function start(sectors: Sectors, contents: CardState['contents']): Start {
  const chosen = chooseCopy(sectors);
  if (!chosen.ok) return { slot: undefined, version: undefined, fault: 'brick', state: undefined, next: undefined };
  const { state, copy } = chosen.value;
  const { slot, next } = startingSlot(state);
  const version = contents[slot];
  const fault = version === undefined ? ('mixed' as const) : undefined;
  if (!next) return { slot, version, fault, state, next: undefined };
  const written = encodeSector(next);
  const replace = (bytes: Uint8Array): Sectors => (copy === 0 ? [sectors[0], bytes] : [bytes, sectors[1]]);
  return { slot, version, fault, state, next: { written: replace(written), torn: replace(garbage) } };
}
