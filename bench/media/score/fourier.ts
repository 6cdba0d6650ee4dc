// A fast Fourier transform of a power of two points, in place and without allocation, for comparing sounds.

export class Fourier {
  readonly size: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #reversed: Uint32Array;

  /** `size` is a power of two, at least 2. */
  constructor(size: number) {
    const bits = Math.log2(size);
    if (!Number.isInteger(bits) || bits < 1) throw new RangeError(`${size} is no power of two`);
    this.size = size;
    const half = size / 2;
    this.#cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sines = Float64Array.from({ length: half }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#reversed = Uint32Array.from({ length: size }, (_, k) => reverseBits(k, bits));
  }

  /** e^(-i...), unscaled. */
  forward(real: Float64Array, imaginary: Float64Array): void {
    this.#transform(real, imaginary);
  }

  /** e^(+i...), divided by the size: undoes `forward`. */
  inverse(real: Float64Array, imaginary: Float64Array): void {
    // Swapping the parts before and after turns the direction around.
    this.#transform(imaginary, real);
    for (let k = 0; k < this.size; k++) {
      real[k] = (real[k] as number) / this.size;
      imaginary[k] = (imaginary[k] as number) / this.size;
    }
  }

  #transform(real: Float64Array, imaginary: Float64Array): void {
    const { size } = this;
    for (let k = 0; k < size; k++) {
      const other = this.#reversed[k] as number;
      if (other <= k) continue;
      swap(real, k, other);
      swap(imaginary, k, other);
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const cosine = this.#cosines[k * stride] as number;
          const sine = this.#sines[k * stride] as number;
          const low = start + k;
          const high = low + half;
          const highReal = real[high] as number;
          const highImaginary = imaginary[high] as number;
          const turnedReal = highReal * cosine + highImaginary * sine;
          const turnedImaginary = highImaginary * cosine - highReal * sine;
          real[high] = (real[low] as number) - turnedReal;
          imaginary[high] = (imaginary[low] as number) - turnedImaginary;
          real[low] = (real[low] as number) + turnedReal;
          imaginary[low] = (imaginary[low] as number) + turnedImaginary;
        }
      }
    }
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a] as number;
  values[a] = values[b] as number;
  values[b] = kept;
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit++) reversed |= ((value >> bit) & 1) << (bits - 1 - bit);
  return reversed >>> 0;
}
