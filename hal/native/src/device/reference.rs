//! What is being heard while a microphone's block is captured: the echo canceller's far end, to the sample.

use super::{BLOCK, Block, to_sample};

/// A third of a second: more than any card's buffer that the thread keeps filled.
const CAPACITY: usize = 1 << 14;
/// The echo must follow its reference. This much earlier covers how coarsely cards tell their position.
const LEAD: i64 = 120;
/// Cards tell their position in steps; only a larger change is a real one.
const TOLERANCE: i64 = 96;

pub struct Reference {
    played: Box<[i16; CAPACITY]>,
    written: i64,
    at: Option<i64>,
}

impl Reference {
    pub fn new() -> Self {
        Self {
            played: Box::new([0; CAPACITY]),
            written: 0,
            at: None,
        }
    }

    /// From a block's reading to its echo in the same block of the microphone, in milliseconds.
    pub fn delay_ms() -> i32 {
        (LEAD * 1000 / 48_000) as i32
    }

    pub fn write(&mut self, block: &Block) {
        for value in block {
            self.played[self.written as usize % CAPACITY] = to_sample(*value);
            self.written += 1;
        }
    }

    /// What was heard while a block was captured that ended `lag` samples ago; `fill` samples wait to be heard now.
    pub fn read(&mut self, fill: i64, lag: i64, into: &mut [i16; BLOCK]) {
        let measured = self.written - fill - lag - BLOCK as i64 + LEAD;
        let at = match self.at {
            Some(at) if (at - measured).abs() <= TOLERANCE => at,
            _ => measured,
        };
        for (offset, sample) in into.iter_mut().enumerate() {
            let place = at + offset as i64;
            let is_kept =
                place >= 0 && place < self.written && place >= self.written - CAPACITY as i64;
            *sample = if is_kept {
                self.played[place as usize % CAPACITY]
            } else {
                0
            };
        }
        self.at = Some(at + BLOCK as i64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_heard_and_keeps_to_it() {
        let mut reference = Reference::new();
        let mut far = [0; BLOCK];
        for block in 0..40 {
            let from = (block * BLOCK) as f32;
            reference.write(&std::array::from_fn(|at| from + at as f32));
            // The position wobbles by a millisecond; the reference must not.
            reference.read(500 + (block as i64 % 2) * 48, 0, &mut far);
            if block < 4 {
                continue;
            }
            let expected = (block + 1) as i64 * BLOCK as i64 - 500 - BLOCK as i64 + LEAD;
            assert_eq!(i64::from(far[0]), expected, "block {block}");
            assert_eq!(i64::from(far[BLOCK - 1]), expected + BLOCK as i64 - 1);
        }
    }

    #[test]
    fn follows_a_jump_and_knows_nothing_of_the_future() {
        let mut reference = Reference::new();
        let mut far = [1; BLOCK];
        reference.write(&[5.0; BLOCK]);
        reference.read(0, 0, &mut far);
        assert_eq!((far[0], far[BLOCK - 1]), (5, 0));
        reference.write(&[7.0; BLOCK]);
        reference.read(300, 0, &mut far);
        assert_eq!(far[0], 5);
    }
}
