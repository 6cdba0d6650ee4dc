//! What widgets show beyond text: numbers in a range, choices, points, series and coloured spans.

use std::ffi::c_void;

use napi::Result;
use napi::bindgen_prelude::Int32Array;
use napi_derive::napi;

use crate::arguments::{c_text, refuse, unsigned, whole};
use crate::assets::fonts::font;
use crate::lvgl::{self, Point, StyleValue};
use crate::numbers::number;
use crate::owner::{kind_of, widget, widget_of_kind, with};
use crate::widget::styles::colour;
use crate::widget::widgets::{Kind, adopt};

const WHOLE: std::ops::RangeInclusive<i32> = -1_000_000..=1_000_000;
const MAX_POINTS: usize = 4096;
const MAX_SERIES: usize = 8;
/// Lucide's chevron-down, as ui/lvgl/icons.json numbers it.
const ARROW: &std::ffi::CStr = c"\u{e06d}";
const MAX_SPANS: usize = 256;

#[napi]
pub fn set_range(handle: f64, lowest: f64, highest: f64) -> Result<()> {
    let object = widget(handle)?;
    let (lowest, highest) = (
        whole(lowest, WHOLE, "the lowest")?,
        whole(highest, WHOLE, "the highest")?,
    );
    if lowest >= highest {
        return refuse(
            "ERR_UI_ARGUMENT",
            "a range needs its lowest below its highest",
        );
    }
    // SAFETY: the kind decides the function.
    match kind_of(handle)? {
        Kind::Bar | Kind::Slider => unsafe { lvgl::lv_bar_set_range(object, lowest, highest) },
        Kind::Arc => unsafe { lvgl::lv_arc_set_range(object, lowest, highest) },
        Kind::Chart => unsafe {
            lvgl::lv_chart_set_axis_range(object, lvgl::CHART_AXIS_PRIMARY_Y, lowest, highest)
        },
        kind => return refuse("ERR_UI_KIND", &format!("a {kind:?} has no range")),
    }
    Ok(())
}

#[napi]
pub fn set_value(handle: f64, value: f64) -> Result<()> {
    let object = widget(handle)?;
    let value = whole(value, WHOLE, "a value")?;
    // SAFETY: the kind decides the function.
    match kind_of(handle)? {
        Kind::Bar | Kind::Slider => unsafe { lvgl::lv_bar_set_value(object, value, false) },
        Kind::Arc => unsafe { lvgl::lv_arc_set_value(object, value) },
        Kind::Dropdownlist => unsafe {
            lvgl::lv_dropdown_set_selected(object, value.max(0) as u32)
        },
        kind => return refuse("ERR_UI_KIND", &format!("a {kind:?} has no value")),
    }
    Ok(())
}

#[napi]
pub fn value(handle: f64) -> Result<i32> {
    let object = widget(handle)?;
    // SAFETY: the kind decides the function.
    match kind_of(handle)? {
        Kind::Bar | Kind::Slider => Ok(unsafe { lvgl::lv_bar_get_value(object) }),
        Kind::Arc => Ok(unsafe { lvgl::lv_arc_get_value(object) }),
        Kind::Dropdownlist => Ok(unsafe { lvgl::lv_dropdown_get_selected(object) } as i32),
        kind => refuse("ERR_UI_KIND", &format!("a {kind:?} has no value")),
    }
}

/// Degrees clockwise from three o'clock.
#[napi]
pub fn set_arc_angles(handle: f64, start: f64, end: f64) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Arc])?;
    let (start, end) = (
        whole(start, 0..=360, "an angle")?,
        whole(end, 0..=360, "an angle")?,
    );
    // SAFETY: the handle and kind were checked.
    unsafe { lvgl::lv_arc_set_bg_angles(object, start, end) };
    Ok(())
}

#[napi]
pub fn set_spinner(handle: f64, turn_ms: f64, angle: f64) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Spinner])?;
    let (turn_ms, angle) = (
        unsigned(turn_ms, 60_000, "a time")?,
        unsigned(angle, 360, "an angle")?,
    );
    // SAFETY: the handle and kind were checked.
    unsafe { lvgl::lv_spinner_set_anim_params(object, turn_ms.max(100), angle) };
    Ok(())
}

/// How a Text or Spangroup treats text that does not fit: a long mode of LVGL's, or an overflow of its spans.
#[napi]
pub fn set_overflow(handle: f64, mode: f64) -> Result<()> {
    let object = widget(handle)?;
    let mode = unsigned(mode, 4, "an overflow")?;
    // SAFETY: the kind decides the function.
    match kind_of(handle)? {
        Kind::Text => unsafe { lvgl::lv_label_set_long_mode(object, mode) },
        Kind::Spangroup => unsafe { lvgl::lv_spangroup_set_overflow(object, mode.min(1)) },
        kind => return refuse("ERR_UI_KIND", &format!("a {kind:?} has no overflow")),
    }
    Ok(())
}

/// Options one a line; the answer of `dropdownPopup` is the handle of the list that opens.
#[napi]
pub fn set_options(handle: f64, options: String) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Dropdownlist])?;
    let options = c_text(options)?;
    // SAFETY: the handle and kind were checked; LVGL copies the text.
    unsafe { lvgl::lv_dropdown_set_options(object, options.as_ptr()) };
    Ok(())
}

#[napi]
pub fn dropdown_popup(handle: f64) -> Result<u32> {
    let object = widget_of_kind(handle, &[Kind::Dropdownlist])?;
    // SAFETY: the handle and kind were checked; the symbol is constant.
    let list = unsafe {
        lvgl::lv_dropdown_set_symbol(object, ARROW.as_ptr() as *const c_void);
        let list = lvgl::lv_dropdown_get_list(object);
        // LVGL puts it on the dropdown's screen, which now is the nursery, and that is cleared.
        lvgl::lv_obj_set_parent(list, lvgl::lv_screen_active());
        list
    };
    adopt(list, Kind::DropdownPopup)
}

#[napi]
pub fn open_dropdown(handle: f64, open: bool) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Dropdownlist])?;
    // SAFETY: the handle and kind were checked.
    unsafe {
        if open {
            lvgl::lv_dropdown_open(object)
        } else {
            lvgl::lv_dropdown_close(object)
        }
    };
    Ok(())
}

#[napi]
pub fn is_dropdown_open(handle: f64) -> Result<bool> {
    let object = widget_of_kind(handle, &[Kind::Dropdownlist])?;
    // SAFETY: the handle and kind were checked.
    Ok(unsafe { lvgl::lv_dropdown_is_open(object) })
}

/// x and y in turn, inside the widget.
#[napi]
pub fn set_points(handle: f64, points: Int32Array) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Line])?;
    if !points.len().is_multiple_of(2) || points.len() / 2 > MAX_POINTS {
        return refuse("ERR_UI_ARGUMENT", "points come in pairs, at most 4096");
    }
    let points: Box<[Point]> = points
        .chunks_exact(2)
        .map(|pair| Point {
            x: pair[0],
            y: pair[1],
        })
        .collect();
    let (address, count) = (points.as_ptr(), points.len() as u32);
    // SAFETY: LVGL keeps the address; the old points are dropped only after it has the new one.
    unsafe { lvgl::lv_line_set_points(object, address, count) };
    with(|ui| {
        ui.points_of.insert(handle as u32, points);
        Ok(())
    })
}

/// All series of a chart, one after the other, `points` values each; the lowest i32 is a gap.
#[napi]
pub fn set_chart(
    handle: f64,
    kind: f64,
    points: f64,
    colours: Vec<f64>,
    values: Int32Array,
) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Chart])?;
    let kind = unsigned(kind, 5, "a chart type")?;
    let points = whole(points, 1..=MAX_POINTS as i32, "a point count")? as usize;
    if colours.len() > MAX_SERIES || values.len() != points * colours.len() {
        return refuse(
            "ERR_UI_ARGUMENT",
            "a chart has at most 8 series, with a value for each point",
        );
    }
    let colours = colours
        .into_iter()
        .map(colour)
        .collect::<Result<Vec<_>>>()?;
    let old = with(|ui| Ok(ui.series_of.remove(&(handle as u32)).unwrap_or_default()))?;
    // SAFETY: the series are this chart's own, and are forgotten together with it.
    let series = unsafe {
        for series in old {
            lvgl::lv_chart_remove_series(object, series);
        }
        lvgl::lv_chart_set_type(object, kind);
        lvgl::lv_chart_set_point_count(object, points as u32);
        let series: Vec<_> = colours
            .iter()
            .map(|colour| lvgl::lv_chart_add_series(object, *colour, lvgl::CHART_AXIS_PRIMARY_Y))
            .collect();
        for (series, values) in series.iter().zip(values.chunks_exact(points)) {
            for (index, value) in values.iter().enumerate() {
                let value = if *value == i32::MIN {
                    lvgl::CHART_POINT_NONE
                } else {
                    *value
                };
                lvgl::lv_chart_set_series_value_by_id(object, *series, index as u32, value);
            }
        }
        lvgl::lv_chart_refresh(object);
        series
    };
    with(|ui| {
        ui.series_of.insert(handle as u32, series);
        Ok(())
    })
}

#[napi]
pub fn set_chart_lines(handle: f64, horizontal: f64, vertical: f64) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Chart])?;
    let (horizontal, vertical) = (
        unsigned(horizontal, 64, "a count")?,
        unsigned(vertical, 64, "a count")?,
    );
    // SAFETY: the handle and kind were checked.
    unsafe { lvgl::lv_chart_set_div_line_count(object, horizontal, vertical) };
    Ok(())
}

#[napi(object)]
pub struct SpanInput {
    pub text: String,
    pub colour: Option<f64>,
    pub decoration: Option<f64>,
    pub font: Option<f64>,
}

#[napi]
pub fn set_spans(handle: f64, spans: Vec<SpanInput>) -> Result<()> {
    let object = widget_of_kind(handle, &[Kind::Spangroup])?;
    if spans.len() > MAX_SPANS {
        return refuse("ERR_UI_ARGUMENT", "at most 256 spans");
    }
    let mut ready = Vec::with_capacity(spans.len());
    for span in spans {
        let mut styles: Vec<(u8, StyleValue)> = Vec::new();
        if let Some(value) = span.colour {
            let mut of = StyleValue {
                pointer: std::ptr::null(),
            };
            of.colour = colour(value)?;
            styles.push((number("LV_STYLE_TEXT_COLOR")? as u8, of));
        }
        if let Some(value) = span.decoration {
            let mut of = StyleValue {
                pointer: std::ptr::null(),
            };
            of.number = whole(value, 0..=3, "a decoration")?;
            styles.push((number("LV_STYLE_TEXT_DECOR")? as u8, of));
        }
        if let Some(id) = span.font {
            styles.push((
                number("LV_STYLE_TEXT_FONT")? as u8,
                StyleValue {
                    pointer: font(id)? as *const c_void,
                },
            ));
        }
        ready.push((c_text(span.text)?, styles));
    }
    // SAFETY: the handle and kind were checked; LVGL copies texts, and fonts outlive the widget.
    unsafe {
        loop {
            let first = lvgl::lv_spangroup_get_child(object, 0);
            if first.is_null() {
                break;
            }
            lvgl::lv_spangroup_delete_span(object, first);
        }
        for (text, styles) in &ready {
            let span = lvgl::lv_spangroup_add_span(object);
            lvgl::lv_spangroup_set_span_text(object, span, text.as_ptr());
            for (property, value) in styles {
                lvgl::lv_style_set_prop(lvgl::lv_span_get_style(span), *property, *value);
            }
        }
        lvgl::lv_spangroup_refresh(object);
    }
    Ok(())
}
