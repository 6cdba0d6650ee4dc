//! Which cards are open and which of them are in use: they follow the path that is asked for.

use std::sync::atomic::Ordering::Relaxed;

use super::{Port, Pump};
use crate::device::gain::Gain;
use crate::device::mailbox::{Mailbox, state};
use crate::device::shared::Path;
use crate::device::{BLOCK, now_ns};

/// A path whose card is not there is waited for so long on the one that was used before.
const PATIENCE_NS: i64 = 300_000_000;

impl<T> Port<T> {
    pub(super) fn new() -> Self {
        Self {
            stream: None,
            is_topped_up: false,
            gain: Gain::new(0.0),
            ring_gain: Gain::new(0.0),
        }
    }

    /// Gives the stream back to be closed; it is opened again while it is wanted.
    pub(super) fn lose(&mut self, mailbox: &Mailbox<T>, outcome: i32) {
        if let Some(stream) = self.stream.take() {
            mailbox.state.store(outcome, Relaxed);
            mailbox.retire(stream);
        }
    }
}

impl Pump<'_> {
    /// Takes what the opener has opened, and tells it what is wanted.
    pub(super) fn adopt(&mut self) {
        let path = self.shared.wanted_path();
        for (index, port) in self.inputs.iter_mut().enumerate() {
            let mailbox = &self.shared.inputs[index];
            mailbox.want(Some(index) == path.input || Some(index) == self.input);
            if let Some(mut input) = mailbox.take_ready() {
                let started = input.start();
                port.stream = Some(input);
                match started {
                    Ok(()) => mailbox.state.store(state::RUNNING, Relaxed),
                    Err(errno) => port.lose(mailbox, -errno),
                }
            }
            if !mailbox.is_wanted() {
                port.lose(mailbox, state::IDLE);
            }
        }
        for (index, port) in self.outputs.iter_mut().enumerate() {
            let mailbox = &self.shared.outputs[index];
            let is_chosen = Some(index) == path.output || Some(index) == self.output;
            mailbox.want(
                is_chosen || Some(index) == self.shared.layout.ringer || !port.gain.is_silent(),
            );
            if let Some(output) = mailbox.take_ready() {
                port.stream = Some(output);
                mailbox.state.store(state::RUNNING, Relaxed);
            }
            if !mailbox.is_wanted() {
                port.lose(mailbox, state::IDLE);
            }
        }
    }

    /// Follows the wanted path: playback is blended, the microphone is taken down before another is taken up.
    pub(super) fn choose(&mut self, path: Path) {
        let now = now_ns();
        let is_there =
            |wanted: Option<usize>, there: &dyn Fn(usize) -> bool| wanted.is_none_or(there);
        let output_there = is_there(path.output, &|index| self.outputs[index].stream.is_some());
        let input_there = is_there(path.input, &|index| self.inputs[index].stream.is_some());
        if path.output == self.output && path.input == self.input {
            self.waiting_since_ns = None;
        }
        let since = *self.waiting_since_ns.get_or_insert(now);
        let is_enough = now - since > PATIENCE_NS;
        if path.output != self.output && (output_there || is_enough) {
            self.output = path.output;
        }
        if path.input != self.input && (input_there || is_enough) {
            let silent = self.input.is_none_or(|index| {
                let port = &self.inputs[index];
                !self.hears() || port.stream.is_none() || port.gain.is_silent()
            });
            if silent {
                self.input = path.input;
                if let Some(input) = path
                    .input
                    .and_then(|index| self.inputs[index].stream.as_mut())
                {
                    input.drop_oldest(input.waiting().saturating_sub(BLOCK));
                }
            }
        }
        let leaving = path.input != self.input && (input_there || is_enough);
        for (index, port) in self.inputs.iter_mut().enumerate() {
            let is_heard = Some(index) == self.input && !leaving;
            port.gain.set(if is_heard { path.input_gain } else { 0.0 });
        }
        let (volume, ringer_volume) = (self.shared.volume(), self.shared.ringer_volume());
        for (index, port) in self.outputs.iter_mut().enumerate() {
            let talks = Some(index) == self.output;
            let rings = Some(index) == self.shared.layout.ringer;
            port.gain.set(if talks {
                path.output_gain * volume
            } else {
                0.0
            });
            let ring_gain = self.shared.layout.ringer_gain * ringer_volume;
            port.ring_gain.set(if rings { ring_gain } else { 0.0 });
        }
    }
}
