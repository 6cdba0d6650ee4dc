//! Free memory of the C library's heaps, given back to the system.

/// `malloc_trim(0)`: pages that hold nothing any more leave every heap, not only their ends. Other threads wait for
/// their heap meanwhile, some milliseconds for tens of megabytes: not for the middle of a call.
pub fn give_back() {
    // SAFETY: takes glibc's own locks and no pointer of ours.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(test)]
mod tests {
    use super::give_back;

    /// Resident pages of 4 KiB, from /proc.
    fn resident_pages() -> usize {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        statm
            .split(' ')
            .nth(1)
            .and_then(|pages| pages.parse().ok())
            .unwrap_or(0)
    }

    #[test]
    fn free_pages_between_used_ones_go_back_to_the_system() {
        const BLOCK: usize = 64 * 1024;
        const BLOCKS: usize = 400;
        let mut blocks: Vec<Vec<u8>> = (0..BLOCKS).map(|_| vec![1; BLOCK]).collect();
        // One that stays, above all that goes, keeps the heap's end where it is.
        let pin = blocks.pop();
        drop(blocks);
        let before = resident_pages();
        give_back();
        let after = resident_pages();
        assert!(
            before > after + BLOCKS * BLOCK / 4096 / 2,
            "{before} pages became {after}"
        );
        assert_eq!(pin.map(|block| block.len()), Some(BLOCK));
    }
}
