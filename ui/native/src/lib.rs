//! LVGL for Node, thin: one owner a process, handles with generations, events queued for JavaScript to drain.
//!
//! Every number from JavaScript is checked, every handle may be stale, every failure is an `ERR_UI_…` error.

mod arguments;
mod display;
mod events;
mod font_check;
mod fonts;
mod geometry;
mod lvgl;
mod numbers;
mod owner;
mod pictures;
mod pointer;
mod styles;
mod typing;
mod values;
mod widgets;
