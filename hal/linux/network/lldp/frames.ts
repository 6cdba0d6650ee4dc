// Frames of LLDP with its extension for media endpoints (IEEE 802.1AB, ANSI/TIA-1057): what the switch says of the voice network, and what the phone says of itself.

import { err, ok, type Result } from '../../../result.ts';

const groupAddress = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e] as const;
const ethertype = 0x88cc;
const headerBytes = 14;
const longestFrameBytes = 1518;
const types = { end: 0, chassis: 1, port: 2, timeToLive: 3, capabilities: 7, organisation: 127 } as const;
const tia = [0x00, 0x12, 0xbb] as const;
const mediaSubtypes = { capabilities: 1, policy: 2 } as const;
const voice = 1;
/** System capabilities: a telephone (IEEE 802.1AB, table 8-4). */
const telephone = 0x20;
/** An endpoint that makes calls by itself, which tells its network policy. */
const classThree = 3;
const tellsPolicy = 0x0003;

export interface VoicePolicy {
  /** Undefined: untagged, in the network of everything else. */
  readonly vlan: number | undefined;
  /** 0 to 7 (IEEE 802.1p). */
  readonly priority: number;
  readonly dscp: number;
}

export interface Neighbour {
  readonly timeToLiveS: number;
  /** Undefined: it says nothing of voice. */
  readonly voice: VoicePolicy | undefined;
}

/** A frame as it was on the cable. A part that is damaged makes the frame refused: half a word is not believed. */
export function parseFrame(frame: Uint8Array): Result<Neighbour> {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < headerBytes || frame.length > longestFrameBytes) return err('The frame has no possible length.');
  if (view.getUint16(12) !== ethertype) return err('The frame is not of LLDP.');
  let timeToLiveS: number | undefined;
  let policy: VoicePolicy | undefined;
  let place = 0;
  for (let at = headerBytes; at + 2 <= frame.length; place++) {
    const header = view.getUint16(at);
    const type = header >> 9;
    const length = header & 0x1ff;
    const value = frame.subarray(at + 2, at + 2 + length);
    if (value.length < length) return err('A part of the frame is cut.');
    // The first three are always these, in this order (IEEE 802.1AB, 8.2).
    if (place < 3 && type !== [types.chassis, types.port, types.timeToLive][place])
      return err('The frame is out of order.');
    if (type === types.end) break;
    if (type === types.timeToLive) {
      if (length < 2 || timeToLiveS !== undefined) return err('The time to live is damaged.');
      timeToLiveS = ((value[0] ?? 0) << 8) | (value[1] ?? 0);
    }
    policy ??= type === types.organisation ? voicePolicyOf(value) : undefined;
    at += 2 + length;
  }
  if (timeToLiveS === undefined) return err('The frame ends too early.');
  return ok({ timeToLiveS, voice: policy });
}

/** ANSI/TIA-1057, 10.2.3: application, then unknown, tagged and reserved bits, VLAN, priority and DSCP. */
function voicePolicyOf(value: Uint8Array): VoicePolicy | undefined {
  if (value.length !== 8 || !tia.every((octet, at) => value[at] === octet)) return undefined;
  const [subtype, application, ...rest] = value.subarray(3);
  if (subtype !== mediaSubtypes.policy || application !== voice) return undefined;
  const bits = ((rest[0] ?? 0) << 16) | ((rest[1] ?? 0) << 8) | (rest[2] ?? 0);
  const isUnknown = (bits & 0x800000) !== 0;
  const isTagged = (bits & 0x400000) !== 0;
  const vlan = (bits >> 9) & 0xfff;
  if (isUnknown) return undefined;
  const isNumber = vlan >= 1 && vlan <= 4094;
  if (isTagged && !isNumber && vlan !== 0) return undefined;
  return { vlan: isTagged && isNumber ? vlan : undefined, priority: (bits >> 6) & 7, dscp: bits & 0x3f };
}

/** What a phone says of itself, so that a switch that waits for one tells its voice network. */
export function buildFrame(address: Uint8Array, timeToLiveS: number): Uint8Array {
  const mac = [...address];
  const parts = [
    part(types.chassis, [4, ...mac]),
    part(types.port, [3, ...mac]),
    part(types.timeToLive, [timeToLiveS >> 8, timeToLiveS & 0xff]),
    part(types.capabilities, [0, telephone, 0, telephone]),
    part(types.organisation, [...tia, mediaSubtypes.capabilities, 0, tellsPolicy, classThree]),
    // Asked for, and not known yet.
    part(types.organisation, [...tia, mediaSubtypes.policy, voice, 0x80, 0, 0]),
    part(types.end, []),
  ];
  const frame = [...groupAddress, ...mac, ethertype >> 8, ethertype & 0xff, ...parts.flat()];
  // As short as a frame may be.
  return Uint8Array.from({ length: Math.max(60, frame.length) }, (_, at) => frame[at] ?? 0);
}

function part(type: number, value: readonly number[]): readonly number[] {
  const header = (type << 9) | value.length;
  return [header >> 8, header & 0xff, ...value];
}
