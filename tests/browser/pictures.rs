//! Every page as a picture, held against the one that was looked at and accepted.
//!
//! Goldens are kept small: a third as wide, area averaged, 16 steps a channel, the first
//! [`PAGE_MAX`] pixels of a long page; those that only `--full` looks at, a quarter as wide. Times
//! of day, which differ from run to run, are written over on the page before the picture is taken.
//!
//! Tolerance: in no tile of [`TILE`] pixels may more than [`OFF_MAX`] of a hundred differ by more
//! than [`STEP_MAX`] in a channel. Letters drawn by another release of the browser differ less; a
//! changed word, a moved list, another colour more: the controls show it.
//!
//! `WUFEI_ACCEPT=1` writes them anew: look at each before it is committed.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use image::{
    RgbImage,
    codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder},
    imageops,
    imageops::FilterType,
};
use wufei_tests::harness::Failure;

/// How many times as small the pictures are that are always looked at.
pub const PART: u32 = 3;
/// And those that only `--full` looks at.
pub const FULL_PART: u32 = 4;
/// Pixels of a hundred in the worst tile that may be off.
pub const OFF_MAX: u32 = 20;
/// How far a channel may be off, of 255, without counting.
const STEP_MAX: u8 = 40;
/// A tile's width and height: a word or two.
const TILE: (u32, u32) = (24, 12);
/// Pixels from the top of a page: two screens of a phone.
const PAGE_MAX: u32 = 1_830;
/// Bits of a channel that are kept.
const KEPT_BITS: u8 = 0b1111_0000;

/// Runs on the page: clock times, days and ports are no part of a picture.
pub const STILL: &str = r"
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const still = node.data
        .replace(/\d{1,2}月\d{1,2}日/g, '1月1日').replace(/\d{4}年/g, '2026年')
        .replace(/\b\d{1,2} [A-Z][a-z]{2,8}( \d{4})?\b/g, '1 January')
        .replace(/\b\d{1,2}\/\d{1,2}(?= \d{2}:\d{2})/g, '1/1')
        .replace(/\b\d{2}:\d{2}(?!–)\b/g, '08:00').replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8080');
      if (still !== node.data) node.data = still;
    }
    document.body.style.minHeight = '0';
    const bottom = Math.ceil(document.body.getBoundingClientRect().bottom);
    window.scrollTo(0, 0);
    return bottom;";

/// The small form of a screenshot, down to the page's end, `part` times as small.
pub fn small(png: &[u8], page_height: u32, part: u32) -> Result<RgbImage, Failure> {
    let read = image::load_from_memory(png).map_err(Failure::while_doing("a screenshot"))?;
    let whole = read.to_rgb8();
    let height = page_height.clamp(part, whole.height()).min(PAGE_MAX);
    let page = imageops::crop_imm(&whole, 0, 0, whole.width(), height).to_image();
    let mut small =
        imageops::resize(&page, whole.width() / part, height / part, FilterType::Triangle);
    small.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(|channel| channel & KEPT_BITS));
    Ok(small)
}

/// Pixels of a hundred that are off in the worst tile; all of them when the sizes differ.
pub fn off(seen: &RgbImage, golden: &RgbImage) -> u32 {
    if seen.dimensions() != golden.dimensions() {
        return 100;
    }
    let mut tiles: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (x, y, pixel) in seen.enumerate_pixels() {
        let other = golden.get_pixel(x, y).0;
        if pixel.0.iter().zip(other).any(|(one, other)| one.abs_diff(other) > STEP_MAX) {
            *tiles.entry((x / TILE.0, y / TILE.1)).or_default() += 1;
        }
    }
    tiles.values().max().map_or(0, |worst| worst * 100 / (TILE.0 * TILE.1))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// `None` when it is the accepted picture; otherwise what is wrong with it.
pub fn compare(name: &str, seen: &RgbImage) -> Result<Option<String>, Failure> {
    let golden = folder("browser/goldens").join(format!("{name}.png"));
    let save = |path: &Path| -> Result<(), Failure> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = fs::File::create(path)?;
        let encoder =
            PngEncoder::new_with_quality(file, CompressionType::Best, PngFilter::Adaptive);
        seen.write_with_encoder(encoder).map_err(Failure::while_doing("a picture, written"))
    };
    if env::var_os("WUFEI_ACCEPT").is_some() {
        return save(&golden).map(|()| None);
    }
    let kept = folder("../target/pictures/browser").join(format!("{name}.png"));
    if !golden.exists() {
        save(&kept)?;
        return Ok(Some(format!("{name}: no golden; the picture is {}", kept.display())));
    }
    let read = image::open(&golden).map_err(Failure::while_doing("a golden"))?;
    let off = off(seen, &read.to_rgb8());
    if off <= OFF_MAX {
        return Ok(None);
    }
    save(&kept)?;
    Ok(Some(format!(
        "{name}: {off} % of a tile differ, {OFF_MAX} % may; the picture is {}",
        kept.display()
    )))
}
