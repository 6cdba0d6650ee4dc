//! What a reading thread has for JavaScript: chunks in the order they came, at most so many, and how it ended.

use std::collections::VecDeque;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{Acquire, Release};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::ioctl::last_error;

/// More than a busy event loop leaves lying; beyond it the device's own buffer in the kernel fills, which tells of it.
const MOST_CHUNKS: usize = 256;

pub struct Queue {
    inner: Mutex<Inner>,
    stop: AtomicBool,
    /// Readable once the thread should look up: it shall stop, or there is room again.
    nudge: OwnedFd,
}

#[derive(Default)]
struct Inner {
    chunks: VecDeque<Vec<u8>>,
    ended: i32,
}

impl Queue {
    /// Or an error number of the system.
    pub fn new() -> Result<Self, i32> {
        // SAFETY: a plain call; what it returns is owned by nobody else.
        let nudge = unsafe {
            let fd = libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK);
            if fd < 0 {
                return Err(last_error());
            }
            OwnedFd::from_raw_fd(fd)
        };
        Ok(Self {
            inner: Mutex::default(),
            stop: AtomicBool::new(false),
            nudge,
        })
    }

    pub fn push(&self, chunk: &[u8]) {
        self.lock().chunks.push_back(chunk.to_vec());
    }

    pub fn is_full(&self) -> bool {
        self.lock().chunks.len() >= MOST_CHUNKS
    }

    /// Everything that has come, oldest first.
    pub fn take(&self) -> VecDeque<Vec<u8>> {
        let chunks = std::mem::take(&mut self.lock().chunks);
        if chunks.len() >= MOST_CHUNKS {
            self.wake();
        }
        chunks
    }

    pub fn end(&self, error: i32) {
        self.lock().ended = error;
    }

    /// 0 while the device can be read.
    pub fn ended(&self) -> i32 {
        self.lock().ended
    }

    pub fn stop(&self) {
        self.stop.store(true, Release);
        self.wake();
    }

    /// Waits until `fd` can be read, the queue is nudged or `timeout_ms` (-1: for ever) has passed; None: stop.
    pub fn wait(&self, fd: i32, timeout_ms: i32) -> Option<i16> {
        let watched = |fd| libc::pollfd {
            fd,
            events: libc::POLLIN,
            revents: 0,
        };
        // A negative descriptor is passed over by the kernel: a full queue waits for room alone.
        let mut fds = [watched(fd), watched(self.nudge.as_raw_fd())];
        // SAFETY: two entries, as said.
        let count = unsafe { libc::poll(fds.as_mut_ptr(), 2, timeout_ms) };
        if self.stop.load(Acquire) {
            return None;
        }
        if count < 0 {
            return Some(0);
        }
        if fds[1].revents != 0 {
            let mut spent = 0_u64;
            // SAFETY: eight bytes, as an eventfd wants them; that it was empty after all is no harm.
            unsafe {
                libc::read(
                    self.nudge.as_raw_fd(),
                    std::ptr::from_mut(&mut spent).cast(),
                    8,
                )
            };
        }
        Some(fds[0].revents)
    }

    fn wake(&self) {
        let one = 1_u64;
        // SAFETY: eight bytes, as an eventfd wants them; it refuses only when it is readable already.
        unsafe { libc::write(self.nudge.as_raw_fd(), std::ptr::from_ref(&one).cast(), 8) };
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
