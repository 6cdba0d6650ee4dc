//! From the media thread to the ear: each output is kept filled, and what is late is bridged.

use std::sync::atomic::Ordering::Relaxed;

use super::{LOW, MOST_BLOCKS, Port, Pump};
use crate::device::stream::{Errno, Recovery};
use crate::device::{BLOCK, Block};

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
        for _ in 0..MOST_BLOCKS {
            let hears = self.hears();
            let Some(output) = &mut self.outputs[index].stream else {
                return;
            };
            // Begun with a block of the microphone, so that the two keep step from the first on.
            if !output.is_started() && hears && !self.has_ticked {
                return;
            }
            let started = if output.is_started() {
                Ok(())
            } else {
                let period = self.shared.layout.period;
                let rest = (period - self.gathered) % period;
                // Each call that is still to be answered brings a period; right after a call one is usual.
                let unanswered = self
                    .calls
                    .saturating_sub(self.shared.answered.load(Relaxed));
                let usual = u64::from(self.gathered == 0);
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
            // In step with the microphone where there is one; between its blocks only what would run dry is served.
            let is_its_turn = self.has_ticked || !hears || fill <= LOW;
            if !is_its_turn || fill > (output.reserve + BLOCK / 2) as f32 {
                return;
            }
            if talks && !hears {
                output.lead();
                self.owed += 1;
                self.advance(&[0; BLOCK]);
            }
            if !self.play_block(index, talks, fill <= LOW) {
                return;
            }
        }
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
        } = &mut self.outputs[index];
        let mut mixed = [0.0; BLOCK];
        for ((value, speech), ringing) in mixed.iter_mut().zip(speech).zip(ringing) {
            *value = speech * gain.next() + ringing * ring_gain.next();
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
