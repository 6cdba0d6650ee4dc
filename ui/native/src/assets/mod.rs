//! Fonts and pictures: checked before LVGL sees them, kept alive while it may draw them.

mod font_check;
pub mod fonts;
pub mod pictures;
