//! Widgets come and go: creation, order, removal, flags, states and text.

use std::ffi::c_void;

use napi::Result;
use napi_derive::napi;

use crate::arguments::{c_text, refuse, unsigned, whole};
use crate::events::on_delete;
use crate::lvgl::{self, Create, Object};
use crate::owner::{kind_of, widget, with};
use crate::widget::wave;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Screen,
    View,
    Text,
    Spangroup,
    Button,
    Image,
    Textarea,
    Switch,
    Slider,
    Dropdownlist,
    /// The list that a dropdown opens: styled like a widget of its own.
    DropdownPopup,
    Bar,
    Arc,
    Line,
    Chart,
    Spinner,
    Wave,
}

const CREATORS: &[(&str, Kind, Create)] = &[
    ("View", Kind::View, lvgl::lv_obj_create),
    ("Text", Kind::Text, lvgl::lv_label_create),
    ("Spangroup", Kind::Spangroup, lvgl::lv_spangroup_create),
    ("Button", Kind::Button, lvgl::lv_button_create),
    ("Image", Kind::Image, lvgl::lv_image_create),
    ("Textarea", Kind::Textarea, lvgl::lv_textarea_create),
    ("Switch", Kind::Switch, lvgl::lv_switch_create),
    ("Slider", Kind::Slider, lvgl::lv_slider_create),
    ("Dropdownlist", Kind::Dropdownlist, lvgl::lv_dropdown_create),
    ("Bar", Kind::Bar, lvgl::lv_bar_create),
    ("Arc", Kind::Arc, lvgl::lv_arc_create),
    ("Line", Kind::Line, lvgl::lv_line_create),
    ("Chart", Kind::Chart, lvgl::lv_chart_create),
    ("Spinner", Kind::Spinner, lvgl::lv_spinner_create),
    ("Wave", Kind::Wave, wave::create),
];

const EVENT_DELETE: &str = "LV_EVENT_DELETE";

/// Gives an object of LVGL's its handle, and takes it away when LVGL deletes the object.
pub fn adopt(object: *mut Object, kind: Kind) -> Result<u32> {
    let handle = with(|ui| ui.add(object, kind))?;
    let deleted = crate::numbers::number(EVENT_DELETE)?;
    // SAFETY: the object was just made or found by LVGL; the data is a number, not an address.
    unsafe {
        lvgl::lv_obj_set_user_data(object, handle as usize as *mut c_void);
        lvgl::lv_obj_add_event_cb(object, Some(on_delete), deleted, std::ptr::null_mut());
    }
    Ok(handle)
}

/// Makes a widget outside the screen; `place` puts it where it belongs.
#[napi]
pub fn create(kind: String) -> Result<u32> {
    let nursery = with(|ui| Ok(ui.nursery))?;
    let Some((_, kind, make)) = CREATORS.iter().find(|(name, ..)| *name == kind) else {
        return refuse("ERR_UI_KIND", "unknown kind of widget");
    };
    // SAFETY: the nursery lives as long as the state.
    adopt(unsafe { make(nursery) }, *kind)
}

/// Deletes the widget and all inside it.
#[napi]
pub fn remove(handle: f64) -> Result<()> {
    let object = widget(handle)?;
    if matches!(kind_of(handle)?, Kind::Screen | Kind::DropdownPopup) {
        return refuse(
            "ERR_UI_KIND",
            "the screen and a dropdown's list are not removed by themselves",
        );
    }
    // SAFETY: the handle was checked; handles inside become stale by their delete events.
    unsafe { lvgl::lv_obj_delete(object) };
    Ok(())
}

/// Deletes what was made but never placed.
#[napi]
pub fn clear_nursery() -> Result<()> {
    let nursery = with(|ui| Ok(ui.nursery))?;
    // SAFETY: the nursery lives as long as the state.
    unsafe { lvgl::lv_obj_clean(nursery) };
    Ok(())
}

/// Makes the widget the child of `parent` at `index`.
#[napi]
pub fn place(handle: f64, parent: f64, index: f64) -> Result<()> {
    let (object, parent) = (widget(handle)?, widget(parent)?);
    if matches!(kind_of(handle)?, Kind::Screen | Kind::DropdownPopup) {
        return refuse(
            "ERR_UI_KIND",
            "the screen and a dropdown's list stay where they are",
        );
    }
    let index = whole(index, 0..=65_535, "an index")?;
    let nursery = with(|ui| Ok(ui.nursery))?;
    // SAFETY: both handles were checked; a widget inside itself would make LVGL's tree a ring.
    unsafe {
        let mut above = parent;
        while !above.is_null() {
            if above == object {
                return refuse("ERR_UI_ARGUMENT", "a widget cannot be inside itself");
            }
            above = lvgl::lv_obj_get_parent(above);
        }
        if lvgl::lv_obj_get_parent(object) != parent {
            lvgl::lv_obj_set_parent(object, parent);
            // Texts inside were measured in the nursery's font; what they inherit is known only now.
            if lvgl::lv_obj_get_screen(parent) != nursery {
                lvgl::lv_obj_refresh_style(object, lvgl::PART_ANY, lvgl::STYLE_PROPERTY_ANY);
            }
        }
        lvgl::lv_obj_move_to_index(object, index);
    }
    Ok(())
}

#[napi]
pub fn set_flag(handle: f64, flag: f64, on: bool) -> Result<()> {
    let object = widget(handle)?;
    let flag = unsigned(flag, u32::MAX, "a flag")?;
    // SAFETY: the handle was checked.
    unsafe { lvgl::lv_obj_set_flag(object, flag, on) };
    Ok(())
}

#[napi]
pub fn set_state(handle: f64, state: f64, on: bool) -> Result<()> {
    let object = widget(handle)?;
    let state = unsigned(state, 0xffff, "a state")?;
    // SAFETY: the handle was checked.
    unsafe { lvgl::lv_obj_set_state(object, state, on) };
    Ok(())
}

#[napi]
pub fn has_state(handle: f64, state: f64) -> Result<bool> {
    let object = widget(handle)?;
    let state = unsigned(state, 0xffff, "a state")?;
    // SAFETY: the handle was checked.
    Ok(unsafe { lvgl::lv_obj_has_state(object, state) })
}

#[napi]
pub fn set_text(handle: f64, text: String) -> Result<()> {
    let object = widget(handle)?;
    let kind = kind_of(handle)?;
    let text = c_text(text)?;
    // SAFETY: the kind decides the function; LVGL copies the text.
    match kind {
        Kind::Text => unsafe { lvgl::lv_label_set_text(object, text.as_ptr()) },
        Kind::Textarea => unsafe { lvgl::lv_textarea_set_text(object, text.as_ptr()) },
        _ => return refuse("ERR_UI_KIND", &format!("a {kind:?} has no text")),
    }
    with(|ui| {
        ui.slot(handle as u32)?.text = Some(text);
        Ok(())
    })
}
