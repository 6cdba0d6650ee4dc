//! Real-time scheduling of threads, where the system grants it (RLIMIT_RTPRIO or CAP_SYS_NICE).

/// The calling thread's id as the scheduler knows it.
pub fn thread_id() -> i32 {
    // SAFETY: takes nothing and always answers.
    unsafe { libc::gettid() }
}

/// SCHED_FIFO at `priority` (1 to 99) for the calling thread and not for those it starts; anything else, or a system
/// that refuses, leaves the thread as it was.
pub fn run_in_real_time(priority: i32) -> bool {
    let wanted = libc::sched_param {
        sched_priority: priority,
    };
    // SAFETY: the struct outlives the call; 0 is the calling thread.
    unsafe {
        libc::sched_setscheduler(0, libc::SCHED_FIFO | libc::SCHED_RESET_ON_FORK, &wanted) == 0
    }
}

/// Takes a thread's real-time priority; false where it had none.
pub fn run_ordinarily(thread: i32) -> bool {
    let wanted = libc::sched_param { sched_priority: 0 };
    // SAFETY: the struct outlives the calls; a thread that has ended is refused.
    unsafe {
        let policy = libc::sched_getscheduler(thread);
        let is_real_time = policy >= 0 && policy & !libc::SCHED_RESET_ON_FORK == libc::SCHED_FIFO;
        is_real_time
            && libc::sched_setscheduler(
                thread,
                libc::SCHED_OTHER | libc::SCHED_RESET_ON_FORK,
                &wanted,
            ) == 0
    }
}
