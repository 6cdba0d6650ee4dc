//! Whether a font file's tables and counts stay inside the file (format of lv_font_conv's `bin` output).

type Verdict<T> = Result<T, &'static str>;

const MAX_BYTES: usize = 4 * 1024 * 1024;
const MAX_GLYPHS: usize = 16_384;
const HEAD_BYTES: usize = 48;
const CMAP_ENTRY_BYTES: usize = 16;

fn u16_at(data: &[u8], at: usize) -> Verdict<usize> {
    let bytes = data.get(at..at + 2).ok_or("the font ends too early")?;
    Ok(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
}

fn u32_at(data: &[u8], at: usize) -> Verdict<usize> {
    let bytes = data.get(at..at + 4).ok_or("the font ends too early")?;
    Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
}

/// The table's bytes, with its length and label in front.
fn table<'a>(data: &'a [u8], start: usize, label: &[u8]) -> Verdict<&'a [u8]> {
    let length = u32_at(data, start)?;
    let end = start
        .checked_add(length)
        .ok_or("a table is longer than the font")?;
    let table = data
        .get(start..end)
        .ok_or("a table is longer than the font")?;
    match table.get(4..8) {
        Some(found) if found == label => Ok(table),
        _ => Err("not a font in LVGL's binary format"),
    }
}

fn check_cmap(cmap: &[u8], glyphs: usize) -> Verdict<()> {
    let count = u32_at(cmap, 8)?;
    if count == 0 || count > 1024 {
        return Err("the font has no characters, or too many ranges of them");
    }
    for index in 0..count {
        let at = 12 + index * CMAP_ENTRY_BYTES;
        let (offset, length) = (u32_at(cmap, at)?, u16_at(cmap, at + 8)?);
        let (first, entries) = (u16_at(cmap, at + 10)?, u16_at(cmap, at + 12)?);
        // Kinds: 0 one byte a character, 1 sparse with numbers, 2 no data, 3 sparse in order.
        let (bytes, used) = match cmap
            .get(at + 14)
            .copied()
            .ok_or("the font ends too early")?
        {
            0 => (entries, first),
            1 => (entries * 4, first),
            2 => (0, first + length),
            3 => (entries * 2, first + entries),
            _ => return Err("an unknown kind of character range"),
        };
        if bytes > 0 && offset + bytes > cmap.len() || used > glyphs {
            return Err("a range of characters points outside the font");
        }
    }
    Ok(())
}

pub fn check(data: &[u8]) -> Verdict<()> {
    if data.len() > MAX_BYTES {
        return Err("the font is larger than 4 MiB");
    }
    let head = table(data, 0, b"head")?;
    if head.len() < HEAD_BYTES {
        return Err("the font's head is too short");
    }
    let tables = u16_at(head, 12)?;
    let (wide_offsets, bits) = (head[34], head[37]);
    if wide_offsets > 1
        || ![1, 2, 3, 4, 8].contains(&bits)
        || head[38] > 16
        || head[39] > 16
        || head[40] > 32
    {
        return Err("the font's head is not understood");
    }
    let cmap = table(data, head.len(), b"cmap")?;
    let loca_at = head.len() + cmap.len();
    let loca = table(data, loca_at, b"loca")?;
    let glyphs = u32_at(loca, 8)?;
    let step = if wide_offsets == 1 { 4 } else { 2 };
    if glyphs == 0 || glyphs > MAX_GLYPHS || 12 + glyphs * step > loca.len() {
        return Err("the font's glyph count does not fit");
    }
    check_cmap(cmap, glyphs)?;
    let glyf = table(data, loca_at + loca.len(), b"glyf")?;
    let glyph_head_bytes =
        (usize::from(head[40]) + 2 * usize::from(head[38]) + 2 * usize::from(head[39])) / 8;
    let mut before = 0;
    for index in 0..glyphs {
        let offset = if step == 4 {
            u32_at(loca, 12 + index * 4)?
        } else {
            u16_at(loca, 12 + index * 2)?
        };
        // Glyph 0 stands for none and has no data of its own.
        if offset > glyf.len() || index > 1 && offset < before + glyph_head_bytes {
            return Err("a glyph lies outside the font");
        }
        before = offset;
    }
    if before + glyph_head_bytes > glyf.len() {
        return Err("a glyph lies outside the font");
    }
    if tables >= 4 {
        table(data, loca_at + loca.len() + glyf.len(), b"kern")?;
    }
    Ok(())
}
