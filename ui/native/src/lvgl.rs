//! The part of LVGL's C interface that this crate calls, declared by hand.
//!
//! Structs stay opaque: only plain pairs and quadruples of `i32` and the style value's union are spelled out,
//! everything else goes through LVGL's functions or the shim, where the C compiler knows the layout.

use std::ffi::{c_char, c_void};

macro_rules! opaque {
    ($($name:ident),*) => { $(#[repr(C)] pub struct $name { _private: [u8; 0] })* };
}
opaque!(
    Object,
    DisplayObject,
    InputDevice,
    InputData,
    Event,
    Font,
    DrawBuffer,
    Span,
    StyleSheet,
    Series,
    Layer
);

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Area {
    pub x1: i32,
    pub y1: i32,
    pub x2: i32,
    pub y2: i32,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Colour {
    pub blue: u8,
    pub green: u8,
    pub red: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union StyleValue {
    pub number: i32,
    pub pointer: *const c_void,
    pub colour: Colour,
}

#[repr(C)]
pub struct NamedNumber {
    pub name: *const c_char,
    pub number: u32,
}

pub type Create = unsafe extern "C" fn(*mut Object) -> *mut Object;
pub type EventCallback = unsafe extern "C" fn(*mut Event);
pub type FlushCallback = unsafe extern "C" fn(*mut DisplayObject, *const Area, *mut u8);
pub type ReadCallback = unsafe extern "C" fn(*mut InputDevice, *mut InputData);

pub const COLOUR_FORMAT_ARGB8888: u32 = 0x10;
pub const COLOUR_FORMAT_XRGB8888: u32 = 0x11;
pub const RENDER_MODE_DIRECT: u32 = 1;
pub const INDEV_TYPE_POINTER: u32 = 1;
pub const INDEV_MODE_EVENT: u32 = 2;
pub const PART_ANY: u32 = 0x0f_0000;
pub const STYLE_PROPERTY_ANY: u8 = 0xff;
pub const CHART_AXIS_PRIMARY_Y: u32 = 0;
pub const CHART_POINT_NONE: i32 = i32::MAX;

unsafe extern "C" {
    pub fn lv_init();
    pub fn lv_deinit();
    pub fn lv_tick_set_cb(callback: Option<unsafe extern "C" fn() -> u32>);
    pub fn lv_timer_handler() -> u32;
    pub fn lv_refr_now(display: *mut DisplayObject);

    pub fn lv_display_create(width: i32, height: i32) -> *mut DisplayObject;
    pub fn lv_display_set_color_format(display: *mut DisplayObject, format: u32);
    pub fn lv_display_set_buffers(
        display: *mut DisplayObject,
        first: *mut c_void,
        second: *mut c_void,
        size: u32,
        mode: u32,
    );
    pub fn lv_display_set_flush_cb(display: *mut DisplayObject, callback: Option<FlushCallback>);
    pub fn lv_display_flush_ready(display: *mut DisplayObject);
    pub fn lv_screen_active() -> *mut Object;

    pub fn lv_indev_create() -> *mut InputDevice;
    pub fn lv_indev_set_type(device: *mut InputDevice, kind: u32);
    pub fn lv_indev_set_mode(device: *mut InputDevice, mode: u32);
    pub fn lv_indev_set_read_cb(device: *mut InputDevice, callback: Option<ReadCallback>);
    pub fn lv_indev_read(device: *mut InputDevice);
    pub fn lv_indev_get_scroll_obj(device: *const InputDevice) -> *mut Object;

    pub fn lv_obj_create(parent: *mut Object) -> *mut Object;
    pub fn lv_obj_delete(object: *mut Object);
    pub fn lv_obj_clean(object: *mut Object);
    pub fn lv_obj_get_parent(object: *const Object) -> *mut Object;
    pub fn lv_obj_set_parent(object: *mut Object, parent: *mut Object);
    pub fn lv_obj_get_screen(object: *const Object) -> *mut Object;
    pub fn lv_obj_refresh_style(object: *mut Object, selector: u32, property: u8);
    pub fn lv_obj_move_to_index(object: *mut Object, index: i32);
    pub fn lv_obj_set_flag(object: *mut Object, flag: u32, on: bool);
    pub fn lv_obj_set_state(object: *mut Object, state: u32, on: bool);
    pub fn lv_obj_has_state(object: *const Object, state: u32) -> bool;
    pub fn lv_obj_set_user_data(object: *mut Object, data: *mut c_void);
    pub fn lv_obj_get_user_data(object: *mut Object) -> *mut c_void;
    pub fn lv_obj_add_event_cb(
        object: *mut Object,
        callback: Option<EventCallback>,
        filter: u32,
        data: *mut c_void,
    ) -> *mut c_void;
    pub fn lv_event_get_code(event: *mut Event) -> u32;
    pub fn lv_event_get_layer(event: *mut Event) -> *mut Layer;
    pub fn lv_event_get_current_target(event: *mut Event) -> *mut c_void;
    pub fn lv_obj_invalidate(object: *const Object);
    pub fn lv_obj_update_layout(object: *const Object);
    pub fn lv_obj_get_coords(object: *const Object, area: *mut Area);
    pub fn lv_obj_get_content_width(object: *const Object) -> i32;
    pub fn lv_obj_get_content_height(object: *const Object) -> i32;
    pub fn lv_obj_scroll_to_view_recursive(object: *mut Object, animated: bool);
    pub fn lv_obj_set_scroll_dir(object: *mut Object, direction: u32);
    pub fn lv_obj_set_scrollbar_mode(object: *mut Object, mode: u32);
    pub fn lv_obj_scroll_by_bounded(object: *mut Object, dx: i32, dy: i32, animated: bool);
    pub fn lv_obj_set_local_style_prop(
        object: *mut Object,
        property: u8,
        value: StyleValue,
        selector: u32,
    );
    pub fn lv_obj_remove_local_style_prop(object: *mut Object, property: u8, selector: u32)
    -> bool;
    pub fn lv_obj_get_style_prop(object: *const Object, part: u32, property: u8) -> StyleValue;

    pub fn lv_label_create(parent: *mut Object) -> *mut Object;
    pub fn lv_label_set_text(label: *mut Object, text: *const c_char);
    pub fn lv_label_set_long_mode(label: *mut Object, mode: u32);
    pub fn lv_text_get_size(
        size: *mut Point,
        text: *const c_char,
        font: *const Font,
        letter_space: i32,
        line_space: i32,
        max_width: i32,
        flag: u32,
    );

    pub fn lv_spangroup_create(parent: *mut Object) -> *mut Object;
    pub fn lv_spangroup_add_span(group: *mut Object) -> *mut Span;
    pub fn lv_spangroup_delete_span(group: *mut Object, span: *mut Span);
    pub fn lv_spangroup_get_child(group: *const Object, index: i32) -> *mut Span;
    pub fn lv_spangroup_set_span_text(group: *mut Object, span: *mut Span, text: *const c_char);
    pub fn lv_span_get_style(span: *mut Span) -> *mut StyleSheet;
    pub fn lv_spangroup_set_overflow(group: *mut Object, overflow: u32);
    pub fn lv_spangroup_get_expand_width(group: *mut Object, max_width: u32) -> u32;
    pub fn lv_spangroup_get_expand_height(group: *mut Object, width: i32) -> i32;
    pub fn lv_spangroup_refresh(group: *mut Object);
    pub fn lv_style_set_prop(style: *mut StyleSheet, property: u8, value: StyleValue);

    pub fn lv_button_create(parent: *mut Object) -> *mut Object;
    pub fn lv_image_create(parent: *mut Object) -> *mut Object;
    pub fn lv_image_set_src(image: *mut Object, source: *const c_void);
    pub fn lv_draw_buf_create(width: u32, height: u32, format: u32, stride: u32)
    -> *mut DrawBuffer;
    pub fn lv_draw_buf_goto_xy(buffer: *const DrawBuffer, x: u32, y: u32) -> *mut c_void;
    pub fn lv_draw_buf_destroy(buffer: *mut DrawBuffer);

    pub fn lv_textarea_create(parent: *mut Object) -> *mut Object;
    pub fn lv_textarea_set_text(area: *mut Object, text: *const c_char);
    pub fn lv_textarea_get_text(area: *const Object) -> *const c_char;
    pub fn lv_textarea_add_text(area: *mut Object, text: *const c_char);
    pub fn lv_textarea_delete_char(area: *mut Object);
    pub fn lv_textarea_set_placeholder_text(area: *mut Object, text: *const c_char);
    pub fn lv_textarea_set_password_mode(area: *mut Object, on: bool);
    pub fn lv_textarea_set_password_show_time(area: *mut Object, ms: u32);
    pub fn lv_textarea_set_one_line(area: *mut Object, on: bool);
    pub fn lv_textarea_set_max_length(area: *mut Object, length: u32);

    pub fn lv_switch_create(parent: *mut Object) -> *mut Object;
    pub fn lv_slider_create(parent: *mut Object) -> *mut Object;
    pub fn lv_bar_create(parent: *mut Object) -> *mut Object;
    // A slider is a bar to LVGL: these two serve both.
    pub fn lv_bar_set_range(bar: *mut Object, lowest: i32, highest: i32);
    pub fn lv_bar_set_value(bar: *mut Object, value: i32, animated: bool);
    pub fn lv_bar_get_value(bar: *const Object) -> i32;
    pub fn lv_arc_create(parent: *mut Object) -> *mut Object;
    pub fn lv_arc_set_range(arc: *mut Object, lowest: i32, highest: i32);
    pub fn lv_arc_set_value(arc: *mut Object, value: i32);
    pub fn lv_arc_get_value(arc: *const Object) -> i32;
    pub fn lv_arc_set_bg_angles(arc: *mut Object, start: i32, end: i32);
    pub fn lv_spinner_create(parent: *mut Object) -> *mut Object;
    pub fn lv_spinner_set_anim_params(spinner: *mut Object, turn_ms: u32, angle: u32);
    pub fn lv_line_create(parent: *mut Object) -> *mut Object;
    pub fn lv_line_set_points(line: *mut Object, points: *const Point, count: u32);

    pub fn lv_dropdown_create(parent: *mut Object) -> *mut Object;
    pub fn lv_dropdown_set_options(dropdown: *mut Object, options: *const c_char);
    pub fn lv_dropdown_set_selected(dropdown: *mut Object, index: u32);
    pub fn lv_dropdown_get_selected(dropdown: *const Object) -> u32;
    pub fn lv_dropdown_get_list(dropdown: *mut Object) -> *mut Object;
    pub fn lv_dropdown_set_symbol(dropdown: *mut Object, symbol: *const c_void);
    pub fn lv_dropdown_open(dropdown: *mut Object);
    pub fn lv_dropdown_close(dropdown: *mut Object);
    pub fn lv_dropdown_is_open(dropdown: *mut Object) -> bool;

    pub fn lv_chart_create(parent: *mut Object) -> *mut Object;
    pub fn lv_chart_set_type(chart: *mut Object, kind: u32);
    pub fn lv_chart_set_point_count(chart: *mut Object, count: u32);
    pub fn lv_chart_set_axis_range(chart: *mut Object, axis: u32, lowest: i32, highest: i32);
    pub fn lv_chart_set_div_line_count(chart: *mut Object, horizontal: u32, vertical: u32);
    pub fn lv_chart_add_series(chart: *mut Object, colour: Colour, axis: u32) -> *mut Series;
    pub fn lv_chart_remove_series(chart: *mut Object, series: *mut Series);
    pub fn lv_chart_set_series_value_by_id(
        chart: *mut Object,
        series: *mut Series,
        index: u32,
        value: i32,
    );
    pub fn lv_chart_refresh(chart: *mut Object);

    pub fn lv_binfont_create_from_buffer(buffer: *mut c_void, size: u32) -> *mut Font;
    pub fn lv_binfont_destroy(font: *mut Font);
    pub fn lv_font_get_line_height(font: *const Font) -> i32;

    pub fn offhook_indev_data_set(data: *mut InputData, x: i32, y: i32, pressed: bool);
    pub fn offhook_draw_bar(layer: *mut Layer, area: *const Area, colour: Colour, radius: i32);
    pub fn offhook_font_set_fallback(font: *mut Font, fallback: *const Font);
    pub static offhook_numbers: [NamedNumber; 0];
}
