//! What a Textarea takes: its text, its placeholder, and characters as they are typed.

use std::ffi::CStr;

use napi::Result;
use napi_derive::napi;

use crate::arguments::{c_text, unsigned};
use crate::lvgl;
use crate::owner::widget_of_kind;
use crate::widget::widgets::Kind;

#[napi]
pub fn typed_text(handle: f64) -> Result<String> {
    let area = widget_of_kind(handle, &[Kind::Textarea])?;
    // SAFETY: the handle and kind were checked; LVGL's text ends with a NUL and is copied at once.
    Ok(unsafe { CStr::from_ptr(lvgl::lv_textarea_get_text(area)) }
        .to_string_lossy()
        .into_owned())
}

/// At the cursor; nothing happens beyond the longest allowed text.
#[napi]
pub fn type_text(handle: f64, text: String) -> Result<()> {
    let area = widget_of_kind(handle, &[Kind::Textarea])?;
    let text = c_text(text)?;
    // SAFETY: the handle and kind were checked; LVGL copies the text.
    unsafe { lvgl::lv_textarea_add_text(area, text.as_ptr()) };
    Ok(())
}

#[napi]
pub fn erase_character(handle: f64) -> Result<()> {
    let area = widget_of_kind(handle, &[Kind::Textarea])?;
    // SAFETY: the handle and kind were checked.
    unsafe { lvgl::lv_textarea_delete_char(area) };
    Ok(())
}

#[napi]
pub fn set_placeholder(handle: f64, text: String) -> Result<()> {
    let area = widget_of_kind(handle, &[Kind::Textarea])?;
    let text = c_text(text)?;
    // SAFETY: the handle and kind were checked; LVGL copies the text.
    unsafe { lvgl::lv_textarea_set_placeholder_text(area, text.as_ptr()) };
    Ok(())
}

/// `max_length` in characters, 0 for no limit. Nothing typed as a password is ever shown, not even for a moment.
#[napi]
pub fn set_typing(handle: f64, one_line: bool, password: bool, max_length: f64) -> Result<()> {
    let area = widget_of_kind(handle, &[Kind::Textarea])?;
    let max_length = unsigned(max_length, 4096, "the longest text")?;
    // SAFETY: the handle and kind were checked.
    unsafe {
        lvgl::lv_textarea_set_password_show_time(area, 0);
        lvgl::lv_textarea_set_password_mode(area, password);
        lvgl::lv_textarea_set_one_line(area, one_line);
        lvgl::lv_textarea_set_max_length(area, max_length);
    }
    Ok(())
}
