//! One setting of the processing: high pass, echo canceller and noise suppression, half-duplex, then gain.

use sonora::config::{
    AdaptiveDigital, EchoCanceller, GainController2, HighPassFilter, MaxProcessingRate,
    NoiseSuppression, Pipeline,
};
use sonora::{AudioProcessing, Config, StreamConfig};

use super::duplex::HalfDuplex;
use super::echo_meter::EchoMeter;
use super::levels::{SpeechMeter, power};
use super::{FRAME, Statistics};

/// What is done to the microphone of one path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub echo: bool,
    pub noise: bool,
    pub gain: bool,
    pub high_pass: bool,
}

pub struct Chain {
    settings: Settings,
    cleaner: Option<AudioProcessing>,
    gain: Option<AudioProcessing>,
    scratch: [i16; FRAME],
    echo: EchoMeter,
    duplex: HalfDuplex,
    speech: SpeechMeter,
}

impl Chain {
    /// Allocates all it will ever need; not for the real-time thread.
    pub fn new(settings: Settings) -> Box<Self> {
        Box::new(Self {
            settings,
            cleaner: cleaner(settings),
            gain: settings.gain.then(gain_control),
            scratch: [0; FRAME],
            echo: EchoMeter::default(),
            duplex: HalfDuplex::default(),
            speech: SpeechMeter::default(),
        })
    }

    pub fn settings(&self) -> Settings {
        self.settings
    }

    pub(super) fn process(
        &mut self,
        far: &[i16; FRAME],
        near: &[i16; FRAME],
        out: &mut [i16; FRAME],
        delay_ms: i32,
    ) {
        out.copy_from_slice(near);
        self.clean(far, near, out, delay_ms);
        let (far_power, near_power) = (power(far), power(near));
        self.speech
            .observe(near, near_power, self.echo.far_is_heard());
        if self.settings.echo {
            self.echo.observe(far_power, near_power, power(out));
            self.duplex.observe(&mut self.echo);
            self.duplex.apply(out, self.echo.far_is_heard());
        }
        if let Some(gain) = &mut self.gain {
            // Refused only for other than 480 samples.
            let _ = gain.process_capture_i16(out, &mut self.scratch);
            out.copy_from_slice(&self.scratch);
        }
    }

    fn clean(&mut self, far: &[i16], near: &[i16], out: &mut [i16], delay_ms: i32) {
        let Some(cleaner) = &mut self.cleaner else {
            return;
        };
        if self.settings.echo {
            // Both are refused only for other than 480 samples, and the delay has been clamped.
            let _ = cleaner.process_render_i16(far, &mut self.scratch);
            let _ = cleaner.set_stream_delay_ms(delay_ms);
        }
        let _ = cleaner.process_capture_i16(near, out);
        if let Some(delay_ms) = cleaner.statistics().delay_ms {
            self.echo.set_delay_ms(delay_ms);
        }
    }

    pub(super) fn statistics(&self) -> Statistics {
        Statistics {
            echo: if self.settings.echo {
                self.echo.figures(self.duplex.engaged())
            } else {
                Default::default()
            },
            speech: self.speech.figures(),
            clipped_samples: self.speech.clipped_samples(),
            ..Default::default()
        }
    }
}

fn cleaner(settings: Settings) -> Option<AudioProcessing> {
    (settings.echo || settings.noise || settings.high_pass).then(|| {
        built(Config {
            high_pass_filter: settings.high_pass.then(HighPassFilter::default),
            echo_canceller: settings.echo.then(EchoCanceller::default),
            noise_suppression: settings.noise.then(NoiseSuppression::default),
            ..Default::default()
        })
    })
}

/// A stage of its own after half-duplex, so that figures are taken before it and residual echo never trains it.
fn gain_control() -> AudioProcessing {
    built(Config {
        gain_controller2: Some(GainController2 {
            adaptive_digital: Some(AdaptiveDigital {
                initial_gain_db: 0.0,
                max_gain_db: 24.0,
                ..Default::default()
            }),
            ..Default::default()
        }),
        ..Default::default()
    })
}

fn built(config: Config) -> AudioProcessing {
    let mono = StreamConfig::new(48_000, 1);
    AudioProcessing::builder()
        .config(Config {
            pipeline: Pipeline {
                maximum_internal_processing_rate: MaxProcessingRate::Rate48kHz,
                ..Default::default()
            },
            ..config
        })
        .capture_config(mono)
        .render_config(mono)
        .build()
}
