//! The latest picture on its way from the thread that draws to the thread that shows: one frame, never a queue.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::geometry::{Rect, Size};
use super::tiles::DirtyTiles;

const PIXEL: usize = 4;

pub struct Mailbox {
    size: Size,
    /// Held only while memory is copied, never over a call to the kernel.
    latest: Mutex<Latest>,
    posted: Condvar,
}

struct Latest {
    frame: Vec<u8>,
    dirty: DirtyTiles,
    is_closed: bool,
    /// How often something was posted, and up to which of them it was taken and has been shown.
    posted: u64,
    taken: u64,
    shown: u64,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    Changed,
    Nothing,
    Closed,
}

impl Mailbox {
    pub fn new(size: Size) -> Self {
        Self {
            size,
            latest: Mutex::new(Latest {
                frame: vec![0; frame_bytes(size)],
                dirty: DirtyTiles::new(size),
                is_closed: false,
                posted: 0,
                taken: 0,
                shown: 0,
            }),
            posted: Condvar::new(),
        }
    }

    /// Copies rectangles (x, y, width, height one after the other) of a frame; false where the frame is too small.
    pub fn post(&self, frame: &[u8], rects: &[i32]) -> bool {
        if frame.len() < frame_bytes(self.size) {
            return false;
        }
        let mut latest = self.lock();
        for &[x, y, width, height] in rects.as_chunks().0 {
            if let Some(area) = self.size.clip(x, y, width, height) {
                copy(frame, &mut latest.frame, area, self.size);
                latest.dirty.mark(area);
            }
        }
        latest.posted += 1;
        drop(latest);
        self.posted.notify_one();
        true
    }

    /// The next `take` gets everything, as a panel needs that was just switched on.
    pub fn mark_all(&self) {
        self.lock().dirty.mark_all();
    }

    /// What was taken last has reached the panel.
    pub fn mark_shown(&self) {
        let mut latest = self.lock();
        latest.shown = latest.taken;
    }

    /// Whether all that was posted has reached the panel.
    pub fn is_shown(&self) -> bool {
        let latest = self.lock();
        latest.shown == latest.posted
    }

    pub fn close(&self) {
        self.lock().is_closed = true;
        self.posted.notify_one();
    }

    /// Waits for a change, and copies what changed since the last time into `frame`; `changed` says where.
    pub fn take(&self, frame: &mut [u8], changed: &mut Vec<Rect>, wait: Duration) -> Taken {
        let latest = self.lock();
        let (mut latest, _) = self
            .posted
            .wait_timeout_while(latest, wait, |latest| {
                !latest.dirty.any() && !latest.is_closed
            })
            .unwrap_or_else(PoisonError::into_inner);
        changed.clear();
        if latest.is_closed {
            return Taken::Closed;
        }
        latest.dirty.take(changed);
        latest.taken = latest.posted;
        for area in changed.iter() {
            copy(&latest.frame, frame, *area, self.size);
        }
        if changed.is_empty() {
            Taken::Nothing
        } else {
            Taken::Changed
        }
    }

    /// Waits without taking; true once it is closed.
    pub fn is_closed_within(&self, wait: Duration) -> bool {
        let latest = self.lock();
        let (latest, _) = self
            .posted
            .wait_timeout_while(latest, wait, |latest| !latest.is_closed)
            .unwrap_or_else(PoisonError::into_inner);
        latest.is_closed
    }

    fn lock(&self) -> MutexGuard<'_, Latest> {
        // A thread that panicked left pixels behind, which the next frame paints over.
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn frame_bytes(size: Size) -> usize {
    size.width as usize * size.height as usize * PIXEL
}

fn copy(from: &[u8], to: &mut [u8], area: Rect, size: Size) {
    let stride = size.width as usize * PIXEL;
    for y in area.y..area.y + area.height {
        let start = y as usize * stride + area.x as usize * PIXEL;
        let end = start + area.width as usize * PIXEL;
        to[start..end].copy_from_slice(&from[start..end]);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    const SIZE: Size = Size {
        width: 100,
        height: 60,
    };
    const AT_ONCE: Duration = Duration::ZERO;

    #[test]
    fn only_what_was_presented_comes_through_even_where_a_tile_holds_more() {
        let mailbox = Mailbox::new(SIZE);
        let painted = vec![9; frame_bytes(SIZE)];
        assert!(mailbox.post(&painted, &[3, 3, 2, 2]));
        let (mut seen, mut changed) = (vec![0; frame_bytes(SIZE)], Vec::new());
        assert_eq!(
            mailbox.take(&mut seen, &mut changed, AT_ONCE),
            Taken::Changed
        );
        assert_eq!(
            seen.iter().filter(|byte| **byte == 9).count(),
            2 * 2 * PIXEL
        );
        assert_eq!(
            mailbox.take(&mut seen, &mut changed, AT_ONCE),
            Taken::Nothing
        );
        assert_eq!(changed, []);
    }

    #[test]
    fn what_was_posted_is_shown_once_the_panel_has_it_and_not_before() {
        let mailbox = Mailbox::new(SIZE);
        let frame = vec![5; frame_bytes(SIZE)];
        assert!(mailbox.is_shown());
        mailbox.post(&frame, &[0, 0, 8, 8]);
        let (mut seen, mut changed) = (vec![0; frame_bytes(SIZE)], Vec::new());
        mailbox.take(&mut seen, &mut changed, AT_ONCE);
        assert!(!mailbox.is_shown());
        mailbox.post(&frame, &[50, 0, 8, 8]);
        mailbox.mark_shown();
        assert!(!mailbox.is_shown(), "the second is still on its way");
        mailbox.take(&mut seen, &mut changed, AT_ONCE);
        mailbox.mark_shown();
        assert!(mailbox.is_shown());
    }

    #[test]
    fn however_much_is_posted_to_a_panel_that_hangs_one_frame_waits_and_it_is_the_latest() {
        let mailbox = Arc::new(Mailbox::new(SIZE));
        for round in 0..=10_000u32 {
            let frame = vec![(round % 251) as u8; frame_bytes(SIZE)];
            mailbox.post(&frame, &[0, 0, 40, 40, 90, 50, 10, 10]);
        }
        let taker = mailbox.clone();
        let (seen, changed) = thread::spawn(move || {
            let (mut seen, mut changed) = (vec![0; frame_bytes(SIZE)], Vec::new());
            taker.take(&mut seen, &mut changed, AT_ONCE);
            (seen, changed)
        })
        .join()
        .unwrap_or_default();
        assert_eq!(seen[0], (10_000 % 251) as u8);
        assert_eq!(seen[frame_bytes(SIZE) - 1], (10_000 % 251) as u8);
        assert_eq!(seen[60 * PIXEL], 0, "between the two rectangles");
        assert_eq!(changed.len(), 2);
    }

    #[test]
    fn a_frame_too_small_is_refused_and_rectangles_without_sense_are_nothing() {
        let mailbox = Mailbox::new(SIZE);
        assert!(!mailbox.post(&[0; 12], &[0, 0, 1, 1]));
        let frame = vec![1; frame_bytes(SIZE)];
        let odd = [
            i32::MIN,
            i32::MIN,
            i32::MAX,
            i32::MAX,
            100,
            0,
            5,
            5,
            0,
            60,
            5,
            5,
            5,
            5,
            -3,
            4,
            7,
        ];
        assert!(mailbox.post(&frame, &odd));
        let (mut seen, mut changed) = (vec![0; frame_bytes(SIZE)], Vec::new());
        assert_eq!(
            mailbox.take(&mut seen, &mut changed, AT_ONCE),
            Taken::Nothing
        );
    }

    #[test]
    fn a_panel_switched_on_gets_everything_and_a_closed_box_says_so_at_once() {
        let mailbox = Mailbox::new(SIZE);
        mailbox.mark_all();
        let (mut seen, mut changed) = (vec![0; frame_bytes(SIZE)], Vec::new());
        assert_eq!(
            mailbox.take(&mut seen, &mut changed, AT_ONCE),
            Taken::Changed
        );
        assert_eq!(
            changed,
            [Rect {
                x: 0,
                y: 0,
                width: 100,
                height: 60
            }]
        );
        mailbox.close();
        let forever = Duration::from_secs(3600);
        assert_eq!(
            mailbox.take(&mut seen, &mut changed, forever),
            Taken::Closed
        );
        assert!(mailbox.is_closed_within(forever));
    }
}
