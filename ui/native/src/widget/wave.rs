//! A row of bars through the last moments of a sound, drawn by itself: each new level pushes the oldest one out.
//!
//! Its style says the rest: `line-color` and `line-width` of the bars, `column-spacing` between them, `border-radius`
//! of their ends. Silence is a row of dots.

use napi::Result;
use napi_derive::napi;

use crate::arguments::whole;
use crate::lvgl::{self, Area, Event, Layer, Object};
use crate::numbers::number;
use crate::owner::{in_callback, widget_of_kind, with};
use crate::widget::widgets::Kind;

const MAX_BARS: usize = 64;
/// Pixels.
const LOWEST_BAR: i32 = 5;

/// Percent of the widget's height, the oldest first.
pub struct Wave {
    levels: [u8; MAX_BARS],
    bars: usize,
}

impl Wave {
    /// False where nothing looks different now.
    fn push(&mut self, level: u8) -> bool {
        let levels = &mut self.levels[..self.bars];
        let is_still = levels.iter().all(|before| *before == level);
        levels.rotate_left(1);
        levels[levels.len() - 1] = level;
        !is_still
    }
}

pub unsafe extern "C" fn create(parent: *mut Object) -> *mut Object {
    // SAFETY: the caller's parent is a live object.
    unsafe {
        let object = lvgl::lv_obj_create(parent);
        if let Ok(draws) = number("LV_EVENT_DRAW_MAIN") {
            lvgl::lv_obj_add_event_cb(object, Some(on_draw), draws, std::ptr::null_mut());
        }
        object
    }
}

unsafe extern "C" fn on_draw(event: *mut Event) {
    // SAFETY: LVGL hands a live event of a live object, whose user data is the handle that `adopt` put there.
    unsafe {
        let object = lvgl::lv_event_get_current_target(event) as *mut Object;
        let handle = lvgl::lv_obj_get_user_data(object) as usize as u32;
        let mut shown = None;
        in_callback(|ui| shown = ui.waves.get(&handle).map(|wave| (wave.levels, wave.bars)));
        if let Some((levels, bars)) = shown {
            draw(object, lvgl::lv_event_get_layer(event), &levels[..bars]);
        }
    }
}

/// # Safety
/// A live object, and the layer that it is being drawn on.
unsafe fn draw(object: *mut Object, layer: *mut Layer, levels: &[u8]) {
    let style = |name: &str| {
        let property = number(name).unwrap_or_default() as u8;
        // SAFETY: as the caller promises.
        unsafe { lvgl::lv_obj_get_style_prop(object, 0, property) }
    };
    let mut place = Area::default();
    // SAFETY: as the caller promises; each property is of the kind that is read.
    unsafe {
        lvgl::lv_obj_get_coords(object, &mut place);
        let colour = style("LV_STYLE_LINE_COLOR").colour;
        let width = style("LV_STYLE_LINE_WIDTH").number;
        let step = width + style("LV_STYLE_PAD_COLUMN").number;
        let radius = style("LV_STYLE_RADIUS").number;
        let height = place.y2 - place.y1 + 1;
        for (at, level) in levels.iter().enumerate() {
            let own =
                ((height * i32::from(*level) + 50) / 100).clamp(LOWEST_BAR.min(height), height);
            let (x, y) = (place.x1 + at as i32 * step, place.y1 + (height - own) / 2);
            let bar = Area {
                x1: x,
                y1: y,
                x2: x + width - 1,
                y2: y + own - 1,
            };
            lvgl::offhook_draw_bar(layer, &bar, colour, radius);
        }
    }
}

/// So many bars, all of them silent.
#[napi]
pub fn set_wave(handle: f64, bars: f64) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Wave])?;
    let bars = whole(bars, 1..=MAX_BARS as i32, "a number of bars")? as usize;
    with(|ui| {
        let levels = [0; MAX_BARS];
        ui.waves.insert(handle as u32, Wave { levels, bars });
        Ok(())
    })?;
    // SAFETY: the handle and kind were checked.
    unsafe { lvgl::lv_obj_invalidate(object) };
    Ok(())
}

/// The newest level, in percent; answers whether there is anything to draw.
#[napi]
pub fn push_level(handle: f64, percent: f64) -> Result<bool> {
    let object = widget_of_kind(handle, &[Kind::Wave])?;
    let level = whole(percent, 0..=100, "a level")? as u8;
    let is_new = with(|ui| {
        Ok(ui
            .waves
            .get_mut(&(handle as u32))
            .is_some_and(|wave| wave.push(level)))
    })?;
    if is_new {
        // SAFETY: the handle and kind were checked.
        unsafe { lvgl::lv_obj_invalidate(object) };
    }
    Ok(is_new)
}
