//! The binary header of an RTP packet (RFC 3550, 5.1), and what tells it from RTCP on the same port (RFC 5761, 4).

use std::ops::Range;

const FIXED: usize = 12;
/// Longer datagrams are no telephone's: an Ethernet frame carries 1500.
pub const LARGEST: usize = 1_500;

#[derive(Debug, PartialEq, Eq)]
pub struct Packet {
    pub payload_type: u8,
    pub sequence: u16,
    pub timestamp: u32,
    pub ssrc: u32,
    /// Padding removed.
    pub payload: Range<usize>,
}

pub fn is_rtcp(packet: &[u8]) -> bool {
    packet.get(1).is_some_and(|kind| (192..=223).contains(kind))
}

pub fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Fixed header, contributors and extension: what SRTP leaves in the clear. None where that is cut off.
pub fn header_length(packet: &[u8]) -> Option<usize> {
    let first = *packet.first()?;
    if packet.len() < FIXED || first >> 6 != 2 {
        return None;
    }
    let mut length = FIXED + 4 * usize::from(first & 0x0f);
    if first & 0x10 != 0 {
        length += 4 + 4 * usize::from(read_u16(packet, length + 2)?);
    }
    (length <= packet.len()).then_some(length)
}

pub fn parse(packet: &[u8]) -> Option<Packet> {
    let begin = header_length(packet)?;
    let mut end = packet.len();
    if packet[0] & 0x20 != 0 {
        let padding = usize::from(packet[end - 1]);
        if padding == 0 || padding > end - begin {
            return None;
        }
        end -= padding;
    }
    Some(Packet {
        payload_type: packet[1] & 0x7f,
        sequence: read_u16(packet, 2)?,
        timestamp: read_u32(packet, 4)?,
        ssrc: read_u32(packet, 8)?,
        payload: begin..end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_contributors_extension_and_padding() {
        let mut packet = vec![0xb1, 0x80 | 96, 1, 2, 0, 0, 0, 3, 0, 0, 0, 4, 9, 9, 9, 9];
        packet.extend([0xbe, 0xde, 0, 1, 7, 7, 7, 7, 5, 5, 0, 2]);
        let read = parse(&packet);
        let expected = Packet {
            payload_type: 96,
            sequence: 0x102,
            timestamp: 3,
            ssrc: 4,
            payload: 24..26,
        };
        assert_eq!(read, Some(expected));
        assert!((0..24).all(|length| header_length(&packet[..length]).is_none()));
    }

    #[test]
    fn refuses_padding_longer_than_the_packet() {
        let mut packet = [0; 14];
        packet[0] = 0xa0;
        for (padding, is_read) in [(0, false), (1, true), (2, true), (3, false)] {
            packet[13] = padding;
            assert_eq!(parse(&packet).is_some(), is_read);
        }
    }
}
