//! Opens and closes cards for the real-time thread, which must not wait for them; asks again until they are there.

use std::ffi::CStr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::mailbox::{Mailbox, state};
use super::shared::Shared;
use super::stream::Stream;
use crate::processing::{Chain, Settings};

/// A card that is plugged in is heard within a fifth of a second, its own start included.
const RETRY: Duration = Duration::from_millis(60);
/// How soon a card that could not be opened is tried again after its time, and one in use is looked at without a word
/// of the real-time thread.
const LOOK: Duration = Duration::from_millis(20);
const IDLE_LOOK: Duration = Duration::from_secs(1);

#[derive(Clone)]
struct Attempt {
    is_out: bool,
    again_at: Instant,
}

pub fn run(shared: &Shared) {
    let fresh = Attempt {
        is_out: false,
        again_at: Instant::now(),
    };
    let mut inputs = vec![fresh.clone(); shared.inputs.len()];
    let mut outputs = vec![fresh; shared.outputs.len()];
    let mut settings = Settings::default();
    while !shared.stop.load(Ordering::Acquire) {
        for ((name, mailbox), attempt) in shared
            .layout
            .inputs
            .iter()
            .zip(&shared.inputs)
            .zip(&mut inputs)
        {
            serve(name, mailbox, attempt, shared.layout.period);
        }
        for ((name, mailbox), attempt) in shared
            .layout
            .outputs
            .iter()
            .zip(&shared.outputs)
            .zip(&mut outputs)
        {
            serve(name, mailbox, attempt, shared.layout.period);
        }
        drop(shared.chain.take_retired());
        // What a room sounds like is learnt anew in each call; between calls nothing costs.
        let wanted = if shared.talking.load(Ordering::Relaxed) {
            shared.wanted_path().processing
        } else {
            Settings::default()
        };
        if wanted != settings {
            settings = wanted;
            shared.chain.hand_over(Chain::new(settings));
        }
        let cards = shared.inputs.iter().map(Mailbox::is_wanted);
        let cards = cards.chain(shared.outputs.iter().map(Mailbox::is_wanted));
        let attempts = inputs.iter().chain(&outputs);
        let is_settled = cards
            .zip(attempts)
            .all(|(is_wanted, attempt)| is_wanted == attempt.is_out);
        std::thread::park_timeout(if is_settled { IDLE_LOOK } else { LOOK });
    }
}

fn serve<T: Stream>(name: &CStr, mailbox: &Mailbox<T>, attempt: &mut Attempt, samples: usize) {
    if let Some(stream) = mailbox.take_retired() {
        drop(stream);
        attempt.is_out = false;
        attempt.again_at = Instant::now();
    }
    if attempt.is_out || Instant::now() < attempt.again_at {
        return;
    }
    if !mailbox.is_wanted() {
        mailbox.state.store(state::IDLE, Ordering::Relaxed);
        return;
    }
    if mailbox.state.load(Ordering::Relaxed) == state::IDLE {
        mailbox.state.store(state::OPENING, Ordering::Relaxed);
    }
    match T::open(name, samples) {
        Ok(stream) => {
            let shape = stream.shape();
            mailbox.rate_hz.store(shape.rate_hz, Ordering::Relaxed);
            mailbox.channels.store(shape.channels, Ordering::Relaxed);
            mailbox
                .period_frames
                .store(shape.period_frames, Ordering::Relaxed);
            attempt.is_out = true;
            mailbox.hand_over(Box::new(stream));
        }
        Err(errno) => {
            mailbox.state.store(-errno.abs(), Ordering::Relaxed);
            attempt.again_at = Instant::now() + RETRY;
        }
    }
}
