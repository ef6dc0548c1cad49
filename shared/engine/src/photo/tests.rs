//! What comes of pictures: upright, small, without metadata, or a refusal; never half a photo.

use std::{fs, io::Cursor};

use image::{
    DynamicImage, ImageFormat, RgbImage, codecs::jpeg::JpegEncoder, imageops, metadata::Orientation,
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
    // Kept from another machine: only the encoder itself may change it, never what a processor can do.
    assert_eq!(
        one.id.to_string(),
        "f9d841360289989a7896d99aaa1242281e943d535df562e547c214d10ff44fdc"
    );
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

/// The scene as a JPEG of other colours than a camera's, told pixel by pixel.
fn coloured(colours: ColorType, pixel: fn([u8; 3]) -> Vec<u8>, scans: Option<u8>) -> Vec<u8> {
    let samples: Vec<u8> = scene(120, 80).pixels().flat_map(|of| pixel(of.0)).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    if let Some(scans) = scans {
        encoder.set_progressive_scans(scans);
    }
    encoder.encode(&samples, 120, 80, colours).unwrap();
    bytes
}

#[test]
fn a_jpeg_of_any_colours_shows_the_same() {
    // Ink is what is missing of light.
    let ink = |of: [u8; 3]| of.into_iter().map(|of| 255 - of).chain([0]).collect();
    for (colours, pixel, scans) in [
        (ColorType::Rgb, (|of| of.to_vec()) as fn([u8; 3]) -> Vec<u8>, None),
        (ColorType::Rgb, |of| of.to_vec(), Some(4)),
        (ColorType::Cmyk, ink, None),
        (ColorType::CmykAsYcck, ink, None),
    ] {
        let (_, shown, _) = photo(&coloured(colours, pixel, scans));
        assert!(apart(&shown, &scene(120, 80)) <= 4, "{colours:?} {scans:?}");
    }
    let (_, shown, _) = photo(&coloured(ColorType::Luma, |of| vec![of[0]], None));
    let grey = RgbImage::from_fn(120, 80, |x, y| {
        let [red, ..] = scene(120, 80).get_pixel(x, y).0;
        image::Rgb([red; 3])
    });
    assert!(apart(&shown, &grey) <= 4, "grey");
}

/// Stripes of the colours whose edges suffer most, each as wide as told.
fn stripes(width: u32, height: u32, wide: u32) -> RgbImage {
    let colours = [[0, 0, 0], [255, 255, 255], [220, 20, 20], [20, 20, 220], [20, 200, 20]];
    RgbImage::from_fn(width, height, |x, _| {
        image::Rgb(colours[(x / wide) as usize % colours.len()])
    })
}

/// How far the light of a pixel is from what it was at most, and the colour in the middle of a stripe.
fn blurred(one: &RgbImage, other: &RgbImage) -> (u32, u8) {
    let light = |of: [u8; 3]| {
        of.into_iter().zip([77, 150, 29]).map(|(of, part)| u32::from(of) * part).sum::<u32>() / 256
    };
    let (mut edge, mut middle) = (0, 0);
    for ((x, _, one), other) in one.enumerate_pixels().zip(other.pixels()) {
        edge = edge.max(light(one.0).abs_diff(light(other.0)));
        if (12..20).contains(&(x % 32)) {
            let apart = one.0.into_iter().zip(other.0).map(|(a, b)| a.abs_diff(b));
            middle = middle.max(apart.max().unwrap());
        }
    }
    (edge, middle)
}

#[test]
fn a_sharp_edge_stays_sharp_and_a_colour_itself() {
    let wanted = stripes(1_600, 100, 32);
    let (_, shown, _) = photo(&written(&stripes(4_000, 250, 80), ImageFormat::Png));
    let (edge, middle) = blurred(&shown, &wanted);
    assert!(edge <= EDGE && middle <= MIDDLE, "{edge} {middle}");
    // A picture that was once at half the size, and one without colours, break the bounds.
    let half = imageops::thumbnail(&wanted, 800, 50);
    let soft = imageops::resize(&half, 1_600, 100, imageops::FilterType::Triangle);
    assert!(blurred(&soft, &wanted).0 > EDGE);
    let grey = DynamicImage::from(wanted.clone()).into_luma8();
    assert!(blurred(&DynamicImage::from(grey).into_rgb8(), &wanted).1 > MIDDLE);
}

/// Levels of 255.
const EDGE: u32 = 20;
const MIDDLE: u8 = 4;

fn shrunk(picture: &RgbImage, side: u32) -> RgbImage {
    let picture = read::Picture {
        samples: picture.as_raw().clone(),
        colour: image::ColorType::Rgb8,
        width: picture.width(),
        height: picture.height(),
        orientation: Orientation::NoTransforms,
    };
    shrink::to_side(&picture, side)
}

#[test]
fn a_small_pixel_is_the_mean_of_what_it_covers() {
    let large = noise(371, 97);
    let small = shrunk(&large, 160);
    assert_eq!(small.dimensions(), (160, 41));
    let covers = |at: u32, large: u32, small: u32, of: u32| {
        let (start, end) = ((at * large).max(of * small), ((at + 1) * large).min((of + 1) * small));
        u64::from(end.saturating_sub(start))
    };
    for (x, y, made) in small.enumerate_pixels() {
        let mut sums = [0; 3];
        for (column, row, pixel) in large.enumerate_pixels() {
            let share = covers(x, 371, 160, column) * covers(y, 97, 41, row);
            for (sum, value) in sums.iter_mut().zip(pixel.0) {
                *sum += share * u64::from(value);
            }
        }
        for (sum, value) in sums.into_iter().zip(made.0) {
            let mean = (sum + 371 * 97 / 2) / (371 * 97);
            assert!(mean.abs_diff(u64::from(value)) <= 2, "{x} {y}");
        }
    }
}

#[test]
fn white_stays_white_however_small_it_becomes() {
    for (width, height, side) in [(1_601, 3, 1_600), (65_535, 2, 392), (7, 5, 7), (3, 1_000, 1)] {
        let white = RgbImage::from_pixel(width, height, image::Rgb([255; 3]));
        let small = shrunk(&white, side);
        assert!(small.as_raw().iter().all(|of| *of == 255), "{width} {height} {side}");
    }
}
