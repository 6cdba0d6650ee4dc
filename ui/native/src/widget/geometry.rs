//! Where widgets are, how much room their text needs, and scrolling.

use napi::Result;
use napi::bindgen_prelude::Int32Array;
use napi_derive::napi;

use crate::arguments::{refuse, unsigned, whole};
use crate::lvgl::{self, Area, Font, Object, Point};
use crate::numbers::number;
use crate::owner::{kind_of, widget, with};
use crate::widget::widgets::Kind;

/// x, y, width and height on the screen, laid out first.
#[napi]
pub fn bounds(handle: f64) -> Result<Int32Array> {
    let object = widget(handle)?;
    let mut area = Area::default();
    // SAFETY: the handle was checked.
    unsafe {
        lvgl::lv_obj_update_layout(object);
        lvgl::lv_obj_get_coords(object, &mut area);
    }
    Ok(Int32Array::new(vec![
        area.x1,
        area.y1,
        area.x2 - area.x1 + 1,
        area.y2 - area.y1 + 1,
    ]))
}

unsafe fn style_number(object: *const Object, property: &str) -> Result<i32> {
    let property = number(property)? as u8;
    // SAFETY: the caller's object is live; numbers are read of number properties only.
    Ok(unsafe { lvgl::lv_obj_get_style_prop(object, 0, property).number })
}

unsafe fn style_font(object: *const Object) -> Result<*const Font> {
    let property = number("LV_STYLE_TEXT_FONT")? as u8;
    // SAFETY: as above; a font property holds a pointer to a font.
    Ok(unsafe { lvgl::lv_obj_get_style_prop(object, 0, property).pointer } as *const Font)
}

/// Height of a line of text in this widget's font.
#[napi]
pub fn line_height(handle: f64) -> Result<i32> {
    let object = widget(handle)?;
    // SAFETY: the handle was checked.
    unsafe { Ok(lvgl::lv_font_get_line_height(style_font(object)?)) }
}

/// Width and height that the text needs, then width and height that it has. Wraps where the widget does.
#[napi]
pub fn text_needs(handle: f64, wraps: bool) -> Result<Int32Array> {
    let object = widget(handle)?;
    let kind = kind_of(handle)?;
    // SAFETY: the handle was checked, and the kind decides the functions.
    unsafe {
        lvgl::lv_obj_update_layout(object);
        let (width, height) = (
            lvgl::lv_obj_get_content_width(object),
            lvgl::lv_obj_get_content_height(object),
        );
        let needed = match kind {
            Kind::Text => {
                let text = with(|ui| Ok(ui.slot(handle as u32)?.text.clone()))?.unwrap_or_default();
                let mut size = Point::default();
                let (letter, line) = (
                    style_number(object, "LV_STYLE_TEXT_LETTER_SPACE")?,
                    style_number(object, "LV_STYLE_TEXT_LINE_SPACE")?,
                );
                let limit = if wraps { width } else { (1 << 29) - 1 };
                lvgl::lv_text_get_size(
                    &mut size,
                    text.as_ptr(),
                    style_font(object)?,
                    letter,
                    line,
                    limit,
                    0,
                );
                size
            }
            Kind::Spangroup if wraps => Point {
                x: width,
                y: lvgl::lv_spangroup_get_expand_height(object, width),
            },
            Kind::Spangroup => Point {
                x: lvgl::lv_spangroup_get_expand_width(object, 0) as i32,
                y: height,
            },
            _ => return refuse("ERR_UI_KIND", &format!("a {kind:?} has no text to measure")),
        };
        Ok(Int32Array::new(vec![needed.x, needed.y, width, height]))
    }
}

/// Scrolls every widget around this one until it is seen.
#[napi]
pub fn scroll_into_view(handle: f64) -> Result<()> {
    let object = widget(handle)?;
    // SAFETY: the handle was checked.
    unsafe {
        lvgl::lv_obj_update_layout(object);
        lvgl::lv_obj_scroll_to_view_recursive(object, false);
    }
    Ok(())
}

#[napi]
pub fn scroll_by(handle: f64, dx: f64, dy: f64) -> Result<()> {
    let object = widget(handle)?;
    let (dx, dy) = (
        whole(dx, -65_536..=65_536, "a distance")?,
        whole(dy, -65_536..=65_536, "a distance")?,
    );
    // SAFETY: the handle was checked.
    unsafe { lvgl::lv_obj_scroll_by_bounded(object, dx, dy, false) };
    Ok(())
}

#[napi]
pub fn set_scrolling(handle: f64, direction: f64, scrollbar: f64) -> Result<()> {
    let object = widget(handle)?;
    let (direction, scrollbar) = (
        unsigned(direction, 15, "a direction")?,
        unsigned(scrollbar, 3, "a scrollbar mode")?,
    );
    // SAFETY: the handle was checked.
    unsafe {
        lvgl::lv_obj_set_scroll_dir(object, direction);
        lvgl::lv_obj_set_scrollbar_mode(object, scrollbar);
    }
    Ok(())
}

#[napi]
pub fn invalidate(handle: f64) -> Result<()> {
    let object = widget(handle)?;
    // SAFETY: the handle was checked.
    unsafe { lvgl::lv_obj_invalidate(object) };
    Ok(())
}
