//! A volume that moves in a straight line to where it is set, so that turning it is not heard as a zipper.

/// 10 ms at 48 kHz from nothing to full.
const STEP: f32 = 1.0 / 480.0;

#[derive(Clone, Copy)]
pub struct Gain {
    now: f32,
    target: f32,
}

impl Gain {
    pub fn new(value: f32) -> Self {
        Self {
            now: value,
            target: value,
        }
    }

    pub fn set(&mut self, target: f32) {
        self.target = target;
    }

    pub fn is_silent(&self) -> bool {
        self.now == 0.0 && self.target == 0.0
    }

    /// Where it stays as it is, what it stays at: then a block needs no step by step.
    pub fn settled(&self) -> Option<f32> {
        (self.now == self.target).then_some(self.now)
    }

    pub fn next(&mut self) -> f32 {
        if self.now != self.target {
            let most = STEP * self.target.max(1.0);
            self.now += (self.target - self.now).clamp(-most, most);
        }
        self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrives_within_ten_milliseconds_in_small_steps() {
        let mut gain = Gain::new(0.0);
        gain.set(1.0);
        let mut last = 0.0;
        for _ in 0..481 {
            let now = gain.next();
            assert!(now - last <= STEP * 1.01);
            last = now;
        }
        assert_eq!(last, 1.0);
        gain.set(0.0);
        for _ in 0..481 {
            gain.next();
        }
        assert!(gain.is_silent());
    }
}
