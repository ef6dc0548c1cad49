//! Makes a picture small: each pixel of the small one is the mean of the ones it stands for, weighted
//! by how much of each it covers. Whole numbers only, so that every machine makes the same photo.
//!
//! Grey, transparent and finer pixels become red, green, blue of a byte each on the way; what is
//! transparent stands on white.

use image::{ColorType, RgbImage};

use super::read::Picture;

/// Parts in which a pixel's share is counted.
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
    let mut small = RgbImage::new(width, height);
    let mut strip = Strip::across(picture);
    let mut sums = vec![[0_u64; 3]; width as usize];
    for (y, rows) in shares(picture.height, height).iter().enumerate() {
        sums.fill([0; 3]);
        for (row, weight) in rows.each() {
            strip.add(picture, row, weight);
            if strip.rows == STRIP_ROWS {
                strip.fold(&columns, &mut sums);
            }
        }
        strip.fold(&columns, &mut sums);
        for (x, sum) in sums.iter().enumerate() {
            let whole = columns.get(x).map_or(1, |share| share.whole * rows.whole).max(1);
            let mean = sum.map(|of| u8::try_from((of + whole / 2) / whole).unwrap_or(u8::MAX));
            let (x, y) = (u32::try_from(x).unwrap_or(0), u32::try_from(y).unwrap_or(0));
            small.put_pixel(x, y, image::Rgb(mean));
        }
    }
    small
}

/// Rows of a strip at most: so many, each whole, do not fill 32 bits.
const STRIP_ROWS: usize = 4_096;

/// Rows on their way into one row of the small picture: first one above the other, each sample by itself,
/// which a processor does many at a time.
struct Strip {
    /// Of each sample of a row.
    sums: Vec<u32>,
    /// A row in red, green, blue, where it is something else in the picture.
    colours: Vec<u8>,
    rows: usize,
}

impl Strip {
    fn across(picture: &Picture) -> Self {
        let samples = 3 * picture.width as usize;
        Self { sums: vec![0; samples], colours: Vec::new(), rows: 0 }
    }

    fn add(&mut self, picture: &Picture, row: usize, weight: u32) {
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
            *sum += u32::from(*value) * weight;
        }
        self.rows += 1;
    }

    /// Adds the strip to the sums of the small pixels and begins a new one.
    fn fold(&mut self, columns: &[Share], into: &mut [[u64; 3]]) {
        for (sum, share) in into.iter_mut().zip(columns) {
            for (column, part) in share.each() {
                let Some(from) = self.sums.get(3 * column..3 * column + 3) else { continue };
                for (of, value) in sum.iter_mut().zip(from) {
                    *of += u64::from(*value) * u64::from(part);
                }
            }
        }
        self.sums.fill(0);
        self.rows = 0;
    }
}

/// What one small pixel covers along one side.
struct Share {
    first: usize,
    last: usize,
    /// Of the first and the last large pixel it covers, of [`PARTS`]; those between count whole.
    first_weight: u32,
    last_weight: u32,
    whole: u64,
}

impl Share {
    fn each(&self) -> impl Iterator<Item = (usize, u32)> {
        (self.first..=self.last).map(|at| {
            let weight = match at {
                _ if at == self.first => self.first_weight,
                _ if at == self.last => self.last_weight,
                _ => PARTS,
            };
            (at, weight)
        })
    }
}

/// What each of `small` pixels covers of `large` ones; `small` is at most `large`, both above 0.
fn shares(large: u32, small: u32) -> Vec<Share> {
    let (large, small, parts) = (u64::from(large), u64::from(small), u64::from(PARTS));
    let place = |at: u64| at * large * parts / small;
    let weight = |of: u64| u32::try_from(of).unwrap_or(PARTS);
    let share = |at: u64| {
        let (from, to) = (place(at), place(at + 1).max(place(at) + 1));
        let (first, last) = (from / parts, (to - 1) / parts);
        let first_weight = weight(to.min((first + 1) * parts) - from);
        let last_weight = weight(to - last * parts);
        let at = |place: u64| usize::try_from(place.min(large - 1)).unwrap_or(0);
        let (first, last) = (at(first), at(last));
        Share { first, last, first_weight, last_weight, whole: to - from }
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
