//! How much of the far end comes back into the microphone, and how much of that is left after cancelling.

use super::levels::dbfs;

/// Of the echo canceller; absent until the far end has been heard long enough.
#[derive(Clone, Copy, Debug, Default)]
pub struct EchoFigures {
    /// Level played minus level of its echo in the microphone.
    pub return_loss_db: Option<f32>,
    /// Level of the microphone minus level after cancelling, while only the far end speaks.
    pub enhancement_db: Option<f32>,
    /// From playing to hearing, as the canceller sees it.
    pub delay_ms: Option<i32>,
    /// The canceller does not hold: one side speaks at a time.
    pub half_duplex: bool,
}

/// Softer than this a far end is not speaking (dBFS).
const FAR_SPEAKS_DBFS: f32 = -50.0;
/// Room and delay ring on for this long after the far end's last sound.
const TAIL_FRAMES: u32 = 30;
const BLOCK_FRAMES: u32 = 10;
const BLOCKS: usize = 30;
const BLOCKS_TO_TELL: usize = 5;
/// The longest delay that WebRTC's canceller finds is 500 ms.
pub const HISTORY: usize = 64;
/// Envelopes are compared over this many frames (4 s).
pub const COMPARED: usize = 400;

#[derive(Clone, Copy, Debug, Default)]
struct Block {
    far: f32,
    near: f32,
    out: f32,
}

pub struct EchoMeter {
    delay_frames: Option<usize>,
    frames_since_far: u32,
    /// Levels in dBFS of the last frames, newest at `at - 1`.
    far: [f32; HISTORY + COMPARED],
    out: [f32; COMPARED],
    at: usize,
    block: Block,
    block_frames: u32,
    blocks: [Block; BLOCKS],
    block_count: usize,
}

impl Default for EchoMeter {
    fn default() -> Self {
        Self {
            delay_frames: None,
            frames_since_far: u32::MAX,
            far: [dbfs(0.0); HISTORY + COMPARED],
            out: [dbfs(0.0); COMPARED],
            at: 0,
            block: Block::default(),
            block_frames: 0,
            blocks: [Block::default(); BLOCKS],
            block_count: 0,
        }
    }
}

impl EchoMeter {
    pub fn set_delay_ms(&mut self, delay_ms: i32) {
        let frames = usize::try_from(delay_ms / 10).unwrap_or(0);
        self.delay_frames = Some(frames.min(HISTORY - 1));
    }

    /// The far end speaks, or its echo still rings.
    pub fn far_is_heard(&self) -> bool {
        self.frames_since_far <= TAIL_FRAMES + self.delay_frames.unwrap_or(0) as u32
    }

    pub fn observe(&mut self, far: f32, near: f32, out: f32) {
        let far_dbfs = dbfs(far);
        self.far[self.at % self.far.len()] = far_dbfs;
        self.out[self.at % COMPARED] = dbfs(out);
        self.at += 1;
        let speaks = far_dbfs > FAR_SPEAKS_DBFS;
        self.frames_since_far = if speaks {
            0
        } else {
            self.frames_since_far.saturating_add(1)
        };
        let aligned = self.far_level(self.delay_frames.unwrap_or(0));
        if aligned < FAR_SPEAKS_DBFS {
            return;
        }
        self.block.far += 10.0_f32.powf(aligned / 10.0) * 32_768.0 * 32_768.0;
        self.block.near += near;
        self.block.out += out;
        self.block_frames += 1;
        if self.block_frames == BLOCK_FRAMES {
            self.blocks[self.block_count % BLOCKS] = self.block;
            self.block_count += 1;
            self.block = Block::default();
            self.block_frames = 0;
        }
    }

    /// Level of the far end `frames` ago (0 is the newest), in dBFS.
    fn far_level(&self, frames: usize) -> f32 {
        let length = self.far.len();
        self.far[(self.at + length - 1 - frames) % length]
    }

    /// Frames seen so far.
    pub fn frames(&self) -> usize {
        self.at
    }

    /// Blocks (100 ms of far end speech each) seen so far.
    pub fn far_blocks(&self) -> usize {
        self.block_count
    }

    /// The strongest correlation of what is left with the far end, in dB over 4 s, at any delay up to 640 ms.
    pub fn leak(&self) -> f32 {
        if self.at < COMPARED + HISTORY {
            return 0.0;
        }
        let mut strongest: f32 = 0.0;
        for lag in 0..HISTORY {
            strongest = strongest.max(self.correlation(lag));
        }
        strongest
    }

    fn correlation(&self, lag: usize) -> f32 {
        let [mut x, mut y, mut xx, mut yy, mut xy] = [0.0_f32; 5];
        for back in 0..COMPARED {
            let far = self.far_level(back + lag).max(FAR_SPEAKS_DBFS - 10.0);
            let out = self.out[(self.at + COMPARED - 1 - back) % COMPARED].max(-80.0);
            x += far;
            y += out;
            xx += far * far;
            yy += out * out;
            xy += far * out;
        }
        let n = COMPARED as f32;
        let spread = ((xx - x * x / n) * (yy - y * y / n)).max(0.0).sqrt();
        if spread < 1.0 {
            0.0
        } else {
            (xy - x * y / n) / spread
        }
    }

    /// The upper quartile of the last three seconds of far end speech: double talk only ever lowers a block.
    pub fn enhancement_db(&self) -> Option<f32> {
        self.quartile(|block| dbfs(block.near) - dbfs(block.out))
    }

    pub fn return_loss_db(&self) -> Option<f32> {
        self.quartile(|block| dbfs(block.far) - dbfs(block.near))
    }

    fn quartile(&self, ratio: impl Fn(&Block) -> f32) -> Option<f32> {
        let count = self.block_count.min(BLOCKS);
        if count < BLOCKS_TO_TELL {
            return None;
        }
        let mut values = [0.0_f32; BLOCKS];
        for (value, block) in values.iter_mut().zip(&self.blocks[..count]) {
            *value = ratio(block);
        }
        let values = &mut values[..count];
        values.sort_unstable_by(f32::total_cmp);
        values.get(count * 3 / 4).copied()
    }

    pub fn figures(&self, half_duplex: bool) -> EchoFigures {
        EchoFigures {
            return_loss_db: self.return_loss_db(),
            enhancement_db: self.enhancement_db(),
            delay_ms: self.delay_frames.map(|frames| frames as i32 * 10),
            half_duplex,
        }
    }
}
