//! Pixels of the picture, XRGB8888, as those of the panel.

use super::geometry::{Placement, Rect};

/// How the panel's memory holds a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xrgb8888,
    Rgb565,
}

impl Format {
    pub fn bits(self) -> u32 {
        match self {
            Self::Xrgb8888 => 32,
            Self::Rgb565 => 16,
        }
    }

    /// Bits that carry colour, as the kernel's older calls name a format.
    pub fn depth(self) -> u32 {
        match self {
            Self::Xrgb8888 => 24,
            Self::Rgb565 => 16,
        }
    }
}

const PIXEL: usize = 4;

/// Writes one part of the picture into the panel's memory, whose rows are `pitch` bytes apart. Answers where, if seen.
pub fn draw(
    frame: &[u8],
    part: Rect,
    placement: &Placement,
    format: Format,
    memory: &mut [u8],
    pitch: usize,
) -> Option<Rect> {
    let area = placement.on_panel(part)?;
    let width = area.width as usize;
    let bytes = format.bits() as usize / 8;
    for y in area.y..area.y + area.height {
        let start = y as usize * pitch + area.x as usize * bytes;
        let row = &mut memory[start..start + width * bytes];
        let (first, step) = placement.source(area.x, y);
        match format {
            Format::Xrgb8888 if step == 1 => {
                row.copy_from_slice(&frame[first * PIXEL..(first + width) * PIXEL]);
            }
            Format::Xrgb8888 => {
                for (pixel, at) in row.chunks_exact_mut(PIXEL).zip(steps(first, step)) {
                    pixel.copy_from_slice(&frame[at * PIXEL..(at + 1) * PIXEL]);
                }
            }
            Format::Rgb565 => {
                for (pixel, at) in row.chunks_exact_mut(2).zip(steps(first, step)) {
                    let bytes = &frame[at * PIXEL..(at + 1) * PIXEL];
                    pixel.copy_from_slice(&rgb565(bytes[2], bytes[1], bytes[0]).to_le_bytes());
                }
            }
        }
    }
    Some(area)
}

/// The last step may lead outside the picture; nobody reads there.
fn steps(first: usize, step: isize) -> impl Iterator<Item = usize> {
    (0isize..).map(move |count| first.wrapping_add_signed(count * step))
}

/// To the nearest colour there is, so that white stays white and greys gain no tint.
fn rgb565(red: u8, green: u8, blue: u8) -> u16 {
    let scale = |value: u8, most: u32| (u32::from(value) * most + 127) / 255;
    (scale(red, 31) << 11 | scale(green, 63) << 5 | scale(blue, 31)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drm::geometry::{Rotation, Size};
    use crate::drm::random::Random;

    const ROTATIONS: [Rotation; 4] = [
        Rotation::None,
        Rotation::Quarter,
        Rotation::Half,
        Rotation::ThreeQuarters,
    ];

    fn pattern(size: Size) -> Vec<u8> {
        (0..size.width * size.height)
            .flat_map(|at| (at.wrapping_mul(0x0101_6B55) & 0xFF_FFFF).to_le_bytes())
            .collect()
    }

    /// The whole picture turned by the definition of a quarter turn, once, twice or three times.
    fn turned(frame: &[u8], size: Size, rotation: Rotation) -> (Vec<[u8; 4]>, Size) {
        let mut pixels: Vec<[u8; 4]> = frame
            .chunks_exact(4)
            .map(|bytes| [bytes[0], bytes[1], bytes[2], bytes[3]])
            .collect();
        let mut size = size;
        let turns = ROTATIONS.iter().position(|known| *known == rotation);
        for _ in 0..turns.unwrap_or(0) {
            let (width, height) = (size.width as usize, size.height as usize);
            let mut next = vec![[0; 4]; pixels.len()];
            for y in 0..height {
                for x in 0..width {
                    next[x * height + (height - 1 - y)] = pixels[y * width + x];
                }
            }
            pixels = next;
            size = Size {
                width: size.height,
                height: size.width,
            };
        }
        (pixels, size)
    }

    #[test]
    fn any_parts_that_cover_the_picture_make_the_whole_turned_picture() {
        let mut random = Random::new(3);
        for round in 0..200 {
            let picture = Size {
                width: 1 + random.below(40),
                height: 1 + random.below(30),
            };
            let panel = Size {
                width: 1 + random.below(60),
                height: 1 + random.below(60),
            };
            let rotation = ROTATIONS[round % 4];
            let placement = Placement::new(picture, panel, rotation);
            let frame = pattern(picture);
            let pitch = panel.width as usize * 4 + 12;
            let mut memory = vec![0xAA; pitch * panel.height as usize];
            let (cut_x, cut_y) = (random.below(picture.width), random.below(picture.height));
            for (x, width) in [(0, cut_x), (cut_x, picture.width - cut_x)] {
                for (y, height) in [(0, cut_y), (cut_y, picture.height - cut_y)] {
                    if let Some(part) =
                        picture.clip(x as i32, y as i32, width as i32, height as i32)
                    {
                        draw(
                            &frame,
                            part,
                            &placement,
                            Format::Xrgb8888,
                            &mut memory,
                            pitch,
                        );
                    }
                }
            }
            let (wanted, size) = turned(&frame, picture, rotation);
            let left = panel.width.saturating_sub(size.width) / 2;
            let top = panel.height.saturating_sub(size.height) / 2;
            for y in 0..panel.height {
                for x in 0..panel.width {
                    let at = y as usize * pitch + x as usize * 4;
                    let inside = (left..left + size.width).contains(&x)
                        && (top..top + size.height).contains(&y);
                    let pixel = if inside {
                        wanted[((y - top) * size.width + x - left) as usize]
                    } else {
                        [0xAA; 4]
                    };
                    assert_eq!(memory[at..at + 4], pixel, "{x},{y} {placement:?}");
                }
                let end = y as usize * pitch + panel.width as usize * 4;
                assert_eq!(memory[end..end + 12], [0xAA; 12]);
            }
        }
    }

    #[test]
    fn a_part_writes_only_the_place_it_names_in_either_format() {
        let mut random = Random::new(11);
        for round in 0..400 {
            let picture = Size {
                width: 1 + random.below(40),
                height: 1 + random.below(30),
            };
            let panel = Size {
                width: 1 + random.below(50),
                height: 1 + random.below(50),
            };
            let Some(part) = random.rect_in(picture) else {
                continue;
            };
            let format = [Format::Xrgb8888, Format::Rgb565][round % 2];
            let bytes = format.bits() as usize / 8;
            let placement = Placement::new(picture, panel, ROTATIONS[(round / 2) % 4]);
            let pitch = panel.width as usize * bytes;
            let frame = vec![0xFF; (picture.width * picture.height * 4) as usize];
            let mut memory = vec![0; pitch * panel.height as usize];
            let area = draw(&frame, part, &placement, format, &mut memory, pitch);
            for y in 0..panel.height {
                for x in 0..panel.width {
                    let at = y as usize * pitch + x as usize * bytes;
                    let inside = area.is_some_and(|area| {
                        (area.x..area.x + area.width).contains(&x)
                            && (area.y..area.y + area.height).contains(&y)
                    });
                    let wanted = if inside { 0xFF } else { 0 };
                    assert!(memory[at..at + bytes].iter().all(|byte| *byte == wanted));
                }
            }
        }
    }

    #[test]
    fn sixteen_bits_keep_the_colours_apart_and_the_ends_exact() {
        assert_eq!(rgb565(0, 0, 0), 0x0000);
        assert_eq!(rgb565(255, 255, 255), 0xFFFF);
        assert_eq!(rgb565(255, 0, 0), 0xF800);
        assert_eq!(rgb565(0, 255, 0), 0x07E0);
        assert_eq!(rgb565(0, 0, 255), 0x001F);
        for value in 0..=255u8 {
            let mixed = rgb565(value, value, value);
            let back = u32::from(mixed >> 11) * 255 / 31;
            assert!(
                back.abs_diff(u32::from(value)) <= 5,
                "{value} became {back}"
            );
        }
    }
}
