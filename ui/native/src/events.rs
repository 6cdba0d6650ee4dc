//! Events wait here until JavaScript drains them: no JavaScript runs inside LVGL.

use napi::Result;
use napi::bindgen_prelude::Int32Array;
use napi_derive::napi;

use crate::arguments::unsigned;
use crate::lvgl::{self, Event, Object};
use crate::owner::{in_callback, widget, with};

/// More than a person can cause between two drains; whatever is beyond is counted and dropped.
const MAX_EVENTS: usize = 1024;

#[derive(Clone, Copy)]
pub struct QueuedEvent {
    handle: u32,
    code: u32,
}

pub unsafe extern "C" fn on_event(event: *mut Event) {
    // SAFETY: LVGL hands a live event, whose target carries the handle that `adopt` put there.
    let (handle, code) = unsafe {
        let object = lvgl::lv_event_get_current_target(event) as *mut Object;
        (
            lvgl::lv_obj_get_user_data(object) as usize as u32,
            lvgl::lv_event_get_code(event),
        )
    };
    in_callback(|ui| {
        if ui.events.len() < MAX_EVENTS {
            ui.events.push(QueuedEvent { handle, code });
        } else {
            ui.events_lost += 1;
        }
    });
}

pub unsafe extern "C" fn on_delete(event: *mut Event) {
    // SAFETY: as above; the object is still whole while its delete event runs.
    let handle = unsafe {
        let object = lvgl::lv_event_get_current_target(event) as *mut Object;
        lvgl::lv_obj_get_user_data(object) as usize as u32
    };
    in_callback(|ui| ui.forget(handle));
}

/// Queue this event of the widget from now on; ask once for each event.
#[napi]
pub fn listen(handle: f64, code: f64) -> Result<()> {
    let object = widget(handle)?;
    let code = unsigned(code, 255, "an event")?;
    // SAFETY: the handle was checked; LVGL copies the filter.
    unsafe { lvgl::lv_obj_add_event_cb(object, Some(on_event), code, std::ptr::null_mut()) };
    Ok(())
}

/// Handle and code of each event since the last call.
#[napi]
pub fn take_events() -> Result<Int32Array> {
    with(|ui| {
        let events = std::mem::take(&mut ui.events);
        Ok(Int32Array::new(
            events
                .iter()
                .flat_map(|event| [event.handle as i32, event.code as i32])
                .collect(),
        ))
    })
}

#[napi]
pub fn events_lost() -> Result<u32> {
    with(|ui| Ok(ui.events_lost))
}
