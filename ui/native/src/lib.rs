//! LVGL for Node, thin: one owner a process, handles with generations, events queued for JavaScript to drain.
//!
//! Every number from JavaScript is checked, every handle may be stale, every failure is an `ERR_UI_…` error.

mod arguments;
mod assets;
mod display;
mod events;
mod lvgl;
mod numbers;
mod owner;
mod pointer;
mod widget;
