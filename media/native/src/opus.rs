//! Safe mono encoder and decoder on libopus: every length is checked here before it crosses into C.

use opusic_sys as sys;
use std::ffi::{CStr, c_int};
use std::ptr::NonNull;

/// libopus never needs more than 120 ms at 48 kHz for one packet (RFC 6716, 3.2.5).
const LONGEST_PACKET_SAMPLES: usize = 5_760;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault(c_int);

impl Fault {
    pub fn reason(self) -> String {
        // SAFETY: opus_strerror answers a static string for every number.
        let text = unsafe { CStr::from_ptr(sys::opus_strerror(self.0)) };
        format!("opus: {}", text.to_string_lossy())
    }
}

fn check(answer: c_int) -> Result<i32, Fault> {
    if answer < 0 {
        Err(Fault(answer))
    } else {
        Ok(answer)
    }
}

fn length_of<T>(slice: &[T]) -> Result<c_int, Fault> {
    c_int::try_from(slice.len()).map_err(|_| Fault(sys::OPUS_BAD_ARG))
}

pub fn version() -> String {
    // SAFETY: a static string.
    unsafe { CStr::from_ptr(sys::opus_get_version_string()) }
        .to_string_lossy()
        .into_owned()
}

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
        let state = NonNull::new(state).ok_or(Fault(sys::OPUS_ALLOC_FAIL))?;
        let mut encoder = Self { state };
        encoder.set(sys::OPUS_SET_SIGNAL_REQUEST, sys::OPUS_SIGNAL_VOICE)?;
        Ok(encoder)
    }

    pub fn encode(&mut self, pcm: &[i16], out: &mut [u8]) -> Result<i32, Fault> {
        if pcm.is_empty() || out.is_empty() {
            return Err(Fault(sys::OPUS_BAD_ARG));
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

    pub fn set_max_bandwidth(&mut self, rate_hz: i32) -> Result<(), Fault> {
        let bandwidth = match rate_hz {
            8_000 => sys::OPUS_BANDWIDTH_NARROWBAND,
            12_000 => sys::OPUS_BANDWIDTH_MEDIUMBAND,
            16_000 => sys::OPUS_BANDWIDTH_WIDEBAND,
            24_000 => sys::OPUS_BANDWIDTH_SUPERWIDEBAND,
            48_000 => sys::OPUS_BANDWIDTH_FULLBAND,
            _ => return Err(Fault(sys::OPUS_BAD_ARG)),
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

pub struct Decoder {
    state: NonNull<sys::OpusDecoder>,
}

// SAFETY: as for the encoder.
unsafe impl Send for Decoder {}

impl Decoder {
    pub fn new(rate_hz: i32) -> Result<Self, Fault> {
        let mut fault: c_int = sys::OPUS_OK;
        // SAFETY: plain numbers in, a state or null out.
        let state = unsafe { sys::opus_decoder_create(rate_hz, 1, &mut fault) };
        check(fault)?;
        let state = NonNull::new(state).ok_or(Fault(sys::OPUS_ALLOC_FAIL))?;
        Ok(Self { state })
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

    fn run(&mut self, packet: Option<&[u8]>, out: &mut [i16], fec: bool) -> Result<i32, Fault> {
        // An empty packet would mean "lost" to libopus; concealment is asked for by name here.
        if out.is_empty() || packet.is_some_and(<[u8]>::is_empty) {
            return Err(Fault(sys::OPUS_BAD_ARG));
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

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: usize = 960;

    fn tone(phase: usize) -> Vec<i16> {
        (0..FRAME)
            .map(|n| (((phase * FRAME + n) as f64 * 0.0576).sin() * 12_000.0) as i16)
            .collect()
    }

    #[test]
    fn names_the_library() {
        assert!(version().contains("1.6"), "{}", version());
    }

    #[test]
    fn carries_a_tone() -> Result<(), Fault> {
        let (mut encoder, mut decoder) = (Encoder::new(48_000)?, Decoder::new(48_000)?);
        encoder.set_bitrate(24_000)?;
        let (mut packet, mut heard) = ([0_u8; 1_275], [0_i16; FRAME]);
        for phase in 0..10 {
            let length = encoder.encode(&tone(phase), &mut packet)?;
            let bytes = &packet[..usize::try_from(length).unwrap_or(0)];
            assert_eq!(decoder.samples_in(bytes), FRAME as i32);
            assert_eq!(decoder.decode(bytes, &mut heard)?, FRAME as i32);
        }
        let peak = heard.iter().map(|s| s.unsigned_abs()).max();
        assert!(peak > Some(6_000), "{peak:?}");
        Ok(())
    }

    #[test]
    fn conceals_and_resets() -> Result<(), Fault> {
        let mut decoder = Decoder::new(48_000)?;
        let mut heard = [1_i16; FRAME];
        assert_eq!(decoder.conceal(&mut heard)?, FRAME as i32);
        decoder.reset()
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(Encoder::new(44_100).is_err());
        assert!(Decoder::new(1).is_err());
        let Ok(mut decoder) = Decoder::new(48_000) else {
            panic!("no decoder")
        };
        let mut heard = [0_i16; FRAME];
        assert!(decoder.decode(&[], &mut heard).is_err());
        assert!(decoder.decode(&[0xff; 3], &mut heard).is_err());
        assert!(decoder.decode(&[0x78, 1, 2], &mut []).is_err());
        assert_eq!(decoder.samples_in(&[]), 0);
        assert!(!has_fec(&[]));
    }
}
