//! LVGL for Node.
