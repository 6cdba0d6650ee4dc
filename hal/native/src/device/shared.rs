//! What the media thread and the real-time thread know in common, all of it readable without waiting.

use std::ffi::CString;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicU64, Ordering};

use super::mailbox::Mailbox;
use super::ring::Ring;
use super::stream::{Input, Output};
use crate::processing::{Chain, Settings};

/// Two thirds of a second: a longer stall loses sound rather than gathering delay.
const RING_SAMPLES: usize = 1 << 15;

/// Where one path speaks and hears: indices of the inputs and outputs, and gains as factors.
#[derive(Clone, Copy)]
pub struct Path {
    pub input: Option<usize>,
    pub output: Option<usize>,
    pub input_gain: f32,
    pub output_gain: f32,
    pub processing: Settings,
}

pub struct Layout {
    /// Names of capture and of playback PCMs, each once.
    pub inputs: Vec<CString>,
    pub outputs: Vec<CString>,
    pub paths: Vec<Path>,
    pub ringer: Option<usize>,
    pub ringer_gain: f32,
    /// Samples of one call of the media thread.
    pub period: usize,
}

#[derive(Default)]
pub struct Counters {
    pub starved_blocks: AtomicU32,
    pub trimmed_samples: AtomicU32,
    pub xruns: AtomicU32,
    /// Samples between the media thread and the ear when it was last called.
    pub playout_delay: AtomicU32,
    pub capturing: AtomicBool,
    pub playing: AtomicBool,
    pub real_time: AtomicBool,
    pub caller_real_time: AtomicBool,
    /// How often the media thread was taken its priority for not coming back.
    pub demotions: AtomicU32,
    /// Millionths by which the playing card's clock was found to differ from the engine's.
    pub drift_ppm: AtomicI32,
    pub cancels_echo: AtomicBool,
    /// In hundredths of a dB; the least value where it has not been measured.
    pub return_loss: AtomicI32,
    pub enhancement: AtomicI32,
    pub half_duplex: AtomicBool,
    /// Whether the microphone is cleaned; only then its room is listened to.
    pub cleans: AtomicBool,
    /// Speech over noise before the cleaning, likewise in hundredths.
    pub signal_to_noise: AtomicI32,
}

pub const NOT_MEASURED: i32 = i32::MIN;

pub struct Shared {
    pub layout: Layout,
    pub inputs: Vec<Mailbox<Input>>,
    pub outputs: Vec<Mailbox<Output>>,
    pub chain: Mailbox<Chain>,
    pub capture: Ring,
    pub playout: Ring,
    pub ringing: Ring,
    pub path: AtomicU32,
    pub talking: AtomicBool,
    volume: AtomicU32,
    ringer_volume: AtomicU32,
    pub stop: AtomicBool,
    pub counters: Counters,
    /// Calls of the media thread that it has answered.
    pub answered: AtomicU64,
    /// Of those, the ones whose sound is in the rings, or never will be.
    pub written: AtomicU64,
    /// Its thread id, by which its priority can be taken.
    pub caller: AtomicI32,
    pub is_demoted: AtomicBool,
}

impl Shared {
    pub fn new(layout: Layout) -> Self {
        Self {
            inputs: layout.inputs.iter().map(|_| Mailbox::new()).collect(),
            outputs: layout.outputs.iter().map(|_| Mailbox::new()).collect(),
            layout,
            chain: Mailbox::new(),
            capture: Ring::new(RING_SAMPLES),
            playout: Ring::new(RING_SAMPLES),
            ringing: Ring::new(RING_SAMPLES),
            path: AtomicU32::new(0),
            talking: AtomicBool::new(true),
            volume: AtomicU32::new(1.0f32.to_bits()),
            ringer_volume: AtomicU32::new(1.0f32.to_bits()),
            stop: AtomicBool::new(false),
            counters: Counters::default(),
            answered: AtomicU64::new(0),
            written: AtomicU64::new(0),
            caller: AtomicI32::new(0),
            is_demoted: AtomicBool::new(false),
        }
    }

    /// Of the real-time thread for the opening one.
    pub fn take_news(&self) -> bool {
        let inputs = self.inputs.iter().map(Mailbox::take_news);
        let outputs = self.outputs.iter().map(Mailbox::take_news);
        let cards = inputs.chain(outputs).fold(false, |all, news| all | news);
        self.chain.take_news() | cards
    }

    pub fn set_volume(&self, volume: f32) {
        self.volume.store(volume.to_bits(), Ordering::Relaxed);
    }

    pub fn set_ringer_volume(&self, volume: f32) {
        self.ringer_volume
            .store(volume.to_bits(), Ordering::Relaxed);
    }

    pub fn volume(&self) -> f32 {
        f32::from_bits(self.volume.load(Ordering::Relaxed))
    }

    pub fn ringer_volume(&self) -> f32 {
        f32::from_bits(self.ringer_volume.load(Ordering::Relaxed))
    }

    /// The path that is asked for; the layout has at least one.
    pub fn wanted_path(&self) -> Path {
        let index = self.path.load(Ordering::Relaxed) as usize;
        self.layout.paths[index.min(self.layout.paths.len() - 1)]
    }
}
