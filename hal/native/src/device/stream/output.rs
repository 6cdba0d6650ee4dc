//! A card that plays: kept filled to a reserve, at the engine's pace though its clock may differ.

use std::ffi::CStr;

use alsa::Direction;

use super::card::{CHUNK, Card, PERIODS_A_SECOND, WIDE};
use super::{Errno, Recovery, Shape, Stream};
use crate::device::drift::Drift;
use crate::device::resampler::Resampler;
use crate::device::{BLOCK, Block, RATE_HZ, now_ns, to_sample};

pub struct Output {
    card: Card,
    resampler: Resampler,
    drift: Drift,
    resampled: Vec<f32>,
    /// What should still wait when a block is added: what the thread may be late by.
    pub reserve: usize,
    least_reserve: usize,
    calm_blocks: u32,
    is_started: bool,
    /// Seen at the last look, to find out in what steps the card's position moves.
    last_look: Option<(i64, f32)>,
}

/// As long as the slowest card's steps; beyond it waiting longer does not help.
const MOST_RESERVE: usize = 16 * BLOCK;
/// After a minute without trouble a block less is tried.
const CALM_BLOCKS: u32 = 60 * PERIODS_A_SECOND;
/// Asking the card costs two calls of the system: within 1 ms the last answer is counted on.
const FRESH: f32 = 48.0;
const HICCUP_BLOCKS: u32 = 10 * PERIODS_A_SECOND;
/// Wireless cards add some of their own; beyond it a delay is no delay but a fault.
const MOST_DELAY_S: i64 = 1;
/// Steps below a millisecond are what every card does.
const FINE_STEP: f32 = 72.0;

impl Stream for Output {
    fn open(name: &CStr, samples: usize) -> Result<Self, Errno> {
        let card = Card::open(name, Direction::Playback, samples)?;
        let period = card.period * RATE_HZ as usize / card.rate_hz as usize;
        let reserve = period.clamp(BLOCK, MOST_RESERVE);
        Ok(Self {
            resampler: Resampler::new(RATE_HZ, card.rate_hz),
            card,
            drift: Drift::default(),
            resampled: vec![0.0; 2 * BLOCK],
            reserve,
            least_reserve: reserve,
            calm_blocks: HICCUP_BLOCKS,
            is_started: false,
            last_look: None,
        })
    }

    fn shape(&self) -> Shape {
        self.card.shape()
    }
}

impl Output {
    pub fn is_started(&self) -> bool {
        self.is_started
    }

    /// Silence as long as the reserve, then the clock runs.
    pub fn start(&mut self) -> Result<(), Errno> {
        let frames = self.reserve * self.card.rate_hz as usize / RATE_HZ as usize;
        self.card.narrow_frames.fill(0);
        self.card.wide_frames.fill(0);
        let mut left = frames;
        while left > 0 {
            let written = self.card.transfer(left.min(CHUNK), true)?;
            if written == 0 {
                break;
            }
            left -= written;
        }
        self.card.pcm.start().map_err(|error| error.errno())?;
        self.is_started = true;
        self.last_look = None;
        self.drift.restart();
        Ok(())
    }

    /// Samples at 48 kHz that wait to be heard.
    pub fn fill(&mut self) -> Result<f32, Errno> {
        let elapsed = |then: i64| (now_ns() - then) as f32 * RATE_HZ as f32 / 1e9;
        if let Some((then, fill)) = self.last_look
            && elapsed(then) < FRESH
        {
            return Ok(fill - elapsed(then));
        }
        self.card.look()?;
        let frames = self.card.pcm.delay().map_err(|error| error.errno())?;
        if frames > MOST_DELAY_S * i64::from(self.card.rate_hz) {
            // Nobody filled it with so much: a card that has lost count begins again.
            return Err(libc::EPIPE);
        }
        let fill = frames as f32 * RATE_HZ as f32 / self.card.rate_hz as f32;
        let now = now_ns();
        if let Some((then, before)) = self.last_look {
            let step = before - fill - (now - then) as f32 * RATE_HZ as f32 / 1e9;
            // A card may say that it moves finely and move in long steps: it is believed what it does.
            if step > FINE_STEP {
                let needed = (step as usize + BLOCK / 2).min(MOST_RESERVE);
                self.least_reserve = self.least_reserve.max(needed);
                self.raise_reserve(needed);
            }
        }
        self.last_look = Some((now, fill));
        Ok(fill)
    }

    fn raise_reserve(&mut self, to: usize) {
        if to > self.reserve {
            self.reserve = to.min(MOST_RESERVE);
            self.drift.restart();
        }
    }

    /// Once a block of the engine's clock, with what waits then: keeps this card's clock at the engine's.
    pub fn follow(&mut self, fill: f32) {
        self.calm_blocks += 1;
        if self.calm_blocks >= CALM_BLOCKS && self.reserve > self.least_reserve {
            self.calm_blocks = 0;
            self.reserve = (self.reserve - BLOCK).max(self.least_reserve);
            self.drift.restart();
        }
        let ppm = self.drift.observe(fill - self.reserve as f32);
        self.resampler.set_correction(ppm);
    }

    /// This card's own clock drives the engine.
    pub fn lead(&mut self) {
        self.resampler.set_correction(0.0);
    }

    pub fn drift_ppm(&self) -> f32 {
        self.drift.learnt_ppm()
    }

    /// What does not fit is lost; the caller writes only where there is room.
    pub fn write(&mut self, block: &Block) -> Result<(), Errno> {
        let frames = self.resampler.process(block, &mut self.resampled, 0);
        let Card { channels, wide, .. } = self.card;
        for (frame, value) in self.resampled[..frames].iter().enumerate() {
            let span = frame * channels..(frame + 1) * channels;
            if wide {
                self.card.wide_frames[span].fill((value * WIDE) as i32);
            } else {
                self.card.narrow_frames[span].fill(to_sample(*value));
            }
        }
        let written = self.card.transfer(frames, true)?;
        if let Some((_, before)) = &mut self.last_look {
            *before += written as f32 * RATE_HZ as f32 / self.card.rate_hz as f32;
        }
        Ok(())
    }

    pub fn recover(&mut self, errno: Errno) -> Recovery {
        self.is_started = false;
        // One hiccup is no reason to wait longer from now on; a second one soon after is.
        if errno == libc::EPIPE && self.calm_blocks < HICCUP_BLOCKS {
            self.raise_reserve(self.reserve + BLOCK);
        }
        self.calm_blocks = 0;
        self.card.recover(errno)
    }
}
