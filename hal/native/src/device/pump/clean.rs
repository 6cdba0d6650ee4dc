//! Echo, noise and gain on the way from the microphone, against what is really being heard meanwhile.

use std::sync::atomic::Ordering::Relaxed;

use super::Pump;
use crate::device::reference::Reference;
use crate::device::shared::NOT_MEASURED;
use crate::device::{BLOCK, Block, to_sample};
use crate::processing::Settings;

impl Pump<'_> {
    /// Takes up what another path wants done, as soon as the opener has prepared it.
    pub(super) fn change_processing(&mut self) {
        let mailbox = &self.shared.chain;
        if !mailbox.can_retire() {
            return;
        }
        let Some(chain) = mailbox.take_ready() else {
            return;
        };
        self.is_bypassed &= chain.settings() == Settings::default();
        if let Some(unused) = self.processing.change(chain) {
            mailbox.retire(unused);
        }
        self.processing.set_delay_ms(Reference::delay_ms());
    }

    /// `lag`: samples captured after this block that are still to be handed on.
    pub(super) fn clean(&mut self, captured: &Block, lag: usize) -> [i16; BLOCK] {
        let near = captured.map(to_sample);
        if self.is_bypassed {
            return near;
        }
        let mut far = [0; BLOCK];
        let output = self
            .output
            .and_then(|index| self.outputs[index].stream.as_mut());
        if let Some(output) = output
            && output.is_started()
            && let Ok(fill) = output.fill()
        {
            self.reference.read(fill as i64, lag as i64, &mut far);
        }
        let mut cleaned = [0; BLOCK];
        self.processing.process(&far, &near, &mut cleaned);
        cleaned
    }

    /// What the processing has found out of room and echo, for the media thread to read.
    pub(super) fn tell_figures(&self) {
        let counters = &self.shared.counters;
        let statistics = self.processing.statistics();
        let hundredths = |db: Option<f32>| db.map_or(NOT_MEASURED, |db| (db * 100.0) as i32);
        counters
            .signal_to_noise
            .store(hundredths(statistics.speech.signal_to_noise_db), Relaxed);
        counters.cleans.store(!self.is_bypassed, Relaxed);
        let cancels = !self.is_bypassed && self.processing.settings().echo;
        counters.cancels_echo.store(cancels, Relaxed);
        if !cancels {
            return;
        }
        let echo = statistics.echo;
        counters
            .return_loss
            .store(hundredths(echo.return_loss_db), Relaxed);
        counters
            .enhancement
            .store(hundredths(echo.enhancement_db), Relaxed);
        counters.half_duplex.store(echo.half_duplex, Relaxed);
    }
}
