//! When the real-time thread runs: as cards have periods, as outputs run low, or by the system's clock.

use std::sync::atomic::Ordering::Relaxed;

use alsa::poll::{Descriptors, pollfd};

use super::{LOW, MOST_BLOCKS, PLAYED_BEFORE_TOP_UP, Pump};
use crate::device::gain::Gain;
use crate::device::{BLOCK, RATE_HZ, now_ns};

const BLOCK_NS: i64 = 5_000_000;
/// Commands and cards that come or go are noticed this soon, and where a microphone wakes the thread with its batches.
const LOOK_NS: i64 = 10_000_000;
const LOOK_BETWEEN_BATCHES_NS: i64 = 25_000_000;
const MOST_DESCRIPTORS: usize = 8;
/// A card that always has something to say and nothing to give must not take the processor.
const MOST_IDLE_WAKES: u32 = 20;

impl Pump<'_> {
    /// Until a card has a period, or the next thing is due.
    pub(super) fn wait(&mut self) {
        let mut descriptors = [pollfd {
            fd: -1,
            events: 0,
            revents: 0,
        }; MOST_DESCRIPTORS];
        let mut used = 0;
        for port in &self.inputs {
            if let Some(input) = &port.stream {
                let pcm = input.pcm();
                if pcm.count() <= MOST_DESCRIPTORS - used
                    && let Ok(count) = pcm.fill(&mut descriptors[used..])
                {
                    used += count;
                }
            }
        }
        if self.idle_wakes > MOST_IDLE_WAKES {
            used = 0;
        }
        // A pause at least as long as a scheduler needs, where nothing was done for a while.
        let floor_ns = if self.idle_wakes > 2 { 250_000 } else { 0 };
        let now = now_ns();
        let due = self.next_due_ns().max(now + floor_ns);
        loop {
            let timeout = libc::timespec {
                tv_sec: 0,
                tv_nsec: (due - now_ns()).max(0) as _,
            };
            let fds = descriptors.as_mut_ptr();
            // SAFETY: the array and the time outlive the call.
            unsafe { libc::ppoll(fds, used as libc::nfds_t, &timeout, std::ptr::null()) };
            if self.is_any_ready(&descriptors[..used]) || now_ns() >= due {
                return;
            }
        }
    }

    /// Asked of every card even where one is ready, because a plug-in card sets its timer anew in this call.
    fn is_any_ready(&self, descriptors: &[pollfd]) -> bool {
        let mut left = descriptors;
        let mut ready = false;
        for input in self.inputs.iter().filter_map(|port| port.stream.as_ref()) {
            let Some((own, others)) = left.split_at_checked(input.pcm().count()) else {
                break;
            };
            // Trouble is met when the card is read.
            ready |= !matches!(input.pcm().revents(own), Ok(events) if events.is_empty());
            left = others;
        }
        ready
    }

    fn next_due_ns(&mut self) -> i64 {
        let now = now_ns();
        let comes_in_batches = self.until_batch().is_some();
        let mut due = now
            + if comes_in_batches {
                LOOK_BETWEEN_BATCHES_NS
            } else {
                LOOK_NS
            };
        for index in self.playing() {
            if let Some(output) = &mut self.outputs[index].stream
                && let Ok(fill) = output.fill()
            {
                let reserve = output.reserve;
                let is_topped_up = self.outputs[index].is_topped_up;
                let low = if comes_in_batches && !is_topped_up {
                    reserve.saturating_sub(PLAYED_BEFORE_TOP_UP) as f32
                } else {
                    LOW
                };
                let left_ns = (fill - low) * 1e9 / RATE_HZ as f32;
                due = due.min(now + left_ns as i64);
            }
        }
        if self.is_clock_our_own() {
            due.min(self.next_block_ns)
        } else {
            due
        }
    }

    /// Where no card gives the time, calls go on by the system's clock; what nobody can hear is thrown away.
    pub(super) fn keep_time(&mut self) {
        let now = now_ns();
        if self.is_clock_our_own() {
            if now - self.next_block_ns > BLOCK_NS * MOST_BLOCKS as i64 {
                self.next_block_ns = now;
            }
            while self.next_block_ns <= now {
                self.next_block_ns += BLOCK_NS;
                self.owed += usize::from(
                    self.input
                        .is_some_and(|index| self.inputs[index].stream.is_some()),
                );
                self.advance(&[0; BLOCK]);
            }
        } else {
            self.next_block_ns = now + BLOCK_NS;
        }
        let most = self.shared.layout.period + BLOCK;
        self.talk_is_idle = !self.plays();
        if self.talk_is_idle {
            let playout = &self.shared.playout;
            playout.skip(playout.waiting().saturating_sub(most));
            for port in &mut self.outputs {
                port.gain = if port.stream.is_none() {
                    Gain::new(0.0)
                } else {
                    port.gain
                };
            }
        }
        let ringer = self.shared.layout.ringer;
        if ringer.is_none_or(|index| self.outputs[index].stream.is_none()) {
            let ringing = &self.shared.ringing;
            ringing.skip(ringing.waiting().saturating_sub(most));
        }
    }

    /// A media thread that runs before all others and does not come back within a second is made an ordinary one:
    /// the rest of the phone, and whoever restarts it, must get the processor.
    pub(super) fn watch_caller(&mut self) {
        let (now, answered) = (now_ns(), self.shared.answered.load(Relaxed));
        if answered != self.answered || self.calls <= answered {
            self.answered = answered;
            self.unanswered_since_ns = now;
            return;
        }
        if now - self.unanswered_since_ns < 1_000_000_000 {
            return;
        }
        self.unanswered_since_ns = now;
        let caller = self.shared.caller.load(Relaxed);
        if crate::priority::run_ordinarily(caller) {
            self.shared.is_demoted.store(true, Relaxed);
            self.shared.counters.demotions.fetch_add(1, Relaxed);
        }
    }
}
