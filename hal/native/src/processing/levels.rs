//! Levels of the microphone before it is cleaned: speech, noise, and samples at full scale.

/// Full scale as mean square of samples; levels are in dB below it (a square wave of full scale is 0 dBFS).
const FULL_SCALE: f32 = 32_768.0 * 32_768.0;
/// Sonora and WebRTC call a microphone saturated from here on.
const CLIPPED: u16 = 32_700;
/// Speech stands this far (9 dB) above the noise floor.
const SPEECH_OVER_NOISE: f32 = 8.0;
/// Half a second of speech tells a level.
const FRAMES_TO_TELL: u32 = 50;
/// One second of speech, in frames.
const SPEECH_MEMORY: f32 = 0.01;

/// Of the near end, in dBFS and dB; absent until enough was heard.
#[derive(Clone, Copy, Debug, Default)]
pub struct SpeechFigures {
    pub speech_dbfs: Option<f32>,
    pub noise_dbfs: Option<f32>,
    pub signal_to_noise_db: Option<f32>,
}

/// Mean square of a frame.
pub fn power(samples: &[i16]) -> f32 {
    let sum: i64 = samples.iter().map(|&s| i64::from(s) * i64::from(s)).sum();
    sum as f32 / samples.len().max(1) as f32
}

/// Digital silence is told as the level of a sample's own resolution.
pub fn dbfs(power: f32) -> f32 {
    10.0 * (power.max(0.1) / FULL_SCALE).log10()
}

/// The least smoothed power within the last two seconds.
#[derive(Clone, Copy, Debug)]
pub struct NoiseFloor {
    smoothed: Option<f32>,
    windows: [f32; WINDOWS],
    current: f32,
    frames: u32,
    filled: usize,
}

const WINDOWS: usize = 8;
const WINDOW_FRAMES: u32 = 25;
/// The least of a smoothed power lies below its mean by 1.5 dB (measured with white noise).
const MINIMUM_TO_MEAN: f32 = 1.4;

impl Default for NoiseFloor {
    fn default() -> Self {
        Self {
            smoothed: None,
            windows: [f32::MAX; WINDOWS],
            current: f32::MAX,
            frames: 0,
            filled: 0,
        }
    }
}

impl NoiseFloor {
    pub fn observe(&mut self, power: f32) {
        let smoothed = self
            .smoothed
            .map_or(power, |old| old + 0.15 * (power - old));
        self.smoothed = Some(smoothed);
        self.current = self.current.min(smoothed);
        self.frames += 1;
        if self.frames < WINDOW_FRAMES {
            return;
        }
        self.windows[self.filled % WINDOWS] = self.current;
        self.filled += 1;
        self.frames = 0;
        self.current = f32::MAX;
    }

    /// Absent in the first two seconds.
    pub fn power(&self) -> Option<f32> {
        if self.filled < WINDOWS {
            return None;
        }
        let least = self.windows.iter().copied().fold(self.current, f32::min);
        Some(least * MINIMUM_TO_MEAN)
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct SpeechMeter {
    floor: NoiseFloor,
    speech: f32,
    speech_frames: u32,
    clipped: u64,
}

impl SpeechMeter {
    /// While the far end is heard, nobody can tell its echo from the near end's speech by level alone.
    pub fn observe(&mut self, samples: &[i16], power: f32, far_is_heard: bool) {
        let at_full_scale = samples.iter().filter(|s| s.unsigned_abs() >= CLIPPED);
        self.clipped += at_full_scale.count() as u64;
        self.floor.observe(power);
        let Some(noise) = self.floor.power() else {
            return;
        };
        if far_is_heard || power < noise.max(1.0) * SPEECH_OVER_NOISE {
            return;
        }
        self.speech_frames = self.speech_frames.saturating_add(1);
        let weight = (1.0 / self.speech_frames as f32).max(SPEECH_MEMORY);
        self.speech += weight * (power - self.speech);
    }

    pub fn clipped_samples(&self) -> u64 {
        self.clipped
    }

    pub fn figures(&self) -> SpeechFigures {
        let noise_dbfs = self.floor.power().map(dbfs);
        let spoke = self.speech_frames >= FRAMES_TO_TELL;
        let speech_dbfs = spoke.then(|| dbfs(self.speech));
        SpeechFigures {
            speech_dbfs,
            noise_dbfs,
            signal_to_noise_db: speech_dbfs
                .zip(noise_dbfs)
                .map(|(speech, noise)| speech - noise),
        }
    }
}
