// Arbitrary bytes to every decoder of speech: answered within its buffers and its time, and nothing thrown.

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzReceiver } from '../../bench/media/fuzz/decoders/receiver-round.ts';
import { fuzzDecoders, fuzzOpusAddon } from '../../bench/media/fuzz/decoders/round.ts';
import { playScript } from '../../bench/media/fuzz/opus/script.ts';
import { mediaAddon } from '../../media/codec/index.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 60);
const fixtures = new URL('../data/fuzz/opus/', import.meta.url);

describe('every decoder', () => {
  it('keeps its contract through the seam that calls use', () => {
    fc.assert(
      fc.property(fc.nat(0x7fff_ffff), (round) => fuzzDecoders(round)),
      // The example asks for no samples to be made up, which libopus refuses.
      { numRuns: 4 * runs, examples: [[2_010_110_750]] },
    );
  });

  it('of the addon refuses by 0 and never throws, redundancy included', () => {
    fc.assert(
      fc.property(fc.nat(0x7fff_ffff), (round) => fuzzOpusAddon(round)),
      { numRuns: runs },
    );
  });
});

describe('the jitter buffer', () => {
  it('fills every frame, whatever packets come, when and in which order', () => {
    fc.assert(
      fc.property(fc.nat(0x7fff_ffff), (round) => fuzzReceiver(round)),
      { numRuns: runs },
    );
  });
});

describe('inputs that the long fuzzing kept', () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('.script'));

  it('are there', () => expect(names.length).toBeGreaterThan(10));

  it.each(names)('%s is survived, and the decoder still works after it', (name) => {
    playScript(readFileSync(new URL(name, fixtures)));
    const { OpusEncoder, OpusDecoder } = mediaAddon();
    const [encoder, decoder] = [new OpusEncoder(48_000), new OpusDecoder(48_000)];
    const packet = new Uint8Array(1_275);
    const length = encoder.encode(new Int16Array(960).fill(5_000), packet);
    expect(decoder.decode(packet.subarray(0, length), new Int16Array(960))).toBe(960);
    encoder.close();
    decoder.close();
  });
});
