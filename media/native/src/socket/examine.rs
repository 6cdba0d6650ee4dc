//! What a datagram is: opened where the call is encrypted, and an RTP header told in numbers.

use crate::rtp::{LARGEST, is_rtcp, parse};
use crate::srtp::direction::hold;
use crate::srtp::guard::{Opener, Refusal};
use std::sync::{Arc, Mutex};

/// Verdicts, as `media/native/socket.ts` names them.
const SPEECH: u8 = 0;
const REPORT: u8 = 1;
const NOT_AUTHENTIC: u8 = 2;
const MALFORMED: u8 = 3;
const TOO_LONG: u8 = 4;

/// Numbers of a datagram: verdict, payload type, sequence, timestamp, SSRC, begin and length of what it carries.
pub const NUMBERS: usize = 7;

/// The keys that packets may be sealed with; none where the call is not encrypted.
#[derive(Default, Clone)]
pub struct Openers {
    pub current: Option<Arc<Mutex<Opener>>>,
    /// After a change of key, packets of the one before are still on their way for a moment.
    pub former: Option<Arc<Mutex<Opener>>>,
}

impl Openers {
    fn open(
        &self,
        datagram: &mut [u8],
        open: fn(&mut Opener, &mut [u8]) -> Result<usize, Refusal>,
    ) -> Option<usize> {
        let Some(current) = &self.current else {
            return Some(datagram.len());
        };
        let opened = open(&mut hold(current), datagram).ok();
        opened.or_else(|| {
            let former = self.former.as_ref()?;
            open(&mut hold(former), datagram).ok()
        })
    }
}

pub fn examine(datagram: &mut [u8], openers: &Openers) -> [f64; NUMBERS] {
    let mut numbers = [0.0; NUMBERS];
    numbers[0] = f64::from(look(datagram, openers, &mut numbers));
    numbers
}

fn look(datagram: &mut [u8], openers: &Openers, numbers: &mut [f64; NUMBERS]) -> u8 {
    if datagram.len() > LARGEST {
        return TOO_LONG;
    }
    if is_rtcp(datagram) {
        let Some(length) = openers.open(datagram, Opener::open_rtcp) else {
            return NOT_AUTHENTIC;
        };
        numbers[6] = length as f64;
        return REPORT;
    }
    let Some(length) = openers.open(datagram, Opener::open_rtp) else {
        return NOT_AUTHENTIC;
    };
    let Some(packet) = parse(&datagram[..length]) else {
        return MALFORMED;
    };
    numbers[1] = f64::from(packet.payload_type);
    numbers[2] = f64::from(packet.sequence);
    numbers[3] = f64::from(packet.timestamp);
    numbers[4] = f64::from(packet.ssrc);
    numbers[5] = packet.payload.start as f64;
    numbers[6] = packet.payload.len() as f64;
    SPEECH
}
