//! The same processing for drivers in JavaScript: the simulated board, and measurements.

use napi::bindgen_prelude::{Error, Int16ArraySlice, Result, Status};
use napi_derive::napi;

use super::{Chain, Processing, Settings};

/// What is done to the microphone; all of it can be switched in mid-call.
#[napi(object)]
pub struct ProcessingSettings {
    pub echo: bool,
    pub noise: bool,
    pub gain: bool,
    pub high_pass: bool,
}

impl From<ProcessingSettings> for Settings {
    fn from(settings: ProcessingSettings) -> Self {
        Self {
            echo: settings.echo,
            noise: settings.noise,
            gain: settings.gain,
            high_pass: settings.high_pass,
        }
    }
}

/// Levels in dBFS, ratios in dB; a key is absent until it has been measured.
#[napi(object)]
pub struct ProcessingStatistics {
    pub return_loss_db: Option<f64>,
    pub enhancement_db: Option<f64>,
    pub echo_delay_ms: Option<i32>,
    pub half_duplex: bool,
    pub speech_dbfs: Option<f64>,
    pub noise_dbfs: Option<f64>,
    pub signal_to_noise_db: Option<f64>,
    pub clipped_samples: f64,
    pub framing_delay_samples: u32,
    pub faulted: bool,
}

fn closed() -> Error {
    Error::new(Status::GenericFailure, "closed")
}

#[napi]
pub struct VoiceProcessor {
    inner: Option<Processing>,
}

#[napi]
impl VoiceProcessor {
    #[napi(constructor)]
    pub fn new(settings: ProcessingSettings) -> Self {
        Self {
            inner: Some(Processing::new(settings.into())),
        }
    }

    fn open(&mut self) -> Result<&mut Processing> {
        self.inner.as_mut().ok_or_else(closed)
    }

    /// 48 kHz mono: `far` is played now, `near` heard now, `out` the cleaned microphone; all of one length.
    #[napi]
    pub fn process(&mut self, far: &[i16], near: &[i16], mut out: Int16ArraySlice) -> Result<()> {
        // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
        let out = unsafe { out.as_mut() };
        if far.len() != near.len() || near.len() != out.len() {
            let reason = "far, near and out differ in length";
            return Err(Error::new(Status::InvalidArg, reason));
        }
        self.open()?.process(far, near, out);
        Ok(())
    }

    /// 0 to 500: how long after `far` its echo is expected in `near`.
    #[napi]
    pub fn set_delay_ms(&mut self, delay_ms: i32) -> Result<()> {
        self.open()?.set_delay_ms(delay_ms);
        Ok(())
    }

    /// Blends over within 60 ms.
    #[napi]
    pub fn change(&mut self, settings: ProcessingSettings) -> Result<()> {
        let settings = settings.into();
        let processing = self.open()?;
        if processing.settings() != settings || processing.statistics().faulted {
            drop(processing.change(Chain::new(settings)));
        }
        Ok(())
    }

    #[napi]
    pub fn statistics(&self) -> Result<ProcessingStatistics> {
        let figures = self.inner.as_ref().ok_or_else(closed)?.statistics();
        Ok(ProcessingStatistics {
            return_loss_db: figures.echo.return_loss_db.map(f64::from),
            enhancement_db: figures.echo.enhancement_db.map(f64::from),
            echo_delay_ms: figures.echo.delay_ms,
            half_duplex: figures.echo.half_duplex,
            speech_dbfs: figures.speech.speech_dbfs.map(f64::from),
            noise_dbfs: figures.speech.noise_dbfs.map(f64::from),
            signal_to_noise_db: figures.speech.signal_to_noise_db.map(f64::from),
            clipped_samples: figures.clipped_samples as f64,
            framing_delay_samples: figures.framing_delay as u32,
            faulted: figures.faulted,
        })
    }

    /// Gives the memory back now rather than when the garbage collector comes by.
    #[napi]
    pub fn close(&mut self) {
        self.inner = None;
    }
}
