//! The fallback where the canceller does not hold: the microphone is turned down while the far end speaks.

use super::FRAME;
use super::echo_meter::EchoMeter;

/// Looked at every half second; 3 s in which the far end speaks and leaks engage it, 5 s without leak release it.
const LOOK_FRAMES: usize = 50;
const ENGAGE_LOOKS: u32 = 6;
const RELEASE_LOOKS: u32 = 10;
/// Less than this is left of the echo by a canceller that holds.
const LEAKING_DB: f32 = 12.0;
const HOLDING_DB: f32 = 20.0;
/// Two people who speak at once were measured at 0.4 and less, uncancelled echo at 0.8 to 0.98.
const LEAKING_CORRELATION: f32 = 0.7;
const HOLDING_CORRELATION: f32 = 0.5;
/// -40 dB: there, and not heard over a loudspeaker.
const DUCKED: f32 = 0.01;
/// A share of the way each sample: down within 5 ms, up within 100 ms.
const DOWN: f32 = 1.0 / 60.0;
const UP: f32 = 1.0 / 1_600.0;

pub struct HalfDuplex {
    engaged: bool,
    looks: u32,
    far_blocks: usize,
    gain: f32,
}

impl Default for HalfDuplex {
    fn default() -> Self {
        Self {
            engaged: false,
            looks: 0,
            far_blocks: 0,
            gain: 1.0,
        }
    }
}

impl HalfDuplex {
    pub fn engaged(&self) -> bool {
        self.engaged
    }

    /// Judged only by what happens while the far end speaks; a silent far end proves nothing.
    pub fn observe(&mut self, meter: &mut EchoMeter) {
        if !meter.frames().is_multiple_of(LOOK_FRAMES) {
            return;
        }
        let spoke = meter.far_blocks() > self.far_blocks;
        self.far_blocks = meter.far_blocks();
        let Some(leak) = meter.leak().filter(|_| spoke) else {
            return;
        };
        let leaks = leak.enhancement_db < LEAKING_DB && leak.correlation > LEAKING_CORRELATION;
        let holds = leak.enhancement_db > HOLDING_DB || leak.correlation < HOLDING_CORRELATION;
        let turns = if self.engaged { holds } else { leaks };
        self.looks = if turns { self.looks + 1 } else { 0 };
        let needed = if self.engaged {
            RELEASE_LOOKS
        } else {
            ENGAGE_LOOKS
        };
        if self.looks >= needed {
            self.engaged = !self.engaged;
            self.looks = 0;
            meter.follow(self.engaged.then_some(leak));
        }
    }

    pub fn apply(&mut self, samples: &mut [i16; FRAME], far_is_heard: bool) {
        let target = if self.engaged && far_is_heard {
            DUCKED
        } else {
            1.0
        };
        if target == 1.0 && self.gain > 0.9999 {
            return;
        }
        let share = if target < self.gain { DOWN } else { UP };
        for sample in samples {
            self.gain += share * (target - self.gain);
            *sample = (f32::from(*sample) * self.gain).round() as i16;
        }
    }
}
