//! Follows a device whose clock differs from the one that drives the engine, by how full its buffer is.

/// A look a block, 200 a second.
const LOOK_S: f32 = 0.005;
/// Averaging hides the steps in which a card's position moves.
const AVERAGE_S: f32 = 1.0;
/// Half a millisecond is no drift yet: cards with one clock for both directions are never corrected.
const DEAD_SAMPLES: f32 = 24.0;
/// With these an error fades within about 5 s, and a steady drift is learnt within about 20.
const PROPORTIONAL_PPM: f32 = 4.0;
const INTEGRAL_PPM_PER_S: f32 = 0.2;
/// Pitch moves by a fortieth of a semitone at most, which nobody hears.
const MOST_PPM: f32 = 1_500.0;

#[derive(Default)]
pub struct Drift {
    average: Option<f32>,
    learnt_ppm: f32,
    engaged: bool,
}

impl Drift {
    /// `excess`: samples more than wanted were waiting to be played. Answers the correction for the resampler.
    pub fn observe(&mut self, excess: f32) -> f64 {
        let average = self.average.get_or_insert(excess);
        *average += (excess - *average) * (LOOK_S / AVERAGE_S);
        let average = *average;
        self.engaged |= average.abs() > DEAD_SAMPLES;
        if !self.engaged {
            return 0.0;
        }
        self.learnt_ppm =
            (self.learnt_ppm - INTEGRAL_PPM_PER_S * average * LOOK_S).clamp(-MOST_PPM, MOST_PPM);
        f64::from((self.learnt_ppm - PROPORTIONAL_PPM * average).clamp(-MOST_PPM, MOST_PPM))
    }

    /// The buffer was filled anew or the aim has moved; what was learnt of the clock stays true.
    pub fn restart(&mut self) {
        self.average = None;
    }

    pub fn learnt_ppm(&self) -> f32 {
        self.learnt_ppm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device that plays `ppm` faster than samples come, with a position that moves in steps.
    fn run(ppm: f64, seconds: usize, step: f64) -> (f64, f64) {
        let mut drift = Drift::default();
        let (mut fill, mut largest, mut correction) = (0.0f64, 0.0f64, 0.0f64);
        for look in 0..seconds * 200 {
            fill += 240.0 * (correction - ppm) * 1e-6;
            let phase = (look as f64 * 7.3) % step;
            correction = drift.observe((fill + phase - step / 2.0) as f32);
            if look > seconds * 100 {
                largest = largest.max(fill.abs());
            }
        }
        (largest, f64::from(drift.learnt_ppm()))
    }

    #[test]
    fn holds_a_drifting_device() {
        for ppm in [-500.0, -60.0, 60.0, 500.0] {
            let (largest, learnt) = run(ppm, 240, 48.0);
            assert!(largest < 30.0, "{ppm} ppm: {largest} samples");
            assert!((learnt - ppm).abs() < 20.0, "{ppm} ppm: learnt {learnt}");
        }
    }

    #[test]
    fn leaves_a_device_on_the_same_clock_alone() {
        let (largest, learnt) = run(0.0, 60, 40.0);
        assert_eq!((largest, learnt), (0.0, 0.0));
    }
}
