//! Real-time scheduling of the calling thread, where the system grants it (RLIMIT_RTPRIO or CAP_SYS_NICE).

/// SCHED_FIFO at `priority` (1 to 99); anything else, or a system that refuses, leaves the thread as it was.
pub fn run_in_real_time(priority: i32) -> bool {
    let wanted = libc::sched_param {
        sched_priority: priority,
    };
    // SAFETY: the struct outlives the call, and the calling thread exists.
    unsafe { libc::pthread_setschedparam(libc::pthread_self(), libc::SCHED_FIFO, &wanted) == 0 }
}
