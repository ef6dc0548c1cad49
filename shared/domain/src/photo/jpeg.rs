//! The segments of a JPEG, read without decoding it: how large the picture is, whether something is
//! told beside it, and whether its end is there. A decoder fills up what is missing with grey; a
//! picture that breaks off is found here.

use crate::refusal::{Code, Refusal};

/// What a JPEG is from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// In pixels, before any orientation.
    pub width: u16,
    /// In pixels, before any orientation.
    pub height: u16,
    /// Whether a segment tells something beside the picture: EXIF, XMP, a colour profile, a comment.
    /// The header that says "JFIF" does not count.
    pub has_metadata: bool,
    /// Bytes up to the end of the picture, that mark included. A phone may have put more behind it.
    pub end: usize,
}

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const JFIF: u8 = 0xE0;
const COMMENT: u8 = 0xFE;

/// Frames: all of 0xC0 to 0xCF but tables of Huffman codes, extensions, and arithmetic conditions.
const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// Reads the segments up to the end of the picture.
///
/// # Errors
/// [`Code::PhotoBroken`] when it is no JPEG, or its end is not there.
pub fn outline(bytes: &[u8]) -> Result<Outline, Refusal> {
    read(bytes).ok_or_else(|| Code::PhotoBroken.into())
}

fn read(bytes: &[u8]) -> Option<Outline> {
    if bytes.get(..2)? != [0xFF, START] {
        return None;
    }
    let (mut at, mut size, mut has_metadata, mut has_scan) = (2, None, false, false);
    loop {
        let (marker, after) = marker(bytes, at)?;
        if marker == END {
            let (width, height) = size.filter(|_| has_scan)?;
            return Some(Outline { width, height, has_metadata, end: after });
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(after)?, *bytes.get(after + 1)?]));
        let segment = bytes.get(after + 2..after + length.max(2))?;
        if is_frame(marker) {
            let &[_, height_high, height_low, width_high, width_low, ..] = segment else {
                return None;
            };
            let height = u16::from_be_bytes([height_high, height_low]);
            let width = u16::from_be_bytes([width_high, width_low]);
            // A second frame, or one whose height is told later, is nothing that a camera makes.
            if size.replace((width, height)).is_some() || width == 0 || height == 0 {
                return None;
            }
        }
        has_metadata |= (matches!(marker, 0xE0..=0xEF) && marker != JFIF) || marker == COMMENT;
        at = after + length.max(2);
        if marker == SCAN {
            has_scan = true;
            at = scan_end(bytes, at)?;
        }
    }
}

/// The marker at a place, and where it ends: any number of 0xFF may stand before it.
fn marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    if *bytes.get(at)? != 0xFF {
        return None;
    }
    while *bytes.get(at)? == 0xFF {
        at += 1;
    }
    Some((*bytes.get(at)?, at + 1))
}

/// Where the next marker stands after the coded bytes of a scan. In them 0xFF is followed by 0, or by
/// a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let coded = bytes.get(from..)?;
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7);
    coded.windows(2).position(ends).map(|at| from + at)
}
