//! A screen of the kernel's mode setting: one buffer that is scanned out, and a thread that writes what changed into it.

mod geometry;
mod kernel;
mod mailbox;
mod node;
mod pixels;
mod presenter;
#[cfg(test)]
mod random;
mod status;
mod tiles;
