// Reads and writes WAV files of the one kind the device knows: 16-bit, mono, 48 kHz.

import { deviceRateHz } from '../../audio.ts';
import { err, ok, type Result } from '../../result.ts';

export const wavHeaderBytes = 44;

export function parseWav(file: Buffer): Result<Int16Array> {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    return err('not a WAV file');
  }
  let format: string | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, at + 8 + length);
    if (name === 'fmt ') {
      if (body.length < 16) return err('a WAV file with a cut header');
      format = `${body.readUInt16LE(0)}/${body.readUInt16LE(2)}/${body.readUInt32LE(4)}/${body.readUInt16LE(14)}`;
    }
    if (name === 'data') {
      if (format !== `1/1/${deviceRateHz}/16`) return err('a WAV file, but not 16-bit mono at 48 kHz');
      const samples = new Int16Array(body.length >> 1);
      for (let sample = 0; sample < samples.length; sample++) samples[sample] = body.readInt16LE(sample * 2);
      return ok(samples);
    }
    at += 8 + length + (length & 1);
  }
  return err('a WAV file without sound in it');
}

export function wavHeader(sampleCount: number, rateHz = deviceRateHz): Buffer {
  const header = Buffer.alloc(wavHeaderBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(wavHeaderBytes - 8 + sampleCount * 2, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(sampleCount * 2, 40);
  return header;
}
