//! The kernel's side of a screen: finds card, output and mode, and holds the buffer that is scanned out.

use std::fs::{File, OpenOptions, read_dir};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;

use drm::Device as BasicDevice;
use drm::buffer::{Buffer, DrmFourcc};
use drm::control::dumbbuffer::{DumbBuffer, DumbMapping};
use drm::control::{ClipRect, Device, Mode, ModeTypeFlags, connector, crtc, framebuffer};

use super::geometry::{Rect, Size};
use super::pixels::Format;
use super::status::{Status, Trouble};

/// The kernel takes at most 256 rectangles in one call.
const MOST_CLIPS: usize = 256;

pub struct Card(File);

impl AsFd for Card {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl BasicDevice for Card {}
impl Device for Card {}

#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Device file; absent: the first card with an output that fits.
    pub card: Option<String>,
    /// Name of an output, e.g. "HDMI-A-1"; absent: the first with a panel.
    pub connector: Option<String>,
    /// What the panel is expected to have, if a mode has it.
    pub size: Option<Size>,
}

pub struct Output {
    pub card: Card,
    pub connector: connector::Handle,
    crtc: crtc::Handle,
    mode: Mode,
    pub status: Status,
}

impl Output {
    /// Asks each output for its panel, which takes up to some 100 ms.
    pub fn find(wish: &Wish) -> Result<Self, Status> {
        let asked = Status {
            connector: wish.connector.clone().unwrap_or_default(),
            card: wish.card.clone().unwrap_or_default(),
            ..Status::default()
        };
        let mut worst = asked.clone().troubled(Trouble::NoCard, 0);
        let mut connectors = Vec::new();
        for path in card_paths(wish) {
            let name = path.to_string_lossy().into_owned();
            let file = match OpenOptions::new().read(true).write(true).open(&path) {
                Ok(file) => file,
                Err(error) => {
                    if let Some(trouble) = trouble_of_opening(&error) {
                        worst.card = name;
                        worst = worst.troubled(trouble, number(&error));
                    }
                    continue;
                }
            };
            // A card without outputs, as that which only computes, answers with an error.
            match outputs(Card(file), wish, &name, &asked, &mut connectors) {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => worst = asked.clone().troubled(Trouble::Unplugged, 0),
                Err(_) => {}
            }
        }
        let named = wish.connector.as_ref();
        if worst.trouble == Some(Trouble::Unplugged)
            && named.is_some_and(|name| !connectors.contains(name))
        {
            worst.trouble = Some(Trouble::NoConnector);
        }
        worst.connectors = connectors;
        Err(worst)
    }

    pub fn panel(&self) -> Size {
        let (width, height) = self.mode.size();
        Size {
            width: u32::from(width),
            height: u32::from(height),
        }
    }

    pub fn is_plugged_in(&self) -> io::Result<bool> {
        let info = self.card.get_connector(self.connector, false)?;
        Ok(info.state() != connector::State::Disconnected)
    }
}

fn card_paths(wish: &Wish) -> Vec<PathBuf> {
    if let Some(card) = &wish.card {
        return vec![PathBuf::from(card)];
    }
    let mut numbers: Vec<u32> = read_dir("/dev/dri")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_prefix("card")?
                .parse()
                .ok()
        })
        .collect();
    numbers.sort_unstable();
    numbers
        .iter()
        .map(|number| PathBuf::from(format!("/dev/dri/card{number}")))
        .collect()
}

fn trouble_of_opening(error: &io::Error) -> Option<Trouble> {
    match error.kind() {
        io::ErrorKind::NotFound => None,
        io::ErrorKind::PermissionDenied => Some(Trouble::NoPermission),
        _ => Some(Trouble::Failed),
    }
}

/// The output of one card that fits the wish; the names of all are added to `connectors`.
fn outputs(
    card: Card,
    wish: &Wish,
    name: &str,
    asked: &Status,
    connectors: &mut Vec<String>,
) -> io::Result<Option<Output>> {
    let resources = card.resource_handles()?;
    let mut found = None;
    for handle in resources.connectors() {
        let info = card.get_connector(*handle, true)?;
        let title = info.to_string();
        let is_wanted = wish
            .connector
            .as_ref()
            .is_none_or(|wanted| *wanted == title);
        connectors.push(title.clone());
        if found.is_some() || !is_wanted || info.state() == connector::State::Disconnected {
            continue;
        }
        let crtc = info.encoders().iter().find_map(|encoder| {
            let encoder = card.get_encoder(*encoder).ok()?;
            let possible = resources.filter_crtcs(encoder.possible_crtcs());
            encoder.crtc().or_else(|| possible.first().copied())
        });
        if let (Some(mode), Some(crtc)) = (best_mode(info.modes(), wish.size), crtc) {
            found = Some((*handle, title, mode, crtc));
        }
    }
    Ok(found.map(|(connector, title, mode, crtc)| {
        let (width, height) = mode.size();
        let status = Status {
            card: name.to_owned(),
            connector: title,
            panel: Some(Size {
                width: u32::from(width),
                height: u32::from(height),
            }),
            ..asked.clone()
        };
        Output {
            card,
            connector,
            crtc,
            mode,
            status,
        }
    }))
}

/// The expected size if there is such a mode, else what the panel prefers.
fn best_mode(modes: &[Mode], size: Option<Size>) -> Option<Mode> {
    let fits = |mode: &&Mode| {
        size.is_some_and(|Size { width, height }| {
            let (has_width, has_height) = mode.size();
            u32::from(has_width) == width && u32::from(has_height) == height
        })
    };
    let prefers = |mode: &&Mode| mode.mode_type().contains(ModeTypeFlags::PREFERRED);
    let found = modes
        .iter()
        .find(fits)
        .or_else(|| modes.iter().find(prefers));
    found.or(modes.first()).copied()
}

/// A buffer on the screen, until it is dropped.
pub struct Surface<'a> {
    output: &'a Output,
    frame_buffer: framebuffer::Handle,
    memory: DumbMapping<'a>,
    pub pitch: usize,
    /// Whether the driver wants to be told what changed; one that scans out by itself does not.
    wants_damage: bool,
}

/// Made before the surface and dropped after it, because the kernel maps it.
pub struct SurfaceBuffer {
    buffer: DumbBuffer,
    pitch: usize,
}

impl SurfaceBuffer {
    pub fn new(output: &Output, format: Format) -> io::Result<Self> {
        let Size { width, height } = output.panel();
        let fourcc = match format {
            Format::Xrgb8888 => DrmFourcc::Xrgb8888,
            Format::Rgb565 => DrmFourcc::Rgb565,
        };
        let buffer = output
            .card
            .create_dumb_buffer((width, height), fourcc, format.bits())?;
        let pitch = buffer.pitch() as usize;
        Ok(Self { buffer, pitch })
    }
}

impl<'a> Surface<'a> {
    /// Black from edge to edge.
    pub fn show(
        output: &'a Output,
        buffer: &'a mut SurfaceBuffer,
        format: Format,
    ) -> io::Result<Self> {
        let card = &output.card;
        let frame_buffer = card.add_framebuffer(&buffer.buffer, format.depth(), format.bits())?;
        let pitch = buffer.pitch;
        let mut memory = match card.map_dumb_buffer(&mut buffer.buffer) {
            Ok(memory) => memory,
            Err(error) => {
                let _ = card.destroy_framebuffer(frame_buffer);
                return Err(error);
            }
        };
        memory.as_mut().fill(0);
        let surface = Self {
            output,
            frame_buffer,
            memory,
            pitch,
            wants_damage: true,
        };
        let (connectors, mode) = ([output.connector], Some(output.mode));
        card.set_crtc(output.crtc, Some(frame_buffer), (0, 0), &connectors, mode)?;
        Ok(surface)
    }

    pub fn memory(&mut self) -> &mut [u8] {
        self.memory.as_mut()
    }

    /// Tells the driver which parts changed; may wait for the panel.
    pub fn flush(&mut self, areas: &[Rect]) -> io::Result<()> {
        if !self.wants_damage {
            return Ok(());
        }
        for areas in areas.chunks(MOST_CLIPS) {
            let clips: Vec<ClipRect> = areas.iter().map(clip_of).collect();
            match self
                .output
                .card
                .dirty_framebuffer(self.frame_buffer, &clips)
            {
                Ok(()) => {}
                Err(error) if has_no_damage(&error) => {
                    self.wants_damage = false;
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl Drop for Surface<'_> {
    fn drop(&mut self) {
        // It goes with the card's file at the latest; a card that is gone answers with an error.
        let _ = self.output.card.destroy_framebuffer(self.frame_buffer);
    }
}

fn clip_of(area: &Rect) -> ClipRect {
    let end = |start: u32, length: u32| (start + length).min(u32::from(u16::MAX)) as u16;
    ClipRect::new(
        end(area.x, 0),
        end(area.y, 0),
        end(area.x, area.width),
        end(area.y, area.height),
    )
}

fn has_no_damage(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::ENOSYS | libc::EOPNOTSUPP | libc::ENOTTY)
    )
}

pub fn number(error: &io::Error) -> i32 {
    error.raw_os_error().unwrap_or(0)
}
