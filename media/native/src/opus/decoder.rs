//! Safe mono decoder on libopus: every length is checked here before it crosses into C.

use super::fault::{Fault, check, length_of};
use super::redundancy::Redundancy;
use opusic_sys as sys;
use std::ffi::c_int;
use std::ptr::NonNull;

/// libopus never needs more than 120 ms at 48 kHz for one packet (RFC 6716, 3.2.5).
const LONGEST_PACKET_SAMPLES: usize = 5_760;

/// True where an in-band copy of the previous frame travels in `packet`.
pub fn has_fec(packet: &[u8]) -> bool {
    match length_of(packet) {
        // SAFETY: pointer and length are those of the slice, which is not empty.
        Ok(length) if length > 0 => unsafe {
            sys::opus_packet_has_lbrr(packet.as_ptr(), length) == 1
        },
        _ => false,
    }
}

pub struct Decoder {
    state: NonNull<sys::OpusDecoder>,
    rate_hz: i32,
    /// Made when it is first asked for: far ends without DRED never pay for it.
    redundancy: Option<Redundancy>,
}

// SAFETY: as for the encoder.
unsafe impl Send for Decoder {}

impl Decoder {
    pub fn new(rate_hz: i32) -> Result<Self, Fault> {
        let mut fault: c_int = sys::OPUS_OK;
        // SAFETY: plain numbers in, a state or null out.
        let state = unsafe { sys::opus_decoder_create(rate_hz, 1, &mut fault) };
        check(fault)?;
        let state = NonNull::new(state).ok_or(Fault::NO_MEMORY)?;
        Ok(Self {
            state,
            rate_hz,
            redundancy: None,
        })
    }

    pub fn decode(&mut self, packet: &[u8], out: &mut [i16]) -> Result<i32, Fault> {
        self.run(Some(packet), out, false)
    }

    pub fn decode_fec(&mut self, packet: &[u8], out: &mut [i16]) -> Result<i32, Fault> {
        self.run(Some(packet), out, true)
    }

    pub fn conceal(&mut self, out: &mut [i16]) -> Result<i32, Fault> {
        self.run(None, out, false)
    }

    /// Reads the deep redundancy (DRED) that travels in `packet` and answers how many samples before it are covered.
    pub fn parse_redundancy(&mut self, packet: &[u8]) -> Result<i32, Fault> {
        if packet.is_empty() {
            return Err(Fault::BAD_ARGUMENT);
        }
        let redundancy = match self.redundancy.as_mut() {
            Some(redundancy) => redundancy,
            None => self.redundancy.insert(Redundancy::new()?),
        };
        redundancy.parse(packet, self.rate_hz)
    }

    /// Restores speech that began `before` samples before the packet parsed last.
    pub fn decode_redundancy(&mut self, before: i32, out: &mut [i16]) -> Result<i32, Fault> {
        let redundancy = self.redundancy.as_ref().ok_or(Fault::BAD_ARGUMENT)?;
        let step = usize::try_from(self.rate_hz / 400).map_err(|_| Fault::BAD_ARGUMENT)?;
        if out.is_empty() || out.len() > LONGEST_PACKET_SAMPLES || !out.len().is_multiple_of(step) {
            return Err(Fault::BAD_ARGUMENT);
        }
        if before <= 0 || before > self.rate_hz {
            return Err(Fault::BAD_ARGUMENT);
        }
        redundancy.decode(self.state, before, out)
    }

    fn run(&mut self, packet: Option<&[u8]>, out: &mut [i16], fec: bool) -> Result<i32, Fault> {
        // An empty packet would mean "lost" to libopus; concealment is asked for by name here.
        if out.is_empty() || packet.is_some_and(<[u8]>::is_empty) {
            return Err(Fault::BAD_ARGUMENT);
        }
        let (data, length) = match packet {
            Some(bytes) => (bytes.as_ptr(), length_of(bytes)?),
            None => (std::ptr::null(), 0),
        };
        let room = length_of(&out[..out.len().min(LONGEST_PACKET_SAMPLES)])?;
        // SAFETY: the packet is as long as told, and libopus writes at most `room` samples.
        check(unsafe {
            sys::opus_decode(
                self.state.as_ptr(),
                data,
                length,
                out.as_mut_ptr(),
                room,
                c_int::from(fec),
            )
        })
    }

    pub fn samples_in(&mut self, packet: &[u8]) -> i32 {
        match length_of(packet) {
            // SAFETY: pointer and length are those of the slice, which is not empty.
            Ok(length) if length > 0 => unsafe {
                sys::opus_decoder_get_nb_samples(self.state.as_ptr(), packet.as_ptr(), length)
                    .max(0)
            },
            _ => 0,
        }
    }

    pub fn set_complexity(&mut self, complexity: i32) -> Result<(), Fault> {
        // SAFETY: the request takes exactly one opus_int32.
        let answer = unsafe {
            sys::opus_decoder_ctl(
                self.state.as_ptr(),
                sys::OPUS_SET_COMPLEXITY_REQUEST,
                c_int::from(complexity),
            )
        };
        check(answer).map(drop)
    }

    pub fn reset(&mut self) -> Result<(), Fault> {
        // SAFETY: the request takes no argument.
        check(unsafe { sys::opus_decoder_ctl(self.state.as_ptr(), sys::OPUS_RESET_STATE) })
            .map(drop)
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        // SAFETY: created by `new`, dropped once.
        unsafe { sys::opus_decoder_destroy(self.state.as_ptr()) }
    }
}
