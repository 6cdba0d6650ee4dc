//! An IP address and port between octets, as JavaScript has them, and the kernel's structures.

use libc::{sockaddr_in, sockaddr_in6, sockaddr_storage, socklen_t};
use std::mem::size_of;

pub const LONGEST_ADDRESS: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    V4([u8; 4], u16),
    V6([u8; 16], u16),
}

impl Address {
    pub fn new(octets: &[u8], port: u16) -> Option<Self> {
        if let Ok(v4) = <[u8; 4]>::try_from(octets) {
            return Some(Self::V4(v4, port));
        }
        <[u8; 16]>::try_from(octets)
            .ok()
            .map(|v6| Self::V6(v6, port))
    }

    pub fn octets(&self) -> &[u8] {
        match self {
            Self::V4(octets, _) => octets,
            Self::V6(octets, _) => octets,
        }
    }

    pub fn port(&self) -> u16 {
        match self {
            Self::V4(_, port) | Self::V6(_, port) => *port,
        }
    }

    pub fn family(&self) -> libc::c_int {
        match self {
            Self::V4(..) => libc::AF_INET,
            Self::V6(..) => libc::AF_INET6,
        }
    }

    /// The kernel's form and its length.
    pub fn to_system(self) -> (sockaddr_storage, socklen_t) {
        // SAFETY: all zeros is a valid value of this plain structure.
        let mut storage: sockaddr_storage = unsafe { std::mem::zeroed() };
        let place = (&raw mut storage).cast::<u8>();
        let length = match self {
            Self::V4(octets, port) => {
                // SAFETY: all zeros is valid here too.
                let mut name: sockaddr_in = unsafe { std::mem::zeroed() };
                name.sin_family = libc::AF_INET as libc::sa_family_t;
                name.sin_port = port.to_be();
                name.sin_addr.s_addr = u32::from_ne_bytes(octets);
                // SAFETY: `sockaddr_storage` has room and alignment for every address.
                unsafe { place.cast::<sockaddr_in>().write(name) };
                size_of::<sockaddr_in>()
            }
            Self::V6(octets, port) => {
                // SAFETY: as above.
                let mut name: sockaddr_in6 = unsafe { std::mem::zeroed() };
                name.sin6_family = libc::AF_INET6 as libc::sa_family_t;
                name.sin6_port = port.to_be();
                name.sin6_addr.s6_addr = octets;
                // SAFETY: as above.
                unsafe { place.cast::<sockaddr_in6>().write(name) };
                size_of::<sockaddr_in6>()
            }
        };
        (storage, length as socklen_t)
    }

    pub fn from_system(storage: &sockaddr_storage) -> Option<Self> {
        let place = &raw const *storage;
        match libc::c_int::from(storage.ss_family) {
            libc::AF_INET => {
                // SAFETY: the family says which structure the kernel wrote, and storage has room for each.
                let name = unsafe { place.cast::<sockaddr_in>().read() };
                Some(Self::V4(
                    name.sin_addr.s_addr.to_ne_bytes(),
                    u16::from_be(name.sin_port),
                ))
            }
            libc::AF_INET6 => {
                // SAFETY: as above.
                let name = unsafe { place.cast::<sockaddr_in6>().read() };
                Some(Self::V6(
                    name.sin6_addr.s6_addr,
                    u16::from_be(name.sin6_port),
                ))
            }
            _ => None,
        }
    }
}
