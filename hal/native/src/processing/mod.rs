//! Echo, noise and gain between microphone and call: WebRTC's audio processing, one for every sound driver.

mod chain;
mod duplex;
mod echo_meter;
mod levels;
mod node;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use chain::{Chain, Settings};
pub use echo_meter::EchoFigures;
pub use levels::SpeechFigures;
pub use node::ProcessingSettings;

/// 10 ms at 48 kHz mono: what WebRTC's processing takes at a time.
pub const FRAME: usize = 480;
/// A chain that comes in fills its filters for 50 ms before it is heard.
const WARM_UP_FRAMES: u32 = 5;

/// What was measured so far; absent means not measured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Statistics {
    pub echo: EchoFigures,
    pub speech: SpeechFigures,
    /// Microphone samples at full scale so far.
    pub clipped_samples: u64,
    /// What framing adds now, in samples: 0 where periods are whole frames, 240 at periods of 240.
    pub framing_delay: usize,
    /// The processing failed within itself; the microphone goes through as it is until settings change.
    pub faulted: bool,
}

/// Cleans a microphone's signal against what is played, in periods of any size.
///
/// Allocates nothing for a period; sonora does within a frame (57 pieces of at most 2.1 KB with all on, each given
/// back in the same frame), which the C library serves without asking the system.
///
/// Delay, measured by an impulse: none where all is off or only gain is on; high pass 1.0 ms (WebRTC's filter bank),
/// noise 7.0 ms, echo 9.0 ms, echo and noise 15.0 ms. Framing comes on top (see `Statistics`): nothing where a period
/// is a whole number of 10 ms frames, 5 ms at periods of 5 ms.
pub struct Processing {
    current: Box<Chain>,
    next: Option<Box<Chain>>,
    warm_up: u32,
    retired: Option<Box<Chain>>,
    far: Frame,
    near: Frame,
    ready: Box<[i16; 2 * FRAME]>,
    ready_length: usize,
    gathered: usize,
    framing_delay: usize,
    faulted: bool,
    delay_ms: i32,
}

type Frame = [i16; FRAME];

impl Processing {
    pub fn new(settings: Settings) -> Self {
        Self {
            current: Chain::new(settings),
            next: None,
            warm_up: 0,
            retired: None,
            far: [0; FRAME],
            near: [0; FRAME],
            ready: Box::new([0; 2 * FRAME]),
            ready_length: 0,
            gathered: 0,
            framing_delay: 0,
            faulted: false,
            delay_ms: 0,
        }
    }

    /// From the start of `far` being handed in to its echo in `near`, where the driver knows it: a first guess that
    /// the canceller improves on by itself (0 to 500 ms).
    pub fn set_delay_ms(&mut self, delay_ms: i32) {
        self.delay_ms = delay_ms.clamp(0, 500);
    }

    /// Blends over to `chain`, which was made outside the real-time thread. Answers a chain that is no longer used,
    /// to be dropped outside as well.
    pub fn change(&mut self, chain: Box<Chain>) -> Option<Box<Chain>> {
        let unused = if self.faulted {
            self.faulted = false;
            self.next = None;
            Some(std::mem::replace(&mut self.current, chain))
        } else {
            self.warm_up = WARM_UP_FRAMES;
            self.next.replace(chain)
        };
        unused.or_else(|| self.retired.take())
    }

    pub fn settings(&self) -> Settings {
        self.next.as_ref().unwrap_or(&self.current).settings()
    }

    /// `far` is what is played now, `near` what the microphone hears now, `out` the cleaned microphone; all of one
    /// length, of which the shortest counts.
    pub fn process(&mut self, far: &[i16], near: &[i16], out: &mut [i16]) {
        let length = far.len().min(near.len()).min(out.len());
        let mut written = 0;
        let mut read = 0;
        while read < length {
            let count = (FRAME - self.gathered).min(length - read);
            let into = self.gathered..self.gathered + count;
            self.far[into.clone()].copy_from_slice(&far[read..read + count]);
            self.near[into].copy_from_slice(&near[read..read + count]);
            self.gathered += count;
            read += count;
            if self.gathered == FRAME {
                self.gathered = 0;
                self.process_frame();
                written += self.hand_out(&mut out[written..length]);
            }
        }
        written += self.hand_out(&mut out[written..length]);
        // Once at the start, and once more should periods become longer: the least delay that keeps frames whole.
        out[written..].fill(0);
        self.framing_delay += length - written;
    }

    fn hand_out(&mut self, out: &mut [i16]) -> usize {
        let count = self.ready_length.min(out.len());
        out[..count].copy_from_slice(&self.ready[..count]);
        self.ready.copy_within(count..self.ready_length, 0);
        self.ready_length -= count;
        count
    }

    fn process_frame(&mut self) {
        let mut cleaned = self.near;
        if !self.faulted {
            let done = catch_unwind(AssertUnwindSafe(|| self.run_chains(&mut cleaned)));
            if done.is_err() {
                self.faulted = true;
                cleaned = self.near;
            }
        }
        // Handing out follows each frame, so that less than a frame can be left in front of this one.
        let at = self.ready_length.min(FRAME);
        self.ready[at..at + FRAME].copy_from_slice(&cleaned);
        self.ready_length = at + FRAME;
    }

    fn run_chains(&mut self, cleaned: &mut Frame) {
        self.current
            .process(&self.far, &self.near, cleaned, self.delay_ms);
        let Some(next) = &mut self.next else { return };
        let mut coming = [0; FRAME];
        next.process(&self.far, &self.near, &mut coming, self.delay_ms);
        if self.warm_up > 0 {
            self.warm_up -= 1;
            return;
        }
        for (at, (old, new)) in cleaned.iter_mut().zip(coming).enumerate() {
            let share = (at as f32 + 0.5) / FRAME as f32;
            *old = (f32::from(*old) * (1.0 - share) + f32::from(new) * share).round() as i16;
        }
        if let Some(next) = self.next.take() {
            self.retired = Some(std::mem::replace(&mut self.current, next));
        }
    }

    pub fn statistics(&self) -> Statistics {
        Statistics {
            framing_delay: self.framing_delay,
            faulted: self.faulted,
            ..self.current.statistics()
        }
    }
}
