// A bounded ring of packets in sequence order, with a pointer to the one that is due next.

import type { IncomingPacket, Insertion } from './speech-receiver.ts';

/** 1.28 s of 20 ms packets: more than this ahead is a new start, not reordering. */
export const queueCapacity = 64;
/** This much behind is late; more is a new start. */
const mostBehind = 500;

function distance(from: number, to: number): number {
  return ((to - from) << 16) >> 16;
}

export class PacketQueue {
  readonly #slots: (IncomingPacket | undefined)[] = new Array(queueCapacity).fill(undefined);
  #next: number | undefined;
  /** Before the first packet is taken, an earlier one may still come and be first. */
  #begun = false;
  #count = 0;
  /** Highest sequence queued, as a distance from `#next`. */
  #span = 0;
  /** Sequence that would confirm a jump. */
  #jumpsTo = -1;

  /** Packets waiting. */
  get count(): number {
    return this.#count;
  }

  /** Packet places from the one due next to the newest, holes included. */
  get span(): number {
    return this.#count === 0 ? 0 : this.#span;
  }

  insert(packet: IncomingPacket): Insertion {
    if (this.#next === undefined) this.#next = packet.sequence;
    const ahead = distance(this.#next, packet.sequence);
    if (ahead >= queueCapacity || ahead < -mostBehind) {
      if (packet.sequence !== this.#jumpsTo) {
        this.#jumpsTo = (packet.sequence + 1) & 0xffff;
        return 'suspicious';
      }
      this.clear();
      this.#next = packet.sequence;
      this.#store(packet, 0);
      return 'restarted';
    }
    this.#jumpsTo = -1;
    if (ahead < 0) {
      if (this.#begun || this.#span - ahead > queueCapacity) return 'late';
      this.#next = packet.sequence;
      this.#span -= ahead;
      this.#store(packet, 0);
      return 'queued';
    }
    if (this.#slots[packet.sequence % queueCapacity] !== undefined) return 'duplicate';
    this.#store(packet, ahead);
    return 'queued';
  }

  #store(packet: IncomingPacket, ahead: number): void {
    this.#slots[packet.sequence % queueCapacity] = packet;
    this.#count++;
    this.#span = Math.max(this.#span, ahead + 1);
  }

  /** The packet `ahead` places after the one due next. */
  peek(ahead: number): IncomingPacket | undefined {
    return this.#next === undefined || ahead >= queueCapacity
      ? undefined
      : this.#slots[(this.#next + ahead) % queueCapacity];
  }

  /** Places from the one due next to the first packet waiting; 0 where nothing waits. */
  gap(): number {
    if (this.#count === 0) return 0;
    let ahead = 0;
    while (ahead < queueCapacity && this.peek(ahead) === undefined) ahead++;
    return ahead;
  }

  first(): IncomingPacket | undefined {
    return this.peek(this.gap());
  }

  /** Nothing before the first packet waiting is waited for any more. */
  skipToFirst(): void {
    for (let holes = this.gap(); holes > 0; holes--) this.take();
  }

  /** The place before that of `sequence` is one still to be played, and empty. */
  isBehindHole(sequence: number): boolean {
    if (this.#next === undefined) return false;
    const ahead = distance(this.#next, sequence) - 1;
    return ahead >= 0 && this.peek(ahead) === undefined;
  }

  /** Take the packet due next, or undefined where it is missing, and move on. */
  take(): IncomingPacket | undefined {
    if (this.#next === undefined) return undefined;
    const slot = this.#next % queueCapacity;
    const packet = this.#slots[slot];
    if (packet) {
      this.#slots[slot] = undefined;
      this.#count--;
    }
    this.#begun = true;
    this.#next = (this.#next + 1) & 0xffff;
    this.#span = Math.max(0, this.#span - 1);
    return packet;
  }

  clear(): void {
    this.#slots.fill(undefined);
    this.#next = undefined;
    this.#begun = false;
    this.#count = 0;
    this.#span = 0;
    this.#jumpsTo = -1;
  }
}
