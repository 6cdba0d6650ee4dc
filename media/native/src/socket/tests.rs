//! Real sockets on loopback.

use super::address::Address;
use super::filter::Guard;
use super::udp::{DATAGRAM_AT, NUMBERS, SLOT, Udp};
use std::io::Result;

const HOME: [u8; 4] = [127, 0, 0, 1];

struct Room {
    data: Vec<u8>,
    info: Vec<f64>,
}

impl Room {
    fn new(slots: usize) -> Self {
        Self {
            data: vec![0; slots * SLOT],
            info: vec![0.0; slots * NUMBERS],
        }
    }

    fn take(&mut self, socket: &mut Udp) -> Result<usize> {
        socket.receive(&mut self.data, &mut self.info)
    }

    fn datagram(&self, slot: usize) -> &[u8] {
        let length = self.info[slot * NUMBERS] as usize;
        &self.data[slot * SLOT + DATAGRAM_AT..][..length]
    }
}

fn open() -> Result<(Udp, Address)> {
    let socket = Udp::open(&Address::V4(HOME, 0), 46)?;
    let address = Address::V4(HOME, socket.port()?);
    Ok((socket, address))
}

/// An RTP packet of this source, or a report where `kind` is one of RTCP's.
fn packet(kind: u8, ssrc: u32) -> Vec<u8> {
    let mut packet = vec![0x80, kind, 0, 1, 0, 0, 0, 2];
    packet.extend(ssrc.to_be_bytes());
    packet.extend([7; 20]);
    packet
}

#[test]
fn takes_what_arrived_with_its_age_and_its_source() -> Result<()> {
    let (mut socket, home) = open()?;
    let (sender, from) = open()?;
    let mut room = Room::new(40);
    assert_eq!(room.take(&mut socket)?, 0);
    sender.send(b"first", &home)?;
    sender.send(b"", &home)?;
    std::thread::sleep(std::time::Duration::from_millis(30));
    sender.send(&[9; 3_000], &home)?;
    assert_eq!(room.take(&mut socket)?, 3);
    assert_eq!(room.datagram(0), b"first");
    assert_eq!(room.datagram(1), b"");
    assert_eq!(room.info[2 * NUMBERS] as usize, SLOT - DATAGRAM_AT);
    assert!(
        room.info[1] >= 30.0 && room.info[1] < 5_000.0,
        "{}",
        room.info[1]
    );
    assert!(room.info[2 * NUMBERS + 1] < room.info[1] - 29.0);
    assert_eq!(room.info[2], f64::from(from.port()));
    assert_eq!(room.data[..4], HOME);
    Ok(())
}

#[test]
fn takes_no_more_than_there_are_slots() -> Result<()> {
    let (mut socket, home) = open()?;
    let (sender, _) = open()?;
    for _ in 0..100 {
        sender.send(b"x", &home)?;
    }
    assert_eq!(Room::new(0).take(&mut socket)?, 0);
    assert_eq!(Room::new(5).take(&mut socket)?, 5);
    let mut room = Room::new(100);
    let mut taken = 5;
    loop {
        match room.take(&mut socket)? {
            0 => break,
            count => taken += count,
        }
    }
    assert_eq!(taken, 100);
    Ok(())
}

#[test]
fn speaks_both_families() -> Result<()> {
    let home = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    // A machine may have been told to do without IPv6.
    let Ok(mut socket) = Udp::open(&Address::V6(home, 0), 46) else {
        return Ok(());
    };
    let address = Address::V6(home, socket.port()?);
    let guard = Guard {
        source: address,
        report_port: address.port(),
        ssrc: 5,
    };
    socket.guard(&guard)?;
    socket.send(&packet(96, 6), &address)?;
    socket.send(&packet(96, 5), &address)?;
    let mut room = Room::new(4);
    assert_eq!(room.take(&mut socket)?, 1);
    assert_eq!(room.datagram(0), packet(96, 5));
    assert_eq!(room.data[..16], home);
    Ok(())
}

#[test]
fn keeps_everybody_else_out_while_guarded() -> Result<()> {
    let (mut socket, home) = open()?;
    let (peer, source) = open()?;
    let (reports, report_source) = open()?;
    let (stranger, _) = open()?;
    let mut room = Room::new(32);
    socket.guard(&Guard {
        source,
        report_port: report_source.port(),
        ssrc: 0xdead_beef,
    })?;
    peer.send(&packet(96, 0xdead_beef), &home)?;
    peer.send(&packet(96 | 0x80, 0xdead_beef), &home)?;
    peer.send(&packet(200, 1), &home)?;
    reports.send(&packet(201, 2), &home)?;
    let kept = 4;
    peer.send(&packet(96, 3), &home)?;
    peer.send(b"short", &home)?;
    peer.send(b"", &home)?;
    reports.send(&packet(96, 0xdead_beef), &home)?;
    stranger.send(&packet(96, 0xdead_beef), &home)?;
    stranger.send(&packet(200, 1), &home)?;
    assert_eq!(room.take(&mut socket)?, kept);
    socket.release()?;
    socket.release()?;
    stranger.send(b"hello", &home)?;
    assert_eq!(room.take(&mut socket)?, 1);
    Ok(())
}

#[test]
fn marks_what_it_sends() -> Result<()> {
    assert_eq!(Udp::open(&Address::V4(HOME, 0), 46)?.traffic_class()?, 0xb8);
    assert_eq!(
        Udp::open(&Address::V4(HOME, 0), 0xff)?.traffic_class()?,
        0xfc
    );
    Ok(())
}

#[test]
fn refuses_an_address_that_is_not_here() {
    assert!(Udp::open(&Address::V4([192, 0, 2, 1], 0), 0).is_err());
    assert!(Address::new(&[1, 2, 3], 0).is_none());
}
