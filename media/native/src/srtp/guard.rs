//! One direction of a call under one key: opens what is genuine and new, seals what is sent, and counts both.

use super::streams::{HIGHEST_ROLLOVER, MOST_STREAMS, Windows, guess_index};
use super::transform::Transform;
use crate::rtp::{header_length, read_u16, read_u32};

const RTCP_CLEAR: usize = 8;
const RTCP_WORD: usize = 4;
const ENCRYPTED: u32 = 0x8000_0000;
/// RTCP has 31 bits of index.
const RTCP_INDICES: u32 = ENCRYPTED;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    NotAuthentic,
    Replayed,
    Malformed,
    /// RTCP that says of itself that it is not encrypted.
    Clear,
}

/// The transforms of one direction: of RTP, and of RTCP.
pub struct Keys {
    pub rtp: Transform,
    pub rtcp: Transform,
}

pub struct Opener {
    keys: Keys,
    rtp: Windows,
    rtcp: Windows,
}

impl Opener {
    pub fn new(keys: Keys) -> Self {
        Self {
            keys,
            rtp: Windows::default(),
            rtcp: Windows::default(),
        }
    }

    /// Opens a packet where it lies and answers its new length; one that is not genuine stays as it was.
    pub fn open_rtp(&mut self, packet: &mut [u8]) -> Result<usize, Refusal> {
        let header = header_length(packet).ok_or(Refusal::Malformed)?;
        let (sequence, ssrc) = read_u16(packet, 2)
            .zip(read_u32(packet, 8))
            .ok_or(Refusal::Malformed)?;
        let index = guess_index(self.rtp.highest(ssrc), sequence).ok_or(Refusal::Replayed)?;
        if !self.rtp.is_fresh(ssrc, index) {
            return Err(Refusal::Replayed);
        }
        let length = packet.len();
        let opened = self.keys.rtp.open_rtp(packet, length, header, ssrc, index);
        let opened = opened.ok_or(Refusal::NotAuthentic)?;
        // Only now, after authentication, may a packet change state.
        self.rtp.accept(ssrc, index);
        Ok(opened)
    }

    pub fn open_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, Refusal> {
        // GCM puts the index word last, counter mode before the tag (RFC 7714, 9.2; RFC 3711, 3.4).
        let word_at = packet
            .len()
            .checked_sub(RTCP_WORD + self.keys.rtcp.octets_behind_word())
            .filter(|at| *at >= RTCP_CLEAR)
            .ok_or(Refusal::Malformed)?;
        let (word, ssrc) = read_u32(packet, word_at)
            .zip(read_u32(packet, 4))
            .ok_or(Refusal::Malformed)?;
        if word & ENCRYPTED == 0 {
            return Err(Refusal::Clear);
        }
        let index = word & !ENCRYPTED;
        if !self.rtcp.is_fresh(ssrc, u64::from(index)) {
            return Err(Refusal::Replayed);
        }
        let length = packet.len();
        let opened = self.keys.rtcp.open_rtcp(packet, length, ssrc, index);
        let opened = opened.ok_or(Refusal::NotAuthentic)?;
        self.rtcp.accept(ssrc, u64::from(index));
        Ok(opened)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealFault {
    Malformed,
    TooManyStreams,
    UsedUp,
    DoesNotFit,
}

struct Stream {
    ssrc: u32,
    rollover: u64,
    last: u16,
}

pub struct Sealer {
    keys: Keys,
    streams: Vec<Stream>,
    rtcp_index: u32,
}

impl Sealer {
    pub fn new(keys: Keys) -> Self {
        Self {
            keys,
            streams: Vec::new(),
            rtcp_index: 0,
        }
    }

    /// Seals the first `length` octets of `buffer` and answers the new length. Packets come in order of sequence.
    pub fn seal_rtp(&mut self, buffer: &mut [u8], length: usize) -> Result<usize, SealFault> {
        let packet = buffer.get(..length).ok_or(SealFault::DoesNotFit)?;
        let header = header_length(packet).ok_or(SealFault::Malformed)?;
        let (sequence, ssrc) = read_u16(packet, 2)
            .zip(read_u32(packet, 8))
            .ok_or(SealFault::Malformed)?;
        let index = self.next_index(ssrc, sequence)?;
        let sealed = self.keys.rtp.seal_rtp(buffer, length, header, ssrc, index);
        sealed.ok_or(SealFault::DoesNotFit)
    }

    fn next_index(&mut self, ssrc: u32, sequence: u16) -> Result<u64, SealFault> {
        let at = match self.streams.iter().position(|stream| stream.ssrc == ssrc) {
            Some(at) => at,
            None if self.streams.len() >= MOST_STREAMS => return Err(SealFault::TooManyStreams),
            None => {
                self.streams.push(Stream {
                    ssrc,
                    rollover: 0,
                    last: sequence,
                });
                self.streams.len() - 1
            }
        };
        let stream = &mut self.streams[at];
        let rollover = stream.rollover + u64::from(sequence < stream.last);
        if rollover > HIGHEST_ROLLOVER {
            return Err(SealFault::UsedUp);
        }
        stream.rollover = rollover;
        stream.last = sequence;
        Ok((rollover << 16) | u64::from(sequence))
    }

    pub fn seal_rtcp(&mut self, buffer: &mut [u8], length: usize) -> Result<usize, SealFault> {
        let packet = buffer.get(..length).ok_or(SealFault::DoesNotFit)?;
        if length < RTCP_CLEAR {
            return Err(SealFault::Malformed);
        }
        if self.rtcp_index >= RTCP_INDICES {
            return Err(SealFault::UsedUp);
        }
        let ssrc = read_u32(packet, 4).ok_or(SealFault::Malformed)?;
        let sealed = self
            .keys
            .rtcp
            .seal_rtcp(buffer, length, ssrc, self.rtcp_index);
        let sealed = sealed.ok_or(SealFault::DoesNotFit)?;
        self.rtcp_index += 1;
        Ok(sealed)
    }
}
