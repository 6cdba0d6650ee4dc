//! Requests to HID devices (linux/hidraw.h): the descriptor that says what their reports mean.

use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use super::ioctl::{ask, read};

const MOST_BYTES: usize = 4096;

#[repr(C)]
struct Descriptor {
    size: u32,
    value: [u8; MOST_BYTES],
}

/// The report descriptor of an open hidraw device; absent where it is none, or is gone.
#[napi]
pub fn hid_descriptor(fd: i32) -> Option<Buffer> {
    let mut size = 0_i32;
    let mut descriptor = Descriptor {
        size: 0,
        value: [0; MOST_BYTES],
    };
    // SAFETY: an int, and the struct of the header, as the requests' sizes say.
    unsafe {
        if ask(fd, read(b'H', 0x01, size_of::<i32>()), &mut size) < 0 {
            return None;
        }
        descriptor.size = size.clamp(0, MOST_BYTES as i32) as u32;
        if ask(
            fd,
            read(b'H', 0x02, size_of::<Descriptor>()),
            &mut descriptor,
        ) < 0
        {
            return None;
        }
    }
    Some(descriptor.value[..descriptor.size as usize].to_vec().into())
}
