//! Photos on a device: any picture a person picks becomes a small upright JPEG without metadata, in a
//! file called by the SHA-256 of its bytes.
//!
//! No record waits for any of this. What cannot be read is refused before it takes memory, in words a
//! person can act on. Start here: [`prepare`]; `read` bounds and decodes, `shrink` makes it small;
//! `domain::photo` says what comes out. Then [`send`], which brings it to the server.

mod read;
pub mod send;
mod shrink;
#[cfg(test)]
mod tests;
mod worker;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use image::{DynamicImage, RgbImage};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};
use wufei_domain::{
    photo::{self, PHOTO_BYTES_MAX, PHOTO_SIDE_MAX, PhotoId},
    refusal::{Code, Refusal},
};

pub use read::{DECODED_BYTES_MAX, FILE_BYTES_MAX, PIXELS_MAX};
pub(crate) use worker::{Darkroom, Postman};

/// Qualities that are tried in turn until the photo is light enough: below the last, a smaller picture
/// shows more than a blurred one.
const QUALITIES: [u8; 5] = [82, 70, 58, 46, 34];

/// Longest sides that are tried in turn, each with all qualities. Noise alone needs the last.
const SIDES: [u32; 4] = [PHOTO_SIDE_MAX as u32, 1_120, 784, 392];

/// A photo that is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// SHA-256 of its bytes.
    pub id: PhotoId,
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub bytes: usize,
    /// In pixels, upright.
    pub width: u32,
    /// In pixels, upright.
    pub height: u32,
}

/// Where a photo lies in a folder.
pub fn path_in(folder: &Path, id: &PhotoId) -> PathBuf {
    folder.join(format!("{id}.jpg"))
}

/// Makes a photo of the picture at `from` and keeps it in `folder`, whole or not at all. The picture
/// stays as it is. The same picture gives the same photo.
///
/// # Errors
/// [`Code::PhotoKindUnknown`], [`Code::PhotoBroken`], [`Code::PhotoTooLarge`],
/// [`Code::PhotoFileTooLarge`]; [`Code::StoreFailed`] when the photo cannot be written.
pub fn prepare(from: &Path, folder: &Path) -> Result<Prepared, Refusal> {
    let picture = read::picture(from)?;
    let (bytes, width, height) = light_enough(&picture)?;
    drop(picture);
    let id = PhotoId::of(&bytes);
    photo::fits(&id, &bytes)?;
    let path = path_in(folder, &id);
    keep(folder, &path, &bytes).map_err(not_kept)?;
    Ok(Prepared { id, path, bytes: bytes.len(), width, height })
}

/// The picture as a JPEG that is light enough, with its width and height.
fn light_enough(picture: &read::Picture) -> Result<(Vec<u8>, u32, u32), Refusal> {
    for side in SIDES {
        let small = upright(picture, side);
        for quality in QUALITIES {
            let bytes = encoded(&small, quality)?;
            if bytes.len() <= PHOTO_BYTES_MAX {
                return Ok((bytes, small.width(), small.height()));
            }
        }
    }
    Err(Code::PhotoBroken.into())
}

/// Made small first: turning a large picture takes twice its memory.
fn upright(picture: &read::Picture, side_max: u32) -> RgbImage {
    let mut small = DynamicImage::ImageRgb8(shrink::to_side(picture, side_max));
    small.apply_orientation(picture.orientation);
    small.into_rgb8()
}

/// Colours at half the fineness of light, as cameras write them: what that saves goes into the quality.
fn encoded(small: &RgbImage, quality: u8) -> Result<Vec<u8>, Refusal> {
    let side = |of: u32| u16::try_from(of).map_err(|_| Refusal::new(Code::PhotoBroken));
    let (width, height) = (side(small.width())?, side(small.height())?);
    let mut bytes = Vec::with_capacity(PHOTO_BYTES_MAX);
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder
        .encode(small.as_raw(), width, height, ColorType::Rgb)
        .map_err(|_| Refusal::new(Code::PhotoBroken))?;
    Ok(bytes)
}

/// Whoever sees the file sees all of it, also after the power went.
fn keep(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn not_kept(error: io::Error) -> Refusal {
    Refusal::new(Code::StoreFailed).with("detail", error)
}
