//! libopus as classes for Node: nothing is copied, every fault becomes an error, a malformed packet becomes 0 samples.

use super::{decoder, encoder, fault};
use napi::bindgen_prelude::{Error, Int16ArraySlice, Result, Status, Uint8ArraySlice};
use napi_derive::napi;

fn closed() -> Error {
    Error::new(Status::GenericFailure, "closed")
}

fn refused(fault: fault::Fault) -> Error {
    Error::new(Status::GenericFailure, fault.reason())
}

/// Version of libopus, as it names itself.
#[napi]
pub fn opus_version() -> String {
    fault::version()
}

/// One direction of speech to packets, mono, at one sample rate.
#[napi(js_name = "OpusEncoder")]
pub struct OpusEncoder {
    inner: Option<encoder::Encoder>,
}

#[napi]
impl OpusEncoder {
    #[napi(constructor)]
    pub fn new(rate_hz: i32) -> Result<Self> {
        let inner = encoder::Encoder::new(rate_hz).map_err(refused)?;
        Ok(Self { inner: Some(inner) })
    }

    fn open(&mut self) -> Result<&mut encoder::Encoder> {
        self.inner.as_mut().ok_or_else(closed)
    }

    /// Encodes all of `pcm` into `out` and answers the bytes written; 2 or less means "need not be sent" (DTX).
    #[napi]
    pub fn encode(&mut self, pcm: &[i16], mut out: Uint8ArraySlice) -> Result<i32> {
        // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
        let out = unsafe { out.as_mut() };
        self.open()?.encode(pcm, out).map_err(refused)
    }

    #[napi]
    pub fn set_bitrate(&mut self, bits_per_second: i32) -> Result<()> {
        self.open()?.set_bitrate(bits_per_second).map_err(refused)
    }

    /// 0 to 10.
    #[napi]
    pub fn set_complexity(&mut self, complexity: i32) -> Result<()> {
        self.open()?.set_complexity(complexity).map_err(refused)
    }

    #[napi]
    pub fn set_in_band_fec(&mut self, enabled: bool) -> Result<()> {
        self.open()?.set_in_band_fec(enabled).map_err(refused)
    }

    /// 0 to 100; in-band FEC and DRED stay off at 0.
    #[napi]
    pub fn set_expected_loss(&mut self, percent: i32) -> Result<()> {
        self.open()?.set_expected_loss(percent).map_err(refused)
    }

    /// How much speech before each packet travels with it as DRED, 0 to 1040 ms in steps of 10.
    #[napi]
    pub fn set_redundancy(&mut self, duration_ms: i32) -> Result<()> {
        self.open()?.set_redundancy(duration_ms).map_err(refused)
    }

    #[napi]
    pub fn set_dtx(&mut self, enabled: bool) -> Result<()> {
        self.open()?.set_dtx(enabled).map_err(refused)
    }

    /// Widest audio bandwidth sent, as the sample rate it needs: 8000, 12000, 16000, 24000 or 48000.
    #[napi]
    pub fn set_max_bandwidth(&mut self, rate_hz: i32) -> Result<()> {
        self.open()?.set_max_bandwidth(rate_hz).map_err(refused)
    }

    /// Forgets the signal so far; settings stay.
    #[napi]
    pub fn reset(&mut self) -> Result<()> {
        self.open()?.reset().map_err(refused)
    }

    /// Gives the memory back now rather than when the garbage collector comes by.
    #[napi]
    pub fn close(&mut self) {
        self.inner = None;
    }
}

/// One direction of packets to speech, mono, at one sample rate.
#[napi(js_name = "OpusDecoder")]
pub struct OpusDecoder {
    inner: Option<decoder::Decoder>,
}

#[napi]
impl OpusDecoder {
    #[napi(constructor)]
    pub fn new(rate_hz: i32) -> Result<Self> {
        let inner = decoder::Decoder::new(rate_hz).map_err(refused)?;
        Ok(Self { inner: Some(inner) })
    }

    fn open(&mut self) -> Result<&mut decoder::Decoder> {
        self.inner.as_mut().ok_or_else(closed)
    }

    /// Decodes a packet into `out` and answers the samples written, 0 where the packet is malformed.
    #[napi]
    pub fn decode(&mut self, packet: &[u8], mut out: Int16ArraySlice) -> Result<i32> {
        // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
        let out = unsafe { out.as_mut() };
        Ok(self.open()?.decode(packet, out).unwrap_or(0))
    }

    /// Recovers the frame BEFORE `packet` from its in-band FEC and answers the samples written, 0 where it cannot;
    /// `out` must be exactly as long as the lost frame.
    #[napi]
    pub fn decode_fec(&mut self, packet: &[u8], mut out: Int16ArraySlice) -> Result<i32> {
        // SAFETY: as in `decode`.
        let out = unsafe { out.as_mut() };
        Ok(self.open()?.decode_fec(packet, out).unwrap_or(0))
    }

    /// Makes up `out.length` samples for a packet that never came.
    #[napi]
    pub fn conceal(&mut self, mut out: Int16ArraySlice) -> Result<i32> {
        // SAFETY: as in `decode`.
        let out = unsafe { out.as_mut() };
        self.open()?.conceal(out).map_err(refused)
    }

    /// Reads the DRED of `packet` and keeps it for `decodeRedundancy`; answers how many samples before the packet it
    /// covers, 0 where it carries none or is malformed.
    #[napi]
    pub fn parse_redundancy(&mut self, packet: &[u8]) -> Result<i32> {
        Ok(self.open()?.parse_redundancy(packet).unwrap_or(0))
    }

    /// Restores `out.length` samples that began `before` samples before the packet parsed last; answers the samples
    /// written, 0 where it cannot.
    #[napi]
    pub fn decode_redundancy(&mut self, before: i32, mut out: Int16ArraySlice) -> Result<i32> {
        // SAFETY: as in `decode`.
        let out = unsafe { out.as_mut() };
        Ok(self.open()?.decode_redundancy(before, out).unwrap_or(0))
    }

    /// True where `packet` carries in-band FEC for the frame before it.
    #[napi]
    pub fn has_fec(&self, packet: &[u8]) -> bool {
        decoder::has_fec(packet)
    }

    /// Samples in `packet` at this decoder's rate, or 0 where it is malformed.
    #[napi]
    pub fn samples_in(&mut self, packet: &[u8]) -> Result<i32> {
        Ok(self.open()?.samples_in(packet))
    }

    /// 5 and above turn on deep concealment, which costs most of a millisecond a lost frame.
    #[napi]
    pub fn set_complexity(&mut self, complexity: i32) -> Result<()> {
        self.open()?.set_complexity(complexity).map_err(refused)
    }

    /// Forgets the signal so far; settings stay.
    #[napi]
    pub fn reset(&mut self) -> Result<()> {
        self.open()?.reset().map_err(refused)
    }

    /// Gives the memory back now rather than when the garbage collector comes by.
    #[napi]
    pub fn close(&mut self) {
        self.inner = None;
    }
}
