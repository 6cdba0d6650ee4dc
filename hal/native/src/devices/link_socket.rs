//! A socket for the frames of LLDP on one cable (IEEE 802.1AB); what is in them is read and written elsewhere.

use std::ffi::CString;
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd};

use napi_derive::napi;

use super::ioctl::last_error;

const ETHERTYPE_LLDP: u16 = 0x88cc;
/// Nearest bridge: such frames go no further than the other end of the cable.
const GROUP: [u8; 6] = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e];

/// A descriptor that is read and written like a file, a whole frame at a time, and never waits; or a negative error.
#[napi]
pub fn open_link_socket(interface: String) -> i32 {
    match open(interface) {
        Ok(socket) => socket.into_raw_fd(),
        Err(number) => -number,
    }
}

fn open(interface: String) -> Result<OwnedFd, i32> {
    let name = CString::new(interface).map_err(|_| libc::EINVAL)?;
    // SAFETY: the name ends with a zero and is only read.
    let index = unsafe { libc::if_nametoindex(name.as_ptr()) };
    let index = i32::try_from(index).map_err(|_| libc::ENODEV)?;
    if index == 0 {
        return Err(libc::ENODEV);
    }
    let kind = libc::SOCK_RAW | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    // SAFETY: plain numbers.
    let number = unsafe { libc::socket(libc::AF_PACKET, kind, i32::from(ETHERTYPE_LLDP.to_be())) };
    if number < 0 {
        return Err(last_error());
    }
    // SAFETY: the number is a socket that nobody else owns.
    let socket = unsafe { OwnedFd::from_raw_fd(number) };
    // SAFETY: all zeros are a valid address.
    let mut address: libc::sockaddr_ll = unsafe { std::mem::zeroed() };
    address.sll_family = libc::AF_PACKET as u16;
    address.sll_protocol = ETHERTYPE_LLDP.to_be();
    address.sll_ifindex = index;
    let length = size_of::<libc::sockaddr_ll>() as libc::socklen_t;
    // SAFETY: the address outlives the call and is as long as it says.
    if unsafe { libc::bind(socket.as_raw_fd(), (&raw const address).cast(), length) } < 0 {
        return Err(last_error());
    }
    // SAFETY: all zeros are a valid wish.
    let mut wish: libc::packet_mreq = unsafe { std::mem::zeroed() };
    wish.mr_ifindex = index;
    wish.mr_type = libc::PACKET_MR_MULTICAST as u16;
    wish.mr_alen = GROUP.len() as u16;
    wish.mr_address[..GROUP.len()].copy_from_slice(&GROUP);
    let length = size_of::<libc::packet_mreq>() as libc::socklen_t;
    let (level, option) = (libc::SOL_PACKET, libc::PACKET_ADD_MEMBERSHIP);
    // SAFETY: the wish outlives the call and is as long as it says.
    let joined = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            level,
            option,
            (&raw const wish).cast(),
            length,
        )
    };
    if joined < 0 {
        Err(last_error())
    } else {
        Ok(socket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_that_there_is_no_such_interface() {
        assert_eq!(open_link_socket("no-such-cable".into()), -libc::ENODEV);
        assert_eq!(open_link_socket("zero\0inside".into()), -libc::EINVAL);
    }
}
