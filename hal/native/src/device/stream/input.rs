//! A card that captures: whole periods, mixed down, at the engine's rate.

use std::ffi::CStr;

use alsa::Direction;
use alsa::pcm::PCM;

use super::card::{CHUNK, Card, WIDE};
use super::{Errno, Recovery, Shape, Stream};
use crate::device::resampler::Resampler;
use crate::device::{BLOCK, Block, RATE_HZ, now_ns};

pub struct Input {
    card: Card,
    /// None where the card runs at the engine's rate: it is the clock that others are corrected to.
    resampler: Option<Resampler>,
    mono: Vec<f32>,
    /// Captured, at 48 kHz, and not yet taken.
    captured: Vec<f32>,
    length: usize,
    pub heard_ns: i64,
}

/// A stall longer than this is cut: nobody wants to hear it late.
const MOST_CAPTURED: usize = 16 * BLOCK;

impl Stream for Input {
    fn open(name: &CStr, samples: usize) -> Result<Self, Errno> {
        let card = Card::open(name, Direction::Capture, samples)?;
        Ok(Self {
            resampler: (card.rate_hz != RATE_HZ).then(|| Resampler::new(card.rate_hz, RATE_HZ)),
            card,
            mono: vec![0.0; CHUNK],
            captured: vec![0.0; MOST_CAPTURED],
            length: 0,
            heard_ns: now_ns(),
        })
    }

    fn shape(&self) -> Shape {
        self.card.shape()
    }
}

impl Input {
    pub fn start(&mut self) -> Result<(), Errno> {
        self.heard_ns = now_ns();
        self.card.pcm.start().map_err(|error| error.errno())
    }

    pub fn pcm(&self) -> &PCM {
        &self.card.pcm
    }

    /// Takes whole batches only: a rest stays in the card, so that each wake-up comes with a batch.
    pub fn read(&mut self) -> Result<(), Errno> {
        let mut due = self.card.look()? / self.card.batch * self.card.batch;
        while due > 0 {
            let frames = self.card.transfer(due.min(CHUNK), false)?;
            if frames == 0 {
                return Ok(());
            }
            due -= frames;
            self.heard_ns = now_ns();
            self.mix_down(frames);
            let room = self.captured.len().saturating_sub(self.length);
            if room < 2 * frames {
                self.drop_oldest(2 * frames - room);
            }
            self.append(frames);
        }
        Ok(())
    }

    fn append(&mut self, frames: usize) {
        let mono = &self.mono[..frames];
        if let Some(resampler) = &mut self.resampler {
            self.length = resampler.process(mono, &mut self.captured, self.length);
        } else {
            self.captured[self.length..self.length + frames].copy_from_slice(mono);
            self.length += frames;
        }
    }

    fn mix_down(&mut self, frames: usize) {
        let Card { channels, wide, .. } = self.card;
        let scale = 1.0 / channels as f32;
        for (frame, mono) in self.mono[..frames].iter_mut().enumerate() {
            let span = frame * channels..(frame + 1) * channels;
            *mono = if wide {
                self.card.wide_frames[span]
                    .iter()
                    .map(|s| *s as f32)
                    .sum::<f32>()
                    / WIDE
                    * scale
            } else {
                self.card.narrow_frames[span]
                    .iter()
                    .map(|s| f32::from(*s))
                    .sum::<f32>()
                    * scale
            };
        }
    }

    pub fn waiting(&self) -> usize {
        self.length
    }

    pub fn drop_oldest(&mut self, count: usize) {
        let count = count.min(self.length);
        self.captured.copy_within(count..self.length, 0);
        self.length -= count;
    }

    pub fn take(&mut self, block: &mut Block) -> bool {
        if self.length < BLOCK {
            return false;
        }
        block.copy_from_slice(&self.captured[..BLOCK]);
        self.drop_oldest(BLOCK);
        true
    }

    /// Samples that the card brings at once, at its own rate.
    pub fn batch(&self) -> usize {
        self.card.batch
    }

    /// From one batch of the card to its next.
    pub fn batch_ns(&self) -> i64 {
        self.card.batch as i64 * 1_000_000_000 / i64::from(self.card.rate_hz)
    }

    /// How long ago the card's latest batch may have come before something is wrong with it.
    pub fn patience_ns(&self) -> i64 {
        (2 * self.batch_ns()).max(40_000_000)
    }

    pub fn recover(&mut self, errno: Errno) -> Recovery {
        let recovery = self.card.recover(errno);
        if let Recovery::Again = recovery
            && let Err(errno) = self.start()
        {
            return Recovery::Lost(errno);
        }
        recovery
    }
}
