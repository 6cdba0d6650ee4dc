// Convolution of long signals with long impulse responses, by Fourier transforms of overlapping blocks.

import { Fourier } from '../score/fourier.ts';

/** `response` applied to `signal`; as long as `signal`, what rings on after its end is left out. */
export function convolve(signal: Float64Array, response: Float64Array): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, response.length * 2)));
  const step = size - response.length + 1;
  const fourier = new Fourier(size);
  const [responseReal, responseImaginary] = [new Float64Array(size), new Float64Array(size)];
  responseReal.set(response);
  fourier.forward(responseReal, responseImaginary);
  const heard = new Float64Array(signal.length);
  for (let from = 0; from < signal.length; from += step) {
    const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
    real.set(signal.subarray(from, from + step));
    fourier.forward(real, imaginary);
    for (let bin = 0; bin < size; bin++) {
      const [a, b] = [real[bin] as number, imaginary[bin] as number];
      const [c, d] = [responseReal[bin] as number, responseImaginary[bin] as number];
      real[bin] = a * c - b * d;
      imaginary[bin] = a * d + b * c;
    }
    fourier.inverse(real, imaginary);
    const count = Math.min(size, signal.length - from);
    for (let at = 0; at < count; at++) heard[from + at] = (heard[from + at] as number) + (real[at] as number);
  }
  return heard;
}
