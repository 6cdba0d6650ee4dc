// One round of fuzzing the phone's decoders through the seam that a call uses: any payload, any length, any order.

import {
  codecNames,
  largestPayloadBytes,
  longestPayloadSamples,
  mediaAddon,
  openCodec,
} from '../../../../media/codec/index.ts';
import { SeededBytes } from '../seeded-bytes.ts';

const packetSamples = 960;
const operations = 24;
/** Written behind every buffer: a decoder that writes further than it was allowed changes it. */
const canary = 0x5a5a;

/** A frame inside a longer buffer, so that writing past its end shows. */
class Guarded {
  readonly #whole = new Int16Array(longestPayloadSamples + 64);
  #length = 0;

  take(length: number): Int16Array {
    this.#length = length;
    this.#whole.fill(canary);
    return this.#whole.subarray(0, length);
  }

  check(): void {
    for (let n = this.#length; n < this.#whole.length; n++)
      if (this.#whole[n] !== canary) throw new Error(`sample ${n} was written, behind a frame of ${this.#length}`);
  }
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Throws where a decoder breaks its contract; the same number always does the same. */
export function fuzzDecoders(round: number): void {
  const random = new SeededBytes(round);
  const name = codecNames[random.below(codecNames.length)] ?? 'opus';
  const codec = openCodec(name);
  const guarded = new Guarded();
  const coded = new Uint8Array(largestPayloadBytes);
  const speech = Int16Array.from({ length: packetSamples }, () => random.below(20_000) - 10_000);
  try {
    for (let n = 0; n < operations; n++) {
      const payload = makePayload(random, () => coded.slice(0, codec.encode(speech, coded)));
      const frame = guarded.take(
        random.below(4) === 0 ? random.below(longestPayloadSamples + 1) : longestPayloadSamples,
      );
      const said = codec.samplesIn(payload);
      expect(said >= 0 && said <= longestPayloadSamples, `${name}: ${said} samples in ${payload.length} bytes`);
      switch (random.below(6)) {
        case 0:
          {
            const lost = frame.subarray(0, frame.length - (frame.length % 120));
            codec.redundancyIn(payload);
            codec.recover(payload, lost.length, lost);
            codec.recover(payload, 3 * lost.length, lost);
          }
          break;
        case 1:
          codec.conceal(frame.subarray(0, 120 * random.below(24)));
          break;
        case 2:
          codec.resetReceiving();
          break;
        default: {
          const written = codec.decode(payload, frame);
          expect(written >= 0 && written <= frame.length, `${name}: wrote ${written} of ${frame.length}`);
          expect(written === 0 || written === said, `${name}: wrote ${written}, said ${said}`);
        }
      }
      guarded.check();
    }
  } finally {
    codec.close();
  }
}

/** The decoder of the addon itself, DRED included: what it refuses it says by 0, and throws for nothing. */
export function fuzzOpusAddon(round: number): void {
  const random = new SeededBytes(round ^ 0x0d5e);
  const { OpusDecoder, OpusEncoder } = mediaAddon();
  const [decoder, encoder] = [new OpusDecoder(48_000), new OpusEncoder(48_000)];
  encoder.setExpectedLoss(20);
  encoder.setInBandFec(true);
  encoder.setRedundancy(random.below(2) * 500);
  encoder.setBitrate(16_000 + random.below(40_000));
  const guarded = new Guarded();
  const coded = new Uint8Array(largestPayloadBytes);
  const speech = Int16Array.from({ length: packetSamples }, () => random.below(20_000) - 10_000);
  try {
    for (let n = 0; n < operations; n++) {
      const payload = makePayload(random, () => coded.slice(0, encoder.encode(speech, coded)));
      const frame = guarded.take(random.below(4) === 0 ? 120 * (1 + random.below(48)) : longestPayloadSamples);
      const written = runOperation(random.below(6), payload, frame, decoder, random);
      expect(written >= 0 && written <= frame.length, `opus: wrote ${written} of ${frame.length}`);
      guarded.check();
    }
  } finally {
    decoder.close();
    encoder.close();
  }
}

function runOperation(
  operation: number,
  payload: Uint8Array,
  frame: Int16Array,
  decoder: InstanceType<ReturnType<typeof mediaAddon>['OpusDecoder']>,
  random: SeededBytes,
): number {
  switch (operation) {
    case 0:
      decoder.hasFec(payload);
      return decoder.decodeFec(payload, frame);
    case 1:
      return decoder.conceal(frame.subarray(0, packetSamples));
    case 2: {
      const covered = decoder.parseRedundancy(payload);
      expect(covered >= 0 && covered <= 48_000, `opus: redundancy of ${covered} samples`);
      return decoder.decodeRedundancy(random.below(2) === 0 ? covered : random.below(60_000), frame);
    }
    case 3:
      decoder.setComplexity(random.below(11));
      decoder.reset();
      return 0;
    default:
      return decoder.decode(payload, frame);
  }
}

function makePayload(random: SeededBytes, encode: () => Uint8Array): Uint8Array {
  switch (random.below(4)) {
    case 0:
      return random.bytes(random.below(random.below(8) === 0 ? largestPayloadBytes : 90));
    case 1:
      return encode();
    default:
      return random.damage(encode());
  }
}
