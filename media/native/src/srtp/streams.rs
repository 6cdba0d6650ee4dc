//! Which index a sequence number stands for, and which indices have been seen before (RFC 3711, 3.3.1 and 3.3.2).

/// RFC 3711 asks for at least 64; twice that forgives a burst of reordering.
pub const WINDOW: u64 = 128;
/// Streams that one direction keeps state for; only authentic packets create state, so a stranger cannot fill it.
pub const MOST_STREAMS: usize = 8;
const SPAN: u64 = 1 << 16;
const HALF: u64 = SPAN / 2;
pub const HIGHEST_ROLLOVER: u64 = u32::MAX as u64;

/// The rollover counter that puts `sequence` nearest to the highest index seen; None for one before the beginning.
pub fn guess_index(highest: Option<u64>, sequence: u16) -> Option<u64> {
    let sequence = u64::from(sequence);
    let Some(highest) = highest else {
        return Some(sequence);
    };
    let (rollover, last) = (highest / SPAN, highest % SPAN);
    let rollover = if last < HALF && sequence > last + HALF {
        rollover.checked_sub(1)?
    } else if last >= HALF && last - HALF > sequence {
        rollover + 1
    } else {
        rollover
    };
    (rollover <= HIGHEST_ROLLOVER).then_some(rollover * SPAN + sequence)
}

pub struct Window {
    /// Each slot holds one more than the index last seen there.
    seen: [u64; WINDOW as usize],
    highest: u64,
}

impl Window {
    pub fn new(index: u64) -> Self {
        let mut window = Self {
            seen: [0; WINDOW as usize],
            highest: index,
        };
        window.accept(index);
        window
    }

    /// Whether a packet of this index may still be accepted.
    pub fn is_fresh(&self, index: u64) -> bool {
        index + WINDOW > self.highest && self.seen[(index % WINDOW) as usize] != index + 1
    }

    /// Only after the packet has proven authentic.
    pub fn accept(&mut self, index: u64) {
        self.seen[(index % WINDOW) as usize] = index + 1;
        self.highest = self.highest.max(index);
    }
}

/// The windows of all streams of one kind, the oldest first.
#[derive(Default)]
pub struct Windows(Vec<(u32, Window)>);

impl Windows {
    pub fn find(&self, ssrc: u32) -> Option<&Window> {
        let known = self.0.iter().find(|(other, _)| *other == ssrc);
        known.map(|(_, window)| window)
    }

    pub fn highest(&self, ssrc: u32) -> Option<u64> {
        self.find(ssrc).map(|window| window.highest)
    }

    pub fn is_fresh(&self, ssrc: u32, index: u64) -> bool {
        self.find(ssrc).is_none_or(|window| window.is_fresh(index))
    }

    /// The oldest stream makes room for a new one.
    pub fn accept(&mut self, ssrc: u32, index: u64) {
        if let Some((_, window)) = self.0.iter_mut().find(|(other, _)| *other == ssrc) {
            window.accept(index);
            return;
        }
        if self.0.len() >= MOST_STREAMS {
            self.0.remove(0);
        }
        self.0.push((ssrc, Window::new(index)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgets_nothing_inside_and_everything_outside() {
        let mut window = Window::new(0);
        (0..1_000).step_by(2).for_each(|index| window.accept(index));
        assert!(!window.is_fresh(998));
        assert!(window.is_fresh(997));
        assert!(window.is_fresh(998 - WINDOW + 1));
        assert!(!window.is_fresh(998 - WINDOW - 1));
        assert!(window.is_fresh(5_000));
    }

    #[test]
    fn guesses_the_index_nearest_to_the_highest() {
        assert_eq!(guess_index(None, 65_535), Some(65_535));
        assert_eq!(guess_index(Some(10), 65_535), None);
        assert_eq!(guess_index(Some(65_535), 3), Some(65_536 + 3));
        assert_eq!(guess_index(Some(65_536 + 3), 65_530), Some(65_530));
        assert_eq!(
            guess_index(Some((HIGHEST_ROLLOVER << 16) + 65_535), 3),
            None
        );
        for highest in (40_000_u64..1 << 40).step_by(9_876_543_211) {
            for step in (-32_000_i64..32_000).step_by(997) {
                let near = highest.saturating_add_signed(step);
                assert_eq!(guess_index(Some(highest), near as u16), Some(near));
            }
        }
    }

    #[test]
    fn keeps_eight_streams_and_lets_the_oldest_go() {
        let mut windows = Windows::default();
        (0..9).for_each(|ssrc| windows.accept(ssrc, 7));
        assert!(windows.is_fresh(0, 7));
        assert!((1..9).all(|ssrc| !windows.is_fresh(ssrc, 7)));
    }
}
