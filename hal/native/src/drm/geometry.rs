//! Where a picture lies on a panel: rectangles, a quarter turn or more, and what is cut off.

/// Pixels; empty where a side is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

impl Size {
    /// The part of a rectangle that lies inside; anything may be asked, as it comes from elsewhere.
    pub fn clip(self, x: i32, y: i32, width: i32, height: i32) -> Option<Rect> {
        let (left, right) = clip_span(x, width, self.width)?;
        let (top, bottom) = clip_span(y, height, self.height)?;
        Some(Rect {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
        })
    }

    pub fn turned(self, rotation: Rotation) -> Self {
        match rotation {
            Rotation::None | Rotation::Half => self,
            Rotation::Quarter | Rotation::ThreeQuarters => Self {
                width: self.height,
                height: self.width,
            },
        }
    }
}

fn clip_span(start: i32, length: i32, limit: u32) -> Option<(u32, u32)> {
    let from = i64::from(start).clamp(0, i64::from(limit));
    let to = (i64::from(start) + i64::from(length)).clamp(0, i64::from(limit));
    // Both are between 0 and a u32.
    (from < to).then_some((from as u32, to as u32))
}

/// By how much the picture is turned clockwise on the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

impl Rotation {
    pub fn from_degrees(degrees: u32) -> Option<Self> {
        match degrees {
            0 => Some(Self::None),
            90 => Some(Self::Quarter),
            180 => Some(Self::Half),
            270 => Some(Self::ThreeQuarters),
            _ => None,
        }
    }
}

/// A picture on a panel: in the middle of a larger one, cut off on the right and below on a smaller one.
#[derive(Clone, Copy, Debug)]
pub struct Placement {
    pub picture: Size,
    pub panel: Size,
    pub rotation: Rotation,
    left: u32,
    top: u32,
}

impl Placement {
    pub fn new(picture: Size, panel: Size, rotation: Rotation) -> Self {
        let turned = picture.turned(rotation);
        Self {
            picture,
            panel,
            rotation,
            left: panel.width.saturating_sub(turned.width) / 2,
            top: panel.height.saturating_sub(turned.height) / 2,
        }
    }

    /// Where on the panel a part of the picture is seen; `part` lies inside the picture.
    pub fn on_panel(&self, part: Rect) -> Option<Rect> {
        let Size { width, height } = self.picture;
        let (right, bottom) = (part.x + part.width, part.y + part.height);
        let (x, y) = match self.rotation {
            Rotation::None => (part.x, part.y),
            Rotation::Quarter => (height - bottom, part.x),
            Rotation::Half => (width - right, height - bottom),
            Rotation::ThreeQuarters => (part.y, width - right),
        };
        let turned = Size {
            width: part.width,
            height: part.height,
        }
        .turned(self.rotation);
        let (x, y) = (x + self.left, y + self.top);
        let width = turned.width.min(self.panel.width.saturating_sub(x));
        let height = turned.height.min(self.panel.height.saturating_sub(y));
        (width > 0 && height > 0).then_some(Rect {
            x,
            y,
            width,
            height,
        })
    }

    /// Index of the picture's pixel at a place of the panel that `on_panel` gave, and the step to its right neighbour.
    pub fn source(&self, x: u32, y: u32) -> (usize, isize) {
        let (x, y) = ((x - self.left) as usize, (y - self.top) as usize);
        let (width, height) = (self.picture.width as usize, self.picture.height as usize);
        let stride = width as isize;
        match self.rotation {
            Rotation::None => (y * width + x, 1),
            Rotation::Quarter => ((height - 1 - x) * width + y, -stride),
            Rotation::Half => ((height - 1 - y) * width + (width - 1 - x), -1),
            Rotation::ThreeQuarters => (x * width + (width - 1 - y), stride),
        }
    }
}
