// G.711, both laws, as tables over every input (ITU-T G.711, tables 1 and 2).

/** One law as two tables: linear to code by the sample's upper 14 bits, code to linear by the octet. */
export interface CompandingLaw {
  readonly encode: Uint8Array;
  readonly decode: Int16Array;
}

const sampleShift = 2;

/** mu-law adds this bias so that the segments become powers of two. */
const muBias = 33;

function muLawToLinear(code: number): number {
  const inverted = ~code & 0xff;
  const exponent = (inverted >> 4) & 7;
  const magnitude = (((((inverted & 0x0f) << 1) + muBias) << exponent) - muBias) << sampleShift;
  return inverted & 0x80 ? -magnitude : magnitude;
}

function linearToMuLaw(sample14: number): number {
  // Negative values mirror around -1/2, as in the recommendation's reference code (G.191).
  const magnitude = Math.min(sample14 < 0 ? ~sample14 : sample14, 8_158) + muBias;
  const exponent = 31 - Math.clz32(magnitude) - 5;
  const mantissa = (magnitude >> (exponent + 1)) & 0x0f;
  return ~((sample14 < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function aLawToLinear(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = bits & 0x0f;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

function linearToALaw(sample14: number): number {
  const sample13 = sample14 >> 1;
  const magnitude = Math.min(sample13 < 0 ? ~sample13 : sample13, 4_095);
  const exponent = magnitude < 32 ? 0 : 31 - Math.clz32(magnitude) - 4;
  const mantissa = (magnitude >> Math.max(1, exponent)) & 0x0f;
  return ((sample13 < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

function buildLaw(encode: (sample14: number) => number, decode: (code: number) => number): CompandingLaw {
  return {
    encode: Uint8Array.from({ length: 1 << 14 }, (_, index) => encode((index << 18) >> 18)),
    decode: Int16Array.from({ length: 256 }, (_, code) => decode(code)),
  };
}

let muLaw: CompandingLaw | undefined;
let aLaw: CompandingLaw | undefined;

export function lawOf(name: 'PCMU' | 'PCMA'): CompandingLaw {
  if (name === 'PCMU') {
    muLaw ??= buildLaw(linearToMuLaw, muLawToLinear);
    return muLaw;
  }
  aLaw ??= buildLaw(linearToALaw, aLawToLinear);
  return aLaw;
}

export function encodeG711(law: CompandingLaw, samples: Int16Array, count: number, payload: Uint8Array): number {
  for (let n = 0; n < count; n++) payload[n] = law.encode[((samples[n] ?? 0) >> sampleShift) & 0x3fff] ?? 0;
  return count;
}

export function decodeG711(law: CompandingLaw, payload: Uint8Array, samples: Int16Array): number {
  for (let n = 0; n < payload.length; n++) samples[n] = law.decode[payload[n] ?? 0] ?? 0;
  return payload.length;
}
