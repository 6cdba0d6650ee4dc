//! The thread that shows: finds the panel, writes what changes, and begins again where the panel is unplugged.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use drm::Device;

use super::geometry::{Placement, Rect, Rotation, Size};
use super::kernel::{Output, Surface, SurfaceBuffer, Wish, number};
use super::mailbox::{Mailbox, Taken, frame_bytes};
use super::pixels::{Format, draw};
use super::status::{Status, Trouble};

const RETRY: Duration = Duration::from_secs(1);
/// How often a panel that shows a picture at rest is asked whether it is still there.
const LOOK: Duration = Duration::from_secs(1);

pub struct Presenter {
    pub picture: Size,
    pub rotation: Rotation,
    /// Absent: 32 bits a pixel, or 16 where the driver takes no others.
    pub format: Option<Format>,
    pub wish: Wish,
    pub mailbox: Arc<Mailbox>,
    pub status: Arc<Mutex<Status>>,
}

/// Why the thread leaves a panel.
enum End {
    Closed,
    Lost(Trouble, i32),
}

impl Presenter {
    /// Until the mailbox is closed; `changed` is called after each change of the status.
    pub fn run(&self, changed: impl Fn()) {
        loop {
            let ended = match Output::find(&self.wish) {
                Ok(output) => match self.show(&output, &changed) {
                    End::Closed => return,
                    End::Lost(trouble, error) => output.status.clone().troubled(trouble, error),
                },
                Err(status) => status,
            };
            self.tell(ended, &changed);
            if self.mailbox.is_closed_within(RETRY) {
                return;
            }
        }
    }

    fn tell(&self, status: Status, changed: &impl Fn()) {
        let mut known = self.status.lock().unwrap_or_else(PoisonError::into_inner);
        if *known == status {
            return;
        }
        *known = status;
        drop(known);
        changed();
    }

    fn show(&self, output: &Output, changed: &impl Fn()) -> End {
        if let Err(error) = output.card.acquire_master_lock() {
            return End::Lost(Trouble::NoMaster, number(&error));
        }
        let formats: &[Format] = match self.format {
            Some(Format::Xrgb8888) => &[Format::Xrgb8888],
            Some(Format::Rgb565) => &[Format::Rgb565],
            None => &[Format::Xrgb8888, Format::Rgb565],
        };
        let mut end = End::Lost(Trouble::Refused, 0);
        for format in formats {
            end = match self.show_as(output, *format, changed) {
                Ok(end) => end,
                Err(error) => lost_by(&error),
            };
            if !matches!(end, End::Lost(Trouble::Refused, _)) {
                break;
            }
        }
        end
    }

    fn show_as(&self, output: &Output, format: Format, changed: &impl Fn()) -> io::Result<End> {
        let mut buffer = SurfaceBuffer::new(output, format)?;
        let mut surface = Surface::show(output, &mut buffer, format)?;
        let mut shown = output.status.clone();
        shown.bits = format.bits();
        self.tell(shown, changed);
        self.mailbox.mark_all();
        let placement = Placement::new(self.picture, output.panel(), self.rotation);
        let mut frame = vec![0; frame_bytes(self.picture)];
        let (mut parts, mut areas) = (Vec::new(), Vec::<Rect>::new());
        loop {
            match self.mailbox.take(&mut frame, &mut parts, LOOK) {
                Taken::Closed => return Ok(End::Closed),
                Taken::Changed => {
                    let pitch = surface.pitch;
                    let memory = surface.memory();
                    areas.clear();
                    areas.extend(
                        parts.iter().filter_map(|part| {
                            draw(&frame, *part, &placement, format, memory, pitch)
                        }),
                    );
                    if let Err(error) = surface.flush(&areas) {
                        return Ok(lost_later_by(&error));
                    }
                    self.mailbox.mark_shown();
                }
                Taken::Nothing => match output.is_plugged_in() {
                    Ok(true) => {}
                    Ok(false) => return Ok(End::Lost(Trouble::Unplugged, 0)),
                    Err(error) => return Ok(lost_later_by(&error)),
                },
            }
        }
    }
}

/// While the panel is being switched on.
fn lost_by(error: &io::Error) -> End {
    let trouble = match error.raw_os_error() {
        Some(libc::EACCES | libc::EPERM | libc::EBUSY) => Trouble::NoMaster,
        Some(libc::EINVAL | libc::ENOENT | libc::ERANGE | libc::ENOSPC | libc::EOPNOTSUPP) => {
            Trouble::Refused
        }
        Some(libc::ENODEV) => Trouble::Unplugged,
        _ => Trouble::Failed,
    };
    End::Lost(trouble, number(error))
}

/// Once it has shown something: what is refused then is no question of the format.
fn lost_later_by(error: &io::Error) -> End {
    match lost_by(error) {
        End::Lost(Trouble::Refused, error) => End::Lost(Trouble::Failed, error),
        end => end,
    }
}
