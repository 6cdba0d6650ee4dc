//! What only Rust can see: what a frame allocates, and what is handed back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use super::*;

thread_local! {
    static ALLOCATIONS: Cell<i64> = const { Cell::new(0) };
    static HELD: Cell<i64> = const { Cell::new(0) };
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: hands everything to the system's allocator as it came; counting touches a Cell of the thread's own.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        let _ = HELD.try_with(|held| held.set(held.get() + layout.size() as i64));
        let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(layout.size())));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        let _ = HELD.try_with(|held| held.set(held.get() - layout.size() as i64));
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

const ALL: Settings = Settings {
    echo: true,
    noise: true,
    gain: true,
    high_pass: true,
};

fn tone(from: usize, hz: f32, length: usize) -> Vec<i16> {
    (from..from + length)
        .map(|at| ((at as f32 * hz * 0.000_131).sin() * 8_000.0) as i16)
        .collect()
}

/// Allocations, bytes kept and the largest piece, over 1,000 periods in a steady state.
fn allocated(settings: Settings, length: usize) -> (i64, i64, usize) {
    let mut processing = Processing::new(settings);
    let (far, near) = (tone(0, 200.0, length), tone(3, 330.0, length));
    let mut out = vec![0; length];
    for _ in 0..1_000 {
        processing.process(&far, &near, &mut out);
    }
    let (count, held) = (ALLOCATIONS.get(), HELD.get());
    LARGEST.set(0);
    for _ in 0..1_000 {
        processing.process(&far, &near, &mut out);
        processing.statistics();
    }
    (ALLOCATIONS.get() - count, HELD.get() - held, LARGEST.get())
}

#[test]
fn allocates_nothing_of_its_own_for_a_period() {
    for length in [240, 480, 960] {
        assert_eq!(allocated(Settings::default(), length), (0, 0, 0));
    }
}

#[test]
fn sonora_gives_back_what_it_takes_for_a_frame_and_takes_only_small_pieces() {
    let (_, held, largest) = allocated(ALL, 480);
    assert_eq!(held, 0);
    assert!(largest <= 4_096, "{largest}");
}

#[test]
fn hands_back_what_is_no_longer_used() {
    let mut processing = Processing::new(ALL);
    let sound = tone(0, 200.0, 480);
    let mut out = vec![0; 480];
    assert!(processing.change(Chain::new(Settings::default())).is_none());
    assert!(processing.change(Chain::new(ALL)).is_some(), "never heard");
    for _ in 0..20 {
        processing.process(&sound, &sound, &mut out);
    }
    assert!(processing.change(Chain::new(ALL)).is_some(), "faded out");
}
