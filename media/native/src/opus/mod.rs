//! libopus 1.6 for the media thread: encoder and decoder classes that work in the caller's own buffers.

mod bindings;
mod decoder;
mod encoder;
mod fault;
mod redundancy;

#[cfg(test)]
mod any_bytes;
#[cfg(test)]
mod tests;
