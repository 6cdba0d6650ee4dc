// The simple receiver: reorders, conceals, and holds one steady delay that it changes in pauses of speech.

import { longestPayloadSamples, type SpeechCodec, speechRateHz } from '../codec/speech-codec.ts';
import { ComfortNoise } from './comfort-noise.ts';
import { DelayTarget } from './delay-target.ts';
import { DelayWatch } from './delay-watch.ts';
import { PacketQueue } from './packet-queue.ts';
import { PauseDetector } from './pause-detector.ts';
import type { IncomingPacket, ReceiverStatistics, SpeechReceiver } from './speech-receiver.ts';

const samplesPerMs = speechRateHz / 1_000;
/** Made up in a row while nothing waits; then silence until enough has gathered again. */
const longestConcealedMs = 100;
/** Silence counts as made up this long; after that the far end has simply stopped sending. */
const silenceCountedMs = 1_000;
/** So much more than needed is not given back packet by packet. */
const hastyExcessMs = 160;
const silenceStepSamples = 10 * samplesPerMs;
/** Pauses are cut fast, so that the word after one keeps its beginning. */
const pauseFadeSamples = 5 * samplesPerMs;

export class AdaptiveReceiver implements SpeechReceiver {
  readonly #codecFor: (payloadType: number) => SpeechCodec | undefined;
  readonly #queue = new PacketQueue();
  readonly #target = new DelayTarget();
  readonly #watch = new DelayWatch();
  readonly #pauses = new PauseDetector();
  readonly #noise = new ComfortNoise();
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
  /** The last packet played was a pause. */
  #inPause = false;
  /** A frame is to be put in before the next packet, to gather delay. */
  #gathers = false;
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
    this.#pauses.reset();
    this.#noise.reset();
    this.#rebuffer();
    this.#everPlayed = false;
    this.#inPause = false;
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
    this.#gathers = false;
    this.#watch.restart();
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
    this.#settleOwed();
    if (this.#queue.count === 0) {
      this.#bridgeDrought();
      return;
    }
    this.#owed = 0;
    if (this.#gathers) {
      this.#gathers = false;
      this.#makeUp();
      return;
    }
    const packet = this.#queue.take();
    if (packet) this.#play(packet);
    else this.#replaceLost();
    this.#considerDelay();
  }

  /**
   * What was made up while nothing waited stands for the packets that were due then: lost ones, and ones that came
   * too late. Those are not played after all, or speech would be moved in the middle of a word; unless the target
   * has learned by now that this much delay is needed.
   */
  #settleOwed(): void {
    const targetMs = this.#target.targetMs(this.#packetMs);
    while (this.#owed > 0 && this.#queue.count > 0) {
      if (this.#queue.peek(0)) {
        if (this.#waitingMs - this.#packetMs < targetMs) return;
        this.#totals.packetsLate++;
      }
      this.#queue.take();
      this.#owed--;
    }
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
    this.#noise.fill(this.#decoded.subarray(0, silenceStepSamples), this.#silentSamples);
    this.#offer(silenceStepSamples);
    this.#silentSamples += silenceStepSamples;
    // A far end that stops within a pause saves packets (DTX); nothing was due that had to be made up.
    if (this.#everPlayed && !this.#inPause && this.#silentSamples <= silenceCountedMs * samplesPerMs) {
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
    this.#makeUp();
    this.#totals.concealedSamples += this.#to;
  }

  #makeUp(): void {
    const frame = this.#decoded.subarray(0, this.#packetSamples);
    if (this.#codec) this.#codec.conceal(frame);
    else frame.fill(0);
    this.#offer(frame.length);
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
    this.#watch.restart();
  }

  #considerDelay(): void {
    this.#inPause = this.#pauses.observe(this.#decoded, this.#to);
    if (this.#inPause) this.#noise.learn(this.#pauses.level);
    const advice = this.#watch.observe({
      waitingMs: this.#waitingMs,
      targetMs: this.#target.targetMs(this.#packetMs),
      packetMs: this.#packetMs,
      isPause: this.#inPause,
    });
    if (advice === 'gather') this.#gathers = true;
    if (advice === 'give-back') this.#blendIntoNext();
  }

  /** One packet less: the one just decoded gives way to the next. */
  #blendIntoNext(): void {
    const packet = this.#queue.peek(0) && this.#queue.take();
    if (!packet) return;
    const count = this.#decode(packet, this.#after);
    if (count !== this.#to) return;
    this.#totals.packetsTrimmed++;
    const fadeSamples = this.#inPause ? Math.min(pauseFadeSamples, count) : count;
    for (let n = 0; n < count; n++) {
      const share = Math.min(1, n / fadeSamples);
      this.#decoded[n] = Math.round((this.#decoded[n] ?? 0) * (1 - share) + (this.#after[n] ?? 0) * share);
    }
  }
}
