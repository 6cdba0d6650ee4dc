//! Scans a key matrix: asleep on the rows' edges while nothing is held, column by column while something is.

use std::os::fd::{AsRawFd, OwnedFd};
use std::time::Duration;

use super::gpio::{set_values, values};
use super::ioctl::last_error;
use super::queue::Queue;
use crate::device::now_ns;
use crate::wake::Sender;

/// Size of `struct gpio_v2_line_event`.
const EVENT_BYTES: usize = 48;
/// So many scans without a key, and the rows' edges are waited for again.
const QUIET_SCANS: u32 = 16;

pub struct Matrix {
    /// Inputs with both edges, pulled away from the columns' active level.
    pub rows: OwnedFd,
    /// Open-drain outputs, so that two columns never fight over a row.
    pub columns: OwnedFd,
    pub column_count: u32,
    pub row_count: u32,
    /// From driving a column to reading the rows.
    pub settle: Duration,
    pub period_ms: i32,
}

impl Matrix {
    /// Each chunk is a snapshot that differs from the one before: its time in nanoseconds of CLOCK_MONOTONIC, and
    /// the keys that conduct, bit `row * columns + column`; eight bytes each, little endian.
    pub fn run(&self, queue: &Queue, sender: Sender) {
        if let Err(error) = self.scan_until_stopped(queue, sender) {
            queue.end(error);
            sender.send();
        }
    }

    fn scan_until_stopped(&self, queue: &Queue, sender: Sender) -> Result<(), i32> {
        let mut before = 0;
        loop {
            self.drive(self.all_columns())?;
            let mut begun = self.drain_edges()?;
            if begun.is_none() && values(self.rows.as_raw_fd()).map_err(|error| -error)? == 0 {
                match queue.wait(self.rows.as_raw_fd(), -1) {
                    None => return Ok(()),
                    Some(events) if events & libc::POLLIN == 0 && events != 0 => {
                        return Err(libc::ENODEV);
                    }
                    Some(_) => begun = self.drain_edges()?,
                }
            }
            let mut quiet = 0;
            while quiet < QUIET_SCANS {
                let keys = self.scan()?;
                if keys != before && !queue.is_full() {
                    // A press is as old as the edge that woke the thread, not as its first scan.
                    push(queue, begun.take().unwrap_or_else(now_ns), keys);
                    sender.send();
                    before = keys;
                }
                begun = None;
                quiet = if keys == 0 && before == 0 {
                    quiet + 1
                } else {
                    0
                };
                if queue.wait(-1, self.period_ms).is_none() {
                    return Ok(());
                }
            }
        }
    }

    fn scan(&self) -> Result<u64, i32> {
        let mut keys = 0;
        for column in 0..self.column_count {
            self.drive(1 << column)?;
            std::thread::sleep(self.settle);
            let rows = values(self.rows.as_raw_fd()).map_err(|error| -error)?;
            for row in 0..self.row_count {
                if rows >> row & 1 != 0 {
                    keys |= 1 << (row * self.column_count + column);
                }
            }
        }
        Ok(keys)
    }

    fn drive(&self, columns: u64) -> Result<(), i32> {
        match set_values(self.columns.as_raw_fd(), self.all_columns(), columns) {
            error if error < 0 => Err(-error),
            _ => Ok(()),
        }
    }

    fn all_columns(&self) -> u64 {
        (1 << self.column_count) - 1
    }

    /// Time of the first edge that waits, where there is one; the scan's own edges are among them, which is why this
    /// is asked before the rows are read and not after.
    fn drain_edges(&self) -> Result<Option<i64>, i32> {
        let mut events = [0_u8; 16 * EVENT_BYTES];
        let mut first = None;
        loop {
            // SAFETY: as many bytes as the buffer has.
            let count = unsafe {
                libc::read(
                    self.rows.as_raw_fd(),
                    events.as_mut_ptr().cast(),
                    events.len(),
                )
            };
            match count {
                1.. => {
                    let [a, b, c, d, e, f, g, h, ..] = events;
                    first.get_or_insert(i64::from_ne_bytes([a, b, c, d, e, f, g, h]));
                }
                0 => return Err(libc::ENODEV),
                _ => match last_error() {
                    libc::EAGAIN => return Ok(first),
                    libc::EINTR => {}
                    error => return Err(error),
                },
            }
        }
    }
}

fn push(queue: &Queue, at_ns: i64, keys: u64) {
    let mut chunk = [0_u8; 16];
    chunk[..8].copy_from_slice(&at_ns.to_le_bytes());
    chunk[8..].copy_from_slice(&keys.to_le_bytes());
    queue.push(&chunk);
}
