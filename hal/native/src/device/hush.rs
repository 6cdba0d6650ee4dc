//! Keeps the sound library from writing to the process's own error output, where a card that is missing is told about.

use std::ffi::{c_char, c_int};
use std::sync::Once;

/// File, line and function of the library, its error number, and a format whose arguments follow.
type Handler = extern "C" fn(*const c_char, c_int, *const c_char, c_int, *const c_char);

unsafe extern "C" {
    // The library's header names arguments without a fixed number behind the last of these, which a handler that reads
    // none of them need not know of: the caller clears them away on every platform that Linux has.
    fn snd_lib_error_set_handler(handler: Option<Handler>) -> c_int;
}

extern "C" fn say_nothing(
    _: *const c_char,
    _: c_int,
    _: *const c_char,
    _: c_int,
    _: *const c_char,
) {
}

/// Several lines a try, some tries a second, for as long as a card is away: the phone says it once, in words of its own
/// that tell what helps (`hal/linux/card-watch.ts`).
pub fn hush_library() {
    static ONCE: Once = Once::new();
    // SAFETY: the handler lives as long as the program, and only takes what it is given.
    ONCE.call_once(|| unsafe {
        snd_lib_error_set_handler(Some(say_nothing));
    });
}
