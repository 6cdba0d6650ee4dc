//! One direction of one open card, on our side always mono at 48 kHz.

mod card;
mod input;
mod output;

use std::ffi::CStr;

pub use input::Input;
pub use output::Output;

/// An error number of the system, e.g. ENODEV.
pub type Errno = i32;

/// What became of a stream after an error.
pub enum Recovery {
    /// Prepared anew: an xrun, or awake after a sleep.
    Again,
    /// Still asleep: ask again later.
    Later,
    /// Gone: it must be closed and opened again.
    Lost(Errno),
}

/// What the log may say of an open stream.
pub struct Shape {
    pub rate_hz: u32,
    pub channels: u32,
    pub period_frames: u32,
}

pub trait Stream: Sized {
    /// `samples` of ours are what the engine takes at once.
    fn open(name: &CStr, samples: usize) -> Result<Self, Errno>;
    fn shape(&self) -> Shape;
}
