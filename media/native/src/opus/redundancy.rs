//! Deep redundancy (DRED): up to a second of coarse speech that travels with a packet and stands in for lost ones.

use super::fault::{Fault, check, length_of};
use opusic_sys as sys;
use std::ffi::c_int;
use std::ptr::NonNull;

pub struct Redundancy {
    decoder: NonNull<sys::OpusDREDDecoder>,
    /// What the packet parsed last carried.
    features: NonNull<sys::OpusDRED>,
}

// SAFETY: neither state has thread affinity, and `&mut self` keeps callers apart.
unsafe impl Send for Redundancy {}

impl Redundancy {
    pub fn new() -> Result<Self, Fault> {
        let mut fault: c_int = sys::OPUS_OK;
        // SAFETY: a state or null out.
        let decoder = unsafe { sys::opus_dred_decoder_create(&mut fault) };
        check(fault)?;
        let decoder = NonNull::new(decoder).ok_or(Fault::NO_MEMORY)?;
        // SAFETY: as above.
        let features = NonNull::new(unsafe { sys::opus_dred_alloc(&mut fault) });
        match (check(fault), features) {
            (Ok(_), Some(features)) => Ok(Self { decoder, features }),
            (answer, _) => {
                // SAFETY: created above, destroyed once, as nothing owns it yet.
                unsafe { sys::opus_dred_decoder_destroy(decoder.as_ptr()) };
                Err(answer.err().unwrap_or(Fault::NO_MEMORY))
            }
        }
    }

    /// Samples before `packet` that it covers, at most one second; 0 where it carries nothing.
    pub fn parse(&mut self, packet: &[u8], rate_hz: i32) -> Result<i32, Fault> {
        let length = length_of(packet)?;
        let mut silent_end: c_int = 0;
        // A packet may claim an offset of 20 seconds, which libopus adds to what it was asked for at most.
        // SAFETY: the packet is as long as told; a failed parse leaves features that decode as none.
        check(unsafe {
            sys::opus_dred_parse(
                self.decoder.as_ptr(),
                self.features.as_ptr(),
                packet.as_ptr(),
                length,
                rate_hz,
                rate_hz,
                &mut silent_end,
                0,
            )
        })
        .map(|samples| samples.min(rate_hz))
    }

    pub fn decode(
        &self,
        state: NonNull<sys::OpusDecoder>,
        before: i32,
        out: &mut [i16],
    ) -> Result<i32, Fault> {
        let room = length_of(out)?;
        // SAFETY: the caller owns `state` exclusively; libopus writes at most `room` samples.
        check(unsafe {
            sys::opus_decoder_dred_decode(
                state.as_ptr(),
                self.features.as_ptr(),
                before,
                out.as_mut_ptr(),
                room,
            )
        })
    }
}

impl Drop for Redundancy {
    fn drop(&mut self) {
        // SAFETY: created by `new`, dropped once.
        unsafe {
            sys::opus_dred_free(self.features.as_ptr());
            sys::opus_dred_decoder_destroy(self.decoder.as_ptr());
        }
    }
}
