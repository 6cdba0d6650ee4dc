//! Pictures: straight pixels, copied into LVGL's own buffers; no file format is decoded in C.

use napi::Result;
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::arguments::{refuse, unsigned, whole};
use crate::lvgl;
use crate::owner::{Picture, widget_of_kind, with};
use crate::widget::widgets::Kind;

const MAX_SIDE: i32 = 2048;
const MAX_PICTURES: usize = 256;

/// Takes blue, green, red, alpha of each pixel; the answer is the picture's number.
#[napi]
pub fn add_picture(pixels: Uint8Array, width: f64, height: f64) -> Result<u32> {
    let width = whole(width, 1..=MAX_SIDE, "a picture's width")? as u32;
    let height = whole(height, 1..=MAX_SIDE, "a picture's height")? as u32;
    if pixels.len() != width as usize * height as usize * 4 {
        return refuse("ERR_UI_PICTURE", "the pixels do not fit the picture's size");
    }
    with(|ui| {
        if ui.pictures.len() < MAX_PICTURES {
            Ok(())
        } else {
            refuse("ERR_UI_FULL", "too many pictures")
        }
    })?;
    // SAFETY: the buffer has `height` rows of `stride` bytes, and each row is found by LVGL itself.
    let buffer = unsafe {
        let buffer = lvgl::lv_draw_buf_create(width, height, lvgl::COLOUR_FORMAT_ARGB8888, 0);
        if buffer.is_null() {
            return refuse("ERR_UI_MEMORY", "no memory for the picture");
        }
        for (y, row) in pixels.chunks_exact(width as usize * 4).enumerate() {
            let target = lvgl::lv_draw_buf_goto_xy(buffer, 0, y as u32) as *mut u8;
            std::ptr::copy_nonoverlapping(row.as_ptr(), target, row.len());
        }
        buffer
    };
    with(|ui| {
        let id = ui.next_picture;
        ui.next_picture += 1;
        ui.pictures.insert(id, Picture { buffer, users: 0 });
        Ok(id)
    })
}

/// Shows the picture in an Image; 0 shows none.
#[napi]
pub fn show_picture(handle: f64, picture: f64) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Image])?;
    let id = unsigned(picture, u32::MAX, "a picture")?;
    let source = with(|ui| {
        if id == 0 {
            ui.release_picture(handle as u32);
            return Ok(std::ptr::null_mut());
        }
        let Some(picture) = ui.pictures.get_mut(&id) else {
            return refuse("ERR_UI_PICTURE", "unknown picture");
        };
        picture.users += 1;
        let buffer = picture.buffer;
        ui.release_picture(handle as u32);
        ui.picture_of.insert(handle as u32, id);
        Ok(buffer)
    })?;
    // SAFETY: the picture cannot be removed while a widget shows it.
    unsafe { lvgl::lv_image_set_src(object, source as *const _) };
    Ok(())
}

#[napi]
pub fn remove_picture(picture: f64) -> Result<()> {
    let id = unsigned(picture, u32::MAX, "a picture")?;
    let removed = with(|ui| match ui.pictures.get(&id) {
        Some(picture) if picture.users > 0 => {
            refuse("ERR_UI_PICTURE", "the picture is still shown")
        }
        Some(_) => Ok(ui.pictures.remove(&id)),
        None => refuse("ERR_UI_PICTURE", "unknown picture"),
    })?;
    if let Some(picture) = removed {
        // SAFETY: no widget shows it, and nothing else knows its address.
        unsafe { lvgl::lv_draw_buf_destroy(picture.buffer) };
    }
    Ok(())
}
