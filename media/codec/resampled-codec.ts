// What G.711 and G.722 share: resampling to their own rate and concealment by waveform.

import type { CodecName } from '../session.ts';
import { decodeG711, encodeG711, lawOf } from './g711.ts';
import { G722Decoder, G722Encoder } from './g722.ts';
import { Downsampler, Upsampler } from './resampler.ts';
import { longestPayloadSamples, type Recovery, type SpeechCodec, speechRateHz } from './speech-codec.ts';
import { WaveformConcealer } from './waveform-concealer.ts';

/** A codec at its own sample rate. */
interface NativeRateCodec {
  encode(samples: Int16Array, count: number, payload: Uint8Array): number;
  decode(payload: Uint8Array, samples: Int16Array): number;
  resetReceiving(): void;
}

interface Kind {
  readonly rateHz: number;
  readonly octetsPerSecond: number;
  open(): NativeRateCodec;
}

function openG711(name: 'PCMU' | 'PCMA'): NativeRateCodec {
  const law = lawOf(name);
  return {
    encode: (samples, count, payload) => encodeG711(law, samples, count, payload),
    decode: (payload, samples) => decodeG711(law, payload, samples),
    resetReceiving: () => undefined,
  };
}

function openG722(): NativeRateCodec {
  const encoder = new G722Encoder();
  let decoder = new G722Decoder();
  return {
    encode: (samples, count, payload) => encoder.encode(samples, count, payload),
    decode: (payload, samples) => decoder.decode(payload, samples),
    resetReceiving: () => {
      decoder = new G722Decoder();
    },
  };
}

const kinds: Record<Exclude<CodecName, 'opus'>, Kind> = {
  G722: { rateHz: 16_000, octetsPerSecond: 8_000, open: openG722 },
  PCMU: { rateHz: 8_000, octetsPerSecond: 8_000, open: () => openG711('PCMU') },
  PCMA: { rateHz: 8_000, octetsPerSecond: 8_000, open: () => openG711('PCMA') },
};

export class ResampledCodec implements SpeechCodec {
  readonly name: CodecName;
  /** RFC 3551 gives G722 an 8 kHz clock by an old mistake that is now the rule. */
  readonly clockRateHz = 8_000;
  readonly #kind: Kind;
  readonly #factor: number;
  readonly #codec: NativeRateCodec;
  readonly #down: Downsampler;
  readonly #up: Upsampler;
  readonly #concealer = new WaveformConcealer();
  readonly #toEncode: Int16Array;
  readonly #decoded: Int16Array;

  constructor(name: Exclude<CodecName, 'opus'>) {
    this.name = name;
    this.#kind = kinds[name];
    this.#factor = speechRateHz / this.#kind.rateHz;
    this.#codec = this.#kind.open();
    this.#down = new Downsampler(this.#kind.rateHz);
    this.#up = new Upsampler(this.#kind.rateHz);
    this.#toEncode = new Int16Array(longestPayloadSamples / this.#factor);
    this.#decoded = new Int16Array(longestPayloadSamples / this.#factor);
  }

  encode(frame: Int16Array, payload: Uint8Array): number {
    const count = this.#down.process(frame, this.#toEncode);
    return this.#codec.encode(this.#toEncode, count, payload);
  }

  samplesIn(payload: Uint8Array): number {
    const samples = payload.length * (speechRateHz / this.#kind.octetsPerSecond);
    return samples <= longestPayloadSamples ? samples : 0;
  }

  decode(payload: Uint8Array, frame: Int16Array): number {
    const samples = this.samplesIn(payload);
    if (samples === 0 || samples > frame.length) return 0;
    this.#codec.decode(payload, this.#decoded);
    this.#up.process(this.#decoded.subarray(0, samples / this.#factor), frame);
    this.#concealer.observe(frame, samples);
    return samples;
  }

  redundancyIn(): number {
    return 0;
  }

  recover(): Recovery {
    return 'none';
  }

  conceal(frame: Int16Array): void {
    this.#concealer.conceal(frame);
  }

  negotiate(): void {
    // Neither G.711 nor G.722 has anything to agree on beside its name.
  }

  adaptTo(): void {
    // Nor anything to protect itself with.
  }

  resetReceiving(): void {
    this.#codec.resetReceiving();
    this.#up.reset();
    this.#concealer.reset();
  }

  close(): void {
    // No native memory.
  }
}
