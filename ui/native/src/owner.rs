//! The one owner of LVGL in the process: its state on the owning thread, and the widgets behind the handles.
//!
//! LVGL calls back into this crate, so the state is borrowed only between calls of LVGL, never across one.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::Result;

use crate::arguments::{refuse, unsigned};
use crate::events::QueuedEvent;
use crate::lvgl::{DisplayObject, DrawBuffer, Font, InputDevice, Object, Point, Series};
use crate::widget::wave::Wave;
use crate::widget::widgets::Kind;

static OWNED: AtomicBool = AtomicBool::new(false);

pub struct Slot {
    generation: u16,
    object: *mut Object,
    kind: Kind,
    /// Kept for measuring; LVGL's own copy may have dots in it.
    pub text: Option<CString>,
}

pub struct LoadedFont {
    pub font: *mut Font,
    /// LVGL copies glyphs out of it while loading, but the path it keeps points here.
    pub _data: Vec<u8>,
}

pub struct Picture {
    pub buffer: *mut DrawBuffer,
    pub users: u32,
}

#[derive(Default)]
pub struct Pointer {
    pub x: i32,
    pub y: i32,
    pub down: bool,
}

pub struct Ui {
    pub display: *mut DisplayObject,
    pub pointer_device: *mut InputDevice,
    pub nursery: *mut Object,
    pub frame: *mut u8,
    pub frame_bytes: usize,
    pub dirty: Vec<i32>,
    pub dirty_overflowed: bool,
    pub events: Vec<QueuedEvent>,
    pub events_lost: u32,
    pub pointer: Pointer,
    pub fonts: Vec<LoadedFont>,
    pub pictures: HashMap<u32, Picture>,
    pub next_picture: u32,
    pub picture_of: HashMap<u32, u32>,
    pub series_of: HashMap<u32, Vec<*mut Series>>,
    /// LVGL's line draws from these points, it does not copy them.
    pub points_of: HashMap<u32, Box<[Point]>>,
    pub waves: HashMap<u32, Wave>,
    slots: Vec<Slot>,
    free: Vec<u16>,
    pub live: u32,
}

thread_local! {
    static UI: RefCell<Option<Ui>> = const { RefCell::new(None) };
}

pub fn claim() -> Result<()> {
    if OWNED.swap(true, Ordering::SeqCst) {
        return refuse("ERR_UI_OWNED", "LVGL is already owned in this process");
    }
    Ok(())
}

pub fn release() -> Option<Ui> {
    let ui = UI.with(|cell| cell.borrow_mut().take());
    OWNED.store(false, Ordering::SeqCst);
    ui
}

pub fn install(ui: Ui) {
    UI.with(|cell| *cell.borrow_mut() = Some(ui));
}

pub fn is_here() -> bool {
    UI.with(|cell| cell.borrow().is_some())
}

pub fn with<T>(work: impl FnOnce(&mut Ui) -> Result<T>) -> Result<T> {
    UI.with(|cell| match cell.borrow_mut().as_mut() {
        Some(ui) => work(ui),
        None => refuse("ERR_UI_CLOSED", "LVGL is not open on this thread"),
    })
}

/// For LVGL's callbacks: during closing there may be no state any more.
pub fn in_callback(work: impl FnOnce(&mut Ui)) {
    UI.with(|cell| {
        if let Ok(mut ui) = cell.try_borrow_mut()
            && let Some(ui) = ui.as_mut()
        {
            work(ui);
        }
    });
}

/// The widget behind a handle from JavaScript.
pub fn widget(handle: f64) -> Result<*mut Object> {
    let handle = unsigned(handle, u32::MAX, "a handle")?;
    with(|ui| ui.slot(handle).map(|slot| slot.object))
}

pub fn widget_of_kind(handle: f64, kinds: &[Kind]) -> Result<*mut Object> {
    let handle = unsigned(handle, u32::MAX, "a handle")?;
    with(|ui| {
        let slot = ui.slot(handle)?;
        if !kinds.contains(&slot.kind) {
            return refuse(
                "ERR_UI_KIND",
                &format!("a {:?} has no such property", slot.kind),
            );
        }
        Ok(slot.object)
    })
}

pub fn kind_of(handle: f64) -> Result<Kind> {
    let handle = unsigned(handle, u32::MAX, "a handle")?;
    with(|ui| ui.slot(handle).map(|slot| slot.kind))
}

impl Ui {
    pub fn new(
        display: *mut DisplayObject,
        pointer_device: *mut InputDevice,
        frame: *mut u8,
        frame_bytes: usize,
    ) -> Self {
        Self {
            display,
            pointer_device,
            nursery: std::ptr::null_mut(),
            frame,
            frame_bytes,
            dirty: Vec::new(),
            dirty_overflowed: false,
            events: Vec::new(),
            events_lost: 0,
            pointer: Pointer::default(),
            fonts: Vec::new(),
            pictures: HashMap::new(),
            next_picture: 1,
            picture_of: HashMap::new(),
            series_of: HashMap::new(),
            points_of: HashMap::new(),
            waves: HashMap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            live: 0,
        }
    }

    pub fn add(&mut self, object: *mut Object, kind: Kind) -> Result<u32> {
        let index = match self.free.pop() {
            Some(index) => usize::from(index),
            None if self.slots.len() >= usize::from(u16::MAX) => {
                return refuse("ERR_UI_FULL", "too many widgets");
            }
            None => {
                self.slots.push(Slot {
                    generation: 1,
                    object: std::ptr::null_mut(),
                    kind,
                    text: None,
                });
                self.slots.len() - 1
            }
        };
        let slot = &mut self.slots[index];
        slot.object = object;
        slot.kind = kind;
        slot.text = None;
        self.live += 1;
        Ok(u32::from(slot.generation) << 16 | index as u32)
    }

    pub fn slot(&mut self, handle: u32) -> Result<&mut Slot> {
        match self.slots.get_mut((handle & 0xffff) as usize) {
            Some(slot) if slot.generation == (handle >> 16) as u16 && !slot.object.is_null() => {
                Ok(slot)
            }
            _ => refuse("ERR_UI_HANDLE", "stale or unknown handle"),
        }
    }

    /// The widget is gone: its handle becomes stale, and what was kept for it is freed.
    pub fn forget(&mut self, handle: u32) {
        let Ok(slot) = self.slot(handle) else { return };
        slot.object = std::ptr::null_mut();
        slot.text = None;
        slot.generation = slot.generation.wrapping_add(1);
        // A slot whose generations are used up is retired, so that no old handle ever fits again.
        if slot.generation != 0 {
            self.free.push((handle & 0xffff) as u16);
        }
        self.live -= 1;
        self.series_of.remove(&handle);
        self.points_of.remove(&handle);
        self.waves.remove(&handle);
        self.release_picture(handle);
    }

    pub fn release_picture(&mut self, handle: u32) {
        if let Some(id) = self.picture_of.remove(&handle)
            && let Some(picture) = self.pictures.get_mut(&id)
        {
            picture.users -= 1;
        }
    }
}
