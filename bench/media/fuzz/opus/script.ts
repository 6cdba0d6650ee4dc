// Plays an input of fuzz-opus.c through the phone's own addon: what once broke libopus is tried on every test run.

import { mediaAddon } from '../../../../media/codec/index.ts';

const longestFrame = 5_760;

/** Records of an operation (1 byte), a length (2 bytes, big-endian) and as many bytes, as the harness reads them. */
export function playScript(script: Uint8Array): void {
  const decoder = new (mediaAddon().OpusDecoder)(48_000);
  const pcm = new Int16Array(longestFrame);
  try {
    for (let at = 0; at + 3 <= script.length; ) {
      const operation = (script[at] ?? 0) % 6;
      const length = ((script[at + 1] ?? 0) << 8) | (script[at + 2] ?? 0);
      const packet = script.subarray(at + 3, at + 3 + length);
      at += 3 + packet.length;
      const frame = pcm.subarray(0, 120 * (1 + (packet.length > 0 ? (packet[0] ?? 0) % 48 : 7)));
      if (operation === 0) decoder.decode(packet, pcm);
      else if (operation === 1) decoder.decodeFec(packet, frame);
      else if (operation === 2) decoder.conceal(frame);
      else if (operation === 3) decoder.decodeRedundancy(decoder.parseRedundancy(packet), pcm.subarray(0, 960));
      else if (operation === 4) decoder.reset();
      else decoder.setComplexity(packet.length % 11);
    }
  } finally {
    decoder.close();
  }
}
