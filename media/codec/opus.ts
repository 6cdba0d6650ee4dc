// Opus for speech: libopus with in-band FEC that follows the loss the far end reports.

import { mediaAddon } from '../native/addon.ts';
import type { OpusDecoder, OpusEncoder } from '../native/opus.ts';
import { longestPayloadSamples, type SpeechCodec, speechRateHz } from './speech-codec.ts';

export interface OpusSettings {
  readonly bitRateBps: number;
  /** 0 to 10; 5 halves the CPU of 10 for little audible difference in speech. */
  readonly complexity: number;
  readonly inBandFec: boolean;
  readonly dtx: boolean;
}

export const defaultOpusSettings: OpusSettings = { bitRateBps: 32_000, complexity: 5, inBandFec: true, dtx: false };

/** FEC costs bits, so a clean network is still told "a little": isolated losses come without warning. */
const leastExpectedLossPercent = 5;
const mostExpectedLossPercent = 30;

/** libopus decodes and conceals in steps of 2.5 ms. */
const stepSamples = speechRateHz / 400;

export class OpusCodec implements SpeechCodec {
  readonly name = 'opus';
  readonly clockRateHz = speechRateHz;
  readonly #encoder: OpusEncoder;
  readonly #decoder: OpusDecoder;
  #expectedLossPercent = leastExpectedLossPercent;

  constructor(settings: OpusSettings = defaultOpusSettings) {
    const { OpusEncoder: Encoder, OpusDecoder: Decoder } = mediaAddon();
    this.#encoder = new Encoder(speechRateHz);
    this.#decoder = new Decoder(speechRateHz);
    this.#encoder.setBitrate(settings.bitRateBps);
    this.#encoder.setComplexity(settings.complexity);
    this.#encoder.setInBandFec(settings.inBandFec);
    this.#encoder.setDtx(settings.dtx);
    this.#encoder.setExpectedLoss(this.#expectedLossPercent);
  }

  encode(frame: Int16Array, payload: Uint8Array): number {
    return this.#encoder.encode(frame, payload);
  }

  samplesIn(payload: Uint8Array): number {
    const samples = payload.length === 0 ? 0 : this.#decoder.samplesIn(payload);
    return samples <= longestPayloadSamples ? samples : 0;
  }

  decode(payload: Uint8Array, frame: Int16Array): number {
    const samples = this.samplesIn(payload);
    if (samples === 0 || samples > frame.length) return 0;
    return this.#decoder.decode(payload, frame);
  }

  recover(next: Uint8Array, frame: Int16Array): boolean {
    if (frame.length % stepSamples !== 0 || this.samplesIn(next) === 0 || !this.#decoder.hasFec(next)) return false;
    return this.#decoder.decodeFec(next, frame) === frame.length;
  }

  conceal(frame: Int16Array): void {
    const whole = frame.length - (frame.length % stepSamples);
    if (whole > 0) this.#decoder.conceal(frame.subarray(0, whole));
    frame.fill(0, whole);
  }

  expectLoss(share: number): void {
    const percent = Math.round(Math.min(mostExpectedLossPercent, Math.max(leastExpectedLossPercent, share * 100)));
    if (percent === this.#expectedLossPercent) return;
    this.#expectedLossPercent = percent;
    this.#encoder.setExpectedLoss(percent);
  }

  resetReceiving(): void {
    this.#decoder.reset();
  }

  close(): void {
    this.#encoder.close();
    this.#decoder.close();
  }
}
