//! Numbers for property tests, the same in every run.

use super::geometry::{Rect, Size};

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 32) % u64::from(limit.max(1))) as u32
    }

    /// Anywhere in and around, as callers may ask.
    pub fn span(&mut self, limit: u32) -> i32 {
        self.below(3 * limit) as i32 - limit as i32
    }

    pub fn rect_in(&mut self, size: Size) -> Option<Rect> {
        let (x, y) = (self.span(size.width), self.span(size.height));
        size.clip(x, y, self.span(size.width), self.span(size.height))
    }
}
