//! The screen as a class for Node: the thread of the user interface hands it frames and never waits for a panel.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use napi::bindgen_prelude::{Env, Error, Function, Result};
use napi_derive::napi;

use super::geometry::{Rotation, Size};
use super::kernel::{Output, Wish};
use super::mailbox::Mailbox;
use super::pixels::Format;
use super::presenter::Presenter;
use super::status::Status;
use crate::wake::Wake;

/// More than any screen that is a phone's, so that sizes can be multiplied without a thought.
const MOST_SIDE: u32 = 4096;
const STACK_BYTES: usize = 256 * 1024;

/// What the board's description says; pixels of the picture as a person sees it.
#[napi(object)]
pub struct PanelWish {
    pub card: Option<String>,
    pub connector: Option<String>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Degrees clockwise, by which the picture is turned on the panel: 0, 90, 180 or 270.
    pub rotation: u32,
    /// 16 or 32; absent: what the driver takes.
    pub bits_per_pixel: Option<u32>,
}

/// `trouble` is absent while the picture is shown; what is not known is empty or 0.
#[napi(object)]
pub struct PanelStatus {
    pub trouble: Option<String>,
    pub card: String,
    pub connector: String,
    pub connectors: Vec<String>,
    pub width: u32,
    pub height: u32,
    pub bits_per_pixel: u32,
    pub error: i32,
}

impl From<&Status> for PanelStatus {
    fn from(status: &Status) -> Self {
        let panel = status.panel;
        Self {
            trouble: status.trouble.map(|trouble| trouble.name().to_owned()),
            card: status.card.clone(),
            connector: status.connector.clone(),
            connectors: status.connectors.clone(),
            width: panel.map_or(0, |size| size.width),
            height: panel.map_or(0, |size| size.height),
            bits_per_pixel: status.bits,
            error: status.error,
        }
    }
}

struct Running {
    thread: JoinHandle<()>,
    /// Closed after the thread that uses it has ended.
    _wake: Wake,
}

#[napi]
pub struct Panel {
    mailbox: Arc<Mailbox>,
    status: Arc<Mutex<Status>>,
    running: Option<Running>,
}

#[napi]
impl Panel {
    /// `width` and `height` must be given. `on_status` is called on this thread after the status has changed.
    #[napi(constructor)]
    pub fn new(env: Env, wish: PanelWish, on_status: Function<'_, (), ()>) -> Result<Self> {
        let rotation = rotation_of(&wish)?;
        let format = match wish.bits_per_pixel {
            None => None,
            Some(16) => Some(Format::Rgb565),
            Some(32) => Some(Format::Xrgb8888),
            Some(_) => return Err(Error::from_reason("A pixel has 16 or 32 bits.")),
        };
        let sides = 1..=MOST_SIDE;
        let picture = size_of(&wish)
            .filter(|size| sides.contains(&size.width) && sides.contains(&size.height))
            .ok_or_else(|| Error::from_reason("The picture has a side of 0 or of over 4096."))?;
        let mailbox = Arc::new(Mailbox::new(picture));
        let status = Arc::new(Mutex::new(Status::default()));
        let wake = Wake::new(&env, &on_status, c"screen")?;
        let sender = wake.sender();
        let presenter = Presenter {
            picture,
            rotation,
            format,
            wish: wish_of(&wish, rotation),
            mailbox: mailbox.clone(),
            status: status.clone(),
        };
        let thread = Builder::new()
            .name("screen".into())
            .stack_size(STACK_BYTES)
            .spawn(move || presenter.run(|| sender.send()))
            .map_err(|error| Error::from_reason(format!("No thread for the screen: {error}.")))?;
        Ok(Self {
            mailbox,
            status,
            running: Some(Running {
                thread,
                _wake: wake,
            }),
        })
    }

    /// Looks for the panel without showing anything on it; asks each output, which takes up to some 100 ms.
    #[napi]
    pub fn find(wish: PanelWish) -> Result<PanelStatus> {
        let rotation = rotation_of(&wish)?;
        let found = Output::find(&wish_of(&wish, rotation));
        Ok(match &found {
            Ok(output) => (&output.status).into(),
            Err(status) => status.into(),
        })
    }

    /// Reads rectangles (x, y, width and height one after the other) of a frame, XRGB8888, before it returns.
    #[napi]
    pub fn present(&self, frame: &[u8], rects: &[i32]) -> Result<()> {
        if self.mailbox.post(frame, rects) {
            return Ok(());
        }
        Err(Error::from_reason("The frame is smaller than the picture."))
    }

    #[napi]
    pub fn status(&self) -> PanelStatus {
        let status = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        (&*status).into()
    }

    /// Whether all that was presented has reached the panel.
    #[napi]
    pub fn is_shown(&self) -> bool {
        let status = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        status.is_shown() && self.mailbox.is_shown()
    }

    /// The thread has ended and the panel is free for others when this returns.
    #[napi]
    pub fn close(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        self.mailbox.close();
        // It has no way to fail but by a panic, which has been told on the way.
        let _ = running.thread.join();
    }
}

fn rotation_of(wish: &PanelWish) -> Result<Rotation> {
    Rotation::from_degrees(wish.rotation)
        .ok_or_else(|| Error::from_reason("A rotation is 0, 90, 180 or 270 degrees."))
}

fn size_of(wish: &PanelWish) -> Option<Size> {
    Some(Size {
        width: wish.width?,
        height: wish.height?,
    })
}

fn wish_of(wish: &PanelWish, rotation: Rotation) -> Wish {
    Wish {
        card: wish.card.clone(),
        connector: wish.connector.clone(),
        size: size_of(wish).map(|size| size.turned(rotation)),
    }
}
