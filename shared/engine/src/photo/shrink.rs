//! Makes a picture small: each pixel of the small one is the mean of the ones it stands for, weighted
//! by how much of each it covers. Whole numbers only, so that every machine makes the same photo.
//!
//! Grey, transparent and finer pixels become red, green, blue of a byte each on the way; what is
//! transparent stands on white.

use image::{ColorType, RgbImage};

use super::read::Picture;

/// Parts of a small pixel in one direction, shared out among the large ones it covers: so many times the
/// largest sample still fill 16 bits.
const PARTS: u32 = 256;

/// The picture with a longest side of `side_max` pixels, or as it is if it is smaller.
pub(super) fn to_side(picture: &Picture, side_max: u32) -> RgbImage {
    let longest = picture.width.max(picture.height).max(1);
    let side = |of: u32| {
        let small = u64::from(of) * u64::from(side_max) / u64::from(longest);
        if longest <= side_max { of } else { u32::try_from(small).unwrap_or(side_max).max(1) }
    };
    let (width, height) = (side(picture.width), side(picture.height));
    let columns = shares(picture.width, width);
    let mut strip = Strip::across(picture);
    let mut samples = Vec::with_capacity(3 * width as usize * height as usize);
    for rows in shares(picture.height, height) {
        strip.gather(picture, &rows);
        strip.fold(&columns, &mut samples);
    }
    // It is exactly as long as such a picture is.
    RgbImage::from_raw(width, height, samples).unwrap_or_default()
}

/// Rows on their way into one row of the small picture: first one above the other, each sample by itself,
/// which a processor does many at a time.
struct Strip {
    /// Of each sample of a row, in [`PARTS`].
    sums: Vec<u16>,
    /// A row in red, green, blue, where it is something else in the picture.
    colours: Vec<u8>,
}

impl Strip {
    fn across(picture: &Picture) -> Self {
        Self { sums: vec![0; 3 * picture.width as usize], colours: Vec::new() }
    }

    /// Forgets what it had and takes its share of each row.
    fn gather(&mut self, picture: &Picture, rows: &Share) {
        self.sums.fill(0);
        for (row, weight) in (rows.first..).zip(&rows.weights) {
            self.add(picture, row, *weight);
        }
    }

    fn add(&mut self, picture: &Picture, row: usize, weight: u16) {
        let pixel = usize::from(picture.colour.bytes_per_pixel());
        let stride = picture.width as usize * pixel;
        let Some(samples) = picture.samples.get(row * stride..(row + 1) * stride) else { return };
        let colours = if picture.colour == ColorType::Rgb8 {
            samples
        } else {
            let read = reader(picture.colour);
            self.colours.clear();
            self.colours.extend(samples.chunks_exact(pixel).flat_map(read));
            &self.colours
        };
        for (sum, value) in self.sums.iter_mut().zip(colours) {
            *sum += u16::from(*value) * weight;
        }
    }

    /// Makes it into a row of the small picture.
    fn fold(&self, columns: &[Share], into: &mut Vec<u8>) {
        let (pixels, _) = self.sums.as_chunks::<3>();
        for share in columns {
            let mut sums = [PARTS * PARTS / 2; 3];
            for (pixel, weight) in pixels.iter().skip(share.first).zip(&share.weights) {
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += u32::from(*value) * u32::from(*weight);
                }
            }
            into.extend(sums.map(|of| u8::try_from(of / (PARTS * PARTS)).unwrap_or(u8::MAX)));
        }
    }
}

/// What one small pixel covers along one side.
struct Share {
    /// The first large pixel that it covers.
    first: usize,
    /// How much of it each has, from the first on: [`PARTS`] together.
    weights: Vec<u16>,
}

/// What each of `small` pixels covers of `large` ones; `small` is at most `large`, both above 0.
fn shares(large: u32, small: u32) -> Vec<Share> {
    let (large, small, parts) = (u64::from(large), u64::from(small), u64::from(PARTS));
    let share = |at: u64| {
        // In parts of which a large pixel has `small`, and a small one `large`.
        let (start, end) = (at * large, (at + 1) * large);
        // Each weight is what two such sums differ by, so that nothing is lost by rounding.
        let up_to = |place: u64| ((place.clamp(start, end) - start) * parts + large / 2) / large;
        let weight = |of: u64| up_to((of + 1) * small) - up_to(of * small);
        let (first, last) = (start / small, (end - 1) / small);
        let weights = (first..=last).map(|of| u16::try_from(weight(of)).unwrap_or(0)).collect();
        Share { first: usize::try_from(first).unwrap_or(0), weights }
    };
    (0..small).map(share).collect()
}

/// How the pixels of a kind are read.
fn reader(colour: ColorType) -> fn(&[u8]) -> [u8; 3] {
    match colour {
        ColorType::L8 => |from| [from[0]; 3],
        ColorType::La8 => |from| on_white([from[0]; 3], from[1]),
        ColorType::Rgba8 => |from| on_white([from[0], from[1], from[2]], from[3]),
        ColorType::L16 => |from| [fine(from, 0); 3],
        ColorType::La16 => |from| on_white([fine(from, 0); 3], fine(from, 1)),
        ColorType::Rgb16 => |from| [fine(from, 0), fine(from, 1), fine(from, 2)],
        ColorType::Rgba16 => {
            |from| on_white([fine(from, 0), fine(from, 1), fine(from, 2)], fine(from, 3))
        }
        // No decoder here gives any other.
        _ => |from| [from[0], from[1], from[2]],
    }
}

/// The upper byte of a sample of two.
fn fine(from: &[u8], at: usize) -> u8 {
    let sample = [from[2 * at], from[2 * at + 1]];
    u16::from_ne_bytes(sample).to_be_bytes()[0]
}

fn on_white(colour: [u8; 3], opaque: u8) -> [u8; 3] {
    colour.map(|of| {
        let (of, opaque, all) = (u32::from(of), u32::from(opaque), u32::from(u8::MAX));
        u8::try_from((of * opaque + all * (all - opaque) + all / 2) / all).unwrap_or(u8::MAX)
    })
}
