//! Checks of what JavaScript hands in: napi's own integer conversion would wrap silently.

use std::ffi::CString;
use std::ops::RangeInclusive;

use napi::{Error, Result, Status};

/// Longest text a widget takes, in bytes; a screen shows a few thousand at most.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;

pub fn refuse<T>(code: &str, reason: &str) -> Result<T> {
    Err(Error::new(
        Status::GenericFailure,
        format!("{code}: {reason}"),
    ))
}

pub fn whole(value: f64, range: RangeInclusive<i32>, what: &str) -> Result<i32> {
    if value.fract() != 0.0 || value < f64::from(*range.start()) || value > f64::from(*range.end())
    {
        return refuse(
            "ERR_UI_ARGUMENT",
            &format!(
                "{what} must be a whole number from {} to {}, not {value}",
                range.start(),
                range.end()
            ),
        );
    }
    Ok(value as i32)
}

pub fn unsigned(value: f64, highest: u32, what: &str) -> Result<u32> {
    if value.fract() != 0.0 || value < 0.0 || value > f64::from(highest) {
        return refuse(
            "ERR_UI_ARGUMENT",
            &format!("{what} must be a whole number from 0 to {highest}, not {value}"),
        );
    }
    Ok(value as u32)
}

pub fn c_text(text: String) -> Result<CString> {
    if text.len() > MAX_TEXT_BYTES {
        return refuse("ERR_UI_ARGUMENT", "text is longer than 64 KiB");
    }
    CString::new(text).or_else(|_| refuse("ERR_UI_ARGUMENT", "text holds a NUL"))
}
