//! What has changed and was not shown yet: a bit a tile, so that it never grows and never merges far corners.

use super::geometry::{Rect, Size};

/// Pixels; a tile's row is a cache line of the frame.
const TILE: u32 = 16;

pub struct DirtyTiles {
    size: Size,
    columns: usize,
    rows: usize,
    dirty: Vec<bool>,
    any: bool,
}

impl DirtyTiles {
    pub fn new(size: Size) -> Self {
        let (columns, rows) = (
            size.width.div_ceil(TILE) as usize,
            size.height.div_ceil(TILE) as usize,
        );
        Self {
            size,
            columns,
            rows,
            dirty: vec![false; columns * rows],
            any: false,
        }
    }

    pub fn any(&self) -> bool {
        self.any
    }

    pub fn mark_all(&mut self) {
        self.dirty.fill(true);
        self.any = true;
    }

    /// `area` lies inside.
    pub fn mark(&mut self, area: Rect) {
        let (left, right) = (
            area.x / TILE,
            (area.x + area.width)
                .div_ceil(TILE)
                .min(self.columns as u32),
        );
        let bottom = (area.y + area.height).div_ceil(TILE).min(self.rows as u32);
        for row in area.y / TILE..bottom {
            let start = row as usize * self.columns;
            self.dirty[start + left as usize..start + right as usize].fill(true);
            self.any = true;
        }
    }

    /// The dirty tiles as rectangles that do not overlap: runs, joined with equal runs above. Leaves nothing dirty.
    pub fn take(&mut self, into: &mut Vec<Rect>) {
        into.clear();
        if !self.any {
            return;
        }
        // Where the rectangles of the row above start in `into`, to be joined with.
        let mut above = 0..0;
        for row in 0..self.rows {
            let first = into.len();
            let mut kept = Vec::new();
            for (start, end) in runs(&self.dirty[row * self.columns..(row + 1) * self.columns]) {
                let run = self.tile_run(row, start, end);
                let joined = into[above.clone()].iter().position(|before| {
                    before.x == run.x
                        && before.width == run.width
                        && before.y + before.height == run.y
                });
                match joined {
                    Some(at) => {
                        let mut whole = into[above.start + at];
                        whole.height += run.height;
                        into[above.start + at].height = 0;
                        kept.push(whole);
                    }
                    None => kept.push(run),
                }
            }
            into.extend(kept);
            above = first..into.len();
        }
        into.retain(|rect| rect.height > 0);
        self.dirty.fill(false);
        self.any = false;
    }

    fn tile_run(&self, row: usize, start: usize, end: usize) -> Rect {
        let (x, y) = (start as u32 * TILE, row as u32 * TILE);
        Rect {
            x,
            y,
            width: (end as u32 * TILE).min(self.size.width) - x,
            height: (y + TILE).min(self.size.height) - y,
        }
    }
}

fn runs(row: &[bool]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + row.get(at..)?.iter().position(|dirty| *dirty)?;
        at = row[start..]
            .iter()
            .position(|dirty| !dirty)
            .map_or(row.len(), |length| start + length);
        Some((start, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drm::random::Random;

    #[test]
    fn what_was_marked_is_covered_once_and_nothing_far_from_it() {
        let mut random = Random::new(7);
        for _ in 0..300 {
            let size = Size {
                width: 1 + random.below(300),
                height: 1 + random.below(200),
            };
            let mut tiles = DirtyTiles::new(size);
            let mut marked = Vec::new();
            for _ in 0..random.below(6) {
                if let Some(area) = random.rect_in(size) {
                    tiles.mark(area);
                    marked.push(area);
                }
            }
            let mut taken = Vec::new();
            tiles.take(&mut taken);
            for y in 0..size.height {
                for x in 0..size.width {
                    let covers = taken.iter().filter(|rect| contains(rect, x, y)).count();
                    let tile = Rect {
                        x: x / TILE * TILE,
                        y: y / TILE * TILE,
                        width: TILE,
                        height: TILE,
                    };
                    let wanted = marked.iter().any(|area| overlap(area, &tile));
                    assert_eq!(
                        covers,
                        usize::from(wanted),
                        "{x},{y} of {size:?}: {taken:?}"
                    );
                }
            }
            assert!(!tiles.any());
            tiles.take(&mut taken);
            assert_eq!(taken, []);
        }
    }

    fn contains(rect: &Rect, x: u32, y: u32) -> bool {
        (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y)
    }

    fn overlap(a: &Rect, b: &Rect) -> bool {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }
}
