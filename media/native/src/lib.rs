//! libopus 1.6 for the media thread: encoder and decoder classes that work in the caller's own buffers.

mod opus;

use napi::bindgen_prelude::{Error, Int16ArraySlice, Result, Status, Uint8ArraySlice};
use napi_derive::napi;

fn closed() -> Error {
    Error::new(Status::GenericFailure, "closed")
}

fn refused(fault: opus::Fault) -> Error {
    Error::new(Status::GenericFailure, fault.reason())
}

/// Version of libopus, as it names itself.
#[napi]
pub fn version() -> String {
    opus::version()
}

/// One direction of speech to packets, mono, at one sample rate.
#[napi]
pub struct Encoder {
    inner: Option<opus::Encoder>,
}

#[napi]
impl Encoder {
    #[napi(constructor)]
    pub fn new(rate_hz: i32) -> Result<Self> {
        let inner = opus::Encoder::new(rate_hz).map_err(refused)?;
        Ok(Self { inner: Some(inner) })
    }

    fn open(&mut self) -> Result<&mut opus::Encoder> {
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
#[napi]
pub struct Decoder {
    inner: Option<opus::Decoder>,
}

#[napi]
impl Decoder {
    #[napi(constructor)]
    pub fn new(rate_hz: i32) -> Result<Self> {
        let inner = opus::Decoder::new(rate_hz).map_err(refused)?;
        Ok(Self { inner: Some(inner) })
    }

    fn open(&mut self) -> Result<&mut opus::Decoder> {
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

    /// True where `packet` carries in-band FEC for the frame before it.
    #[napi]
    pub fn has_fec(&self, packet: &[u8]) -> bool {
        opus::has_fec(packet)
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
