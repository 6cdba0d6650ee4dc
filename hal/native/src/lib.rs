//! The edge of the machine for Node: threads that keep time, the sound device, its processing, and character devices.

mod device;
mod devices;
mod drm;
mod memory;
mod priority;
mod processing;
mod wake;

use napi_derive::napi;

/// Asks the system to run the calling thread before all ordinary ones; false where it does not grant that.
#[napi]
pub fn run_in_real_time(priority: i32) -> bool {
    priority::run_in_real_time(priority)
}

/// Gives free memory of the C library back to the system; not for the middle of a call, where threads may wait for it.
#[napi]
pub fn give_back_memory() {
    memory::give_back();
}
