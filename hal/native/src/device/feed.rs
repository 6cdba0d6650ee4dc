//! What the media thread wrote and an output plays: bridged where it is late, shortened where too much has gathered.

use super::ring::Ring;
use super::{BLOCK, Block};

/// Two pieces of sound that meet are blended over a block; a beginning after silence comes in over 1 ms.
const FADE_IN: usize = 48;
/// Silence after a sound that broke off: a tenth after 2 ms, without a click.
const FADE_OUT: f32 = 0.976;
/// The least that waited in so many samples was waiting for nothing.
const WINDOW: usize = 96_000;
/// Less than a millisecond of delay is not worth a cut.
const LEAST_CUT: usize = 48;
const MOST_AHEAD: usize = 12 * BLOCK;
/// After half a minute in time, a block less is tried.
const CALM_SAMPLES: usize = 30 * 48_000;

pub struct Feed {
    /// Samples that should wait in the ring when the media thread is called: what it may be late by.
    ahead: usize,
    /// Silence to hand out before anything from the ring.
    prefill: usize,
    cut: usize,
    last: f32,
    fade_in: usize,
    least: usize,
    watched: usize,
    calm: usize,
    is_late: bool,
    /// The media thread has written something since the device was started.
    has_begun: bool,
    pub trimmed: usize,
    scratch: [i16; BLOCK],
    later: [i16; BLOCK],
}

impl Feed {
    pub fn new() -> Self {
        Self {
            ahead: BLOCK,
            prefill: 0,
            cut: 0,
            last: 0.0,
            fade_in: FADE_IN,
            least: usize::MAX,
            watched: 0,
            calm: 0,
            is_late: false,
            has_begun: false,
            trimmed: 0,
            scratch: [0; BLOCK],
            later: [0; BLOCK],
        }
    }

    /// The output begins to play: of what waits, as much is kept (or silence put before it) as keeps the media
    /// thread ahead. `rest` samples are played before its next call; `coming` are owed from earlier ones.
    pub fn begin(&mut self, ring: &Ring, rest: usize, coming: usize) {
        let wanted = (self.ahead + rest).saturating_sub(coming);
        ring.skip(ring.waiting().saturating_sub(wanted));
        self.prefill = (wanted - ring.waiting()).next_multiple_of(BLOCK);
        self.has_begun = false;
        self.fade_in = FADE_IN;
        self.last = 0.0;
        self.least = usize::MAX;
        self.watched = 0;
        self.cut = 0;
    }

    /// Of the ring alone; silence that is still to come counts as waiting.
    pub fn waiting(&self, ring: &Ring) -> usize {
        ring.waiting() + self.prefill
    }

    /// The next block, or false where the media thread has not written it yet. `period` is what it writes at once.
    pub fn pull(&mut self, ring: &Ring, period: usize, block: &mut Block) -> bool {
        self.has_begun |= ring.waiting() > 0;
        if self.prefill > 0 {
            self.prefill -= BLOCK;
            block.fill(0.0);
            return true;
        }
        // After a stall the media thread hands over all that it owed at once, and nobody wants it late.
        let most = period + self.ahead + 2 * BLOCK;
        self.cut = self.cut.max(ring.waiting().saturating_sub(most));
        if !ring.peek(0, &mut self.scratch) {
            return false;
        }
        let cut = self.cut.min(ring.waiting() - BLOCK);
        self.cut = 0;
        for (value, sample) in block.iter_mut().zip(&self.scratch) {
            *value = f32::from(*sample);
        }
        if cut > 0 && ring.peek(cut, &mut self.later) {
            for (at, (value, later)) in block.iter_mut().zip(&self.later).enumerate() {
                let share = (at as f32 + 0.5) / BLOCK as f32;
                *value += (f32::from(*later) - *value) * share;
            }
            self.trimmed += cut;
        }
        ring.skip(BLOCK + cut);
        self.begin_softly(block);
        self.is_late = false;
        self.last = block[BLOCK - 1];
        true
    }

    fn begin_softly(&mut self, block: &mut Block) {
        for value in block.iter_mut() {
            if self.fade_in == 0 {
                return;
            }
            *value *= 1.0 - self.fade_in as f32 / FADE_IN as f32;
            self.fade_in -= 1;
        }
    }

    /// In place of a block that is late; answers whether one was due at all.
    pub fn bridge(&mut self, block: &mut Block) -> bool {
        for value in block.iter_mut() {
            self.last *= FADE_OUT;
            *value = self.last;
        }
        self.fade_in = FADE_IN;
        self.calm = 0;
        if self.has_begun && !self.is_late {
            self.is_late = true;
            self.ahead = (self.ahead + BLOCK).min(MOST_AHEAD);
        }
        self.has_begun
    }

    /// At each call of the media thread, before it writes: `queued` samples in the ring and the device together,
    /// of which `reserve` belong to the device.
    pub fn watch(&mut self, queued: usize, reserve: usize, period: usize) {
        self.least = self.least.min(queued.saturating_sub(reserve + self.ahead));
        self.watched += period;
        self.calm += period;
        if self.calm >= CALM_SAMPLES {
            self.calm = 0;
            self.ahead = (self.ahead - BLOCK).max(BLOCK);
        }
        if self.watched < WINDOW {
            return;
        }
        if self.least >= LEAST_CUT {
            self.cut = self.least;
        }
        self.least = usize::MAX;
        self.watched = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: usize = 960;

    fn filled(samples: usize) -> Ring {
        let ring = Ring::new(1 << 15);
        let ramp: Vec<i16> = (0..samples).map(|n| (n % 3_000) as i16).collect();
        assert!(ring.push(&ramp));
        ring
    }

    #[test]
    fn begins_with_the_silence_that_keeps_it_ahead() {
        let (mut feed, ring, mut block) = (Feed::new(), filled(BLOCK), [1.0; BLOCK]);
        feed.begin(&ring, BLOCK, 0);
        assert!(feed.pull(&ring, PERIOD, &mut block));
        assert_eq!(block, [0.0; BLOCK]);
        assert!(feed.pull(&ring, PERIOD, &mut block));
        assert_eq!(block[BLOCK - 1], (BLOCK - 1) as f32);
        assert!(!feed.pull(&ring, PERIOD, &mut block));
    }

    #[test]
    fn misses_nothing_before_the_media_thread_has_begun() {
        let (mut feed, ring, mut block) = (Feed::new(), Ring::new(1 << 15), [1.0; BLOCK]);
        feed.begin(&ring, 0, 0);
        assert!(feed.pull(&ring, PERIOD, &mut block));
        assert!(!feed.pull(&ring, PERIOD, &mut block));
        assert!(!feed.bridge(&mut block));
        assert_eq!((block, feed.ahead), ([0.0; BLOCK], BLOCK));
    }

    #[test]
    fn bridges_without_a_click_and_waits_longer_afterwards() {
        let (mut feed, ring, mut block) = (Feed::new(), filled(BLOCK), [0.0; BLOCK]);
        feed.pull(&ring, PERIOD, &mut block);
        feed.pull(&ring, PERIOD, &mut block);
        let last = block[BLOCK - 1];
        assert!(feed.bridge(&mut block));
        assert!((last - block[0]).abs() < 0.03 * last);
        assert!(block[BLOCK - 1].abs() < 1.0);
        feed.bridge(&mut block);
        assert_eq!(feed.ahead, 2 * BLOCK);
    }

    #[test]
    fn cuts_what_nobody_needed_and_blends_over_the_cut() {
        let (mut feed, mut block) = (Feed::new(), [0.0; BLOCK]);
        feed.prefill = 0;
        feed.fade_in = 0;
        for _ in 0..WINDOW / PERIOD {
            feed.watch(BLOCK + BLOCK + 500, BLOCK, PERIOD);
        }
        let ring = filled(1_200);
        assert!(feed.pull(&ring, PERIOD, &mut block));
        assert_eq!((feed.trimmed, ring.waiting()), (500, 1_200 - 500 - BLOCK));
        let steps: Vec<f32> = block.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| *step > 0.0 && *step < 5.0));
    }

    #[test]
    fn drops_a_backlog_at_once() {
        let (mut feed, ring, mut block) = (Feed::new(), filled(10 * PERIOD), [0.0; BLOCK]);
        feed.prefill = 0;
        assert!(feed.pull(&ring, PERIOD, &mut block));
        assert!(ring.waiting() <= PERIOD + 2 * BLOCK);
    }
}
