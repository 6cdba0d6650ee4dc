// The receiver: holds speech as long as the network's own arrivals call for, restores what is lost, stretches time.

import { CodedNoise } from '../codec/coded-noise.ts';
import { longestPayloadSamples, type SpeechCodec, speechRateHz } from '../codec/speech-codec.ts';
import { ArrivalModel } from './arrival-model.ts';
import { ComfortNoise } from './comfort-noise.ts';
import { PacketQueue } from './packet-queue.ts';
import { PauseDetector } from './pause-detector.ts';
import { PullClock } from './pull-clock.ts';
import { SampleStore } from './sample-store.ts';
import type { IncomingPacket, Insertion, ReceiverStatistics, SpeechReceiver } from './speech-receiver.ts';
import { StretchRule } from './stretch-rule.ts';

const samplesPerMs = speechRateHz / 1_000;
/** Made up in a row while nothing waits; then silence until enough has gathered again. */
const longestConcealedMs = 100;
/** Silence counts as made up this long; after that the far end has simply stopped sending. */
const silenceCountedMs = 1_000;
const silenceStepSamples = 10 * samplesPerMs;
/** Noise that was described is heard this long: then the far end is gone rather than silent. */
const describedSeconds = 60;
/** More than this beyond the target, with packets waiting, is a backlog that stretching would take seconds to remove. */
const backlogMs = 250;
/** A telephone event fades the speech before it out over so long; the rest of it is quiet. */
const eventConcealedPackets = 2;
/** No delay is longer. */
const longestWaitMs = 5_000;
/** Timestamps that jump further ahead are no pause of the far end. */
const longestPauseMs = 60_000;

/** Off by so much, a steady wait is put right after all: two clocks that drift apart do that within hours. */
const steadyWithinMs = 60;

export class AdaptiveReceiver implements SpeechReceiver {
  readonly #codecFor: (payloadType: number) => SpeechCodec | undefined;
  readonly #steadyWaitMs: number | undefined;
  readonly #queue = new PacketQueue();
  readonly #arrivals = new ArrivalModel();
  readonly #clock = new PullClock();
  readonly #pauses = new PauseDetector();
  readonly #noise = new ComfortNoise();
  readonly #codedNoise = new CodedNoise();
  readonly #store = new SampleStore();
  readonly #stretch = new StretchRule();
  #playing = false;
  #everPlayed = false;
  #codec: SpeechCodec | undefined;
  #packetSamples = 20 * samplesPerMs;
  #pullMs = 0;
  #pullSamples = 20 * samplesPerMs;
  /** Timestamp of the next sample to be decoded; undefined where the next packet sets it. */
  #due: number | undefined;
  /** Samples made up while nothing waited: the packets they stood for need no second stand-in. */
  #owed = 0;
  #silentSamples = 0;
  #eventPackets = 0;
  /** What was decoded last is a pause. */
  #inPause = false;
  /** The next samples do not continue the ones before. */
  #isBroken = false;
  #targetMs = 0;
  readonly #totals = {
    packetsLate: 0,
    packetsDuplicate: 0,
    packetsTrimmed: 0,
    packetsMalformed: 0,
    playedSamples: 0,
    concealedSamples: 0,
    recoveredByFecSamples: 0,
    recoveredByDredSamples: 0,
    stretchedSamples: 0,
  };

  /** `steadyWaitMs` is for who records and can wait: this long for each packet, and no time is stretched. */
  constructor(codecFor: (payloadType: number) => SpeechCodec | undefined, steadyWaitMs?: number) {
    this.#codecFor = codecFor;
    this.#steadyWaitMs = steadyWaitMs;
  }

  insert(packet: IncomingPacket, arrivalMs: number): Insertion {
    const codec = this.#codecFor(packet.payloadType);
    const insertion = this.#queue.insert(packet);
    if (insertion === 'late') this.#totals.packetsLate++;
    if (insertion === 'duplicate') this.#totals.packetsDuplicate++;
    if (insertion === 'restarted') {
      this.#arrivals.reset();
      this.#rebuffer();
    }
    // An event's timestamp is that of its beginning, and tells nothing about this packet's delay.
    if (!codec || packet.isEvent || packet.isNoise || insertion === 'suspicious' || insertion === 'duplicate')
      return insertion;
    if (this.#queue.isBehindHole(packet.sequence)) this.#learnRedundancy(codec, packet.payload);
    this.#arrivals.observe(packet.sequence, packet.timestamp, codec.clockRateHz, arrivalMs, this.#packetMs);
    return insertion;
  }

  pull(frame: Int16Array, nowMs: number): void {
    this.#pullSamples = frame.length;
    this.#pullMs = this.#clock.tick(nowMs, frame.length / samplesPerMs);
    for (let filled = 0; filled < frame.length; ) {
      const needed = Math.min(frame.length - filled, longestPayloadSamples);
      while (this.#store.count < needed) this.#produce(needed);
      if (filled === 0) this.#adjust(needed);
      filled += this.#store.read(frame, filled);
    }
    this.#totals.playedSamples += frame.length;
  }

  statistics(): ReceiverStatistics {
    const { recoveredByFecSamples, recoveredByDredSamples } = this.#totals;
    return {
      ...this.#totals,
      recoveredSamples: recoveredByFecSamples + recoveredByDredSamples,
      delayMs: this.#playing ? Math.max(0, this.#delayMs + this.#pullSamples / samplesPerMs) : 0,
      targetDelayMs: this.#targetMs,
    };
  }

  reset(): void {
    this.#queue.clear();
    this.#arrivals.reset();
    this.#codec?.resetReceiving();
    this.#pauses.reset();
    this.#noise.reset();
    this.#codedNoise.reset();
    this.#rebuffer();
    this.#everPlayed = false;
    this.#inPause = false;
  }

  get #packetMs(): number {
    return this.#packetSamples / samplesPerMs;
  }

  /** How much later than the fastest packet could have come the next packet is taken. */
  get #waitMs(): number {
    if (this.#due === undefined) return 0;
    const waitMs = this.#pullMs - this.#arrivals.senderMs(this.#due) - this.#arrivals.baseMs;
    // Between a sender's old time line and its new one nothing can be said of time; what waits can be counted.
    return Math.abs(waitMs) <= longestWaitMs ? waitMs : this.#queue.span * this.#packetMs;
  }

  /** The same for the sample that is played next: decoded speech waits as well. */
  get #delayMs(): number {
    return this.#waitMs + this.#store.count / samplesPerMs;
  }

  #rebuffer(): void {
    this.#playing = false;
    this.#due = undefined;
    this.#owed = 0;
    this.#silentSamples = 0;
    this.#eventPackets = 0;
  }

  /** Once a hole, not once a packet: parsing costs what decoding does. */
  #learnRedundancy(codec: SpeechCodec, payload: Uint8Array): void {
    const samples = codec.redundancyIn(payload);
    // Pauses carry no LBRR; one packet without does not mean that none will come.
    this.#arrivals.redundantPackets = Math.max(
      Math.floor(samples / this.#packetSamples),
      this.#arrivals.redundantPackets > 1 ? this.#arrivals.redundantPackets - 1 : this.#arrivals.redundantPackets,
    );
  }

  /** Makes at least one more sample ready. */
  #produce(needed: number): void {
    if (!this.#playing && !this.#mayBegin()) {
      this.#playSilence();
      return;
    }
    this.#aim();
    this.#settleOwed();
    if (this.#queue.count === 0) {
      this.#bridgeDrought(needed);
      return;
    }
    const packet = this.#queue.peek(0);
    if (!packet) this.#replaceLost();
    else if (packet.isEvent) this.#playEvent();
    else if (packet.isNoise) this.#beginNoise(packet);
    else if (!this.#waitsForItsTime(packet)) this.#play(packet);
  }

  #mayBegin(): boolean {
    const first = this.#queue.peek(0) ?? this.#queue.first();
    if (!first) return false;
    if (!first.isEvent) {
      // The packet time shows in the first packet waiting, before anything has been decoded.
      const samples = this.#codecFor(first.payloadType)?.samplesIn(first.payload) ?? 0;
      if (samples > 0) this.#packetSamples = samples;
      this.#due = first.timestamp;
      this.#aim();
      if (this.#waitMs < this.#targetMs - 0.5) return false;
    }
    this.#queue.skipToFirst();
    this.#playing = true;
    this.#isBroken = true;
    this.#silentSamples = 0;
    this.#everPlayed = true;
    return true;
  }

  /**
   * Only waits that differ by whole takings of packets differ in what comes in time. Where packets and pulls do not fit
   * each other, the worst placed packet is taken that much before it is played.
   */
  #aim(): void {
    if (this.#steadyWaitMs !== undefined) {
      this.#targetMs = this.#steadyWaitMs;
      return;
    }
    const quantumMs = commonMeasure(this.#packetSamples, this.#pullSamples) / samplesPerMs;
    const misfitMs = this.#pullSamples / samplesPerMs - quantumMs;
    const waitMs = this.#waitMs - misfitMs;
    const phaseMs = waitMs - Math.floor(waitMs / quantumMs) * quantumMs;
    this.#targetMs = this.#arrivals.targetMs(phaseMs, quantumMs) + misfitMs;
  }

  #adjust(needed: number): void {
    if (!this.#playing || this.#due === undefined) return;
    const excessMs = this.#delayMs - this.#targetMs;
    if (this.#steadyWaitMs !== undefined && Math.abs(excessMs) <= steadyWithinMs) return;
    const wanted = this.#stretch.wanted(excessMs, this.#inPause);
    if (wanted === 0) return;
    if (wanted > 0 && this.#store.count < needed + 2 * Math.min(wanted, 15 * samplesPerMs)) {
      const packet = this.#queue.peek(0);
      if (packet && !packet.isEvent && !packet.isNoise && packet.timestamp === this.#due) this.#play(packet);
    }
    const changed = this.#stretch.apply(this.#store, wanted, needed, this.#inPause, excessMs);
    this.#totals.stretchedSamples += changed;
  }

  #playSilence(): void {
    const frame = this.#store.scratchOf(silenceStepSamples);
    if (this.#codedNoise.known && this.#silentSamples < describedSeconds * speechRateHz) this.#codedNoise.fill(frame);
    else this.#noise.fill(frame, this.#silentSamples);
    this.#store.append(silenceStepSamples, this.#silentSamples > 0);
    this.#isBroken = true;
    this.#silentSamples += silenceStepSamples;
    // A far end that stops within a pause saves packets (DTX); nothing was due that had to be made up.
    if (this.#everPlayed && !this.#inPause && this.#silentSamples <= silenceCountedMs * samplesPerMs)
      this.#totals.concealedSamples += silenceStepSamples;
  }

  /** Nothing waits: the next packet is late, or lost with those behind it, or the far end saves its pauses (DTX). */
  #bridgeDrought(needed: number): void {
    if (this.#inPause || (this.#owed + this.#packetSamples) / samplesPerMs > longestConcealedMs) {
      this.#rebuffer();
      this.#playSilence();
      return;
    }
    const missing = Math.min(this.#packetSamples, needed - this.#store.count);
    const count = Math.ceil(missing / silenceStepSamples) * silenceStepSamples;
    this.#conceal(count);
    this.#owed += count;
  }

  /**
   * What was made up while nothing waited stands for the packets that were due then, lost or late. They are not played
   * after all, or delay would grow by each; unless by now that much delay is called for.
   */
  #settleOwed(): void {
    while (this.#owed >= this.#packetSamples && this.#queue.count > 0 && this.#due !== undefined) {
      const isTooMuch = this.#delayMs - this.#targetMs > this.#packetMs / 2;
      if (!isTooMuch) break;
      if (this.#queue.take()) this.#totals.packetsLate++;
      this.#advanceDue(this.#packetSamples);
      this.#owed -= this.#packetSamples;
    }
    if (this.#queue.count > 0) this.#owed = 0;
  }

  #conceal(count: number): void {
    this.#makeUp(count);
    this.#totals.concealedSamples += count;
  }

  #makeUp(count: number): void {
    const frame = this.#store.scratchOf(count);
    if (this.#codec) this.#codec.conceal(frame);
    else frame.fill(0);
    this.#append(count);
  }

  #append(count: number): void {
    this.#store.append(count, !this.#isBroken);
    this.#isBroken = false;
  }

  #advanceDue(samples: number): void {
    if (this.#due === undefined) return;
    this.#due = (this.#due + samples * ((this.#codec?.clockRateHz ?? speechRateHz) / speechRateHz)) >>> 0;
  }

  /**
   * After a pause that the far end did not send, the speech that follows may wait as long as it should; the same after
   * a timestamp that jumped.
   */
  #waitsForItsTime(packet: IncomingPacket): boolean {
    const expected = this.#due;
    if (expected === undefined || packet.timestamp === expected) return false;
    this.#due = packet.timestamp;
    const gapMs = this.#arrivals.senderMs(packet.timestamp) - this.#arrivals.senderMs(expected);
    if (gapMs <= 0 || gapMs > longestPauseMs) return false;
    this.#aim();
    if (this.#waitMs >= this.#targetMs - 0.5) return false;
    this.#rebuffer();
    this.#inPause = true;
    this.#playSilence();
    return true;
  }

  /** `packet` is the one due next. */
  #play(packet: IncomingPacket): void {
    this.#queue.take();
    this.#eventPackets = 0;
    const codec = this.#codecFor(packet.payloadType);
    const samples = codec?.decode(packet.payload, this.#store.scratch) ?? 0;
    if (!codec || samples === 0) {
      this.#totals.packetsMalformed++;
      this.#conceal(this.#packetSamples);
      this.#advanceDue(this.#packetSamples);
      return;
    }
    this.#codec = codec;
    this.#codedNoise.known = false;
    this.#packetSamples = samples;
    this.#due = packet.timestamp;
    this.#inPause = this.#pauses.observe(this.#store.scratchOf(samples));
    if (this.#inPause) this.#noise.learn(this.#pauses.level);
    this.#append(samples);
    this.#advanceDue(samples);
    this.#dropBacklog();
  }

  #playEvent(): void {
    this.#queue.take();
    this.#eventPackets++;
    if (this.#eventPackets <= eventConcealedPackets) {
      this.#makeUp(this.#packetSamples);
    } else {
      this.#noise.fill(this.#store.scratchOf(this.#packetSamples), 0);
      this.#append(this.#packetSamples);
      this.#isBroken = true;
    }
    this.#advanceDue(this.#packetSamples);
  }

  /** From here until speech comes again, the background is made up as it was described. */
  #beginNoise(packet: IncomingPacket): void {
    this.#queue.take();
    if (!this.#codedNoise.describe(packet.payload)) this.#totals.packetsMalformed++;
    this.#inPause = true;
    this.#rebuffer();
    this.#playSilence();
  }

  /** The packet due next is missing, and others wait behind it: the nearest that carries it restores it. */
  #replaceLost(): void {
    const frame = this.#store.scratchOf(this.#packetSamples);
    const ahead = this.#queue.gap();
    const source = this.#queue.peek(ahead);
    this.#queue.take();
    const codec = this.#codec;
    let recovery: 'fec' | 'dred' | 'none' = 'none';
    if (codec && source && !source.isEvent && this.#codecFor(source.payloadType) === codec)
      recovery = codec.recover(source.payload, ahead * this.#packetSamples, frame);
    if (recovery === 'none') {
      this.#conceal(this.#packetSamples);
    } else {
      if (recovery === 'fec') this.#totals.recoveredByFecSamples += this.#packetSamples;
      else this.#totals.recoveredByDredSamples += this.#packetSamples;
      this.#append(this.#packetSamples);
    }
    this.#advanceDue(this.#packetSamples);
  }

  /** After a long stall on either side, the oldest of what piled up is let go. */
  #dropBacklog(): void {
    if (this.#delayMs - this.#targetMs <= backlogMs) return;
    while (this.#queue.count > 1 && this.#delayMs - this.#targetMs > this.#packetMs) {
      if (this.#queue.take()) this.#totals.packetsTrimmed++;
      this.#advanceDue(this.#packetSamples);
    }
  }
}

/** The greatest length that both are whole multiples of. */
function commonMeasure(a: number, b: number): number {
  let [large, small] = a > b ? [a, b] : [b, a];
  while (small > 0) [large, small] = [small, large % small];
  return Math.max(large, speechRateHz / 400);
}
