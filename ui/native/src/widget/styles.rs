//! Local styles of a widget, by LVGL's property number and a selector of part and state.

use std::ffi::c_void;

use napi::Result;
use napi_derive::napi;

use crate::arguments::{unsigned, whole};
use crate::assets::fonts::font;
use crate::lvgl::{self, Colour, StyleValue};
use crate::owner::widget;

const MAX_PROPERTY: u32 = 254;

pub fn colour(value: f64) -> Result<Colour> {
    let value = unsigned(value, 0xff_ffff, "a colour")?;
    Ok(Colour {
        red: (value >> 16) as u8,
        green: (value >> 8) as u8,
        blue: value as u8,
    })
}

fn set(handle: f64, property: f64, value: StyleValue, selector: f64) -> Result<()> {
    let object = widget(handle)?;
    let property = unsigned(property, MAX_PROPERTY, "a style property")? as u8;
    let selector = unsigned(selector, 0xff_ffff, "a selector")?;
    // SAFETY: the handle was checked; fonts are never freed while LVGL is open.
    unsafe { lvgl::lv_obj_set_local_style_prop(object, property, value, selector) };
    Ok(())
}

#[napi]
pub fn set_style_number(handle: f64, property: f64, value: f64, selector: f64) -> Result<()> {
    let number = whole(value, i32::MIN..=i32::MAX, "a style's value")?;
    let mut value = StyleValue {
        pointer: std::ptr::null(),
    };
    value.number = number;
    set(handle, property, value, selector)
}

#[napi]
pub fn set_style_colour(handle: f64, property: f64, value: f64, selector: f64) -> Result<()> {
    let colour = colour(value)?;
    let mut value = StyleValue {
        pointer: std::ptr::null(),
    };
    value.colour = colour;
    set(handle, property, value, selector)
}

#[napi]
pub fn set_style_font(handle: f64, font_id: f64, selector: f64) -> Result<()> {
    let pointer = font(font_id)? as *const c_void;
    set(
        handle,
        f64::from(crate::numbers::number("LV_STYLE_TEXT_FONT")?),
        StyleValue { pointer },
        selector,
    )
}

#[napi]
pub fn clear_style(handle: f64, property: f64, selector: f64) -> Result<()> {
    let object = widget(handle)?;
    let property = unsigned(property, MAX_PROPERTY, "a style property")? as u8;
    let selector = unsigned(selector, 0xff_ffff, "a selector")?;
    // SAFETY: the handle was checked.
    unsafe { lvgl::lv_obj_remove_local_style_prop(object, property, selector) };
    Ok(())
}
