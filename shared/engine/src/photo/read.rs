//! Reads a picture by what is in its file, never by its name; bounds stand before anything is decoded.
//!
//! What a JPEG decoder fills up when a file breaks off is no picture: the end has to be there.

use std::{
    fs::File,
    io::{Cursor, Read as _},
    path::Path,
};

use image::{
    ColorType, ImageDecoder, ImageResult, Limits,
    codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder},
    metadata::Orientation,
};
use wufei_domain::{
    photo::jpeg,
    refusal::{Code, Refusal},
};

/// Bytes of a picture's file that are read at most.
pub const FILE_BYTES_MAX: u64 = 40_000_000;

/// Pixels that are decoded at most: a phone of today makes 50 million at its finest.
pub const PIXELS_MAX: u64 = 51_000_000;

/// Bytes that they may take: three for each.
pub const DECODED_BYTES_MAX: u64 = 3 * PIXELS_MAX;

/// What a decoder may take beside the picture itself.
const DECODER_BYTES_MAX: u64 = 64_000_000;

/// A picture as it came out of its file.
pub(super) struct Picture {
    /// Row by row, without padding.
    pub samples: Vec<u8>,
    /// What a pixel is made of.
    pub colour: ColorType,
    pub width: u32,
    pub height: u32,
    /// How it is to be turned to stand upright.
    pub orientation: Orientation,
}

/// Kinds that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    WebP,
}

/// Reads and decodes the picture at `path`.
///
/// # Errors
/// As [`super::prepare`].
pub(super) fn picture(path: &Path) -> Result<Picture, Refusal> {
    let mut bytes = bytes(path)?;
    match kind(&bytes).map_err(|name| Refusal::new(Code::PhotoKindUnknown).with("value", name))? {
        Kind::Jpeg => {
            bytes.truncate(jpeg::outline(&bytes)?.end);
            decoded(JpegDecoder::new(Cursor::new(bytes)))
        }
        Kind::Png => decoded(PngDecoder::with_limits(Cursor::new(bytes), limits())),
        Kind::WebP => decoded(WebPDecoder::new(Cursor::new(bytes))),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    let broken = |_| Refusal::new(Code::PhotoBroken);
    let file = File::open(path).map_err(broken)?;
    let length = file.metadata().map_err(broken)?.len();
    let too_large = |length: u64| {
        let (value, max) = (length.div_ceil(1_000), FILE_BYTES_MAX / 1_000);
        Refusal::new(Code::PhotoFileTooLarge).with("value", value).with("max", max)
    };
    if length > FILE_BYTES_MAX {
        return Err(too_large(length));
    }
    let mut bytes = Vec::new();
    // It may grow while it is read, or be no file at all.
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// The kind by its first bytes; else the name of one that people know, or `other`.
fn kind(bytes: &[u8]) -> Result<Kind, &'static str> {
    let starts = |with: &[u8]| bytes.starts_with(with);
    let names = |at: usize, name: &[u8]| bytes.get(at..at + name.len()) == Some(name);
    if starts(&[0xFF, 0xD8, 0xFF]) {
        return Ok(Kind::Jpeg);
    }
    if starts(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Png);
    }
    if starts(b"RIFF") && names(8, b"WEBP") {
        return Ok(Kind::WebP);
    }
    Err(match bytes {
        _ if names(4, b"ftypavif") || names(4, b"ftypavis") => "AVIF",
        _ if [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"]
            .into_iter()
            .any(|brand| names(4, b"ftyp") && names(8, brand)) =>
        {
            "HEIC"
        }
        _ if names(4, b"ftyp") => "MP4",
        _ if starts(b"GIF8") => "GIF",
        _ if starts(b"BM") => "BMP",
        _ if starts(b"II*\0") || starts(b"MM\0*") => "TIFF",
        _ if starts(b"%PDF") => "PDF",
        _ => "other",
    })
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODED_BYTES_MAX + DECODER_BYTES_MAX);
    limits
}

/// Decodes what a decoder has read the header of.
fn decoded(decoder: ImageResult<impl ImageDecoder>) -> Result<Picture, Refusal> {
    let broken = |_| Refusal::new(Code::PhotoBroken);
    let mut decoder = decoder.map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Code::PhotoBroken.into());
    }
    if pixels > PIXELS_MAX || decoder.total_bytes() > DECODED_BYTES_MAX {
        let (value, max) = (pixels.div_ceil(1_000_000), PIXELS_MAX / 1_000_000);
        return Err(Refusal::new(Code::PhotoTooLarge).with("value", value).with("max", max));
    }
    decoder.set_limits(limits()).map_err(broken)?;
    // One that cannot be read says nothing of how the picture stands.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let colour = decoder.color_type();
    let size = usize::try_from(decoder.total_bytes()).map_err(|_| Code::PhotoBroken)?;
    let mut samples = Vec::new();
    samples.try_reserve_exact(size).map_err(|_| Refusal::new(Code::PhotoBroken))?;
    samples.resize(size, 0);
    decoder.read_image(&mut samples).map_err(broken)?;
    Ok(Picture { samples, colour, width, height, orientation })
}
