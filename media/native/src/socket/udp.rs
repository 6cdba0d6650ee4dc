//! The socket itself: options, batches of datagrams with the kernel's time stamps, and sending without waiting.

use super::address::{Address, LONGEST_ADDRESS};
use super::examine::{self, Openers, examine};
use super::filter::{Guard, program};
use libc::{c_int, c_uint, c_void, cmsghdr, iovec, mmsghdr, sockaddr_storage, socklen_t, timespec};
use std::io::{Error, ErrorKind, Result};
use std::mem::size_of;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

/// Of each slot, by what precedes and holds a datagram.
pub const SLOT: usize = 2_048;
pub const DATAGRAM_AT: usize = LONGEST_ADDRESS;
/// Octets, age, port, whether it comes from where the one before came from, and what the datagram is.
pub const NUMBERS: usize = 4 + examine::NUMBERS;
/// Datagrams one call takes at most.
pub const BATCH: usize = 32;
/// A flood of 10,000 packets a second fits in for two periods even where each takes 4 KiB of the kernel's memory.
const RECEIVE_BUFFER: c_int = 2 << 20;
/// Room for one time stamp and its header.
const CONTROL: usize = 64;
/// As aligned as control messages want to be.
type Control = [u64; CONTROL / 8];

/// What `recvmmsg` fills, made once; the datagrams themselves go straight into the caller's memory.
struct Batch {
    messages: [mmsghdr; BATCH],
    vectors: [iovec; BATCH],
    names: [sockaddr_storage; BATCH],
    controls: [Control; BATCH],
}

// SAFETY: the pointers inside are written anew before each use and used within one call only.
unsafe impl Send for Batch {}

pub struct Udp {
    socket: OwnedFd,
    batch: Box<Batch>,
    pub openers: Openers,
    /// Of the datagram that was received last.
    source: Option<Address>,
}

impl Udp {
    pub fn open(address: &Address, dscp: u8) -> Result<Self> {
        let kind = libc::SOCK_DGRAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
        // SAFETY: plain numbers in, a descriptor or -1 out.
        let descriptor = check(unsafe { libc::socket(address.family(), kind, 0) })?;
        // SAFETY: just made, and owned by nobody else.
        let socket = unsafe { OwnedFd::from_raw_fd(descriptor) };
        // The two low bits are the network's own (ECN).
        let traffic_class = c_int::from(dscp & 0x3f) << 2;
        match address {
            Address::V4(..) => set(&socket, libc::IPPROTO_IP, libc::IP_TOS, &traffic_class)?,
            Address::V6(..) => {
                set(&socket, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, &1)?;
                set(
                    &socket,
                    libc::IPPROTO_IPV6,
                    libc::IPV6_TCLASS,
                    &traffic_class,
                )?;
            }
        }
        set(&socket, libc::SOL_SOCKET, libc::SO_TIMESTAMPNS, &1)?;
        // Beyond the system's limit where that is allowed, else up to it.
        set(
            &socket,
            libc::SOL_SOCKET,
            libc::SO_RCVBUFFORCE,
            &RECEIVE_BUFFER,
        )
        .or_else(|_| set(&socket, libc::SOL_SOCKET, libc::SO_RCVBUF, &RECEIVE_BUFFER))?;
        let (name, length) = address.to_system();
        // SAFETY: name and length belong together.
        check(unsafe { libc::bind(socket.as_raw_fd(), (&raw const name).cast(), length) })?;
        // SAFETY: all zeros is a valid value of these plain structures.
        let batch = Box::new(unsafe { std::mem::zeroed::<Batch>() });
        Ok(Self {
            socket,
            batch,
            openers: Openers::default(),
            source: None,
        })
    }

    pub fn port(&self) -> Result<u16> {
        // SAFETY: all zeros is a valid value of this plain structure.
        let mut name: sockaddr_storage = unsafe { std::mem::zeroed() };
        let mut length = size_of::<sockaddr_storage>() as socklen_t;
        // SAFETY: name and length belong together.
        check(unsafe {
            libc::getsockname(
                self.socket.as_raw_fd(),
                (&raw mut name).cast(),
                &raw mut length,
            )
        })?;
        Address::from_system(&name)
            .map(|address| address.port())
            .ok_or_else(|| ErrorKind::Unsupported.into())
    }

    /// What the network is told of every packet: the code point in the upper six of eight bits.
    #[cfg(test)]
    pub fn traffic_class(&self) -> Result<c_int> {
        let mut class: c_int = 0;
        let mut length = size_of::<c_int>() as socklen_t;
        // SAFETY: value and length belong together.
        check(unsafe {
            libc::getsockopt(
                self.socket.as_raw_fd(),
                libc::IPPROTO_IP,
                libc::IP_TOS,
                (&raw mut class).cast(),
                &raw mut length,
            )
        })?;
        Ok(class)
    }

    /// Fills slots from the first on and answers how many; 0 where nothing waits.
    pub fn receive(&mut self, data: &mut [u8], info: &mut [f64]) -> Result<usize> {
        let slots = BATCH.min(data.len() / SLOT).min(info.len() / NUMBERS);
        if slots == 0 {
            return Ok(0);
        }
        let batch = &mut *self.batch;
        for (n, slot) in data.chunks_exact_mut(SLOT).take(slots).enumerate() {
            let datagram = &mut slot[DATAGRAM_AT..];
            batch.vectors[n] = iovec {
                iov_base: datagram.as_mut_ptr().cast(),
                iov_len: datagram.len(),
            };
            let header = &mut batch.messages[n].msg_hdr;
            header.msg_name = (&raw mut batch.names[n]).cast();
            header.msg_namelen = size_of::<sockaddr_storage>() as socklen_t;
            header.msg_iov = &raw mut batch.vectors[n];
            header.msg_iovlen = 1;
            header.msg_control = (&raw mut batch.controls[n]).cast();
            header.msg_controllen = CONTROL as _;
            header.msg_flags = 0;
        }
        // SAFETY: every header points at memory of the length it names, all of which outlives the call.
        let count = check(unsafe {
            libc::recvmmsg(
                self.socket.as_raw_fd(),
                batch.messages.as_mut_ptr(),
                slots as c_uint,
                libc::MSG_DONTWAIT as _,
                std::ptr::null_mut(),
            )
        });
        let count = match count {
            Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
            other => usize::try_from(other?).unwrap_or(0),
        };
        if count == 0 {
            return Ok(0);
        }
        let now = wall_clock();
        let slots = data
            .chunks_exact_mut(SLOT)
            .zip(info.chunks_exact_mut(NUMBERS));
        for (n, (slot, numbers)) in slots.take(count).enumerate() {
            let message = &batch.messages[n];
            let source = Address::from_system(&batch.names[n]);
            let port = source.map_or(0, |address| {
                slot[..address.octets().len()].copy_from_slice(address.octets());
                address.port()
            });
            numbers[0] = f64::from(message.msg_len);
            numbers[1] = arrival(message).map_or(0.0, |then| milliseconds_between(then, now));
            numbers[2] = f64::from(port);
            numbers[3] = f64::from(u8::from(source.is_some() && source == self.source));
            self.source = source;
            let datagram = &mut slot[DATAGRAM_AT..];
            let length = datagram.len().min(message.msg_len as usize);
            numbers[4..].copy_from_slice(&examine(&mut datagram[..length], &self.openers));
        }
        Ok(count)
    }

    pub fn send(&self, packet: &[u8], to: &Address) -> Result<()> {
        let (name, length) = to.to_system();
        // SAFETY: pointers and lengths belong together; the kernel copies before it returns.
        let sent = unsafe {
            libc::sendto(
                self.socket.as_raw_fd(),
                packet.as_ptr().cast::<c_void>(),
                packet.len(),
                libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL,
                (&raw const name).cast(),
                length,
            )
        };
        if sent < 0 {
            Err(Error::last_os_error())
        } else {
            Ok(())
        }
    }

    pub fn guard(&self, guard: &Guard) -> Result<()> {
        let mut code = program(guard);
        let filter = libc::sock_fprog {
            len: u16::try_from(code.len()).unwrap_or(0),
            filter: code.as_mut_ptr(),
        };
        set(
            &self.socket,
            libc::SOL_SOCKET,
            libc::SO_ATTACH_FILTER,
            &filter,
        )
    }

    pub fn release(&self) -> Result<()> {
        let released: Result<()> = set(&self.socket, libc::SOL_SOCKET, libc::SO_DETACH_FILTER, &0);
        // None was there: as asked.
        released.or_else(|error| {
            if error.raw_os_error() == Some(libc::ENOENT) {
                Ok(())
            } else {
                Err(error)
            }
        })
    }
}

fn check(answer: c_int) -> Result<c_int> {
    if answer < 0 {
        Err(Error::last_os_error())
    } else {
        Ok(answer)
    }
}

/// `value` is what the option's documentation asks for: an int, or a filter.
fn set<T>(socket: &OwnedFd, level: c_int, option: c_int, value: &T) -> Result<()> {
    // SAFETY: pointer and length are those of `value`.
    check(unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            level,
            option,
            (&raw const *value).cast(),
            size_of::<T>() as socklen_t,
        )
    })
    .map(drop)
}

/// The kernel stamps by the wall clock, so that is what now is told by.
fn wall_clock() -> timespec {
    let mut now = timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: writes one timespec; this clock always exists.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut now) };
    now
}

/// When the kernel took the datagram from the network.
fn arrival(message: &mmsghdr) -> Option<timespec> {
    // SAFETY: the kernel filled the control buffer and its length; the macros stay inside them.
    unsafe {
        let mut part: *const cmsghdr = libc::CMSG_FIRSTHDR(&raw const message.msg_hdr);
        while let Some(header) = part.as_ref() {
            if header.cmsg_level == libc::SOL_SOCKET && header.cmsg_type == libc::SCM_TIMESTAMPNS {
                return Some(libc::CMSG_DATA(part).cast::<timespec>().read_unaligned());
            }
            part = libc::CMSG_NXTHDR(&raw const message.msg_hdr, part);
        }
    }
    None
}

/// Never negative: a wall clock that was set back must not let packets arrive in the future.
fn milliseconds_between(then: timespec, now: timespec) -> f64 {
    let seconds = (now.tv_sec - then.tv_sec) as f64;
    let nanoseconds = (now.tv_nsec - then.tv_nsec) as f64;
    (seconds * 1e3 + nanoseconds / 1e6).max(0.0)
}
