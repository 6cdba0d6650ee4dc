//! Samples from one thread to another without locks: one writes, one reads, neither ever waits.

use std::sync::atomic::{AtomicI16, AtomicUsize, Ordering};

pub struct Ring {
    samples: Box<[AtomicI16]>,
    /// Totals since the beginning; they wrap, which a capacity of a power of two does not notice.
    written: AtomicUsize,
    read: AtomicUsize,
}

impl Ring {
    /// The capacity is rounded up to a power of two.
    pub fn new(capacity: usize) -> Self {
        let samples = (0..capacity.next_power_of_two()).map(|_| AtomicI16::new(0));
        Self {
            samples: samples.collect(),
            written: AtomicUsize::new(0),
            read: AtomicUsize::new(0),
        }
    }

    pub fn waiting(&self) -> usize {
        let written = self.written.load(Ordering::Acquire);
        written.wrapping_sub(self.read.load(Ordering::Acquire))
    }

    /// All of them, or none and false where there is no room.
    pub fn push(&self, samples: &[i16]) -> bool {
        if self.samples.len() - self.waiting() < samples.len() {
            return false;
        }
        let at = self.written.load(Ordering::Relaxed);
        for (offset, sample) in samples.iter().enumerate() {
            self.slot(at.wrapping_add(offset))
                .store(*sample, Ordering::Relaxed);
        }
        self.written
            .store(at.wrapping_add(samples.len()), Ordering::Release);
        true
    }

    /// Copies what lies `ahead` samples after the next one without taking it; false where that is not there yet.
    pub fn peek(&self, ahead: usize, into: &mut [i16]) -> bool {
        if self.waiting() < ahead + into.len() {
            return false;
        }
        let at = self.read.load(Ordering::Relaxed).wrapping_add(ahead);
        for (offset, sample) in into.iter_mut().enumerate() {
            *sample = self.slot(at.wrapping_add(offset)).load(Ordering::Relaxed);
        }
        true
    }

    pub fn skip(&self, count: usize) {
        let count = count.min(self.waiting());
        let at = self.read.load(Ordering::Relaxed);
        self.read.store(at.wrapping_add(count), Ordering::Release);
    }

    pub fn pop(&self, into: &mut [i16]) -> bool {
        let there = self.peek(0, into);
        if there {
            self.skip(into.len());
        }
        there
    }

    fn slot(&self, at: usize) -> &AtomicI16 {
        &self.samples[at & (self.samples.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn takes_all_or_nothing() {
        let ring = Ring::new(6);
        assert!(ring.push(&[1, 2, 3, 4, 5]));
        assert!(!ring.push(&[6, 7, 8, 9]));
        let mut first = [0; 3];
        assert!(ring.pop(&mut first));
        assert_eq!(first, [1, 2, 3]);
        assert!(!ring.pop(&mut first));
        let mut last = [0; 1];
        assert!(ring.peek(1, &mut last));
        assert_eq!((last, ring.waiting()), ([5], 2));
    }

    #[test]
    fn keeps_order_between_threads() {
        let ring = Arc::new(Ring::new(1024));
        let writer = ring.clone();
        let thread = std::thread::spawn(move || {
            let mut next = 0i16;
            while next < 20_000 {
                if writer.push(&[next, next + 1]) {
                    next += 2;
                }
            }
        });
        let mut expected = 0;
        let mut pair = [0; 2];
        while expected < 20_000 {
            if ring.pop(&mut pair) {
                assert_eq!(pair, [expected, expected + 1]);
                expected += 2;
            }
        }
        assert!(thread.join().is_ok());
    }
}
