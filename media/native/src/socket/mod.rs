//! A UDP socket that is asked once a period and never waits: for the media thread, which has a beat of its own.

mod address;
mod examine;
mod filter;
mod udp;

#[cfg(test)]
mod tests;

use crate::rtp::LARGEST;
use crate::srtp::direction::{SrtpOpener, SrtpSealer, hold};
use crate::srtp::guard::Sealer;
use address::Address;
use examine::{Openers, examine};
use filter::Guard;
use napi::bindgen_prelude::{Error, Float64ArraySlice, Result, Status, Uint8ArraySlice};
use napi_derive::napi;
use std::sync::{Arc, Mutex};
use udp::Udp;

/// Sealing adds the tag of any suite.
const SEALED: usize = LARGEST + 16;
/// The packet did not go out because it could not be sealed.
const NOT_SEALED: i32 = -1;

/// Addresses are 4 or 16 octets in network order; text never comes here.
#[napi]
pub struct UdpSocket {
    inner: Option<Udp>,
    target: Option<Address>,
    sealer: Option<Arc<Mutex<Sealer>>>,
    sealed: [u8; SEALED],
}

/// Told in `numbers` as `receive` does, from verdict to length; for datagrams that come from no socket.
#[napi]
pub fn examine_datagram(
    mut datagram: Uint8ArraySlice,
    mut numbers: Float64ArraySlice,
    current: Option<&SrtpOpener>,
    former: Option<&SrtpOpener>,
) {
    let openers = Openers {
        current: current.map(|opener| opener.inner.clone()),
        former: former.map(|opener| opener.inner.clone()),
    };
    // SAFETY: JavaScript does not run, and so cannot touch the buffers, until this call returns.
    let (datagram, numbers) = unsafe { (datagram.as_mut(), numbers.as_mut()) };
    for (number, found) in numbers.iter_mut().zip(examine(datagram, &openers)) {
        *number = found;
    }
}

fn failed(what: &str, error: &std::io::Error) -> Error {
    Error::new(Status::GenericFailure, format!("{what}: {error}"))
}

fn closed() -> Error {
    Error::new(Status::GenericFailure, "closed")
}

fn address_of(octets: &[u8], port: u16) -> Result<Address> {
    Address::new(octets, port)
        .ok_or_else(|| Error::new(Status::InvalidArg, "an address has 4 or 16 octets"))
}

#[napi]
impl UdpSocket {
    /// Port 0 asks the system for a free one. `dscp` (0 to 63) marks every packet sent.
    #[napi(constructor)]
    pub fn new(address: &[u8], port: u16, dscp: u8) -> Result<Self> {
        let address = address_of(address, port)?;
        let inner = Udp::open(&address, dscp).map_err(|error| failed("no socket", &error))?;
        Ok(Self {
            inner: Some(inner),
            target: None,
            sealer: None,
            sealed: [0; SEALED],
        })
    }

    #[napi]
    pub fn port(&self) -> Result<u16> {
        let open = self.inner.as_ref().ok_or_else(closed)?;
        open.port().map_err(|error| failed("no port", &error))
    }

    /// Takes what has arrived, at most one datagram a slot, and answers how many; negative is the system's error number.
    ///
    /// `data` has slots of 2048 octets: the sender's address (4 or 16 octets) in front, the datagram from octet 16 on.
    /// `info` has eleven numbers a slot: octets of the datagram (beyond 2032 it is cut), milliseconds since the kernel
    /// took it from the network, the sender's port, 1 where it comes from where the one before came from; then what
    /// it is, opened by the keys told last: verdict (0 RTP, 1 RTCP, 2 not authentic, 3 malformed, 4 too long),
    /// payload type, sequence, timestamp, SSRC, and where in the datagram its payload (or report) begins and how long
    /// it is.
    #[napi]
    pub fn receive(
        &mut self,
        mut data: Uint8ArraySlice,
        mut info: Float64ArraySlice,
    ) -> Result<i32> {
        let open = self.inner.as_mut().ok_or_else(closed)?;
        // SAFETY: JavaScript does not run, and so cannot touch the buffers, until this call returns.
        let (data, info) = unsafe { (data.as_mut(), info.as_mut()) };
        Ok(match open.receive(data, info) {
            Ok(count) => i32::try_from(count).unwrap_or(0),
            Err(error) => -error.raw_os_error().unwrap_or(libc::EIO),
        })
    }

    /// From now on what comes must be sealed with `current` or, where there is one, with `former`.
    #[napi]
    pub fn open_with(
        &mut self,
        current: Option<&SrtpOpener>,
        former: Option<&SrtpOpener>,
    ) -> Result<()> {
        let open = self.inner.as_mut().ok_or_else(closed)?;
        open.openers = Openers {
            current: current.map(|opener| opener.inner.clone()),
            former: former.map(|opener| opener.inner.clone()),
        };
        Ok(())
    }

    /// From now on `send_rtp` sends nothing that is not sealed with it.
    #[napi]
    pub fn seal_with(&mut self, sealer: Option<&SrtpSealer>) {
        self.sealer = sealer.map(|sealer| sealer.inner.clone());
    }

    /// Where `send_rtp` sends to.
    #[napi]
    pub fn aim(&mut self, address: &[u8], port: u16) -> Result<()> {
        self.target = Some(address_of(address, port)?);
        Ok(())
    }

    /// The first `length` octets of `packet`, sealed where a sealer has been told. Answers 0, the system's error number
    /// where it was not taken, or -1 where it was not sealed.
    #[napi]
    pub fn send_rtp(&mut self, packet: &[u8], length: u32) -> Result<i32> {
        let open = self.inner.as_ref().ok_or_else(closed)?;
        let (Some(target), Some(packet)) = (&self.target, packet.get(..length as usize)) else {
            return Ok(libc::EDESTADDRREQ);
        };
        let packet = match &self.sealer {
            None => packet,
            Some(sealer) => {
                let Some(room) = self.sealed.get_mut(..packet.len()) else {
                    return Ok(NOT_SEALED);
                };
                room.copy_from_slice(packet);
                match hold(sealer).seal_rtp(&mut self.sealed, packet.len()) {
                    Ok(sealed) => &self.sealed[..sealed],
                    Err(_) => return Ok(NOT_SEALED),
                }
            }
        };
        Ok(match open.send(packet, target) {
            Ok(()) => 0,
            Err(error) => error.raw_os_error().unwrap_or(libc::EIO),
        })
    }

    /// Answers 0, or the system's error number where the packet was not taken.
    #[napi]
    pub fn send(&self, packet: &[u8], address: &[u8], port: u16) -> Result<i32> {
        let open = self.inner.as_ref().ok_or_else(closed)?;
        Ok(match open.send(packet, &address_of(address, port)?) {
            Ok(()) => 0,
            Err(error) => error.raw_os_error().unwrap_or(libc::EIO),
        })
    }

    /// From now on the kernel lets in RTP from `address` and `port` with this `ssrc`, and RTCP from there or from
    /// `report_port`; everything else is dropped before it takes any room.
    #[napi]
    pub fn guard(&self, address: &[u8], port: u16, report_port: u16, ssrc: u32) -> Result<()> {
        let open = self.inner.as_ref().ok_or_else(closed)?;
        let source = address_of(address, port)?;
        let guard = Guard {
            source,
            report_port,
            ssrc,
        };
        open.guard(&guard)
            .map_err(|error| failed("no filter", &error))
    }

    /// Everything comes in again.
    #[napi]
    pub fn release(&self) -> Result<()> {
        let open = self.inner.as_ref().ok_or_else(closed)?;
        open.release()
            .map_err(|error| failed("filter stays", &error))
    }

    /// Gives the port back now rather than when the garbage collector comes by.
    #[napi]
    pub fn close(&mut self) {
        self.inner = None;
    }
}
