//! Photos: what one is, by which id it goes, how much of it travels at once.
//!
//! A photo is a JPEG of at most [`PHOTO_BYTES_MAX`] bytes and [`PHOTO_SIDE_MAX`] pixels a side, upright
//! and without metadata. Its id is the SHA-256 of its bytes, so that both ends can tell whether they
//! have it, and whether it is whole. A record names its photos by their ids and never waits for them.
//! Start here: [`PhotoId`], then [`fits`]; [`jpeg`] reads a file's segments without decoding it.

pub mod jpeg;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    record::hex,
    refusal::{Code, Refusal},
};

/// Bytes of a photo at most.
pub const PHOTO_BYTES_MAX: usize = 200_000;

/// Pixels of its longest side at most.
pub const PHOTO_SIDE_MAX: u16 = 1_600;

/// Bytes of one chunk at most: what a connection that breaks off has cost.
pub const CHUNK_BYTES_MAX: usize = 64 * 1024;

/// Photos that one record may name.
pub const PHOTOS_MAX: usize = 3;

/// Milliseconds for which a server keeps what it has of a photo that is not whole, counted from the
/// last chunk: a week, since whoever walks among villages may not meet a network for days.
pub const UNFINISHED_KEPT_MS: i64 = 7 * crate::time::DAY_MS;

/// Hex digits of an id.
const ID_DIGITS: usize = 64;

/// Which photo: SHA-256 of its bytes in lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhotoId(String);

impl PhotoId {
    /// The id of a photo with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(checksum(bytes))
    }

    /// As text: safe as the name of a file.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhotoId {
    type Error = Refusal;

    /// 64 lower-case hex digits, or [`Code::IdMalformed`].
    fn try_from(text: String) -> Result<Self, Refusal> {
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == ID_DIGITS && text.bytes().all(is_digit) {
            return Ok(Self(text));
        }
        let value: String = text.chars().take(ID_DIGITS).collect();
        Err(Refusal::new(Code::IdMalformed).with("value", value))
    }
}

impl FromStr for PhotoId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::try_from(text.to_owned())
    }
}

impl From<PhotoId> for String {
    fn from(id: PhotoId) -> Self {
        id.0
    }
}

impl fmt::Display for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "ffi")]
uniffi::custom_type!(PhotoId, String, {
    lower: |id| id.to_string(),
    try_lift: |text| Ok(text.parse::<PhotoId>()?),
});

/// What a chunk is known by at the other end: SHA-256 in lower-case hex.
pub fn checksum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// How many photos a record may name, each once.
///
/// # Errors
/// [`Code::PhotosTooMany`]; [`Code::IdReused`] for one that is named twice.
pub fn may_name(photos: &[PhotoId]) -> Result<(), Refusal> {
    if photos.len() > PHOTOS_MAX {
        return Err(Refusal::new(Code::PhotosTooMany)
            .with("value", photos.len())
            .with("max", PHOTOS_MAX));
    }
    for (at, photo) in photos.iter().enumerate() {
        if photos[..at].contains(photo) {
            return Err(Refusal::new(Code::IdReused).with("value", photo));
        }
    }
    Ok(())
}

/// Whether a photo may have that many bytes.
///
/// # Errors
/// [`Code::PhotoFileTooLarge`] above [`PHOTO_BYTES_MAX`], [`Code::PhotoBroken`] for none.
pub fn may_weigh(bytes: usize) -> Result<(), Refusal> {
    match bytes {
        0 => Err(Code::PhotoBroken.into()),
        1..=PHOTO_BYTES_MAX => Ok(()),
        _ => Err(Refusal::new(Code::PhotoFileTooLarge)
            .with("value", bytes.div_ceil(1_000))
            .with("max", PHOTO_BYTES_MAX / 1_000)),
    }
}

/// Whether these are all bytes of the photo `id`, and a photo as this module says. It is asked by who
/// makes one and by who receives one; nothing is decoded.
///
/// # Errors
/// [`Code::PhotoHashWrong`], [`Code::PhotoFileTooLarge`], [`Code::PhotoBroken`].
pub fn fits(id: &PhotoId, bytes: &[u8]) -> Result<(), Refusal> {
    may_weigh(bytes.len())?;
    if PhotoId::of(bytes) != *id {
        return Err(Refusal::new(Code::PhotoHashWrong).with("value", id));
    }
    let outline = jpeg::outline(bytes)?;
    let side = outline.width.max(outline.height);
    if outline.has_metadata || outline.end != bytes.len() || side > PHOTO_SIDE_MAX {
        return Err(Code::PhotoBroken.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
