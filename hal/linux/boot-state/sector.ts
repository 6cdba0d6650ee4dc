// The boot state as 512 bytes: a U-Boot environment with its checksum, as docs/boot-state.md has it.

import { crc32 } from 'node:zlib';
import type { SlotName } from '../../boot-slots.ts';
import { err, ok, type Result } from '../../result.ts';

export const sectorBytes = 512;
const checksumBytes = 4;
/** U-Boot's `test` compares signed numbers of 32 bits. */
export const highestSequence = 0x7fff_ffff;

export interface BootState {
  readonly sequence: number;
  /** Confirmed last: what starts when nothing is on trial. */
  readonly last: SlotName;
  /** To be started once. */
  readonly trial: SlotName | undefined;
  /** Whether the slot has ever confirmed the image that is in it. */
  readonly good: Readonly<Record<SlotName, boolean>>;
}

export function encodeSector(state: BootState): Uint8Array {
  const texts = [
    `SEQ=${state.sequence.toString(16)}`,
    `LAST=${state.last}`,
    `TRIAL=${state.trial ?? '-'}`,
    `SLOT_A=${state.good.A ? 'good' : 'bad'}`,
    `SLOT_B=${state.good.B ? 'good' : 'bad'}`,
  ];
  const sector = Buffer.alloc(sectorBytes);
  sector.write(texts.map((text) => `${text}\0`).join(''), checksumBytes, 'latin1');
  sector.writeUInt32LE(crc32(sector.subarray(checksumBytes)), 0);
  return sector;
}

export function decodeSector(sector: Uint8Array): Result<BootState> {
  if (sector.length !== sectorBytes) return err(`it has ${sector.length} bytes instead of ${sectorBytes}`);
  const bytes = Buffer.from(sector.buffer, sector.byteOffset, sector.length);
  const body = bytes.subarray(checksumBytes);
  if (bytes.readUInt32LE(0) !== crc32(body)) return err('its checksum is wrong');
  const values = readNames(body);
  const sequence = values.get('SEQ') ?? '';
  const last = slotName(values.get('LAST'));
  const trial = values.get('TRIAL');
  const goodA = goodness(values.get('SLOT_A'));
  const goodB = goodness(values.get('SLOT_B'));
  if (!/^[0-9a-f]{1,8}$/.test(sequence) || Number.parseInt(sequence, 16) > highestSequence)
    return err(`SEQ is "${sequence}"`);
  if (last === undefined) return err('LAST names no slot');
  if (trial !== '-' && slotName(trial) === undefined) return err('TRIAL names no slot');
  if (goodA === undefined || goodB === undefined) return err('a slot is neither good nor bad');
  return ok({
    sequence: Number.parseInt(sequence, 16),
    last,
    trial: slotName(trial),
    good: { A: goodA, B: goodB },
  });
}

/** Up to the empty text; as in U-Boot, a name that comes twice has its last value. */
function readNames(body: Uint8Array): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const text of Buffer.from(body).toString('latin1').split('\0')) {
    if (text === '') break;
    const equals = text.indexOf('=');
    if (equals > 0) values.set(text.slice(0, equals), text.slice(equals + 1));
  }
  return values;
}

function slotName(text: string | undefined): SlotName | undefined {
  return text === 'A' || text === 'B' ? text : undefined;
}

function goodness(text: string | undefined): boolean | undefined {
  return text === 'good' ? true : text === 'bad' ? false : undefined;
}
