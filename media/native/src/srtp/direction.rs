//! One direction of SRTP as a class for Node, shared with the socket that uses it for every packet.

use super::guard::{Keys, Opener, Refusal, SealFault, Sealer};
use super::transform::Transform;
use napi::bindgen_prelude::{Error, Result, Status, Uint8Array, Uint8ArraySlice};
use napi_derive::napi;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// GCM where `auth_key` is empty, else counter mode with HMAC-SHA1.
#[napi(object, object_to_js = false)]
pub struct SrtpSession {
    pub cipher_key: Uint8Array,
    pub salt: Uint8Array,
    pub auth_key: Uint8Array,
    pub tag_bytes: u32,
}

fn transform(session: &SrtpSession) -> Result<Transform> {
    let tag = usize::try_from(session.tag_bytes).unwrap_or(usize::MAX);
    Transform::new(&session.cipher_key, &session.salt, &session.auth_key, tag)
        .ok_or_else(|| Error::new(Status::InvalidArg, "no such SRTP keys"))
}

fn keys(rtp: &SrtpSession, rtcp: &SrtpSession) -> Result<Keys> {
    Ok(Keys {
        rtp: transform(rtp)?,
        rtcp: transform(rtcp)?,
    })
}

/// All are on the media thread: the lock is never waited for, and nothing that holds it can panic half way.
pub fn hold<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens what one side receives under one key; refuses what is not genuine, comes twice or comes too late.
#[napi]
pub struct SrtpOpener {
    pub(crate) inner: Arc<Mutex<Opener>>,
}

#[napi]
impl SrtpOpener {
    #[napi(constructor)]
    pub fn new(rtp: SrtpSession, rtcp: SrtpSession) -> Result<Self> {
        let opener = Opener::new(keys(&rtp, &rtcp)?);
        Ok(Self {
            inner: Arc::new(Mutex::new(opener)),
        })
    }

    /// The new length; -1 not authentic, -2 seen before or too old, -3 malformed.
    #[napi]
    pub fn open_rtp(&self, mut packet: Uint8ArraySlice) -> i32 {
        // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
        let packet = unsafe { packet.as_mut() };
        opened(hold(&self.inner).open_rtp(packet))
    }

    /// As above; -4 where it says of itself that it is not encrypted.
    #[napi]
    pub fn open_rtcp(&self, mut packet: Uint8ArraySlice) -> i32 {
        // SAFETY: as above.
        let packet = unsafe { packet.as_mut() };
        opened(hold(&self.inner).open_rtcp(packet))
    }
}

fn opened(answer: std::result::Result<usize, Refusal>) -> i32 {
    match answer {
        Ok(length) => i32::try_from(length).unwrap_or(-1),
        Err(Refusal::NotAuthentic) => -1,
        Err(Refusal::Replayed) => -2,
        Err(Refusal::Malformed) => -3,
        Err(Refusal::Clear) => -4,
    }
}

/// Seals what one side sends under one key: rollovers and report indices are counted here.
#[napi]
pub struct SrtpSealer {
    pub(crate) inner: Arc<Mutex<Sealer>>,
}

#[napi]
impl SrtpSealer {
    #[napi(constructor)]
    pub fn new(rtp: SrtpSession, rtcp: SrtpSession) -> Result<Self> {
        let sealer = Sealer::new(keys(&rtp, &rtcp)?);
        Ok(Self {
            inner: Arc::new(Mutex::new(sealer)),
        })
    }

    /// The new length of the packet in the first `length` octets; -1 does not fit, -2 too many streams, -3 key used
    /// up, -4 malformed.
    #[napi]
    pub fn seal_rtp(&self, mut buffer: Uint8ArraySlice, length: u32) -> i32 {
        // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
        let buffer = unsafe { buffer.as_mut() };
        sealed(hold(&self.inner).seal_rtp(buffer, length as usize))
    }

    #[napi]
    pub fn seal_rtcp(&self, mut buffer: Uint8ArraySlice, length: u32) -> i32 {
        // SAFETY: as above.
        let buffer = unsafe { buffer.as_mut() };
        sealed(hold(&self.inner).seal_rtcp(buffer, length as usize))
    }
}

fn sealed(answer: std::result::Result<usize, SealFault>) -> i32 {
    match answer {
        Ok(length) => i32::try_from(length).unwrap_or(-1),
        Err(SealFault::DoesNotFit) => -1,
        Err(SealFault::TooManyStreams) => -2,
        Err(SealFault::UsedUp) => -3,
        Err(SealFault::Malformed) => -4,
    }
}
