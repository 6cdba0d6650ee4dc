// Makes the screen's fonts in LVGL's binary format: Inter in the sizes of the theme, and the icons of icons.json.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const collectFontData = require('lv_font_conv/lib/collect_font_data');
const writeBinary = require('lv_font_conv/lib/writers/bin');

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = join(root, 'dist', 'assets', 'fonts');

/** 15, 16, 18, 20, 24 and 32 of the normal text size, and what they become in the two larger ones. */
const textSizes = [15, 16, 17, 18, 20, 21, 23, 24, 26, 28, 31, 32, 37, 42];
const weights = [400, 600];
/** Big clocks and dialled numbers. */
const digitSizes = [48, 64];
const bitsPerPixel = 4;
const mostBytes = 3 * 1024 * 1024;

/** Inter's own metrics as shares of its em; a line is as high in every weight and subset. */
const inter = { ascent: 0.96875, descent: -0.2412, capHeight: 0.727 };

/** What each subset file of Inter is asked for: what European names and both catalogues use. */
const subsets = {
  latin: [0x20, 0x7e, 0xa0, 0xff, 0x2010, 0x203a, 0x20ac, 0x20ac, 0x2122, 0x2122, 0x2212, 0x2212],
  'latin-ext': [0x100, 0x17f, 0x218, 0x21b, 0x1e80, 0x1e85, 0x1e9e, 0x1e9e],
  greek: [0x386, 0x3ce],
  cyrillic: [0x400, 0x45f, 0x490, 0x491, 0x2116, 0x2116],
};

function interFont(subset, weight, ranges) {
  const file = join(root, 'node_modules', '@fontsource', 'inter', 'files', `inter-${subset}-${weight}-normal.woff`);
  const range = [];
  for (let at = 0; at < ranges.length; at += 2) range.push(ranges[at], ranges[at + 1], ranges[at]);
  return { source_path: file, source_bin: readFileSync(file), ranges: [{ range }] };
}

/** Digits as wide as the widest, each in the middle of its width: clocks and counters do not jump. */
function evenDigits(font) {
  const digits = font.glyphs.filter(({ code }) => code >= 0x30 && code <= 0x39);
  const width = Math.max(...digits.map(({ advanceWidth }) => advanceWidth));
  for (const digit of digits) {
    digit.bbox.x += Math.round((width - digit.advanceWidth) / 2);
    digit.advanceWidth = width;
  }
}

function setLineHeight(font, size) {
  font.ascent = Math.ceil(inter.ascent * size);
  font.descent = Math.floor(inter.descent * size);
}

/** Icons stand on a line of text: the middle of their box at half the height of a capital letter. */
function centreIcons(font, size) {
  for (const { bbox } of font.glyphs) {
    const drawnMiddle = size / 2;
    bbox.y += Math.round((inter.capHeight * size) / 2 - drawnMiddle);
  }
}

async function makeFont(name, size, fonts, finish) {
  const args = {
    font: fonts,
    size,
    bpp: bitsPerPixel,
    no_kerning: true,
    no_compress: false,
    no_prefilter: true,
    output: name,
  };
  const data = await collectFontData(args);
  finish(data);
  const file = writeBinary(args, data)[name];
  writeFileSync(join(target, name), file);
  return file.length;
}

/** The icon table is written down so that TypeScript knows it; a new Lucide may number differently. */
function readIcons() {
  const wanted = JSON.parse(readFileSync(join(root, 'ui', 'lvgl', 'icons.json'), 'utf8'));
  const actual = JSON.parse(
    readFileSync(join(root, 'node_modules', 'lucide-static', 'font', 'codepoints.json'), 'utf8'),
  );
  for (const [name, codePoint] of Object.entries(wanted)) {
    if (actual[name] !== codePoint)
      throw new Error(`ui/lvgl/icons.json says ${codePoint} for the icon "${name}", Lucide says ${actual[name]}.`);
  }
  return Object.values(wanted);
}

const iconFile = join(root, 'node_modules', 'lucide-static', 'font', 'lucide.ttf');
const iconFont = {
  source_path: iconFile,
  source_bin: readFileSync(iconFile),
  ranges: [{ range: readIcons().flatMap((codePoint) => [codePoint, codePoint, codePoint]) }],
};

mkdirSync(target, { recursive: true });
for (const old of readdirSync(target)) rmSync(join(target, old));
let bytes = 0;
for (const size of [...textSizes, ...digitSizes]) {
  bytes += await makeFont(`icons-${size}.bin`, size, [iconFont], (data) => {
    centreIcons(data, size);
    setLineHeight(data, size);
  });
  const wide = textSizes.includes(size);
  for (const weight of weights) {
    const fonts = wide
      ? Object.entries(subsets).map(([subset, ranges]) => interFont(subset, weight, ranges))
      : [interFont('latin', weight, [0x20, 0x7e])];
    bytes += await makeFont(`inter-${weight}-${size}.bin`, size, fonts, (data) => {
      evenDigits(data);
      setLineHeight(data, size);
    });
  }
}
if (bytes > mostBytes) throw new Error(`The fonts take ${bytes} bytes, more than ${mostBytes}.`);
process.stdout.write(`${readdirSync(target).length} fonts, ${Math.round(bytes / 1024)} KiB\n`);
