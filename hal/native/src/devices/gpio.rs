//! Requests to GPIO chips by version 2 of the character device (linux/gpio.h), since Linux 5.10.

use napi_derive::napi;

use super::ioctl::{ask, read, read_write};

const MOST_LINES: usize = 64;
const NAME_BYTES: usize = 32;
const ATTRIBUTES: usize = 10;
const OUTPUT_VALUES: u32 = 2;
const DEBOUNCE: u32 = 3;

#[repr(C)]
#[derive(Clone, Copy)]
struct ChipInfo {
    name: [u8; NAME_BYTES],
    label: [u8; NAME_BYTES],
    lines: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Attribute {
    id: u32,
    padding: u32,
    value: u64,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct ConfigAttribute {
    attribute: Attribute,
    mask: u64,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Config {
    flags: u64,
    count: u32,
    padding: [u32; 5],
    attributes: [ConfigAttribute; ATTRIBUTES],
}

#[repr(C)]
struct Request {
    offsets: [u32; MOST_LINES],
    consumer: [u8; NAME_BYTES],
    config: Config,
    lines: u32,
    event_buffer_size: u32,
    padding: [u32; 5],
    fd: i32,
}

#[repr(C)]
struct LineInfo {
    name: [u8; NAME_BYTES],
    consumer: [u8; NAME_BYTES],
    offset: u32,
    count: u32,
    flags: u64,
    attributes: [Attribute; ATTRIBUTES],
    padding: [u32; 4],
}

#[repr(C)]
struct Values {
    bits: u64,
    mask: u64,
}

const _: () = assert!(size_of::<ChipInfo>() == 68);
const _: () = assert!(size_of::<Request>() == 592);
const _: () = assert!(size_of::<LineInfo>() == 256);

const CHIP_INFO: libc::Ioctl = read(0xb4, 0x01, size_of::<ChipInfo>());
const LINE_INFO: libc::Ioctl = read_write(0xb4, 0x05, size_of::<LineInfo>());
const REQUEST: libc::Ioctl = read_write(0xb4, 0x07, size_of::<Request>());
const GET: libc::Ioctl = read_write(0xb4, 0x0e, size_of::<Values>());
const SET: libc::Ioctl = read_write(0xb4, 0x0f, size_of::<Values>());

#[napi(object)]
pub struct GpioChip {
    pub name: String,
    pub label: String,
    pub lines: u32,
}

#[napi(object)]
pub struct GpioLine {
    pub name: String,
    /// Who uses it now; empty where nobody does.
    pub consumer: String,
    pub is_used: bool,
}

#[napi(object)]
pub struct GpioRequest {
    /// At most 32 lines, all with the same flags of the kernel.
    pub offsets: Vec<u32>,
    pub flags: u32,
    /// Edges closer together than this are the kernel's to swallow; 0: none are.
    pub debounce_us: u32,
    /// Bit n is the first value of the n-th offset, where the lines are outputs.
    pub values: u32,
}

/// Absent where the file is no GPIO chip.
#[napi]
pub fn gpio_chip(fd: i32) -> Option<GpioChip> {
    let mut info = ChipInfo {
        name: [0; NAME_BYTES],
        label: [0; NAME_BYTES],
        lines: 0,
    };
    // SAFETY: the struct of the header, as the request's size says.
    let answer = unsafe { ask(fd, CHIP_INFO, &mut info) };
    (answer >= 0).then(|| GpioChip {
        name: text(&info.name),
        label: text(&info.label),
        lines: info.lines,
    })
}

/// Absent where the chip has no such line.
#[napi]
pub fn gpio_line(fd: i32, offset: u32) -> Option<GpioLine> {
    let mut info = LineInfo {
        name: [0; NAME_BYTES],
        consumer: [0; NAME_BYTES],
        offset,
        count: 0,
        flags: 0,
        attributes: [Attribute::default(); ATTRIBUTES],
        padding: [0; 4],
    };
    // SAFETY: the struct of the header, as the request's size says.
    let answer = unsafe { ask(fd, LINE_INFO, &mut info) };
    (answer >= 0).then(|| GpioLine {
        name: text(&info.name),
        consumer: text(&info.consumer),
        is_used: info.flags & 1 != 0,
    })
}

/// A file that speaks for the lines alone, to be closed by the caller; or a negative error number.
#[napi]
pub fn gpio_request(fd: i32, wanted: GpioRequest) -> i32 {
    let count = wanted.offsets.len();
    if count == 0 || count > 32 {
        return -libc::EINVAL;
    }
    let mut request = Request {
        offsets: [0; MOST_LINES],
        consumer: [0; NAME_BYTES],
        config: Config {
            flags: u64::from(wanted.flags),
            ..Config::default()
        },
        lines: count as u32,
        event_buffer_size: 0,
        padding: [0; 5],
        fd: -1,
    };
    request.offsets[..count].copy_from_slice(&wanted.offsets);
    request.consumer[..7].copy_from_slice(b"offhook");
    let all = u64::MAX >> (64 - count);
    let config = &mut request.config;
    let mut add = |id, value| {
        let at = config.count as usize;
        config.attributes[at] = ConfigAttribute {
            attribute: Attribute {
                id,
                padding: 0,
                value,
            },
            mask: all,
        };
        config.count += 1;
    };
    if wanted.values != 0 {
        add(OUTPUT_VALUES, u64::from(wanted.values));
    }
    if wanted.debounce_us != 0 {
        add(DEBOUNCE, u64::from(wanted.debounce_us));
    }
    // SAFETY: the struct of the header, as the request's size says.
    let answer = unsafe { ask(fd, REQUEST, &mut request) };
    if answer < 0 { answer } else { request.fd }
}

/// Bit n is 1 where the n-th requested line is active; a negative error number otherwise.
#[napi]
pub fn gpio_values(lines: i32) -> i64 {
    match values(lines) {
        Ok(bits) => (bits & u64::from(u32::MAX)) as i64,
        Err(error) => i64::from(error),
    }
}

/// Sets the lines of `mask` to the bits given; 0, or a negative error number.
#[napi]
pub fn gpio_set(lines: i32, mask: u32, bits: u32) -> i32 {
    set_values(lines, u64::from(mask), u64::from(bits))
}

/// All lines of a request; or a negative error number.
pub fn values(lines: i32) -> Result<u64, i32> {
    let mut values = Values {
        bits: 0,
        mask: u64::from(u32::MAX),
    };
    // SAFETY: the struct of the header, as the request's size says.
    let answer = unsafe { ask(lines, GET, &mut values) };
    if answer < 0 {
        Err(answer)
    } else {
        Ok(values.bits)
    }
}

pub fn set_values(lines: i32, mask: u64, bits: u64) -> i32 {
    let mut values = Values { bits, mask };
    // SAFETY: the struct of the header, as the request's size says.
    unsafe { ask(lines, SET, &mut values) }
}

fn text(bytes: &[u8]) -> String {
    let end = bytes
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}
