//! What libopus answers instead of a result, and the checks that stand before every call into it.

use opusic_sys as sys;
use std::ffi::{CStr, c_int};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault(c_int);

impl Fault {
    pub const BAD_ARGUMENT: Self = Self(sys::OPUS_BAD_ARG);
    pub const NO_MEMORY: Self = Self(sys::OPUS_ALLOC_FAIL);

    pub fn reason(self) -> String {
        // SAFETY: opus_strerror answers a static string for every number.
        let text = unsafe { CStr::from_ptr(sys::opus_strerror(self.0)) };
        format!("opus: {}", text.to_string_lossy())
    }
}

/// Every negative answer of libopus is an error code.
pub fn check(answer: c_int) -> Result<i32, Fault> {
    if answer < 0 {
        Err(Fault(answer))
    } else {
        Ok(answer)
    }
}

pub fn length_of<T>(slice: &[T]) -> Result<c_int, Fault> {
    c_int::try_from(slice.len()).map_err(|_| Fault::BAD_ARGUMENT)
}

pub fn version() -> String {
    // SAFETY: a static string.
    unsafe { CStr::from_ptr(sys::opus_get_version_string()) }
        .to_string_lossy()
        .into_owned()
}
