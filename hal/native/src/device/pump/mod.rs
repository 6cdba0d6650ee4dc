//! The real-time thread: takes periods from the cards, calls the media thread, and plays what it wrote.

mod clean;
mod hear;
mod ports;
mod speak;
mod timing;

use std::sync::atomic::Ordering::Relaxed;
use std::thread::Thread;

use super::feed::Feed;
use super::gain::Gain;
use super::reference::Reference;
use super::shared::Shared;
use super::stream::{Input, Output};
use super::{BLOCK, RATE_HZ, now_ns};
use crate::processing::{Processing, Settings};
use crate::wake::Sender;

/// An output is served before this is all that waits in it; 1.5 ms is what a real-time thread may wake late.
const LOW: f32 = 72.0;
/// Where a microphone brings more than a block at once, an output is filled up for the rest of that time when so much
/// of its reserve has been played: long enough after the call for the media thread to have answered.
const PLAYED_BEFORE_TOP_UP: usize = 48;
/// More at once than any backlog that is worth playing.
const MOST_BLOCKS: usize = 16;

struct Port<T> {
    stream: Option<Box<T>>,
    /// Filled up since the microphone's last batch.
    is_topped_up: bool,
    gain: Gain,
    ring_gain: Gain,
}

pub struct Pump<'a> {
    shared: &'a Shared,
    wake: Sender,
    /// Woken without waiting for it.
    opener: Thread,
    inputs: Vec<Port<Input>>,
    outputs: Vec<Port<Output>>,
    /// In use now: they follow the wanted path as soon as its cards are there.
    input: Option<usize>,
    output: Option<usize>,
    waiting_since_ns: Option<i64>,
    processing: Processing,
    /// Nothing has ever been done to the microphone, so it is spared the delay of framing.
    is_bypassed: bool,
    reference: Reference,
    talk: Feed,
    ring: Feed,
    /// Samples of the engine's clock since the media thread was last called.
    gathered: usize,
    /// Blocks of silence that stood in for a microphone which was late.
    owed: usize,
    next_block_ns: i64,
    /// Nothing has played since calls were last heard: the next output begins afresh.
    talk_is_idle: bool,
    /// A block of the microphone has come with this wake-up.
    has_ticked: bool,
    idle_wakes: u32,
    calls: u64,
    unanswered_since_ns: i64,
    answered: u64,
}

impl<'a> Pump<'a> {
    pub fn new(shared: &'a Shared, wake: Sender, opener: Thread) -> Self {
        let path = shared.wanted_path();
        Self {
            shared,
            wake,
            opener,
            inputs: shared.inputs.iter().map(|_| Port::new()).collect(),
            outputs: shared.outputs.iter().map(|_| Port::new()).collect(),
            input: path.input,
            output: path.output,
            waiting_since_ns: None,
            processing: Processing::new(Settings::default()),
            is_bypassed: true,
            reference: Reference::new(),
            talk: Feed::new(),
            ring: Feed::new(),
            gathered: 0,
            owed: 0,
            next_block_ns: now_ns(),
            talk_is_idle: true,
            has_ticked: false,
            idle_wakes: 0,
            calls: 0,
            unanswered_since_ns: now_ns(),
            answered: 0,
        }
    }

    pub fn run(&mut self) {
        while !self.shared.stop.load(Relaxed) {
            self.wait();
            let path = self.shared.wanted_path();
            self.adopt();
            self.change_processing();
            self.choose(path);
            self.has_ticked = false;
            self.hear();
            self.speak();
            self.keep_time();
            self.watch_caller();
            if self.shared.take_news() {
                self.opener.unpark();
            }
            self.idle_wakes = if self.has_ticked {
                0
            } else {
                self.idle_wakes + 1
            };
        }
    }

    /// The outputs that are kept filled: where calls are heard, and where it rings if that is another.
    fn playing(&self) -> impl Iterator<Item = usize> + use<> {
        let ringer = self.shared.layout.ringer;
        let other = ringer.filter(|index| Some(*index) != self.output);
        self.output.into_iter().chain(other)
    }

    /// Samples until the microphone brings its next batch, where it brings more than a block at once.
    fn until_batch(&self) -> Option<usize> {
        let input = self
            .input
            .and_then(|index| self.inputs[index].stream.as_ref())?;
        let batch_ns = input.batch_ns();
        let samples = |ns: i64| (ns * i64::from(RATE_HZ) / 1_000_000_000) as usize;
        let left_ns = (input.heard_ns + batch_ns - now_ns()).clamp(0, batch_ns);
        (samples(batch_ns) > BLOCK && self.hears()).then(|| samples(left_ns))
    }

    fn is_clock_our_own(&self) -> bool {
        !self.hears() && !self.plays()
    }

    fn hears(&self) -> bool {
        let input = self
            .input
            .and_then(|index| self.inputs[index].stream.as_ref());
        input.is_some_and(|input| now_ns() - input.heard_ns < input.patience_ns())
    }

    fn plays(&self) -> bool {
        let output = self
            .output
            .and_then(|index| self.outputs[index].stream.as_ref());
        output.is_some_and(|output| output.is_started())
    }
}
