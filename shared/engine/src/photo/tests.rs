//! What comes of pictures: upright, small, without metadata, or a refusal; never half a photo.

use std::{fs, io::Cursor};

use image::{
    DynamicImage, ImageFormat, RgbImage, codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use tempfile::TempDir;
use wufei_domain::{photo::jpeg, refusal::Code};

use super::*;

/// A picture that looks different from each side: red grows to the right, green downwards, a white
/// corner at the top left.
fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if x < width / 4 && y < height / 4 {
            return image::Rgb([255; 3]);
        }
        let part = |at: u32, of: u32| u8::try_from(at * 200 / of).unwrap();
        image::Rgb([part(x, width), part(y, height), 40])
    })
}

/// Noise from a fixed seed: nothing is heavier.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 7_u64;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    RgbImage::from_fn(width, height, |_, _| image::Rgb([next(), next(), next()]))
}

fn written(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn as_jpeg(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(picture).unwrap();
    bytes
}

/// What the camera of a phone writes beside a picture: how it was held, and where.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPSLatitude 30.0 GPSLongitude 120.5");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

fn made(bytes: &[u8]) -> (TempDir, Result<Prepared, Refusal>) {
    let folder = TempDir::new().unwrap();
    let from = folder.path().join("picked");
    fs::write(&from, bytes).unwrap();
    let prepared = prepare(&from, &folder.path().join("photos"));
    (folder, prepared)
}

fn photo(bytes: &[u8]) -> (Prepared, RgbImage, Vec<u8>) {
    let (_folder, prepared) = made(bytes);
    let prepared = prepared.unwrap();
    let bytes = fs::read(&prepared.path).unwrap();
    assert_eq!(photo::fits(&prepared.id, &bytes), Ok(()));
    assert_eq!(prepared.bytes, bytes.len());
    let shown = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
    assert_eq!(shown.dimensions(), (prepared.width, prepared.height));
    (prepared, shown, bytes)
}

fn refused(bytes: &[u8]) -> Refusal {
    let (folder, prepared) = made(bytes);
    let left = fs::read_dir(folder.path().join("photos")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "something of a refused picture was kept");
    prepared.unwrap_err()
}

/// The largest mean difference of a colour.
fn apart(one: &RgbImage, other: &RgbImage) -> u64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let sum: u64 =
        one.as_raw().iter().zip(other.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum / one.as_raw().len() as u64
}

#[test]
fn the_three_kinds_are_read_by_their_content() {
    let scene = scene(120, 80);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let (prepared, shown, _) = photo(&written(&scene, format));
        assert_eq!((prepared.width, prepared.height), (120, 80));
        assert!(apart(&shown, &scene) <= 4, "{format:?}: {}", apart(&shown, &scene));
    }
}

#[test]
fn each_orientation_gives_the_same_upright_picture() {
    let upright = scene(160, 100);
    for held in 1..=8 {
        let turn = Orientation::from_exif(held).unwrap();
        let back = match turn {
            Orientation::Rotate90 => Orientation::Rotate270,
            Orientation::Rotate270 => Orientation::Rotate90,
            same => same,
        };
        let mut stored = DynamicImage::from(upright.clone());
        stored.apply_orientation(back);
        let (_, shown, _) = photo(&with_exif(&as_jpeg(&stored), held));
        assert!(apart(&shown, &upright) <= 4, "{held}: {}", apart(&shown, &upright));
    }
}

#[test]
fn a_large_picture_becomes_small_and_stays_what_it_was() {
    let (prepared, shown, _) = photo(&written(&scene(4_000, 3_000), ImageFormat::Jpeg));
    assert_eq!((prepared.width, prepared.height), (1_600, 1_200));
    assert!(apart(&shown, &scene(1_600, 1_200)) <= 4);
    let (prepared, ..) = photo(&written(&scene(30, 4_000), ImageFormat::Png));
    assert_eq!((prepared.width, prepared.height), (12, 1_600));
    let (prepared, ..) = photo(&written(&scene(5_000, 1), ImageFormat::Png));
    assert_eq!((prepared.width, prepared.height), (1_600, 1));
}

#[test]
fn the_heaviest_picture_becomes_light_enough_and_each_time_the_same() {
    let heavy = written(&noise(1_700, 1_700), ImageFormat::Png);
    let ((one, ..), (other, ..)) = (photo(&heavy), photo(&heavy));
    assert!(one.bytes <= PHOTO_BYTES_MAX, "{}", one.bytes);
    assert_eq!(one.id, other.id);
}

#[test]
fn nothing_of_what_stands_beside_a_picture_is_left() {
    let picked = with_exif(&as_jpeg(&DynamicImage::from(scene(90, 60))), 6);
    assert!(jpeg::outline(&picked).unwrap().has_metadata);
    let (_, _, bytes) = photo(&picked);
    for told in [&b"Exif"[..], b"GPS", b"ICC_PROFILE", b"http://ns.adobe.com"] {
        assert!(bytes.windows(told.len()).all(|window| window != told));
    }
}

#[test]
fn a_picture_that_breaks_off_anywhere_is_refused_or_whole() {
    let scene = scene(40, 30);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = written(&scene, format);
        let mut broken = 0;
        for cut in 0..whole.len() {
            let (_folder, prepared) = made(&whole[..cut]);
            match prepared {
                Ok(prepared) => {
                    let bytes = fs::read(&prepared.path).unwrap();
                    let shown = image::load_from_memory(&bytes).unwrap().into_rgb8();
                    assert!(apart(&shown, &scene) <= 4, "{format:?} cut at {cut}");
                }
                Err(refusal) => {
                    assert!(
                        matches!(refusal.code, Code::PhotoBroken | Code::PhotoKindUnknown),
                        "{refusal}"
                    );
                    broken += 1;
                }
            }
        }
        assert!(broken > whole.len() * 9 / 10, "{format:?}: {broken} of {}", whole.len());
    }
}

#[test]
fn a_picture_with_a_changed_byte_never_ends_the_program() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = with_exif_if_jpeg(written(&scene(40, 30), format), format);
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            let (_folder, _either) = made(&changed);
        }
    }
}

fn with_exif_if_jpeg(bytes: Vec<u8>, format: ImageFormat) -> Vec<u8> {
    if format == ImageFormat::Jpeg { with_exif(&bytes, 3) } else { bytes }
}

/// The header of a PNG of any size, with its check sum.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 2, 0, 0, 0]);
    let mut sum = u32::MAX;
    for byte in &chunk {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    [
        &b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..],
        &chunk,
        &(!sum).to_be_bytes(),
        b"\0\0\0\0IDAT\x35\xaf\x06\x1e",
    ]
    .concat()
}

#[test]
fn a_picture_with_too_many_pixels_is_refused_by_its_header() {
    let refusal = refused(&png_header(30_000, 30_000));
    assert_eq!(refusal.code, Code::PhotoTooLarge);
    assert_eq!((refusal.args["value"].as_str(), refusal.args["max"].as_str()), ("900", "51"));
    let refusal = refused(&png_header(u32::MAX >> 1, u32::MAX >> 1));
    assert!(matches!(refusal.code, Code::PhotoTooLarge | Code::PhotoBroken), "{refusal}");
}

#[test]
fn a_file_with_too_many_bytes_is_not_read() {
    let folder = TempDir::new().unwrap();
    let from = folder.path().join("picked");
    File::create(&from).unwrap().set_len(FILE_BYTES_MAX + 1).unwrap();
    let refusal = prepare(&from, folder.path()).unwrap_err();
    assert_eq!((refusal.code, refusal.args["value"].as_str()), (Code::PhotoFileTooLarge, "40001"));
}

#[test]
fn another_kind_is_refused_by_its_name() {
    for (bytes, name) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0heic", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "MP4"),
        (b"GIF89a\x01\0\x01\0", "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"no picture at all", "other"),
        (b"", "other"),
    ] {
        let refusal = refused(bytes);
        assert_eq!((refusal.code, refusal.args["value"].as_str()), (Code::PhotoKindUnknown, name));
    }
    let (folder, _) = made(b"");
    let missing = prepare(&folder.path().join("gone"), folder.path()).unwrap_err();
    assert_eq!(missing.code, Code::PhotoBroken);
}

#[test]
fn grey_fine_and_transparent_pixels_become_plain_ones() {
    let grey = DynamicImage::from(scene(20, 20)).into_luma8();
    let kinds = [
        DynamicImage::from(grey.clone()),
        DynamicImage::from(grey.clone()).into_luma16().into(),
        DynamicImage::from(grey.clone()).into_luma_alpha8().into(),
        DynamicImage::from(grey.clone()).into_rgb16().into(),
        DynamicImage::from(grey.clone()).into_rgba16().into(),
    ];
    for picture in kinds {
        let colour = picture.color();
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let (_, shown, _) = photo(&bytes.into_inner());
        let expected = DynamicImage::from(grey.clone()).into_rgb8();
        assert!(apart(&shown, &expected) <= 4, "{colour:?}");
    }
    let clear = image::RgbaImage::from_pixel(8, 8, image::Rgba([0, 0, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    clear.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let (_, shown, _) = photo(&bytes.into_inner());
    assert!(shown.as_raw().iter().all(|of| *of > 250), "clear stands on white");
}
