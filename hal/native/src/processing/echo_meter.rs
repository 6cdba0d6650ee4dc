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
/// Leaking echo is looked for at delays up to 1.28 s; WebRTC's canceller finds none beyond 500 ms.
const HISTORY: usize = 128;
/// Envelopes change slowly enough to be compared at every second frame's delay.
const LAG_STEP: usize = 2;
/// Envelopes are compared over this many frames (4 s).
const COMPARED: usize = 400;
/// Softer than this nobody hears a difference (dBFS).
const COMPARED_FLOOR_DBFS: f32 = -70.0;

#[derive(Clone, Copy, Debug, Default)]
struct Block {
    far: f32,
    near: f32,
    out: f32,
}

/// What is left of the far end after cancelling.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leak {
    /// Of the levels of what was played and what is left over 4 s, at the delay where they are most alike.
    pub correlation: f32,
    /// How much softer the microphone became at that delay, while the far end spoke.
    pub enhancement_db: f32,
    lag: usize,
}

pub struct EchoMeter {
    delay_frames: Option<usize>,
    leak_lag: usize,
    frames_since_far: u32,
    /// Levels in dBFS of the last frames, newest at `at - 1`.
    far: [f32; HISTORY + COMPARED],
    near: [f32; COMPARED],
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
            leak_lag: 0,
            frames_since_far: u32::MAX,
            far: [dbfs(0.0); HISTORY + COMPARED],
            near: [dbfs(0.0); COMPARED],
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
        let delay = self.delay_frames.unwrap_or(0).max(self.leak_lag);
        self.frames_since_far <= TAIL_FRAMES + delay as u32
    }

    pub fn observe(&mut self, far: f32, near: f32, out: f32) {
        let far_dbfs = dbfs(far);
        self.far[self.at % self.far.len()] = far_dbfs;
        self.near[self.at % COMPARED] = dbfs(near);
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

    /// Absent until 4 s have been heard. Some 30,000 multiplications: for twice a second, not for each frame.
    pub fn leak(&self) -> Option<Leak> {
        if self.at < COMPARED + HISTORY {
            return None;
        }
        let mut strongest = Leak::default();
        for lag in (0..HISTORY).step_by(LAG_STEP) {
            let correlation = self.correlation(lag);
            if correlation > strongest.correlation {
                strongest = Leak {
                    correlation,
                    enhancement_db: 0.0,
                    lag,
                };
            }
        }
        strongest.enhancement_db = self.enhancement_at(strongest.lag);
        Some(strongest)
    }

    /// While this leak lasts its delay belongs to the far end's tail; none: only the canceller's own.
    pub fn follow(&mut self, leak: Option<Leak>) {
        self.leak_lag = leak.map_or(0, |leak| leak.lag);
    }

    fn correlation(&self, lag: usize) -> f32 {
        let [mut x, mut y, mut xx, mut yy, mut xy] = [0.0_f32; 5];
        for back in 0..COMPARED {
            let far = self.far_level(back + lag).max(COMPARED_FLOOR_DBFS) - COMPARED_FLOOR_DBFS;
            let out = self.level(&self.out, back).max(COMPARED_FLOOR_DBFS) - COMPARED_FLOOR_DBFS;
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

    fn enhancement_at(&self, lag: usize) -> f32 {
        let [mut near, mut out] = [0.0_f32; 2];
        for back in 0..COMPARED {
            if self.far_level(back + lag) >= FAR_SPEAKS_DBFS {
                near += 10.0_f32.powf(self.level(&self.near, back) / 10.0);
                out += 10.0_f32.powf(self.level(&self.out, back) / 10.0);
            }
        }
        10.0 * (near.max(1e-10) / out.max(1e-10)).log10()
    }

    fn level(&self, levels: &[f32; COMPARED], frames: usize) -> f32 {
        levels[(self.at + COMPARED - 1 - frames) % COMPARED]
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
