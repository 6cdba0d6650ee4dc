//! From the media thread to the ear: each output is kept filled, and what is late is bridged.

use std::sync::atomic::Ordering::{Acquire, Relaxed};

use super::{LOW, MOST_BLOCKS, PLAYED_BEFORE_TOP_UP, Port, Pump};
use crate::device::stream::{Errno, Recovery};
use crate::device::{BLOCK, Block};

/// An output is filled to what is wanted, give or take as much.
const HALF_BLOCK: f32 = (BLOCK / 2) as f32;

impl Pump<'_> {
    /// Loudspeakers: each is filled to its reserve and half a block; what the media thread owes is bridged.
    pub(super) fn speak(&mut self) {
        if let Some(index) = self.output {
            self.serve(index, true);
        }
        match self.shared.layout.ringer {
            Some(index) if Some(index) != self.output => self.serve(index, false),
            _ => {}
        }
        let trimmed = self.talk.trimmed + self.ring.trimmed;
        self.talk.trimmed = 0;
        self.ring.trimmed = 0;
        self.shared
            .counters
            .trimmed_samples
            .fetch_add(trimmed as u32, Relaxed);
    }

    fn serve(&mut self, index: usize, talks: bool) {
        let until_batch = self.until_batch();
        let mut tops_up = false;
        for _ in 0..MOST_BLOCKS {
            let hears = self.hears();
            let Some(output) = &mut self.outputs[index].stream else {
                return;
            };
            let reserve = output.reserve as f32;
            // Begun with a block of the microphone, so that the two keep step from the first on.
            if !output.is_started() && hears && !self.has_ticked {
                return;
            }
            let started = if output.is_started() {
                Ok(())
            } else {
                let period = self.shared.layout.period;
                // Each call that is still to be answered brings a period; right after a call one is usual. Where that
                // has been answered already, its period is what is played before the next call.
                let written = self.shared.written.load(Acquire);
                let unanswered = self.calls.saturating_sub(written);
                let usual = u64::from(self.gathered == 0);
                let rest = if unanswered < usual {
                    period
                } else {
                    (period - self.gathered) % period
                };
                let coming = unanswered.saturating_sub(usual) as usize * period;
                if talks && self.talk_is_idle {
                    self.talk.begin(&self.shared.playout, rest, coming);
                } else if !talks {
                    self.ring.begin(&self.shared.ringing, rest, coming);
                }
                output.start()
            };
            let fill = match started.and_then(|()| output.fill()) {
                Ok(fill) => fill,
                Err(errno) => return self.mend(index, errno),
            };
            // In step with the microphone where there is one; between its blocks only what would run dry is served,
            // and between its batches, once, what is played until the next.
            let is_due = until_batch.is_some() && self.is_top_up_due(index, fill);
            tops_up |= !self.has_ticked && hears && (is_due || fill <= LOW);
            let most = if tops_up {
                self.outputs[index].is_topped_up = true;
                reserve + until_batch.unwrap_or(0) as f32 - HALF_BLOCK
            } else if self.has_ticked || !hears {
                reserve + HALF_BLOCK
            } else {
                return;
            };
            if fill > most && fill > LOW {
                return;
            }
            if talks
                && !hears
                && let Some(output) = &mut self.outputs[index].stream
            {
                output.lead();
                self.owed += 1;
                self.advance(&[0; BLOCK]);
            }
            if !self.play_block(index, talks, fill <= LOW) {
                return;
            }
        }
    }

    /// The reserve is being played, and the media thread has had the time to answer its last call.
    pub(super) fn is_top_up_due(&self, index: usize, fill: f32) -> bool {
        let Port {
            stream,
            is_topped_up,
            ..
        } = &self.outputs[index];
        let reserve = stream.as_ref().map_or(0, |output| output.reserve);
        !is_topped_up && fill <= reserve.saturating_sub(PLAYED_BEFORE_TOP_UP) as f32
    }

    /// False where nothing is there to be played and the output can still wait for it.
    fn play_block(&mut self, index: usize, talks: bool, is_urgent: bool) -> bool {
        let period = self.shared.layout.period;
        let (mut speech, mut ringing) = ([0.0; BLOCK], [0.0; BLOCK]);
        let rings = self.shared.layout.ringer == Some(index);
        let is_fed = if talks {
            self.talk.pull(&self.shared.playout, period, &mut speech)
        } else {
            self.ring.pull(&self.shared.ringing, period, &mut ringing)
        };
        if !is_fed && !is_urgent {
            return false;
        }
        if !is_fed && talks {
            let was_due = self.talk.bridge(&mut speech);
            let starved = &self.shared.counters.starved_blocks;
            starved.fetch_add(u32::from(was_due), Relaxed);
        } else if !is_fed {
            self.ring.bridge(&mut ringing);
        }
        if talks && rings && !self.ring.pull(&self.shared.ringing, period, &mut ringing) {
            self.ring.bridge(&mut ringing);
        }
        for at in 0..self.outputs.len() {
            let is_fading = talks && at != index && !self.outputs[at].gain.is_silent();
            if at == index || is_fading {
                self.write(
                    at,
                    &speech,
                    if at == index { &ringing } else { &[0.0; BLOCK] },
                );
            }
        }
        true
    }

    fn write(&mut self, index: usize, speech: &Block, ringing: &Block) {
        let Port {
            stream,
            gain,
            ring_gain,
            ..
        } = &mut self.outputs[index];
        let mut mixed = [0.0; BLOCK];
        let parts = mixed.iter_mut().zip(speech).zip(ringing);
        if let (Some(gain), Some(ring_gain)) = (gain.settled(), ring_gain.settled()) {
            parts.for_each(|((value, speech), ringing)| {
                *value = speech * gain + ringing * ring_gain;
            });
        } else {
            parts.for_each(|((value, speech), ringing)| {
                *value = speech * gain.next() + ringing * ring_gain.next();
            });
        }
        if Some(index) == self.output {
            self.reference.write(&mixed);
        }
        if let Some(output) = stream
            && let Err(errno) = output.write(&mixed)
        {
            self.mend(index, errno);
        }
    }

    fn mend(&mut self, index: usize, errno: Errno) {
        let port = &mut self.outputs[index];
        let Some(output) = &mut port.stream else {
            return;
        };
        self.shared
            .counters
            .xruns
            .fetch_add(u32::from(errno == libc::EPIPE), Relaxed);
        match output.recover(errno) {
            Recovery::Again | Recovery::Later => {}
            Recovery::Lost(errno) => port.lose(&self.shared.outputs[index], -errno),
        }
    }
}
