// A datagram as it came out of the socket, opened and read natively: one object that each datagram fills anew.

import { mediaAddon } from '../../native/addon.ts';
import {
  datagramAt,
  examined,
  examinedNumbers,
  place,
  slotBytes,
  type Verdict,
  verdicts,
} from '../../native/socket.ts';
import type { Openers } from '../../srtp/index.ts';

/** Whatever has an RTP header, without what nobody here asks for. */
export interface ArrivedRtp {
  readonly payloadType: number;
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, unsigned. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** A copy, for whoever keeps it. */
  takePayload(): Uint8Array;
}

export class Arrival implements ArrivedRtp {
  verdict: Verdict = 'malformed';
  payloadType = 0;
  sequence = 0;
  timestamp = 0;
  ssrc = 0;
  #memory: Uint8Array = new Uint8Array(0);
  #datagram = 0;
  #octets = 0;
  #begin = 0;
  #length = 0;

  /** Slot `slot` of what a socket received. */
  load(data: Uint8Array, info: Float64Array, numbers: number, slot: number): void {
    this.#memory = data;
    this.#datagram = slot * slotBytes + datagramAt;
    this.#octets = info[numbers + place.octets] as number;
    this.#read(info, numbers + place.examined);
  }

  /** A datagram that comes from no socket; it is opened where it lies. */
  examine(datagram: Uint8Array, openers: Openers | undefined): void {
    const numbers = new Float64Array(examinedNumbers);
    mediaAddon().examineDatagram(datagram, numbers, openers?.current, openers?.former);
    this.#memory = datagram;
    this.#datagram = 0;
    this.#octets = datagram.length;
    this.#read(numbers, 0);
  }

  #read(info: Float64Array, at: number): void {
    this.verdict = verdicts[info[at + examined.verdict] as number] ?? 'malformed';
    this.payloadType = info[at + examined.payloadType] as number;
    this.sequence = info[at + examined.sequence] as number;
    this.timestamp = info[at + examined.timestamp] as number;
    this.ssrc = info[at + examined.ssrc] as number;
    this.#begin = this.#datagram + (info[at + examined.begin] as number);
    this.#length = info[at + examined.length] as number;
  }

  takePayload(): Uint8Array {
    return this.#memory.slice(this.#begin, this.#begin + this.#length);
  }

  /** The report in the clear; its memory is used again by the next poll. */
  get report(): Uint8Array {
    return this.#memory.subarray(this.#begin, this.#begin + this.#length);
  }

  /** All that came, opened where it could be. */
  get datagram(): Uint8Array {
    return this.#memory.subarray(this.#datagram, this.#datagram + Math.min(this.#octets, slotBytes - datagramAt));
  }
}
