//! The matrix scanner as a class for Node.

use std::time::Duration;

use napi::bindgen_prelude::{Buffer, Env, Error, Function, Result};
use napi_derive::napi;

use super::ioctl::last_error;
use super::matrix::Matrix;
use super::reader::{Running, duplicate, system_error};

#[napi(object)]
pub struct MatrixLayout {
    /// Files of requested lines: inputs with both edges, and open-drain outputs.
    pub rows_fd: i32,
    pub columns_fd: i32,
    pub rows: u32,
    pub columns: u32,
    /// From driving a column to reading the rows.
    pub settle_us: u32,
    pub period_ms: u32,
}

#[napi]
pub struct MatrixScanner {
    running: Option<Running>,
}

#[napi]
impl MatrixScanner {
    /// `on_ready` is called on this thread once snapshots wait or the lines are gone.
    #[napi(constructor)]
    pub fn new(env: Env, layout: MatrixLayout, on_ready: Function<'_, (), ()>) -> Result<Self> {
        let (rows, columns) = (layout.rows, layout.columns);
        if rows == 0 || columns == 0 || rows > 16 || columns > 16 || rows * columns > 64 {
            return Err(Error::from_reason(
                "A matrix has 1 to 16 rows and columns, and at most 64 keys.",
            ));
        }
        let matrix = Matrix {
            rows: duplicate(layout.rows_fd)?,
            columns: duplicate(layout.columns_fd)?,
            column_count: columns,
            row_count: rows,
            settle: Duration::from_micros(u64::from(layout.settle_us.min(1000))),
            period_ms: layout.period_ms.clamp(1, 50) as i32,
        };
        // SAFETY: changes a flag of an open file; the thread must never wait where it only wants to look.
        let answer = unsafe { libc::fcntl(layout.rows_fd, libc::F_SETFL, libc::O_NONBLOCK) };
        if answer < 0 {
            return Err(system_error(last_error()));
        }
        let running = Running::start(&env, &on_ready, move |queue, sender| {
            matrix.run(queue, sender);
        })?;
        Ok(Self {
            running: Some(running),
        })
    }

    /// Snapshots, oldest first: time in nanoseconds and keys, eight bytes each, little endian.
    #[napi]
    pub fn take(&self) -> Vec<Buffer> {
        self.running.as_ref().map_or_else(Vec::new, Running::take)
    }

    /// 0 while the lines can be read, then an error number of the system.
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

/// A process that forgets its keypad takes the thread along.
impl Drop for MatrixScanner {
    fn drop(&mut self) {
        self.stop();
    }
}
