//! From one clock to another: a windowed sinc read at any fraction of a sample, whose ratio may change all the time.

const TAPS: usize = 32;
const HALF: usize = TAPS / 2;
/// Rows of the kernel between two samples; between rows it is interpolated, with an error below -100 dB.
const ROWS: usize = 256;
/// Kaiser window: about 80 dB of stop band.
const BETA: f64 = 8.0;
/// Where the two rates differ, speech and music pass up to here and images stay out (share of the lower half rate).
const EDGE: f64 = 0.93;

/// Delay: 16 samples of the input. At equal rates and no correction it hands samples through untouched.
pub struct Resampler {
    rows: Vec<[f32; TAPS]>,
    /// The latest inputs, written twice so that every window is in one piece.
    history: [f32; 2 * TAPS],
    at: usize,
    /// Where the next output lies after the window's middle, in input samples.
    position: f64,
    nominal_step: f64,
    step: f64,
}

impl Resampler {
    pub fn new(from_hz: u32, to_hz: u32) -> Self {
        let ratio = f64::from(to_hz) / f64::from(from_hz);
        // A full-band kernel has its zeros on the samples: at fraction 0 it is the sample itself.
        let cutoff = if ratio == 1.0 {
            1.0
        } else {
            EDGE * ratio.min(1.0)
        };
        Self {
            rows: (0..=ROWS)
                .map(|row| kernel(row as f64 / ROWS as f64, cutoff))
                .collect(),
            history: [0.0; 2 * TAPS],
            at: 0,
            position: 0.0,
            nominal_step: 1.0 / ratio,
            step: 1.0 / ratio,
        }
    }

    /// Makes so many millionths more output than the rates alone would.
    pub fn set_correction(&mut self, ppm: f64) {
        self.step = self.nominal_step / (1.0 + ppm * 1e-6);
    }

    /// Appends to `out` from `length` on and answers the new length; what does not fit is lost.
    pub fn process(&mut self, input: &[f32], out: &mut [f32], mut length: usize) -> usize {
        for sample in input {
            self.history[self.at] = *sample;
            self.history[self.at + TAPS] = *sample;
            self.at = (self.at + 1) % TAPS;
            while self.position < 1.0 {
                if let Some(slot) = out.get_mut(length) {
                    *slot = self.read();
                    length += 1;
                }
                self.position += self.step;
            }
            self.position -= 1.0;
        }
        length
    }

    fn read(&self) -> f32 {
        let window = &self.history[self.at..self.at + TAPS];
        let row = self.position * ROWS as f64;
        let whole = row as usize;
        let share = (row - whole as f64) as f32;
        if self.position == 0.0 && self.nominal_step == 1.0 {
            return window[HALF - 1];
        }
        let (low, high) = (&self.rows[whole], &self.rows[whole + 1]);
        let mut sums = (0.0, 0.0);
        for (tap, sample) in window.iter().enumerate() {
            sums.0 += low[tap] * sample;
            sums.1 += high[tap] * sample;
        }
        sums.0 + share * (sums.1 - sums.0)
    }
}

fn kernel(fraction: f64, cutoff: f64) -> [f32; TAPS] {
    let mut taps = [0.0; TAPS];
    for (index, tap) in taps.iter_mut().enumerate() {
        let t = index as f64 - (HALF - 1) as f64 - fraction;
        let angle = std::f64::consts::PI * t * cutoff;
        let sinc = if angle.abs() < 1e-9 {
            1.0
        } else {
            angle.sin() / angle
        };
        let edge = (1.0 - (t / HALF as f64).powi(2)).max(0.0).sqrt();
        *tap = cutoff * sinc * bessel_i0(BETA * edge) / bessel_i0(BETA);
    }
    // Every row alike in strength at 0 Hz, so that the fraction cannot be heard as a ripple.
    let sum: f64 = taps.iter().sum();
    taps.map(|tap| (tap / sum) as f32)
}

fn bessel_i0(x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..40 {
        term *= (x / 2.0 / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn sine(hz: f64, rate: f64, count: usize) -> Vec<f32> {
        (0..count)
            .map(|n| (10_000.0 * (TAU * hz * n as f64 / rate).sin()) as f32)
            .collect()
    }

    /// Power of what a least-squares sine of the frequency does not explain, in dB below it.
    fn purity_db(samples: &[f32], hz: f64, rate: f64) -> f64 {
        let (mut ss, mut cc, mut sc, mut sx, mut cx) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (n, sample) in samples.iter().enumerate() {
            let (sin, cos) = (TAU * hz * n as f64 / rate).sin_cos();
            ss += sin * sin;
            cc += cos * cos;
            sc += sin * cos;
            sx += f64::from(*sample) * sin;
            cx += f64::from(*sample) * cos;
        }
        let determinant = ss * cc - sc * sc;
        let (s, c) = (
            (cc * sx - sc * cx) / determinant,
            (ss * cx - sc * sx) / determinant,
        );
        let mut rest = 0.0;
        for (n, sample) in samples.iter().enumerate() {
            let angle = TAU * hz * n as f64 / rate;
            rest += (f64::from(*sample) - s * angle.sin() - c * angle.cos()).powi(2);
        }
        10.0 * ((s * s + c * c) / 2.0 / (rest / samples.len() as f64)).log10()
    }

    #[test]
    fn hands_through_what_needs_no_change() {
        let input = sine(997.0, 48_000.0, 480);
        let mut out = [0.0; 480];
        assert_eq!(
            Resampler::new(48_000, 48_000).process(&input, &mut out, 0),
            480
        );
        assert_eq!(out[HALF..], input[..480 - HALF]);
    }

    #[test]
    fn keeps_a_tone_pure_between_rates_and_under_correction() {
        for (from, to, ppm) in [
            (44_100, 48_000, 0.0),
            (48_000, 44_100, 0.0),
            (48_000, 48_000, 300.0),
            (48_000, 48_000, -300.0),
            (44_100, 48_000, 120.0),
        ] {
            for hz in [300.0, 1_000.0, 6_000.0] {
                let mut resampler = Resampler::new(from, to);
                resampler.set_correction(ppm);
                let input = sine(hz, f64::from(from), from as usize);
                let mut out = vec![0.0; 50_000];
                let length = resampler.process(&input, &mut out, 0);
                let wanted = f64::from(to) * (1.0 + ppm * 1e-6);
                assert!(
                    (length as f64 - wanted).abs() <= 1.0,
                    "{from} to {to}: {length}"
                );
                let purity = purity_db(&out[1_000..44_000], hz, wanted);
                assert!(
                    purity > 70.0,
                    "{from} to {to} {ppm} ppm, {hz} Hz: {purity} dB"
                );
            }
        }
    }

    #[test]
    fn keeps_images_out() {
        let mut resampler = Resampler::new(48_000, 44_100);
        let input = sine(23_500.0, 48_000.0, 48_000);
        let mut out = vec![0.0; 45_000];
        let length = resampler.process(&input, &mut out, 0);
        let power = out[1_000..length]
            .iter()
            .map(|v| f64::from(v * v))
            .sum::<f64>()
            / (length - 1_000) as f64;
        // 5e7 went in.
        assert!(10.0 * (power / 5e7).log10() < -40.0, "{power}");
    }
}
