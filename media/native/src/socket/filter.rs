//! The kernel's own filter (classic BPF) that keeps a flood out of a socket: built from numbers alone.

use super::address::Address;
use libc::sock_filter;

/// Whose packets come in while a flood lasts.
pub struct Guard {
    pub source: Address,
    pub report_port: u16,
    pub ssrc: u32,
}

const LOAD_WORD: u16 = 0x20;
const LOAD_HALF: u16 = 0x28;
const LOAD_BYTE: u16 = 0x30;
const IF_EQUAL: u16 = 0x15;
const IF_AT_LEAST: u16 = 0x35;
const ANSWER: u16 = 0x06;

/// A filter of a UDP socket sees the packet from the UDP header on; the IP header lies at this offset (SKF_NET_OFF).
const NETWORK: u32 = 0xfff0_0000;
const V4_SOURCE: u32 = NETWORK + 12;
const V6_SOURCE: u32 = NETWORK + 8;
const SOURCE_PORT: u32 = 0;
/// Behind eight octets of UDP header.
const PACKET_TYPE: u32 = 8 + 1;
const SSRC: u32 = 8 + 8;
/// Second octets that only RTCP has (RFC 5761, 4).
const FIRST_REPORT_TYPE: u32 = 192;
const AFTER_REPORT_TYPES: u32 = 224;

/// Where to go on; `Steps` skips so many instructions.
enum Then {
    Steps(u8),
    Keep,
    Drop,
}

struct Program {
    code: Vec<sock_filter>,
    /// Length of the whole, with the two answers at its end: keep, then drop.
    length: usize,
}

impl Program {
    fn load(&mut self, code: u16, offset: u32) {
        self.code.push(sock_filter {
            code,
            jt: 0,
            jf: 0,
            k: offset,
        });
    }

    fn when(&mut self, code: u16, value: u32, yes: &Then, no: &Then) {
        let (jt, jf) = (self.distance(yes), self.distance(no));
        self.code.push(sock_filter {
            code,
            jt,
            jf,
            k: value,
        });
    }

    fn distance(&self, then: &Then) -> u8 {
        let from = self.code.len() + 1;
        let target = match then {
            Then::Steps(steps) => return *steps,
            Then::Keep => self.length - 2,
            Then::Drop => self.length - 1,
        };
        u8::try_from(target - from).unwrap_or(u8::MAX)
    }
}

/// Loads beyond the end of a packet drop it: a filter needs no checks of length.
pub fn program(guard: &Guard) -> Vec<sock_filter> {
    let source = match guard.source {
        Address::V4(..) => V4_SOURCE,
        Address::V6(..) => V6_SOURCE,
    };
    let words = guard.source.octets().chunks_exact(4);
    let length = 2 * words.len() + 3 + 3 + 2 + 3 + 2;
    let mut program = Program {
        code: Vec::with_capacity(length),
        length,
    };
    for (offset, word) in (source..).step_by(4).zip(words) {
        let word = u32::from_be_bytes([word[0], word[1], word[2], word[3]]);
        program.load(LOAD_WORD, offset);
        program.when(IF_EQUAL, word, &Then::Steps(0), &Then::Drop);
    }
    program.load(LOAD_HALF, SOURCE_PORT);
    program.when(
        IF_EQUAL,
        u32::from(guard.source.port()),
        &Then::Steps(1),
        &Then::Steps(0),
    );
    program.when(
        IF_EQUAL,
        u32::from(guard.report_port),
        &Then::Steps(5),
        &Then::Drop,
    );
    // From where RTP comes: reports, or speech of this source.
    program.load(LOAD_BYTE, PACKET_TYPE);
    program.when(
        IF_AT_LEAST,
        AFTER_REPORT_TYPES,
        &Then::Steps(1),
        &Then::Steps(0),
    );
    program.when(IF_AT_LEAST, FIRST_REPORT_TYPE, &Then::Keep, &Then::Steps(0));
    program.load(LOAD_WORD, SSRC);
    program.when(IF_EQUAL, guard.ssrc, &Then::Keep, &Then::Drop);
    // From where only reports come.
    program.load(LOAD_BYTE, PACKET_TYPE);
    program.when(
        IF_AT_LEAST,
        AFTER_REPORT_TYPES,
        &Then::Drop,
        &Then::Steps(0),
    );
    program.when(IF_AT_LEAST, FIRST_REPORT_TYPE, &Then::Keep, &Then::Drop);
    program.code.push(sock_filter {
        code: ANSWER,
        jt: 0,
        jf: 0,
        k: u32::MAX,
    });
    program.code.push(sock_filter {
        code: ANSWER,
        jt: 0,
        jf: 0,
        k: 0,
    });
    program.code
}
