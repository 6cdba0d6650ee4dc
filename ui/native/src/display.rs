//! Opening and closing LVGL, its frame buffer, its clock, and which rectangles a drawing changed.

use std::ffi::c_void;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use napi::bindgen_prelude::{ArrayBuffer, Int32Array};
use napi::{Env, Result};
use napi_derive::napi;

use crate::arguments::{refuse, unsigned, whole};
use crate::lvgl::{self, Area, DisplayObject};
use crate::owner::{self, Ui, in_callback, with};
use crate::pointer::on_read;
use crate::widget::widgets::{Kind, adopt};

/// Rectangles remembered between two calls of `takeDirty`; a caller that lets them pile up redraws everything.
const MAX_DIRTY: usize = 256;

/// LVGL's milliseconds: the caller's clock, so that a test's virtual clock moves LVGL too.
static TICK_MS: AtomicU32 = AtomicU32::new(0);

/// JavaScript may hold the buffer longer than LVGL is open, so a frame is never freed, only used again.
struct Frame {
    address: usize,
    bytes: usize,
}
static FRAME: Mutex<Option<Frame>> = Mutex::new(None);

unsafe extern "C" fn on_tick() -> u32 {
    TICK_MS.load(Ordering::Relaxed)
}

unsafe extern "C" fn on_flush(display: *mut DisplayObject, area: *const Area, _pixels: *mut u8) {
    // SAFETY: LVGL hands a live display and area.
    let area = unsafe { *area };
    in_callback(|ui| {
        if ui.dirty.len() < MAX_DIRTY * 4 {
            ui.dirty.extend([
                area.x1,
                area.y1,
                area.x2 - area.x1 + 1,
                area.y2 - area.y1 + 1,
            ]);
        } else {
            ui.dirty_overflowed = true;
        }
    });
    // SAFETY: as above; in direct mode there is nothing to wait for.
    unsafe { lvgl::lv_display_flush_ready(display) };
}

fn frame_of(bytes: usize) -> Result<*mut u8> {
    let Ok(mut kept) = FRAME.lock() else {
        return refuse("ERR_UI_MEMORY", "an earlier owner broke off");
    };
    if let Some(frame) = kept.as_ref().filter(|frame| frame.bytes == bytes) {
        return Ok(frame.address as *mut u8);
    }
    let mut address: *mut c_void = std::ptr::null_mut();
    // SAFETY: plain allocation; 64 bytes are a cache line, what LVGL's blending likes best.
    if unsafe { libc::posix_memalign(&mut address, 64, bytes) } != 0 {
        return refuse("ERR_UI_MEMORY", "no memory for the frame");
    }
    *kept = Some(Frame {
        address: address as usize,
        bytes,
    });
    Ok(address as *mut u8)
}

/// Opens LVGL with one display; the answer is the handle of its screen.
#[napi]
pub fn open(env: &Env, width: f64, height: f64) -> Result<u32> {
    let width = whole(width, 16..=4096, "the width")?;
    let height = whole(height, 16..=4096, "the height")?;
    owner::claim()?;
    let bytes = width as usize * height as usize * 4;
    let frame = match frame_of(bytes) {
        Ok(frame) => frame,
        Err(error) => {
            owner::release();
            return Err(error);
        }
    };
    // SAFETY: this thread has just become the only owner; the frame has `bytes` bytes and is never freed.
    let nursery = unsafe {
        std::ptr::write_bytes(frame, 0, bytes);
        lvgl::lv_init();
        lvgl::lv_tick_set_cb(Some(on_tick));
        let display = lvgl::lv_display_create(width, height);
        lvgl::lv_display_set_color_format(display, lvgl::COLOUR_FORMAT_XRGB8888);
        let buffer = frame as *mut c_void;
        lvgl::lv_display_set_buffers(
            display,
            buffer,
            std::ptr::null_mut(),
            bytes as u32,
            lvgl::RENDER_MODE_DIRECT,
        );
        lvgl::lv_display_set_flush_cb(display, Some(on_flush));
        let pointer = lvgl::lv_indev_create();
        lvgl::lv_indev_set_type(pointer, lvgl::INDEV_TYPE_POINTER);
        lvgl::lv_indev_set_mode(pointer, lvgl::INDEV_MODE_EVENT);
        lvgl::lv_indev_set_read_cb(pointer, Some(on_read));
        owner::install(Ui::new(display, pointer, frame, bytes));
        lvgl::lv_obj_create(std::ptr::null_mut())
    };
    with(|ui| {
        ui.nursery = nursery;
        Ok(())
    })?;
    // A worker that ends, or a process that exits, gives LVGL back.
    let _ = env.add_env_cleanup_hook((), |()| close());
    // SAFETY: LVGL is open.
    adopt(unsafe { lvgl::lv_screen_active() }, Kind::Screen)
}

/// Frees LVGL; all handles become stale. Harmless when it is not open here.
#[napi]
pub fn close() {
    if !owner::is_here() {
        return;
    }
    // SAFETY: this thread is the owner. Deleting widgets calls back, so the state goes last.
    unsafe {
        lvgl::lv_obj_clean(lvgl::lv_screen_active());
        let _ = with(|ui| Ok(ui.nursery)).map(|nursery| lvgl::lv_obj_clean(nursery));
        let pictures = with(|ui| Ok(std::mem::take(&mut ui.pictures))).unwrap_or_default();
        for picture in pictures.values() {
            lvgl::lv_draw_buf_destroy(picture.buffer);
        }
        lvgl::lv_deinit();
        if let Some(ui) = owner::release() {
            for loaded in &ui.fonts {
                lvgl::lv_binfont_destroy(loaded.font);
            }
        }
    }
}

/// The frame itself, XRGB8888, not a copy.
#[napi]
pub fn frame_buffer(env: &Env) -> Result<ArrayBuffer<'_>> {
    let (frame, bytes) = with(|ui| Ok((ui.frame, ui.frame_bytes)))?;
    // SAFETY: frames live until the process ends.
    unsafe { ArrayBuffer::from_external(env, frame, bytes, (), |_, ()| {}) }
}

/// Tell LVGL the time; only differences matter, so it may wrap.
#[napi]
pub fn set_tick(now_ms: f64) -> Result<()> {
    TICK_MS.store(
        unsigned(now_ms % 4_294_967_296.0, u32::MAX, "a time")?,
        Ordering::Relaxed,
    );
    Ok(())
}

/// Run LVGL's timers and animations; the answer is in how many milliseconds it wants to run again, -1 for never.
#[napi]
pub fn run_timers() -> Result<i32> {
    with(|_| Ok(()))?;
    // SAFETY: LVGL is open on this thread, as `with` has checked.
    Ok(i32::try_from(unsafe { lvgl::lv_timer_handler() }).unwrap_or(-1))
}

/// Lay out and draw whatever changed, at once.
#[napi]
pub fn draw() -> Result<()> {
    let display = with(|ui| Ok(ui.display))?;
    // SAFETY: the display lives as long as the state.
    unsafe { lvgl::lv_refr_now(display) };
    Ok(())
}

/// x, y, width and height of each rectangle drawn since the last call; undefined means: everything.
#[napi]
pub fn take_dirty() -> Result<Option<Int32Array>> {
    with(|ui| {
        let dirty = std::mem::take(&mut ui.dirty);
        Ok(if std::mem::take(&mut ui.dirty_overflowed) {
            None
        } else {
            Some(Int32Array::new(dirty))
        })
    })
}

/// How many widgets have a handle.
#[napi]
pub fn live_widgets() -> Result<u32> {
    with(|ui| Ok(ui.live))
}
