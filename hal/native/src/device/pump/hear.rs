//! From the microphone to the media thread: the block in use is what the engine's clock ticks by.

use std::sync::atomic::Ordering::Relaxed;

use super::{MOST_BLOCKS, Port, Pump};
use crate::device::BLOCK;
use crate::device::stream::Recovery;

impl Pump<'_> {
    /// Microphones: all that came, and a block of the engine's clock for each block of the one in use.
    pub(super) fn hear(&mut self) {
        for (index, port) in self.inputs.iter_mut().enumerate() {
            let Some(input) = &mut port.stream else {
                continue;
            };
            if let Err(errno) = input.read() {
                self.shared
                    .counters
                    .xruns
                    .fetch_add(u32::from(errno == libc::EPIPE), Relaxed);
                match input.recover(errno) {
                    Recovery::Again | Recovery::Later => {}
                    Recovery::Lost(errno) => port.lose(&self.shared.inputs[index], -errno),
                }
            }
            if Some(index) != self.input
                && let Some(input) = &mut port.stream
            {
                // Of a microphone that is not in use only the latest block is kept, ready for a switch.
                input.drop_oldest(input.waiting().saturating_sub(BLOCK));
            }
        }
        if !self.hears() {
            return;
        }
        self.drop_owed();
        self.align();
        let mut block = [0.0; BLOCK];
        for _ in 0..MOST_BLOCKS {
            let port = self.input.map(|index| &mut self.inputs[index]);
            let Some(Port {
                stream: Some(input),
                gain,
                ..
            }) = port
            else {
                return;
            };
            if !input.take(&mut block) {
                return;
            }
            match gain.settled() {
                Some(1.0) => {}
                Some(steady) => block.iter_mut().for_each(|value| *value *= steady),
                None => block.iter_mut().for_each(|value| *value *= gain.next()),
            }
            let lag = input.waiting();
            self.follow();
            let cleaned = self.clean(&block, lag);
            self.advance(&cleaned);
        }
    }

    /// What silence has stood in for is not also heard late.
    fn drop_owed(&mut self) {
        if let Some(input) = self
            .input
            .and_then(|index| self.inputs[index].stream.as_mut())
            && self.owed > 0
            && input.waiting() > BLOCK
        {
            let late = (self.owed * BLOCK).min(input.waiting() - BLOCK);
            input.drop_oldest(late);
            self.shared
                .counters
                .trimmed_samples
                .fetch_add(late as u32, Relaxed);
        }
        if self.input.is_some_and(|index| {
            self.inputs[index]
                .stream
                .as_ref()
                .is_some_and(|i| i.waiting() >= BLOCK)
        }) {
            self.owed = 0;
        }
    }

    /// The engine is called as a batch ends, not some blocks later: what keeps it from that is dropped once, when the
    /// card takes over from another clock.
    fn align(&mut self) {
        let (period, gathered) = (self.shared.layout.period, self.gathered);
        if let Some(input) = self
            .input
            .and_then(|index| self.inputs[index].stream.as_mut())
            && input.batch() == period
        {
            let excess = (gathered + input.waiting()) % period;
            input.drop_oldest(excess.min(input.waiting()));
        }
    }

    /// Keeps the cards that play at the pace of the one that listens.
    fn follow(&mut self) {
        for index in self.playing() {
            if let Some(output) = &mut self.outputs[index].stream
                && output.is_started()
                && let Ok(fill) = output.fill()
            {
                output.follow(fill);
                if Some(index) == self.output {
                    self.shared
                        .counters
                        .drift_ppm
                        .store(output.drift_ppm() as i32, Relaxed);
                }
            }
        }
    }

    /// One block of the engine's clock has passed.
    pub(super) fn advance(&mut self, captured: &[i16; BLOCK]) {
        if !self.shared.capture.push(captured) {
            self.shared
                .counters
                .trimmed_samples
                .fetch_add(BLOCK as u32, Relaxed);
        }
        self.has_ticked = true;
        for port in &mut self.outputs {
            port.is_topped_up = false;
        }
        self.gathered += BLOCK;
        let period = self.shared.layout.period;
        if self.gathered < period {
            return;
        }
        self.gathered -= period;
        self.calls += 1;
        let output = self
            .output
            .and_then(|index| self.outputs[index].stream.as_mut());
        let (fill, reserve) = match output {
            Some(output) if output.is_started() => (
                output.fill().unwrap_or(0.0).max(0.0) as usize,
                output.reserve,
            ),
            _ => (0, 0),
        };
        let queued = fill + self.talk.waiting(&self.shared.playout);
        self.talk.watch(queued, reserve, period);
        self.ring
            .watch(self.ring.waiting(&self.shared.ringing), 0, period);
        let counters = &self.shared.counters;
        counters.playout_delay.store(queued as u32, Relaxed);
        counters.capturing.store(self.hears(), Relaxed);
        counters.playing.store(self.plays(), Relaxed);
        self.tell_figures();
        self.wake.send();
    }
}
