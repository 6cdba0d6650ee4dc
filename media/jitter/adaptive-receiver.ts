// The simple receiver: reorders, conceals, grows its delay when packets are late and gives it back when they are not.

import { longestPayloadSamples, type SpeechCodec, speechRateHz } from '../codec/speech-codec.ts';
import { DelayTarget } from './delay-target.ts';
import { PacketQueue } from './packet-queue.ts';
import type { IncomingPacket, ReceiverStatistics, SpeechReceiver } from './speech-receiver.ts';

const samplesPerMs = speechRateHz / 1_000;
/** Made up in a row while nothing waits; then silence until enough has gathered again. */
const longestConcealedMs = 100;
/** Silence counts as made up this long; after that the far end has simply stopped sending. */
const silenceCountedMs = 1_000;
/** Delay is judged by its least value over this much speech; a large spare needs less thought. */
const trimWindowMs = 2_000;
const shortTrimWindowMs = 200;
const largeSparePackets = 3;
/** So much more than needed is not given back packet by packet. */
const hastyExcessMs = 160;
const silenceStepSamples = 10 * samplesPerMs;

export class AdaptiveReceiver implements SpeechReceiver {
  readonly #codecFor: (payloadType: number) => SpeechCodec | undefined;
  readonly #queue = new PacketQueue();
  readonly #target = new DelayTarget();
  readonly #decoded = new Int16Array(longestPayloadSamples);
  readonly #after = new Int16Array(longestPayloadSamples);
  /** Decoded samples not pulled yet are `#decoded[#from .. #to]`. */
  #from = 0;
  #to = 0;
  #playing = false;
  #everPlayed = false;
  #codec: SpeechCodec | undefined;
  #packetSamples = 20 * samplesPerMs;
  /** Frames made up while the queue was empty: the packets they stood for need no second stand-in. */
  #owed = 0;
  #silentSamples = 0;
  #windowSamples = 0;
  #leastWaitingMs = Number.POSITIVE_INFINITY;
  readonly #totals = {
    packetsLate: 0,
    packetsDuplicate: 0,
    packetsTrimmed: 0,
    packetsMalformed: 0,
    playedSamples: 0,
    concealedSamples: 0,
    recoveredSamples: 0,
  };

  constructor(codecFor: (payloadType: number) => SpeechCodec | undefined) {
    this.#codecFor = codecFor;
  }

  insert(packet: IncomingPacket, arrivalMs: number): void {
    const codec = this.#codecFor(packet.payloadType);
    const insertion = this.#queue.insert(packet);
    if (insertion === 'late') this.#totals.packetsLate++;
    if (insertion === 'duplicate') this.#totals.packetsDuplicate++;
    if (insertion === 'restarted') {
      this.#target.reset();
      this.#rebuffer();
    }
    // An event's timestamp is that of its beginning, and tells nothing about this packet's delay.
    if (codec && !packet.isEvent && insertion !== 'suspicious' && insertion !== 'duplicate') {
      this.#target.observe(packet.timestamp, codec.clockRateHz, arrivalMs);
    }
  }

  pull(frame: Int16Array): void {
    let filled = 0;
    while (filled < frame.length) {
      if (this.#from === this.#to) this.#produce();
      const count = Math.min(frame.length - filled, this.#to - this.#from);
      frame.set(this.#decoded.subarray(this.#from, this.#from + count), filled);
      this.#from += count;
      filled += count;
    }
    this.#totals.playedSamples += frame.length;
  }

  statistics(): ReceiverStatistics {
    return {
      ...this.#totals,
      delayMs: this.#waitingMs + (this.#to - this.#from) / samplesPerMs,
      targetDelayMs: this.#target.targetMs(this.#packetMs),
    };
  }

  reset(): void {
    this.#queue.clear();
    this.#target.reset();
    this.#codec?.resetReceiving();
    this.#rebuffer();
    this.#everPlayed = false;
  }

  get #packetMs(): number {
    return this.#packetSamples / samplesPerMs;
  }

  get #waitingMs(): number {
    return this.#queue.span * this.#packetMs;
  }

  #rebuffer(): void {
    this.#playing = false;
    this.#owed = 0;
    this.#silentSamples = 0;
    this.#startWindow();
  }

  #startWindow(): void {
    this.#windowSamples = 0;
    this.#leastWaitingMs = Number.POSITIVE_INFINITY;
  }

  #offer(count: number): void {
    this.#from = 0;
    this.#to = count;
  }

  /** Make at least one more sample ready. */
  #produce(): void {
    if (!this.#playing && !this.#mayBegin()) {
      this.#playSilence();
      return;
    }
    this.#trimHastily();
    // What was made up while nothing waited stands for packets now known to be lost.
    while (this.#owed > 0 && this.#queue.count > 0 && !this.#queue.peek(0)) {
      this.#queue.take();
      this.#owed--;
    }
    if (this.#queue.count === 0) {
      this.#bridgeDrought();
      return;
    }
    this.#owed = 0;
    const packet = this.#queue.take();
    if (packet) this.#play(packet);
    else this.#replaceLost();
    this.#considerTrimming();
  }

  #mayBegin(): boolean {
    this.#measurePacket();
    if (this.#queue.count === 0 || this.#waitingMs < this.#target.targetMs(this.#packetMs)) return false;
    this.#playing = true;
    this.#everPlayed = true;
    return true;
  }

  /** The packet time shows in the first packet waiting, before anything has been decoded. */
  #measurePacket(): void {
    const first = this.#queue.peek(0);
    if (!first || first.isEvent) return;
    const samples = this.#codecFor(first.payloadType)?.samplesIn(first.payload) ?? 0;
    if (samples > 0) this.#packetSamples = samples;
  }

  #playSilence(): void {
    this.#decoded.fill(0, 0, silenceStepSamples);
    this.#offer(silenceStepSamples);
    this.#silentSamples += silenceStepSamples;
    if (this.#everPlayed && this.#silentSamples <= silenceCountedMs * samplesPerMs) {
      this.#totals.concealedSamples += silenceStepSamples;
    }
  }

  #bridgeDrought(): void {
    if ((this.#owed + 1) * this.#packetMs > longestConcealedMs) {
      this.#rebuffer();
      this.#playSilence();
      return;
    }
    this.#owed++;
    this.#conceal();
  }

  #conceal(): void {
    const frame = this.#decoded.subarray(0, this.#packetSamples);
    if (this.#codec) this.#codec.conceal(frame);
    else frame.fill(0);
    this.#offer(frame.length);
    this.#totals.concealedSamples += frame.length;
  }

  #play(packet: IncomingPacket): void {
    const samples = this.#decode(packet, this.#decoded);
    if (samples === 0) this.#conceal();
    else this.#offer(samples);
  }

  #decode(packet: IncomingPacket, into: Int16Array): number {
    if (packet.isEvent) {
      const frame = into.subarray(0, this.#packetSamples);
      if (this.#codec) this.#codec.conceal(frame);
      else frame.fill(0);
      return frame.length;
    }
    const codec = this.#codecFor(packet.payloadType);
    const samples = codec?.decode(packet.payload, into) ?? 0;
    if (!codec || samples === 0) {
      this.#totals.packetsMalformed++;
      return 0;
    }
    this.#codec = codec;
    this.#packetSamples = samples;
    return samples;
  }

  #replaceLost(): void {
    const next = this.#queue.peek(0);
    const frame = this.#decoded.subarray(0, this.#packetSamples);
    if (
      next &&
      !next.isEvent &&
      this.#codecFor(next.payloadType) === this.#codec &&
      this.#codec?.recover(next.payload, frame)
    ) {
      this.#offer(frame.length);
      this.#totals.recoveredSamples += frame.length;
      return;
    }
    this.#conceal();
  }

  /** After a stall on either side a backlog waits: jump to where the delay should be. */
  #trimHastily(): void {
    const targetMs = this.#target.targetMs(this.#packetMs);
    if (this.#waitingMs <= targetMs + hastyExcessMs) return;
    while (this.#waitingMs > targetMs + this.#packetMs && this.#queue.count > 1) {
      if (this.#queue.take()) this.#totals.packetsTrimmed++;
    }
    this.#startWindow();
  }

  /** Where a whole window never came near running out, one packet is blended away into the next. */
  #considerTrimming(): void {
    this.#windowSamples += this.#to;
    this.#leastWaitingMs = Math.min(this.#leastWaitingMs, this.#waitingMs);
    const spareMs = this.#leastWaitingMs;
    const windowMs = spareMs >= largeSparePackets * this.#packetMs ? shortTrimWindowMs : trimWindowMs;
    if (this.#windowSamples < windowMs * samplesPerMs) return;
    const excessMs = this.#waitingMs + this.#packetMs - this.#target.targetMs(this.#packetMs);
    this.#startWindow();
    if (spareMs < this.#packetMs || excessMs < this.#packetMs || !this.#queue.peek(0)) return;
    const packet = this.#queue.take();
    if (!packet) return;
    const count = this.#decode(packet, this.#after);
    if (count !== this.#to) return;
    this.#totals.packetsTrimmed++;
    for (let n = 0; n < count; n++) {
      const share = n / count;
      this.#decoded[n] = Math.round((this.#decoded[n] ?? 0) * (1 - share) + (this.#after[n] ?? 0) * share);
    }
  }
}
