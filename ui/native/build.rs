//! Compiles LVGL's C source, as the pinned crate `lightvgl-sys` carries it, with our configuration and shim.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Drivers, foreign graphics units and libraries that no build of ours uses.
const SKIPPED: &[&str] = &[
    "drivers",
    "debugging",
    "others",
    "demos",
    "draw/convert/helium",
    "draw/dma2d",
    "draw/espressif",
    "draw/eve",
    "draw/nanovg",
    "draw/nema_gfx",
    "draw/nxp",
    "draw/opengles",
    "draw/renesas",
    "draw/sdl",
    "draw/vg_lite",
    "libs/FT800-FT813",
    "libs/barcode",
    "libs/bmp",
    "libs/ffmpeg",
    "libs/freetype",
    "libs/frogfs",
    "libs/gif",
    "libs/gltf",
    "libs/gstreamer",
    "libs/libjpeg_turbo",
    "libs/libpng",
    "libs/libwebp",
    "libs/lodepng",
    "libs/lz4",
    "libs/nanovg",
    "libs/qrcode",
    "libs/rlottie",
    "libs/svg",
    "libs/thorvg",
    "libs/tiny_ttf",
    "libs/tjpgd",
    "libs/vg_lite_driver",
];

/// Where cargo unpacked the crate: asked of cargo, because the folder's name differs from machine to machine.
fn find_lvgl(here: &Path) -> Outcome<PathBuf> {
    let output = Command::new(env::var("CARGO")?)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(here)
        .output()?;
    let metadata = String::from_utf8(output.stdout)?;
    let manifest = metadata
        .split("\"manifest_path\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|path| path.contains("/lightvgl-sys-"))
        .ok_or("lightvgl-sys is not fetched: run `cargo fetch --locked` first")?;
    Ok(Path::new(manifest)
        .parent()
        .ok_or("a manifest without a folder")?
        .join("vendor/lvgl"))
}

fn collect_sources(folder: &Path, root: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if !SKIPPED.iter().any(|skipped| path == root.join(skipped)) {
                collect_sources(&path, root, found)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "c") {
            found.push(path);
        }
    }
    Ok(())
}

fn main() -> Outcome<()> {
    napi_build::setup();
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let lvgl = find_lvgl(&here)?;
    let mut sources = Vec::new();
    collect_sources(&lvgl.join("src"), &lvgl.join("src"), &mut sources)?;
    sources.sort();
    for input in ["build.rs", "conf/lv_conf.h", "shim/offhook_shim.c"] {
        println!("cargo:rerun-if-changed={input}");
    }
    cc::Build::new()
        .files(&sources)
        .file("shim/offhook_shim.c")
        .include(here.join("conf"))
        .include(&lvgl)
        .define("LV_CONF_INCLUDE_SIMPLE", "1")
        .define("LV_LVGL_H_INCLUDE_SIMPLE", "1")
        .flag("-ffunction-sections")
        .flag("-fdata-sections")
        .flag(format!("-ffile-prefix-map={}=lvgl", lvgl.display()))
        .opt_level(2)
        .warnings(false)
        .try_compile("lvgl")?;
    Ok(())
}
