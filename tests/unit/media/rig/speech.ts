// Speech-like test signals and the measures taken of them.

/** Voiced syllables with pauses: a gliding pitch under three formants and a 4 Hz envelope, at 48 kHz. */
export function speechLike(samples: number, seed = 1): Int16Array {
  const signal = new Int16Array(samples);
  let state = seed >>> 0;
  const noise = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x8000_0000 - 1;
  };
  let phase = 0;
  for (let n = 0; n < samples; n++) {
    const t = n / 48_000;
    const pitch = 120 + 25 * Math.sin(2 * Math.PI * 0.7 * t + seed) + 12 * Math.sin(2 * Math.PI * 2.3 * t);
    phase += pitch / 48_000;
    const envelope = Math.max(0, Math.sin(2 * Math.PI * 2 * t + seed)) ** 0.7;
    const formant = 500 + 250 * Math.sin(2 * Math.PI * 1.1 * t + seed);
    let voiced = 0;
    for (let harmonic = 1; harmonic <= 24; harmonic++) {
      const hz = harmonic * pitch;
      const weight =
        1 / (1 + ((hz - formant) / 150) ** 2) +
        0.4 / (1 + ((hz - 1_500) / 200) ** 2) +
        0.2 / (1 + ((hz - 2_500) / 250) ** 2);
      voiced += weight * Math.sin(2 * Math.PI * harmonic * phase);
    }
    signal[n] = Math.round(6_000 * envelope * voiced + 60 * noise());
  }
  return signal;
}

export function sine(samples: number, hz: number, amplitude: number, rateHz = 48_000): Int16Array {
  return Int16Array.from({ length: samples }, (_, n) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * n) / rateHz)),
  );
}

export function rms(signal: Int16Array): number {
  let sum = 0;
  for (const sample of signal) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, signal.length));
}

function correlationAt(spoken: Int16Array, heard: Int16Array, delay: number, step: number): number {
  let product = 0;
  let spokenEnergy = 0;
  let heardEnergy = 0;
  for (let n = 0; n < spoken.length && n + delay < heard.length; n += step) {
    const a = spoken[n] ?? 0;
    const b = heard[n + delay] ?? 0;
    product += a * b;
    spokenEnergy += a * a;
    heardEnergy += b * b;
  }
  return product / Math.sqrt(Math.max(1, spokenEnergy) * Math.max(1, heardEnergy));
}

/** Best normalized correlation over delays up to `longestDelay` samples, and the delay it is found at. */
export function align(
  spoken: Int16Array,
  heard: Int16Array,
  longestDelay: number,
): { correlation: number; delay: number } {
  let coarse = 0;
  let best = -1;
  for (let delay = 0; delay <= longestDelay; delay += 8) {
    const correlation = correlationAt(spoken, heard, delay, 16);
    if (correlation > best) {
      best = correlation;
      coarse = delay;
    }
  }
  let found = { correlation: -1, delay: 0 };
  for (let delay = Math.max(0, coarse - 12); delay <= coarse + 12; delay++) {
    const correlation = correlationAt(spoken, heard, delay, 1);
    if (correlation > found.correlation) found = { correlation, delay };
  }
  return found;
}

/** Signal to noise in dB of `heard` against `spoken`, both aligned already and scaled to fit best. */
export function signalToNoise(spoken: Int16Array, heard: Int16Array): number {
  const correlation = correlationAt(spoken, heard, 0, 1);
  return 10 * Math.log10(correlation ** 2 / Math.max(1e-12, 1 - correlation ** 2));
}
