//! Safe mono encoder on libopus: every length is checked here before it crosses into C.

use super::fault::{Fault, check, length_of};
use opusic_sys as sys;
use std::ffi::c_int;
use std::ptr::NonNull;

pub struct Encoder {
    state: NonNull<sys::OpusEncoder>,
}

// SAFETY: the state has no thread affinity, and `&mut self` keeps callers apart.
unsafe impl Send for Encoder {}

impl Encoder {
    pub fn new(rate_hz: i32) -> Result<Self, Fault> {
        let mut fault: c_int = sys::OPUS_OK;
        // The VOIP application adds a high-pass that turns phases by its own changing cut-off; the phone's audio
        // processing has one already. Told that the signal is voice, AUDIO codes it alike, in-band FEC included.
        // SAFETY: plain numbers in, a state or null out.
        let state = unsafe {
            sys::opus_encoder_create(rate_hz, 1, sys::OPUS_APPLICATION_AUDIO, &mut fault)
        };
        check(fault)?;
        let state = NonNull::new(state).ok_or(Fault::NO_MEMORY)?;
        let mut encoder = Self { state };
        encoder.set(sys::OPUS_SET_SIGNAL_REQUEST, sys::OPUS_SIGNAL_VOICE)?;
        Ok(encoder)
    }

    pub fn encode(&mut self, pcm: &[i16], out: &mut [u8]) -> Result<i32, Fault> {
        if pcm.is_empty() || out.is_empty() {
            return Err(Fault::BAD_ARGUMENT);
        }
        let (samples, room) = (length_of(pcm)?, length_of(out)?);
        // SAFETY: both buffers are as long as told; libopus refuses frame lengths it does not know.
        check(unsafe {
            sys::opus_encode(
                self.state.as_ptr(),
                pcm.as_ptr(),
                samples,
                out.as_mut_ptr(),
                room,
            )
        })
    }

    fn set(&mut self, request: c_int, value: c_int) -> Result<(), Fault> {
        // SAFETY: every request used below takes exactly one opus_int32.
        check(unsafe { sys::opus_encoder_ctl(self.state.as_ptr(), request, value) }).map(drop)
    }

    pub fn set_bitrate(&mut self, bits_per_second: i32) -> Result<(), Fault> {
        self.set(sys::OPUS_SET_BITRATE_REQUEST, bits_per_second)
    }

    pub fn set_complexity(&mut self, complexity: i32) -> Result<(), Fault> {
        self.set(sys::OPUS_SET_COMPLEXITY_REQUEST, complexity)
    }

    pub fn set_in_band_fec(&mut self, enabled: bool) -> Result<(), Fault> {
        self.set(sys::OPUS_SET_INBAND_FEC_REQUEST, c_int::from(enabled))
    }

    pub fn set_expected_loss(&mut self, percent: i32) -> Result<(), Fault> {
        self.set(sys::OPUS_SET_PACKET_LOSS_PERC_REQUEST, percent)
    }

    pub fn set_dtx(&mut self, enabled: bool) -> Result<(), Fault> {
        self.set(sys::OPUS_SET_DTX_REQUEST, c_int::from(enabled))
    }

    /// Deep redundancy (DRED) for so much speech before each packet, 0 for none; libopus counts in 10 ms.
    pub fn set_redundancy(&mut self, duration_ms: i32) -> Result<(), Fault> {
        self.set(sys::OPUS_SET_DRED_DURATION_REQUEST, duration_ms / 10)
    }

    pub fn set_max_bandwidth(&mut self, rate_hz: i32) -> Result<(), Fault> {
        let bandwidth = match rate_hz {
            8_000 => sys::OPUS_BANDWIDTH_NARROWBAND,
            12_000 => sys::OPUS_BANDWIDTH_MEDIUMBAND,
            16_000 => sys::OPUS_BANDWIDTH_WIDEBAND,
            24_000 => sys::OPUS_BANDWIDTH_SUPERWIDEBAND,
            48_000 => sys::OPUS_BANDWIDTH_FULLBAND,
            _ => return Err(Fault::BAD_ARGUMENT),
        };
        self.set(sys::OPUS_SET_MAX_BANDWIDTH_REQUEST, bandwidth)
    }

    pub fn reset(&mut self) -> Result<(), Fault> {
        // SAFETY: the request takes no argument.
        check(unsafe { sys::opus_encoder_ctl(self.state.as_ptr(), sys::OPUS_RESET_STATE) })
            .map(drop)
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: created by `new`, dropped once.
        unsafe { sys::opus_encoder_destroy(self.state.as_ptr()) }
    }
}
