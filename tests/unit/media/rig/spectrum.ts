// What tests measure in a signal: the level of one frequency, what is left without some, and how abrupt it is.

const rateHz = 48_000;

/** Amplitude of one frequency in sample values, over the whole of `signal` (Goertzel's sum with a Hann window). */
export function amplitudeAt(signal: Int16Array, hz: number): number {
  let real = 0;
  let imaginary = 0;
  for (let n = 0; n < signal.length; n++) {
    const windowed = (signal[n] ?? 0) * (1 - Math.cos((2 * Math.PI * (n + 0.5)) / signal.length));
    real += windowed * Math.cos((2 * Math.PI * hz * n) / rateHz);
    imaginary += windowed * Math.sin((2 * Math.PI * hz * n) / rateHz);
  }
  return (2 * Math.hypot(real, imaginary)) / signal.length;
}

export function dbfs(amplitude: number): number {
  return 20 * Math.log10(Math.max(1e-9, amplitude / 32_768));
}

/** What one second of `signal` holds beside these frequencies (whole numbers of Hz), as RMS in sample values. */
export function residualOf(signal: Int16Array, frequenciesHz: readonly number[]): number {
  const left = Float64Array.from(signal);
  for (const hz of frequenciesHz) {
    const step = (2 * Math.PI * hz) / rateHz;
    let [real, imaginary] = [0, 0];
    for (let n = 0; n < signal.length; n++) {
      real += (signal[n] ?? 0) * Math.cos(step * n);
      imaginary += (signal[n] ?? 0) * Math.sin(step * n);
    }
    const [a, b] = [(2 * real) / signal.length, (2 * imaginary) / signal.length];
    for (let n = 0; n < left.length; n++) left[n] = (left[n] ?? 0) - a * Math.cos(step * n) - b * Math.sin(step * n);
  }
  let energy = 0;
  for (const value of left) energy += value * value;
  return Math.sqrt(energy / left.length);
}

/**
 * The largest value of the signal's second difference: a click (a step, or a corner) of height h makes it h or more,
 * while a sine of amplitude a and frequency f makes only a(2πf/48000)².
 */
export function abruptness(signal: Int16Array): number {
  let largest = 0;
  for (let n = 2; n < signal.length; n++) {
    const second = (signal[n] ?? 0) - 2 * (signal[n - 1] ?? 0) + (signal[n - 2] ?? 0);
    largest = Math.max(largest, Math.abs(second));
  }
  return largest;
}
