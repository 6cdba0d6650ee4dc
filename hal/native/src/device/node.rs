//! The sound devices as a class for Node: made, started and stopped on the media thread.

use std::ffi::CString;
use std::sync::Arc;
use std::sync::atomic::AtomicI32;
use std::sync::atomic::Ordering::{Relaxed, Release};
use std::thread::{Builder, JoinHandle};

use napi::bindgen_prelude::{Env, Error, Function, Int16ArraySlice, Result};
use napi_derive::napi;

use super::hush::hush_library;
use super::mailbox::Mailbox;
use super::pump::Pump;
use super::shared::{Layout, NOT_MEASURED, Path, Shared};
use super::{BLOCK, opener};
use crate::priority::{run_in_real_time, run_ordinarily, thread_id};
use crate::processing::ProcessingSettings;
use crate::wake::Wake;

/// Above the media thread, below the kernel's own threads for interrupts' aftermath at 50 and up on most systems.
const PRIORITY: i32 = 60;
/// Of the media thread, so that neither the user interface nor another program is heard in a call.
const CALLER_PRIORITY: i32 = 40;
const STACK_BYTES: usize = 256 * 1024;

/// Where a path listens and speaks: PCM names, absent where it has none, and gains as factors.
#[napi(object)]
pub struct SoundPath {
    pub capture: Option<String>,
    pub playback: Option<String>,
    pub capture_gain: f64,
    pub playback_gain: f64,
    pub processing: ProcessingSettings,
}

#[napi(object)]
pub struct SoundLayout {
    pub paths: Vec<SoundPath>,
    pub ringer: Option<String>,
    pub ringer_gain: f64,
    /// Samples of one call, a multiple of 240.
    pub period_samples: u32,
}

#[napi(object)]
pub struct SoundStatistics {
    pub starved_blocks: u32,
    pub trimmed_samples: u32,
    pub xruns: u32,
    pub playout_delay_samples: u32,
    pub capturing: bool,
    pub playing: bool,
    pub real_time: bool,
    pub caller_real_time: bool,
    pub demotions: u32,
    pub drift_ppm: i32,
    pub echo: Option<SoundEcho>,
    /// Of the microphone before it is cleaned, in dB; absent where it is not, or not measured yet.
    pub signal_to_noise_db: Option<f64>,
}

/// In dB; absent until it has been measured.
#[napi(object)]
pub struct SoundEcho {
    pub return_loss_db: Option<f64>,
    pub enhancement_db: Option<f64>,
    pub half_duplex: bool,
}

/// One direction of one card: `state` is 0 unused, 1 running, 2 being opened, or a negative error of the system.
#[napi(object)]
pub struct SoundCard {
    pub name: String,
    pub captures: bool,
    pub state: i32,
    pub rate_hz: u32,
    pub channels: u32,
    pub period_frames: u32,
}

struct Running {
    pump: JoinHandle<()>,
    opener: JoinHandle<()>,
    /// Closed after the threads that use it have ended.
    _wake: Wake,
}

#[napi]
pub struct SoundDevice {
    shared: Arc<Shared>,
    running: Option<Running>,
}

#[napi]
impl SoundDevice {
    #[napi(constructor)]
    pub fn new(layout: SoundLayout) -> Result<Self> {
        let period = layout.period_samples as usize;
        if period == 0 || !period.is_multiple_of(BLOCK) || period > 20 * BLOCK {
            return Err(Error::from_reason(
                "The period is no multiple of 240 samples up to 4800.",
            ));
        }
        if layout.paths.is_empty() {
            return Err(Error::from_reason("There is no path for sound."));
        }
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        let mut paths = Vec::new();
        for path in layout.paths {
            paths.push(Path {
                input: index_of(&mut inputs, path.capture.as_deref())?,
                output: index_of(&mut outputs, path.playback.as_deref())?,
                input_gain: path.capture_gain as f32,
                output_gain: path.playback_gain as f32,
                processing: path.processing.into(),
            });
        }
        let ringer = index_of(&mut outputs, layout.ringer.as_deref())?;
        hush_library();
        let shared = Shared::new(Layout {
            inputs,
            outputs,
            paths,
            ringer,
            ringer_gain: layout.ringer_gain as f32,
            period,
        });
        Ok(Self {
            shared: Arc::new(shared),
            running: None,
        })
    }

    /// `on_period` is called on this thread once a period has been captured; calls that come late fall together.
    #[napi]
    pub fn start(&mut self, env: Env, on_period: Function<'_, (), ()>) -> Result<()> {
        self.stop();
        let wake = Wake::new(&env, &on_period, c"sound")?;
        self.shared.stop.store(false, Release);
        self.shared.caller.store(thread_id(), Relaxed);
        self.shared.answered.store(0, Relaxed);
        self.shared.written.store(0, Relaxed);
        for ring in [
            &self.shared.capture,
            &self.shared.playout,
            &self.shared.ringing,
        ] {
            ring.skip(ring.waiting());
        }
        let shared = self.shared.clone();
        let opener = spawn("sound-opener", move || opener::run(&shared))?;
        let (shared, sender) = (self.shared.clone(), wake.sender());
        let opening = opener.thread().clone();
        let pump = spawn("sound", move || {
            let granted = run_in_real_time(PRIORITY);
            shared.counters.real_time.store(granted, Relaxed);
            Pump::new(&shared, sender, opening).run();
        });
        match pump {
            Ok(pump) => {
                let granted = run_in_real_time(CALLER_PRIORITY);
                self.shared
                    .counters
                    .caller_real_time
                    .store(granted, Relaxed);
                self.running = Some(Running {
                    pump,
                    opener,
                    _wake: wake,
                });
                Ok(())
            }
            Err(error) => {
                self.shared.stop.store(true, Release);
                opener.thread().unpark();
                // It has no way to fail but by a panic, which has been told on the way.
                let _ = opener.join();
                Err(error)
            }
        }
    }

    /// The threads have ended and the cards are closed when this returns.
    #[napi]
    pub fn stop(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        // Nobody watches over it any more.
        run_ordinarily(self.shared.caller.load(Relaxed));
        self.shared.stop.store(true, Release);
        running.opener.thread().unpark();
        // Each ends by itself; a panic in one has ended it already.
        let _ = running.pump.join();
        let _ = running.opener.join();
    }

    /// One period of the microphone into `into`; answers how many samples waited, 0 where that was no whole period.
    #[napi]
    pub fn read(&self, mut into: Int16ArraySlice) -> u32 {
        // SAFETY: JavaScript does not run, and so cannot touch the buffer, until this call returns.
        let into = unsafe { into.as_mut() };
        let waiting = self.shared.capture.waiting() as u32;
        if !self.shared.capture.pop(into) {
            return 0;
        }
        self.shared.answered.fetch_add(1, Relaxed);
        if self.shared.is_demoted.swap(false, Relaxed) {
            run_in_real_time(CALLER_PRIORITY);
        }
        waiting
    }

    /// Throws away the oldest samples of the microphone.
    #[napi]
    pub fn skip(&self, samples: u32) {
        self.shared.capture.skip(samples as usize);
        let periods = samples as usize / self.shared.layout.period;
        self.shared.answered.fetch_add(periods as u64, Relaxed);
        self.shared.written.fetch_add(periods as u64, Relaxed);
    }

    /// One period to be heard; false where the rings are full.
    #[napi]
    pub fn write(&self, playout: &[i16], ringer: &[i16]) -> bool {
        let heard = self.shared.playout.push(playout);
        let rung = self.shared.ringing.push(ringer);
        self.shared.written.fetch_add(1, Release);
        heard && rung
    }

    /// An index into the layout's paths.
    #[napi]
    pub fn set_path(&self, path: u32) {
        self.shared.path.store(path, Relaxed);
        self.tell_opener();
    }

    /// Whether anybody hears the microphone: where nobody does it is not cleaned.
    #[napi]
    pub fn set_talking(&self, talking: bool) {
        self.shared.talking.store(talking, Relaxed);
        self.tell_opener();
    }

    fn tell_opener(&self) {
        if let Some(running) = &self.running {
            running.opener.thread().unpark();
        }
    }

    /// Factors, 0 to 1.
    #[napi]
    pub fn set_volumes(&self, playout: f64, ringer: f64) {
        self.shared.set_volume(playout as f32);
        self.shared.set_ringer_volume(ringer as f32);
    }

    #[napi]
    pub fn statistics(&self) -> SoundStatistics {
        let counters = &self.shared.counters;
        SoundStatistics {
            starved_blocks: counters.starved_blocks.load(Relaxed),
            trimmed_samples: counters.trimmed_samples.load(Relaxed),
            xruns: counters.xruns.load(Relaxed),
            playout_delay_samples: counters.playout_delay.load(Relaxed),
            capturing: counters.capturing.load(Relaxed),
            playing: counters.playing.load(Relaxed),
            real_time: counters.real_time.load(Relaxed),
            caller_real_time: counters.caller_real_time.load(Relaxed),
            demotions: counters.demotions.load(Relaxed),
            drift_ppm: counters.drift_ppm.load(Relaxed),
            echo: counters.cancels_echo.load(Relaxed).then(|| SoundEcho {
                return_loss_db: db(&counters.return_loss),
                enhancement_db: db(&counters.enhancement),
                half_duplex: counters.half_duplex.load(Relaxed),
            }),
            signal_to_noise_db: counters
                .cleans
                .load(Relaxed)
                .then(|| db(&counters.signal_to_noise))
                .flatten(),
        }
    }

    /// Differs from before where a card's state or the threads' priority does: `cards` and `statistics` are dearer to ask.
    #[napi]
    pub fn fingerprint(&self) -> u32 {
        let counters = &self.shared.counters;
        let flags = [&counters.real_time, &counters.caller_real_time]
            .map(|flag| i32::from(flag.load(Relaxed)));
        let inputs = self.shared.inputs.iter().map(|card| &card.state);
        let outputs = self.shared.outputs.iter().map(|card| &card.state);
        let states = inputs.chain(outputs).map(|state| state.load(Relaxed));
        let demotions = counters.demotions.load(Relaxed);
        states.chain(flags).fold(demotions, |all, part| {
            (all ^ part as u32).wrapping_mul(0x0100_0193)
        })
    }

    #[napi]
    pub fn cards(&self) -> Vec<SoundCard> {
        let layout = &self.shared.layout;
        let inputs = layout.inputs.iter().zip(&self.shared.inputs);
        let outputs = layout.outputs.iter().zip(&self.shared.outputs);
        let inputs = inputs.map(|(name, mailbox)| card(name, true, mailbox));
        inputs
            .chain(outputs.map(|(name, mailbox)| card(name, false, mailbox)))
            .collect()
    }
}

/// A worker that dies without stopping the device takes its threads along.
impl Drop for SoundDevice {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    let builder = Builder::new().name(name.into()).stack_size(STACK_BYTES);
    builder
        .spawn(work)
        .map_err(|error| Error::from_reason(format!("The sound thread did not start: {error}.")))
}

fn index_of(names: &mut Vec<CString>, name: Option<&str>) -> Result<Option<usize>> {
    let Some(name) = name else { return Ok(None) };
    let name = CString::new(name)
        .map_err(|_| Error::from_reason("A sound device's name has a zero in it."))?;
    let known = names.iter().position(|other| *other == name);
    Ok(Some(known.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })))
}

fn db(hundredths: &AtomicI32) -> Option<f64> {
    let value = hundredths.load(Relaxed);
    (value != NOT_MEASURED).then(|| f64::from(value) / 100.0)
}

fn card<T>(name: &CString, captures: bool, mailbox: &Mailbox<T>) -> SoundCard {
    SoundCard {
        name: name.to_string_lossy().into_owned(),
        captures,
        state: mailbox.state.load(Relaxed),
        rate_hz: mailbox.rate_hz.load(Relaxed),
        channels: mailbox.channels.load(Relaxed),
        period_frames: mailbox.period_frames.load(Relaxed),
    }
}
