//! The finger or the mouse: where it is, and whether it is down.

use napi::Result;
use napi_derive::napi;

use crate::arguments::whole;
use crate::lvgl::{self, InputData, InputDevice};
use crate::owner::{in_callback, with};

pub unsafe extern "C" fn on_read(_device: *mut InputDevice, data: *mut InputData) {
    in_callback(|ui| {
        // SAFETY: LVGL hands a live struct to be filled.
        unsafe { lvgl::offhook_indev_data_set(data, ui.pointer.x, ui.pointer.y, ui.pointer.down) };
    });
}

/// The pointer is here now.
#[napi]
pub fn point(x: f64, y: f64, down: bool) -> Result<()> {
    let x = whole(x, -4096..=8192, "x")?;
    let y = whole(y, -4096..=8192, "y")?;
    with(|ui| {
        ui.pointer.x = x;
        ui.pointer.y = y;
        ui.pointer.down = down;
        Ok(())
    })?;
    read_pointer().map(|_| ())
}

/// Let LVGL look at the pointer again: long presses and thrown lists need it. True while it wants more looks.
#[napi]
pub fn read_pointer() -> Result<bool> {
    let (device, down) = with(|ui| Ok((ui.pointer_device, ui.pointer.down)))?;
    // SAFETY: the device lives as long as the state.
    unsafe {
        lvgl::lv_indev_read(device);
        Ok(down || !lvgl::lv_indev_get_scroll_obj(device).is_null())
    }
}
