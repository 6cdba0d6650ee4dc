//! The machine around the devices: its watchdog, its service manager, and whether its clock has been set.

use std::io::Error;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

use napi_derive::napi;

use super::ioctl::{ask, last_error, read_write};

const SET_TIMEOUT: libc::Ioctl = read_write(b'W', 6, 4);

/// After so many seconds without a word the kernel restarts the board; 0 or more, or a negative error number.
#[napi]
pub fn watchdog_timeout(fd: i32, seconds: i32) -> i32 {
    let mut seconds = seconds;
    // SAFETY: an int, as the request's size says.
    unsafe { ask(fd, SET_TIMEOUT, &mut seconds) }
}

/// Sends lines of sd_notify(3) to the socket that systemd names; '@' begins an abstract one. 0, or a negative error.
#[napi]
pub fn notify_systemd(socket: String, lines: String) -> i32 {
    match send(&socket, lines.as_bytes()) {
        Ok(()) => 0,
        Err(error) => -error.raw_os_error().unwrap_or(libc::EIO),
    }
}

/// Status bits of the kernel's clock, as adjtimex(2) answers them; or a negative error number.
#[napi]
pub fn clock_status() -> i32 {
    // SAFETY: all zeros are a valid request that asks for nothing but an answer.
    let mut answer: libc::timex = unsafe { std::mem::zeroed() };
    // SAFETY: the struct outlives the call.
    if unsafe { libc::adjtimex(&mut answer) } < 0 {
        return -last_error();
    }
    answer.status
}

fn send(socket: &str, lines: &[u8]) -> Result<(), Error> {
    let address = match socket.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(socket)?,
    };
    let sender = UnixDatagram::unbound()?;
    // A service manager that hangs must not take the phone along.
    sender.set_nonblocking(true)?;
    sender.send_to_addr(lines, &address).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_an_abstract_socket_what_it_is_given() -> Result<(), Error> {
        let name = format!("offhook-notify-{}", std::process::id());
        let receiver = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name)?)?;
        assert_eq!(notify_systemd(format!("@{name}"), "WATCHDOG=1".into()), 0);
        let mut heard = [0; 32];
        let count = receiver.recv(&mut heard)?;
        assert_eq!(&heard[..count], b"WATCHDOG=1");
        Ok(())
    }

    #[test]
    fn says_that_nobody_listens() {
        let answer = notify_systemd("/nowhere/notify".into(), "READY=1".into());
        assert_eq!(answer, -libc::ENOENT);
    }
}
