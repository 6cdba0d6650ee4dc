//! SRTP for the media thread: each direction of a call under its key, and the bare transforms for the RFCs' vectors.

pub mod direction;
pub mod guard;
mod streams;
mod transform;

#[cfg(test)]
mod tests;

use napi::bindgen_prelude::{Error, Result, Status, Uint8ArraySlice};
use napi_derive::napi;
use transform::Transform;

/// Session keys of one stream and direction. Knows nothing of streams, replays or lifetimes.
///
/// All methods work on the first `length` octets of `buffer` and answer the new length, or -1 where the packet is
/// not authentic or does not fit; then the buffer is as it was.
#[napi]
pub struct SrtpTransform {
    inner: Transform,
}

#[napi]
impl SrtpTransform {
    /// AES-GCM where `auth_key` is empty (12 octets of salt), else AES in counter mode with HMAC-SHA1 (14 of salt).
    #[napi(constructor)]
    pub fn new(cipher_key: &[u8], salt: &[u8], auth_key: &[u8], tag_bytes: u32) -> Result<Self> {
        let tag_bytes = usize::try_from(tag_bytes).unwrap_or(usize::MAX);
        Transform::new(cipher_key, salt, auth_key, tag_bytes)
            .map(|inner| Self { inner })
            .ok_or_else(|| Error::new(Status::InvalidArg, "no such SRTP keys"))
    }

    /// `index` is ROC * 65536 + SEQ (RFC 3711, 3.3.1).
    #[napi]
    pub fn seal_rtp(
        &self,
        mut buffer: Uint8ArraySlice,
        length: u32,
        header: u32,
        ssrc: u32,
        index: f64,
    ) -> i32 {
        // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
        let buffer = unsafe { buffer.as_mut() };
        answer(
            self.inner
                .seal_rtp(buffer, size(length), size(header), ssrc, whole(index)),
        )
    }

    #[napi]
    pub fn open_rtp(
        &self,
        mut buffer: Uint8ArraySlice,
        length: u32,
        header: u32,
        ssrc: u32,
        index: f64,
    ) -> i32 {
        // SAFETY: as in `seal_rtp`.
        let buffer = unsafe { buffer.as_mut() };
        answer(
            self.inner
                .open_rtp(buffer, size(length), size(header), ssrc, whole(index)),
        )
    }

    /// `index` is the SRTCP index without its flag.
    #[napi]
    pub fn seal_rtcp(
        &self,
        mut buffer: Uint8ArraySlice,
        length: u32,
        ssrc: u32,
        index: u32,
    ) -> i32 {
        // SAFETY: as in `seal_rtp`.
        let buffer = unsafe { buffer.as_mut() };
        answer(self.inner.seal_rtcp(buffer, size(length), ssrc, index))
    }

    #[napi]
    pub fn open_rtcp(
        &self,
        mut buffer: Uint8ArraySlice,
        length: u32,
        ssrc: u32,
        index: u32,
    ) -> i32 {
        // SAFETY: as in `seal_rtp`.
        let buffer = unsafe { buffer.as_mut() };
        answer(self.inner.open_rtcp(buffer, size(length), ssrc, index))
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Packet indices have 48 bits, which a double holds exactly.
fn whole(number: f64) -> u64 {
    number as u64
}

fn answer(length: Option<usize>) -> i32 {
    length
        .and_then(|length| i32::try_from(length).ok())
        .unwrap_or(-1)
}
