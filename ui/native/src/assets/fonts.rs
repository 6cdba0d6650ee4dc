//! Fonts in LVGL's binary format, checked before LVGL reads them: its loader trusts every length.

use std::ffi::c_void;

use napi::Result;
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use super::font_check::check;
use crate::arguments::{refuse, unsigned};
use crate::lvgl::{self, Font};
use crate::owner::{LoadedFont, with};

const MAX_FONTS: usize = 128;

pub fn font(id: f64) -> Result<*mut Font> {
    let id = unsigned(id, u32::MAX, "a font")? as usize;
    match with(|ui| Ok(ui.fonts.get(id).map(|loaded| loaded.font)))? {
        Some(font) => Ok(font),
        None => refuse("ERR_UI_FONT", "unknown font"),
    }
}

/// Loads a font; the answer is its number. Glyphs that it lacks are looked for in `fallback`.
#[napi]
pub fn load_font(data: Uint8Array, fallback: Option<f64>) -> Result<u32> {
    let mut data = data.to_vec();
    if let Err(reason) = check(&data) {
        return refuse("ERR_UI_FONT", reason);
    }
    let fallback = fallback.map(font).transpose()?;
    with(|ui| {
        if ui.fonts.len() < MAX_FONTS {
            Ok(())
        } else {
            refuse("ERR_UI_FULL", "too many fonts")
        }
    })?;
    // SAFETY: the tables were checked to lie inside the data, which lives as long as the font.
    let font = unsafe {
        lvgl::lv_binfont_create_from_buffer(data.as_mut_ptr() as *mut c_void, data.len() as u32)
    };
    if font.is_null() {
        return refuse("ERR_UI_FONT", "LVGL cannot read the font");
    }
    if let Some(fallback) = fallback {
        // SAFETY: both fonts live until LVGL is closed.
        unsafe { lvgl::offhook_font_set_fallback(font, fallback) };
    }
    with(|ui| {
        ui.fonts.push(LoadedFont { font, _data: data });
        Ok(ui.fonts.len() as u32 - 1)
    })
}
