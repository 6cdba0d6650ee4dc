//! An open PCM in whatever format, rate and number of channels the card has, and its recovery after errors.

use std::ffi::CStr;

use alsa::pcm::{Access, Format, HwParams, IoFormat, PCM};
use alsa::{Direction, ValueOr};

use super::{Errno, Recovery, Shape};
use crate::device::RATE_HZ;

/// 5 ms periods, and a tenth of a second that a late reader or an early writer may use.
pub const PERIODS_A_SECOND: u32 = 200;
const BUFFERS_A_SECOND: u32 = 10;
const MOST_CHANNELS: u32 = 32;
/// Frames taken from or given to a card at once.
pub const CHUNK: usize = 512;
/// 16-bit full scale in a 32-bit sample.
pub const WIDE: f32 = 65_536.0;

/// From ALSA's public header.
const SND_PCM_STATE_XRUN: i32 = 4;
const SND_PCM_STATE_SUSPENDED: i32 = 7;
const SND_PCM_STATE_DISCONNECTED: i32 = 8;

pub struct Card {
    pub pcm: PCM,
    pub rate_hz: u32,
    pub channels: usize,
    pub period: usize,
    /// Whole periods that come at once, where that is what somebody waits for.
    pub batch: usize,
    pub wide: bool,
    pub narrow_frames: Vec<i16>,
    pub wide_frames: Vec<i32>,
}

impl Card {
    /// A card that captures wakes its reader for so many samples at once, where it can.
    pub fn open(name: &CStr, direction: Direction, samples: usize) -> Result<Self, Errno> {
        Self::try_open(name, direction, samples).map_err(|error| error.errno())
    }

    fn try_open(name: &CStr, direction: Direction, samples: usize) -> alsa::Result<Self> {
        let pcm = PCM::open(name, direction, true)?;
        let (rate_hz, channels, period, buffer, wide) = {
            let hw = HwParams::any(&pcm)?;
            hw.set_access(Access::RWInterleaved)?;
            let wide = hw.set_format(Format::S16LE).is_err();
            if wide {
                hw.set_format(Format::S32LE)?;
            }
            let channels = hw.set_channels_near(1)?;
            let rate_hz = hw.set_rate_near(RATE_HZ, ValueOr::Nearest)?;
            hw.set_period_size_near((rate_hz / PERIODS_A_SECOND).into(), ValueOr::Nearest)?;
            hw.set_buffer_size_near((rate_hz / BUFFERS_A_SECOND).into())?;
            pcm.hw_params(&hw)?;
            let (period, buffer) = (hw.get_period_size()?, hw.get_buffer_size()?);
            (rate_hz, channels, period, buffer, wide)
        };
        if channels == 0 || channels > MOST_CHANNELS || rate_hz == 0 || period <= 0 {
            return Err(alsa::Error::new("hw_params", libc::EINVAL));
        }
        // Only where it is exactly what the engine takes; a bit less now and then would be a call late by all of it.
        let wanted = samples as i64;
        let fits = rate_hz == RATE_HZ && wanted % period == 0 && wanted <= buffer / 2;
        let batch = match direction {
            Direction::Capture if fits => wanted,
            _ => period,
        };
        let sw = pcm.sw_params_current()?;
        sw.set_avail_min(batch)?;
        // Started by hand, when what stands before the first sample has been written.
        sw.set_start_threshold(sw.get_boundary()?)?;
        pcm.sw_params(&sw)?;
        drop(sw);
        pcm.prepare()?;
        let channels = channels as usize;
        let (narrow, broad) = if wide {
            (0, CHUNK * channels)
        } else {
            (CHUNK * channels, 0)
        };
        Ok(Self {
            pcm,
            rate_hz,
            channels,
            period: period as usize,
            batch: batch as usize,
            wide,
            narrow_frames: vec![0; narrow],
            wide_frames: vec![0; broad],
        })
    }

    /// Frames that can be read or written now. Plug-ins answer this in states where the kernel would not.
    pub fn look(&mut self) -> Result<usize, Errno> {
        let there = self.pcm.avail_update().map_err(|error| error.errno())?;
        match self.pcm.state_raw() {
            SND_PCM_STATE_XRUN => Err(libc::EPIPE),
            SND_PCM_STATE_SUSPENDED => Err(libc::ESTRPIPE),
            SND_PCM_STATE_DISCONNECTED => Err(libc::ENODEV),
            _ => Ok(usize::try_from(there).unwrap_or(0)),
        }
    }

    /// 0 where nothing is there or fits now.
    pub fn transfer(&mut self, frames: usize, write: bool) -> Result<usize, Errno> {
        let count = frames * self.channels;
        let done = if self.wide {
            transfer(&self.pcm, &mut self.wide_frames[..count], write)
        } else {
            transfer(&self.pcm, &mut self.narrow_frames[..count], write)
        };
        match done {
            Err(error) if error.errno() == libc::EAGAIN => Ok(0),
            other => other.map_err(|error| error.errno()),
        }
    }

    pub fn recover(&mut self, errno: Errno) -> Recovery {
        match errno {
            libc::EPIPE => self.prepare(),
            // What waited in the card is as old as the sleep was long, so it is not played on.
            libc::ESTRPIPE => match self.pcm.resume() {
                Err(error) if error.errno() == libc::EAGAIN => Recovery::Later,
                _ => self.prepare(),
            },
            other => Recovery::Lost(other),
        }
    }

    fn prepare(&mut self) -> Recovery {
        match self.pcm.prepare() {
            Ok(()) => Recovery::Again,
            Err(error) => Recovery::Lost(error.errno()),
        }
    }

    pub fn shape(&self) -> Shape {
        Shape {
            rate_hz: self.rate_hz,
            channels: self.channels as u32,
            period_frames: self.period as u32,
        }
    }
}

fn transfer<S: IoFormat>(pcm: &PCM, frames: &mut [S], write: bool) -> alsa::Result<usize> {
    // SAFETY: the format was set when the card was opened, and no other IO of this PCM exists.
    let io = unsafe { pcm.io_unchecked::<S>() };
    if write {
        io.writei(frames)
    } else {
        io.readi(frames)
    }
}
