// Faults planted into a recording: an examination of power cuts that passes them has proved nothing.

import { copyOffsets } from '../../../hal/linux/boot-state/boot-disk.ts';
import { decodeSector, sectorBytes } from '../../../hal/linux/boot-state/sector.ts';
import { slotRegions } from './card-replay.ts';
import type { LoggedWrite, Recording } from './write-log.ts';

/** A disk that is never told to make sure. */
export function withoutFlushes(recording: Recording): Recording {
  const events = recording.events.filter(({ kind }) => kind === 'write');
  return { events, bytesOf: (write) => recording.bytesOf(write) };
}

/** An updater that arms the trial before it has copied the image. */
export function armedBeforeCopy(recording: Recording): Recording {
  const { events } = recording;
  const armed = events.findIndex((event) => event.kind === 'write' && armsTrial(event, recording.bytesOf(event)));
  const copied = events.findIndex((event) => event.kind === 'write' && isIn(event, 'B'));
  const arming = events[armed];
  if (!arming || copied < 0 || copied > armed) throw new Error('The recording holds no update into slot B.');
  const rest = events.filter((_, index) => index !== armed);
  const moved = [...rest.slice(0, copied), arming, ...rest.slice(copied)];
  return { events: moved, bytesOf: (write) => recording.bytesOf(write) };
}

function armsTrial({ offset, length }: LoggedWrite, bytes: Uint8Array): boolean {
  return copyOffsets.some((copy) => {
    if (offset > copy || copy + sectorBytes > offset + length) return false;
    const state = decodeSector(bytes.subarray(copy - offset, copy - offset + sectorBytes));
    return state.ok && state.value.trial === 'B';
  });
}

function isIn({ offset, length }: LoggedWrite, slot: 'A' | 'B'): boolean {
  const region = slotRegions[slot];
  return offset < region.offset + region.length && region.offset < offset + length;
}
