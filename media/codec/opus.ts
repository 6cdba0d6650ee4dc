// Opus for speech: libopus with in-band FEC and DRED, both ways, and neural concealment of what neither restores.

import { mediaAddon } from '../native/addon.ts';
import type { OpusDecoder, OpusEncoder } from '../native/opus.ts';
import { type FarReception, type ProtectionPlan, ProtectionRule } from './protection.ts';
import { longestPayloadSamples, type Recovery, type SpeechCodec, speechRateHz } from './speech-codec.ts';

export interface OpusSettings {
  /** Of everything, protection included; the far end may ask for less. */
  readonly bitRateBps: number;
  /** 0 to 10; 5 halves the CPU of 10 for little audible difference in speech. */
  readonly complexity: number;
}

export const defaultOpusSettings: OpusSettings = { bitRateBps: 36_000, complexity: 5 };

/** From here lost frames are made up by the neural vocoder, which DRED needs as well; good frames cost the same. */
const decoderComplexity = 5;
/** RFC 7587, 6.1: `maxaveragebitrate` lies between these. */
const leastBitRateBps = 6_000;
const mostBitRateBps = 510_000;
/** Sample rates that libopus has a bandwidth for (RFC 7587, `maxplaybackrate`). */
const bandwidthRatesHz = [8_000, 12_000, 16_000, 24_000, 48_000];

/** With DTX, packets this short say nothing but that the pause goes on (libopus, `opus_encode`). */
const longestUnsentBytes = 2;

/** libopus decodes and conceals in steps of 2.5 ms. */
const stepSamples = speechRateHz / 400;

export class OpusCodec implements SpeechCodec {
  readonly name = 'opus';
  readonly clockRateHz = speechRateHz;
  readonly #encoder: OpusEncoder;
  readonly #decoder: OpusDecoder;
  readonly #bitRateBps: number;
  readonly #rule = new ProtectionRule();
  #plan: ProtectionPlan = this.#rule.plan;
  /** The far end has said that it makes nothing of in-band FEC. */
  #fecIsWanted = true;
  #dtx = false;
  /** The packet whose DRED the decoder holds, and how far back it reaches. */
  #parsed: Uint8Array | undefined;
  #parsedSamples = 0;

  constructor(settings: OpusSettings = defaultOpusSettings) {
    const { OpusEncoder: Encoder, OpusDecoder: Decoder } = mediaAddon();
    this.#encoder = new Encoder(speechRateHz);
    this.#decoder = new Decoder(speechRateHz);
    this.#bitRateBps = settings.bitRateBps;
    this.#encoder.setBitrate(settings.bitRateBps);
    this.#encoder.setComplexity(settings.complexity);
    this.#decoder.setComplexity(decoderComplexity);
    this.#apply(this.#plan);
  }

  /**
   * DTX only where the far end asks for it (`usedtx=1`): it saves bits in pauses, which a desk phone's network does
   * not need, and costs the far end's buffer the packets by which it knows the network.
   */
  negotiate(parameters: Readonly<Record<string, string>>): void {
    const most = Number(parameters.maxaveragebitrate ?? mostBitRateBps);
    const isRate = most >= leastBitRateBps && most <= mostBitRateBps;
    this.#encoder.setBitrate(isRate ? Math.min(this.#bitRateBps, Math.floor(most)) : this.#bitRateBps);
    const playbackHz = Number(parameters.maxplaybackrate ?? speechRateHz);
    this.#encoder.setMaxBandwidth(bandwidthRatesHz.findLast((rateHz) => rateHz <= playbackHz) ?? 8_000);
    this.#dtx = parameters.usedtx === '1';
    this.#encoder.setDtx(this.#dtx);
    this.#fecIsWanted = parameters.useinbandfec !== '0';
    this.#apply(this.#plan);
  }

  encode(frame: Int16Array, payload: Uint8Array): number {
    const length = this.#encoder.encode(frame, payload);
    return this.#dtx && length <= longestUnsentBytes ? 0 : length;
  }

  samplesIn(payload: Uint8Array): number {
    const samples = payload.length === 0 ? 0 : this.#decoder.samplesIn(payload);
    return samples <= longestPayloadSamples ? samples : 0;
  }

  decode(payload: Uint8Array, frame: Int16Array): number {
    // What does not fit into the frame is refused natively.
    return payload.length === 0 ? 0 : this.#decoder.decode(payload, frame);
  }

  redundancyIn(payload: Uint8Array): number {
    const ownSamples = this.samplesIn(payload);
    if (ownSamples === 0) return 0;
    return Math.max(this.#decoder.hasFec(payload) ? ownSamples : 0, this.#parse(payload));
  }

  /** LBRR where the lost frame is the one right before: it is the lost frame itself, only coarser. Else DRED. */
  recover(source: Uint8Array, before: number, frame: Int16Array): Recovery {
    if (frame.length % stepSamples !== 0 || this.samplesIn(source) === 0) return 'none';
    const isNext = before === frame.length;
    if (isNext && this.#decoder.hasFec(source) && this.#decoder.decodeFec(source, frame) === frame.length) return 'fec';
    if (before < frame.length || this.#parse(source) < before) return 'none';
    return this.#decoder.decodeRedundancy(before, frame) === frame.length ? 'dred' : 'none';
  }

  conceal(frame: Int16Array): void {
    const whole = frame.length - (frame.length % stepSamples);
    if (whole > 0) this.#decoder.conceal(whole === frame.length ? frame : frame.subarray(0, whole));
    if (whole < frame.length) frame.fill(0, whole);
  }

  adaptTo(reception: FarReception): void {
    const plan = this.#rule.observe(reception);
    if (plan !== this.#plan) this.#apply(plan);
  }

  resetReceiving(): void {
    this.#decoder.reset();
    this.#parsed = undefined;
  }

  close(): void {
    this.#encoder.close();
    this.#decoder.close();
  }

  #apply(plan: ProtectionPlan): void {
    this.#plan = plan;
    this.#encoder.setInBandFec(plan.inBandFec && this.#fecIsWanted);
    this.#encoder.setRedundancy(plan.redundancyMs);
    this.#encoder.setExpectedLoss(plan.expectedLossPercent);
  }

  /** Once a packet: several lost frames are restored from the same one. */
  #parse(source: Uint8Array): number {
    if (source !== this.#parsed) {
      this.#parsedSamples = this.#decoder.parseRedundancy(source);
      this.#parsed = source;
    }
    return this.#parsedSamples;
  }
}
