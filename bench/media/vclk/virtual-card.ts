// One virtual sound card: sound put into its microphone and taken from its speaker by frame, its clock and its faults.

import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

export interface VirtualCardOptions {
  /** Letters, digits and `_`; the PCMs are NAME_near and NAME_far. */
  readonly name: string;
  /** What the card says its rate is; 48,000 if absent. */
  readonly rateHz?: number;
  /** How far its clock is off, in millionths. */
  readonly ppm?: number;
  /** 1 to 2 if absent. */
  readonly channels?: { readonly least: number; readonly most: number };
  /** Its position moves by so many frames at once; 48 if absent. */
  readonly stepFrames?: number;
  readonly leastPeriodFrames?: number;
  /** The near end captures what it plays itself. */
  readonly loops?: boolean;
}

/** What one stream of a card did; the settings are those of whoever opened it last. */
export interface StreamLog {
  readonly opens: number;
  readonly running: boolean;
  readonly xruns: number;
  readonly periodFrames: number;
  readonly bufferFrames: number;
}

export type CardStream = 'near-play' | 'near-capture' | 'far-play' | 'far-capture';

/** Offsets in the card's file, as vclk.c declares them. */
const at = {
  magic: 0,
  clockSequence: 4,
  epochNs: 8,
  epochFrame: 16,
  framesPerSecond: 24,
  rate: 32,
  leastChannels: 36,
  mostChannels: 40,
  step: 44,
  leastPeriod: 48,
  busy: 52,
  xruns: 56,
  suspends: 60,
  unplugs: 64,
  loops: 68,
  absentUntilNs: 72,
  logs: 80,
} as const;
const magic = 0x4b_4c_43_56;
const headerBytes = 4096;
const lineFrames = 1 << 18;
const frameBytes = 4;
const fileBytes = headerBytes + 2 * lineFrames * frameBytes;
const logBytes = 20;
const streams: readonly CardStream[] = ['near-play', 'near-capture', 'far-play', 'far-capture'];
const farFuture = 1n << 62n;
const billion = 1_000_000_000n;

export class VirtualCard {
  readonly rateHz: number;
  /** PCM of the side that faults strike: the phone's, or a peer's. */
  readonly near: string;
  /** PCM of the person's side: it captures what the near end plays. */
  readonly far: string;
  readonly #file: number;
  #epochNs = process.hrtime.bigint();
  #epochFrame = 0n;
  #framesPerSecond: number;

  constructor(path: string, options: VirtualCardOptions) {
    const { name, rateHz = 48_000, ppm = 0, channels = { least: 1, most: 2 } } = options;
    this.rateHz = rateHz;
    this.near = `${name}_near`;
    this.far = `${name}_far`;
    this.#framesPerSecond = rateHz * (1 + ppm / 1e6);
    this.#file = openSync(path, 'wx+');
    ftruncateSync(this.#file, fileBytes);
    this.#writeClock();
    this.#write32(at.rate, rateHz);
    this.#write32(at.leastChannels, channels.least);
    this.#write32(at.mostChannels, channels.most);
    this.setStepFrames(options.stepFrames ?? 48);
    this.#write32(at.leastPeriod, options.leastPeriodFrames ?? 0);
    this.#write32(at.loops, options.loops ? 1 : 0);
    this.#write32(at.magic, magic);
  }

  /** The card's clock now: frames since it was made. */
  position(): number {
    const elapsedNs = Number(process.hrtime.bigint() - this.#epochNs);
    return Number(this.#epochFrame) + Math.floor((elapsedNs * this.#framesPerSecond) / 1e9);
  }

  /** CLOCK_MONOTONIC in milliseconds at which a frame is heard. */
  timeOfMs(frame: number): number {
    return Number(this.#epochNs) / 1e6 + ((frame - Number(this.#epochFrame)) * 1000) / this.#framesPerSecond;
  }

  /** The near microphone hears these frames from frame `from` on, at most five seconds ahead of the clock. */
  say(from: number, samples: Int16Array): void {
    this.#put(1, from, samples);
  }

  /** What the near end plays as frames `from` on: zeros where it played nothing. The last five seconds are kept. */
  hear(from: number, count: number): Int16Array {
    return this.#take(0, from, count);
  }

  /** As it is from now on; its position goes on from where it is. */
  setPpm(ppm: number): void {
    const nowNs = process.hrtime.bigint();
    this.#epochFrame = BigInt(this.position());
    this.#epochNs = nowNs;
    this.#framesPerSecond = this.rateHz * (1 + ppm / 1e6);
    this.#writeClock();
  }

  /** Positions then move in larger steps than whoever opened the card was promised. */
  setStepFrames(frames: number): void {
    this.#write32(at.step, Math.max(1, frames));
  }

  /** Both open streams of the near end over- or underrun once. */
  xrun(): void {
    this.#increment(at.xruns);
  }

  /** As after a sleep of the machine: open streams must be prepared again. */
  suspend(): void {
    this.#increment(at.suspends);
  }

  /** Open streams are gone for good, and none can be opened until `plug`. */
  unplug(): void {
    this.#write64(at.absentUntilNs, farFuture);
    this.#increment(at.unplugs);
  }

  plug(): void {
    this.#write64(at.absentUntilNs, 0n);
  }

  /** Unplugged, and back by itself. */
  unplugForMs(ms: number): void {
    this.#write64(at.absentUntilNs, process.hrtime.bigint() + (BigInt(Math.round(ms * 1000)) * billion) / 1_000_000n);
    this.#increment(at.unplugs);
  }

  /** Another program has the near end: opening it fails until this is taken back. */
  setBusy(busy: boolean): void {
    this.#write32(at.busy, busy ? 1 : 0);
  }

  log(stream: CardStream): StreamLog {
    const bytes = Buffer.alloc(logBytes);
    readSync(this.#file, bytes, 0, logBytes, at.logs + streams.indexOf(stream) * logBytes);
    return {
      opens: bytes.readUInt32LE(0),
      running: bytes.readUInt32LE(4) !== 0,
      xruns: bytes.readUInt32LE(8),
      periodFrames: bytes.readUInt32LE(12),
      bufferFrames: bytes.readUInt32LE(16),
    };
  }

  close(): void {
    closeSync(this.#file);
  }

  #writeClock(): void {
    const bytes = Buffer.alloc(24);
    bytes.writeBigInt64LE(this.#epochNs, 0);
    bytes.writeBigInt64LE(this.#epochFrame, 8);
    bytes.writeDoubleLE(this.#framesPerSecond, 16);
    this.#increment(at.clockSequence);
    writeSync(this.#file, bytes, 0, bytes.length, at.epochNs);
    this.#increment(at.clockSequence);
  }

  #put(line: number, from: number, samples: Int16Array): void {
    const bytes = Buffer.alloc(samples.length * frameBytes);
    for (const [index, sample] of samples.entries())
      bytes.writeUInt32LE(((lapOf(from + index) << 16) | (sample & 0xffff)) >>> 0, index * frameBytes);
    for (const { ringAt, offset, count } of pieces(from, samples.length))
      writeSync(this.#file, bytes, offset * frameBytes, count * frameBytes, placeOf(line, ringAt));
  }

  #take(line: number, from: number, count: number): Int16Array {
    const bytes = Buffer.alloc(count * frameBytes);
    for (const piece of pieces(from, count))
      readSync(this.#file, bytes, piece.offset * frameBytes, piece.count * frameBytes, placeOf(line, piece.ringAt));
    return Int16Array.from({ length: count }, (_, index) => {
      const frame = bytes.readUInt32LE(index * frameBytes);
      return frame >>> 16 === lapOf(from + index) ? bytes.readInt16LE(index * frameBytes) : 0;
    });
  }

  #increment(offset: number): void {
    const bytes = Buffer.alloc(4);
    readSync(this.#file, bytes, 0, 4, offset);
    this.#write32(offset, (bytes.readUInt32LE(0) + 1) >>> 0);
  }

  #write32(offset: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    writeSync(this.#file, bytes, 0, 4, offset);
  }

  #write64(offset: number, value: bigint): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    writeSync(this.#file, bytes, 0, 8, offset);
  }
}

/** Which lap of the ring a frame belongs to. */
function lapOf(frame: number): number {
  return Math.floor(frame / lineFrames) & 0xffff;
}

function placeOf(line: number, ringAt: number): number {
  return headerBytes + (line * lineFrames + ringAt) * frameBytes;
}

/** Frames `from` on as runs that do not cross the end of the ring. */
function* pieces(from: number, count: number): Generator<{ ringAt: number; offset: number; count: number }> {
  if (count > lineFrames) throw new RangeError(`A virtual card keeps ${lineFrames} frames, not ${count}.`);
  for (let offset = 0; offset < count; ) {
    const ringAt = (from + offset) % lineFrames;
    const run = Math.min(count - offset, lineFrames - ringAt);
    yield { ringAt, offset, count: run };
    offset += run;
  }
}
