//! LVGL's numbers by their names, as the C compiler filled them in.

use std::collections::HashMap;
use std::ffi::CStr;

use napi::Result;
use napi_derive::napi;

use crate::arguments::refuse;
use crate::lvgl;

fn all() -> impl Iterator<Item = (&'static str, u32)> {
    // SAFETY: the shim's table is constant and ends with a null name.
    let mut entry = unsafe { lvgl::offhook_numbers.as_ptr() };
    std::iter::from_fn(move || unsafe {
        if (*entry).name.is_null() {
            return None;
        }
        let found = (
            CStr::from_ptr((*entry).name).to_str().unwrap_or_default(),
            (*entry).number,
        );
        entry = entry.add(1);
        Some(found)
    })
}

pub fn number(name: &str) -> Result<u32> {
    match all().find(|(known, _)| *known == name) {
        Some((_, number)) => Ok(number),
        None => refuse("ERR_UI_ARGUMENT", "LVGL has no such number"),
    }
}

#[napi]
pub fn numbers() -> HashMap<String, u32> {
    all()
        .map(|(name, number)| (name.to_string(), number))
        .collect()
}
