//! Reads one device file on a thread of its own, because Node's event loop cannot wait for character devices.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use napi::bindgen_prelude::{Buffer, Env, Error, Function, Result};
use napi_derive::napi;

use super::ioctl::last_error;
use super::queue::Queue;
use crate::wake::{Sender, Wake};

const STACK_BYTES: usize = 64 * 1024;
/// Of one read: hundreds of input events, or any HID report.
const CHUNK_BYTES: usize = 16 * 1024;

pub struct Running {
    queue: Arc<Queue>,
    thread: JoinHandle<()>,
    /// Closed after the thread that uses it has ended.
    _wake: Wake,
}

impl Running {
    /// Starts `work` on a thread; `on_ready` is called here whenever it has sent.
    pub fn start(
        env: &Env,
        on_ready: &Function<'_, (), ()>,
        work: impl FnOnce(&Queue, Sender) + Send + 'static,
    ) -> Result<Self> {
        let queue = Arc::new(Queue::new().map_err(system_error)?);
        let wake = Wake::new(env, on_ready, c"device")?;
        let (shared, sender) = (queue.clone(), wake.sender());
        let thread = Builder::new()
            .name("device".into())
            .stack_size(STACK_BYTES)
            .spawn(move || work(&shared, sender))
            .map_err(|error| Error::from_reason(format!("No thread for a device: {error}.")))?;
        Ok(Self {
            queue,
            thread,
            _wake: wake,
        })
    }

    pub fn take(&self) -> Vec<Buffer> {
        self.queue.take().into_iter().map(Buffer::from).collect()
    }

    pub fn ended(&self) -> i32 {
        self.queue.ended()
    }

    pub fn stop(self) {
        self.queue.stop();
        // It has no way to fail but by a panic, which has been told on the way.
        let _ = self.thread.join();
    }
}

#[napi]
pub struct DeviceReader {
    running: Option<Running>,
}

#[napi]
impl DeviceReader {
    /// `on_ready` is called on this thread once chunks wait or the device has ended; calls that come late fall together.
    #[napi(constructor)]
    pub fn new(env: Env, fd: i32, on_ready: Function<'_, (), ()>) -> Result<Self> {
        let fd = duplicate(fd)?;
        let running = Running::start(&env, &on_ready, move |queue, sender| {
            read_all(&fd, queue, sender);
        })?;
        Ok(Self {
            running: Some(running),
        })
    }

    /// What one read each has brought, oldest first.
    #[napi]
    pub fn take(&self) -> Vec<Buffer> {
        self.running.as_ref().map_or_else(Vec::new, Running::take)
    }

    /// 0 while the device can be read, then an error number of the system; ENODEV where it is gone.
    #[napi]
    pub fn ended(&self) -> i32 {
        self.running.as_ref().map_or(libc::ENODEV, Running::ended)
    }

    /// The thread has ended when this returns.
    #[napi]
    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }
}

/// A process that forgets its device takes the thread along.
impl Drop for DeviceReader {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Of our own, so that the thread never reads a number that was closed and given to another file meanwhile.
pub fn duplicate(fd: i32) -> Result<OwnedFd> {
    // SAFETY: a plain call; what it returns is owned by nobody else.
    unsafe {
        let own = libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 3);
        if own < 0 {
            return Err(system_error(last_error()));
        }
        Ok(OwnedFd::from_raw_fd(own))
    }
}

pub fn system_error(number: i32) -> Error {
    Error::from_reason(format!("The system answered with error {number}."))
}

fn read_all(fd: &OwnedFd, queue: &Queue, sender: Sender) {
    let mut chunk = [0_u8; CHUNK_BYTES];
    loop {
        let watched = if queue.is_full() { -1 } else { fd.as_raw_fd() };
        let Some(events) = queue.wait(watched, -1) else {
            return;
        };
        if events & libc::POLLIN != 0 {
            // SAFETY: the chunk is as long as said.
            let count =
                unsafe { libc::read(fd.as_raw_fd(), chunk.as_mut_ptr().cast(), CHUNK_BYTES) };
            match count {
                1.. => queue.push(&chunk[..count as usize]),
                0 => queue.end(libc::ENODEV),
                _ => match last_error() {
                    libc::EAGAIN | libc::EINTR => continue,
                    error => queue.end(error),
                },
            }
        } else if events != 0 {
            queue.end(libc::ENODEV);
        } else {
            continue;
        }
        let is_over = queue.ended() != 0;
        sender.send();
        if is_over {
            return;
        }
    }
}
