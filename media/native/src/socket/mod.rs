//! A UDP socket that is asked once a period and never waits: for the media thread, which has a beat of its own.

mod address;
mod filter;
mod udp;

#[cfg(test)]
mod tests;

use address::Address;
use filter::Guard;
use napi::bindgen_prelude::{Error, Float64ArraySlice, Result, Status, Uint8ArraySlice};
use napi_derive::napi;
use udp::Udp;

/// Addresses are 4 or 16 octets in network order; text never comes here.
#[napi]
pub struct UdpSocket {
    inner: Option<Udp>,
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
        Ok(Self { inner: Some(inner) })
    }

    #[napi]
    pub fn port(&self) -> Result<u16> {
        let open = self.inner.as_ref().ok_or_else(closed)?;
        open.port().map_err(|error| failed("no port", &error))
    }

    /// Takes what has arrived, at most one datagram a slot, and answers how many; negative is the system's error number.
    ///
    /// `data` has slots of 2048 octets: the sender's address (4 or 16 octets) in front, the datagram from octet 16 on.
    /// `info` has three numbers a slot: octets of the datagram (cut at 2032), milliseconds since the kernel took it
    /// from the network, and the sender's port.
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
