//! Requests to kernel input devices (linux/input.h): whose keys they are, what is held, and which clock dates events.

use napi::bindgen_prelude::{Int32ArraySlice, Uint8ArraySlice};
use napi_derive::napi;

use super::ioctl::{ask, read, tell, write};

const GRAB: libc::Ioctl = write(b'E', 0x90, 4);
const SET_CLOCK: libc::Ioctl = write(b'E', 0xa0, 4);
const AXIS_NUMBERS: usize = 6;
const LAST_AXIS: u32 = 0x3f;

/// Nobody else gets this device's events any more, or again; 0, or a negative error number.
#[napi]
pub fn input_grab(fd: i32, grab: bool) -> i32 {
    tell(fd, GRAB, usize::from(grab))
}

/// Events are dated by CLOCK_MONOTONIC from now on; 0, or a negative error number.
#[napi]
pub fn input_date_monotonic(fd: i32) -> i32 {
    let mut clock = libc::CLOCK_MONOTONIC;
    // SAFETY: an int, as the request's size says.
    unsafe { ask(fd, SET_CLOCK, &mut clock) }
}

/// Which keys are held now, one bit a code from the lowest of the first byte on; bytes written, or a negative error.
#[napi]
pub fn input_held_keys(fd: i32, mut into: Uint8ArraySlice) -> i32 {
    held(fd, 0x18, &mut into)
}

/// The same for switches: a lid, a plug, a cradle.
#[napi]
pub fn input_held_switches(fd: i32, mut into: Uint8ArraySlice) -> i32 {
    held(fd, 0x1b, &mut into)
}

fn held(fd: i32, number: u8, into: &mut Uint8ArraySlice) -> i32 {
    // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
    let into = unsafe { into.as_mut() };
    let size = into.len().min(1024);
    // SAFETY: the size in the request is at most the slice's.
    unsafe { ask(fd, read(b'E', number, size), into) }
}

/// An axis as `struct input_absinfo` has it: where it is now, lowest, highest, fuzz, flat, and units a millimetre.
#[napi]
pub fn input_axis(fd: i32, axis: u32, mut into: Int32ArraySlice) -> i32 {
    // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
    let into = unsafe { into.as_mut() };
    let Some(into) = into.first_chunk_mut::<AXIS_NUMBERS>() else {
        return -libc::EINVAL;
    };
    if axis > LAST_AXIS {
        return -libc::EINVAL;
    }
    // SAFETY: six numbers of four bytes, as the request's size says.
    unsafe { ask(fd, read(b'E', 0x40 + axis as u8, AXIS_NUMBERS * 4), into) }
}
