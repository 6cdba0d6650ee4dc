//! What can be said to one widget: its making and moving, its style, its value, its text, its place.

mod geometry;
pub mod styles;
mod typing;
mod values;
pub mod wave;
pub mod widgets;
