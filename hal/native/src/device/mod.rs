//! The sound devices of a phone: one real-time thread that moves samples between their cards and the media thread.

mod drift;
mod feed;
mod gain;
mod hush;
mod mailbox;
mod node;
mod opener;
mod pump;
mod reference;
mod resampler;
mod ring;
mod shared;
mod stream;

/// The thread's own step: 5 ms at the 48 kHz mono that is spoken everywhere between device and engine.
pub const BLOCK: usize = 240;
pub const RATE_HZ: u32 = 48_000;

/// A block in the making; full scale is that of 16 bits, headroom above it is cut off where samples leave.
pub type Block = [f32; BLOCK];

/// To the nearest 16-bit sample; what is louder than full scale is cut off, not wrapped.
pub fn to_sample(value: f32) -> i16 {
    // A cast from float saturates, and cuts towards zero.
    (value + 0.5_f32.copysign(value)) as i16
}

/// CLOCK_MONOTONIC in nanoseconds.
pub fn now_ns() -> i64 {
    let mut now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the struct outlives the call.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut now) };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}
