//! Hands an open stream to the real-time thread and takes it back: opening, closing and freeing happen elsewhere.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, Ordering};

/// What is known of one stream of one device.
pub mod state {
    /// Nobody wants it.
    pub const IDLE: i32 = 0;
    pub const RUNNING: i32 = 1;
    /// Wanted, and not open yet. Negative values are errors of the system.
    pub const OPENING: i32 = 2;
}

/// At most one stream is out at a time, so that each slot is free whenever it is needed.
pub struct Mailbox<T> {
    wanted: AtomicBool,
    /// Something for the opening thread to do that it has not been told yet.
    has_news: AtomicBool,
    ready: AtomicPtr<T>,
    retired: AtomicPtr<T>,
    pub state: AtomicI32,
    pub rate_hz: AtomicU32,
    pub channels: AtomicU32,
    pub period_frames: AtomicU32,
}

impl<T> Mailbox<T> {
    pub fn new() -> Self {
        Self {
            wanted: AtomicBool::new(false),
            has_news: AtomicBool::new(false),
            ready: AtomicPtr::new(null_mut()),
            retired: AtomicPtr::new(null_mut()),
            state: AtomicI32::new(state::IDLE),
            rate_hz: AtomicU32::new(0),
            channels: AtomicU32::new(0),
            period_frames: AtomicU32::new(0),
        }
    }

    pub fn want(&self, wanted: bool) {
        if self.wanted.swap(wanted, Ordering::AcqRel) != wanted {
            self.has_news.store(true, Ordering::Relaxed);
        }
    }

    pub fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Acquire)
    }

    pub fn hand_over(&self, stream: Box<T>) {
        drop(boxed(
            self.ready.swap(Box::into_raw(stream), Ordering::AcqRel),
        ));
    }

    pub fn take_ready(&self) -> Option<Box<T>> {
        boxed(self.ready.swap(null_mut(), Ordering::AcqRel))
    }

    /// By the real-time thread: frees nothing, because the slot has been empty since the stream was handed over.
    pub fn retire(&self, stream: Box<T>) {
        let before = self.retired.swap(Box::into_raw(stream), Ordering::AcqRel);
        debug_assert!(before.is_null());
        drop(boxed(before));
        self.has_news.store(true, Ordering::Relaxed);
    }

    /// By the real-time thread, which alone makes news.
    pub fn take_news(&self) -> bool {
        let has_news = self.has_news.load(Ordering::Relaxed);
        if has_news {
            self.has_news.store(false, Ordering::Relaxed);
        }
        has_news
    }

    /// For things that may be given back more often than they are collected.
    pub fn can_retire(&self) -> bool {
        self.retired.load(Ordering::Acquire).is_null()
    }

    pub fn take_retired(&self) -> Option<Box<T>> {
        boxed(self.retired.swap(null_mut(), Ordering::AcqRel))
    }
}

fn boxed<T>(stream: *mut T) -> Option<Box<T>> {
    // SAFETY: only Box::into_raw fills the slots, and each swap takes the only copy out.
    (!stream.is_null()).then(|| unsafe { Box::from_raw(stream) })
}

impl<T> Drop for Mailbox<T> {
    fn drop(&mut self) {
        drop(self.take_ready());
        drop(self.take_retired());
    }
}
