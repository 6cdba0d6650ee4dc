//! Requests to device files by the kernel's numbering, each answered by a count or a negative error number.

use std::io::Error;

const WRITE: u32 = 1;
const READ: u32 = 2;

/// `_IOR`, `_IOW` and `_IOWR` of the kernel's headers on the machines that we run on (x86-64 and arm64).
pub const fn read(subject: u8, number: u8, size: usize) -> libc::Ioctl {
    encode(READ, subject, number, size)
}

pub const fn write(subject: u8, number: u8, size: usize) -> libc::Ioctl {
    encode(WRITE, subject, number, size)
}

pub const fn read_write(subject: u8, number: u8, size: usize) -> libc::Ioctl {
    encode(READ | WRITE, subject, number, size)
}

const fn encode(direction: u32, subject: u8, number: u8, size: usize) -> libc::Ioctl {
    (direction << 30 | (size as u32) << 16 | (subject as u32) << 8 | number as u32) as libc::Ioctl
}

/// Asks the device behind `fd`; it reads and writes `value` alone.
///
/// # Safety
/// `request` must carry the size of `T`, or of less.
pub unsafe fn ask<T: ?Sized>(fd: i32, request: libc::Ioctl, value: &mut T) -> i32 {
    // SAFETY: the kernel touches as many bytes as `request` says, which the caller vouches for.
    let answer = unsafe { libc::ioctl(fd, request, std::ptr::from_mut(value).cast::<u8>()) };
    if answer < 0 { -last_error() } else { answer }
}

/// The same for requests whose argument is a plain number.
pub fn tell(fd: i32, request: libc::Ioctl, value: usize) -> i32 {
    // SAFETY: the kernel takes the number as it is and touches no memory.
    let answer = unsafe { libc::ioctl(fd, request, value) };
    if answer < 0 { -last_error() } else { answer }
}

pub fn last_error() -> i32 {
    Error::last_os_error().raw_os_error().unwrap_or(libc::EIO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_requests_as_the_kernel_does() {
        // From linux/input.h and linux/gpio.h, as a C compiler gives them.
        assert_eq!(write(b'E', 0x90, 4), 0x4004_4590);
        assert_eq!(read(0xb4, 0x01, 68), 0x8044_b401);
        assert_eq!(read_write(0xb4, 0x07, 592), 0xc250_b407);
    }
}
