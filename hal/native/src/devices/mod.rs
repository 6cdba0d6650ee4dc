//! Character devices of a board: keys, lines of the GPIO header, HID reports. Node opens the files, threads here read them.

mod gpio;
mod input;
mod ioctl;
mod link_socket;
mod machine;
mod matrix;
mod matrix_node;
mod queue;
mod reader;
