//! A picture of twelve million pixels until it is a photo that can travel, beside Pillow and libvips.
//!
//! Each makes the same in a process of its own: upright, 1,600 pixels a side at most, JPEG of quality 82
//! without metadata, synced to the disk.

use std::{
    fs,
    io::Write,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use serde::{Deserialize, Serialize};
use wufei_engine::photo;

use super::{Options, memory, progress, verdict};
use crate::{
    bench::sync::{
        figures::{bytes, cell, milliseconds, spread},
        peers::{node, python, sources},
    },
    harness::Failure,
};

const WIDTH: u32 = 4_000;
const HEIGHT: u32 = 3_000;

/// As a phone writes it.
const QUALITY: u8 = 92;

/// How often a process makes the photo.
const TIMES: u32 = 3;

/// Bytes that are aimed for.
const PEAK_AIM: u64 = 60_000_000;

/// What a program tells of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    /// Milliseconds of each photo.
    ms: Vec<f64>,
    /// The photo's.
    bytes: u64,
    /// Held at most, in bytes.
    peak: u64,
}

/// All runs of a program.
struct Maker {
    name: &'static str,
    command: Command,
    times: Vec<Duration>,
    peaks: Vec<u64>,
    bytes: u64,
}

/// Makes photos of a picture in this process and tells of it as the peers do.
///
/// # Errors
/// When it cannot be read or written.
pub fn once(picture: &Path, folder: &Path, times: u32, out: &mut dyn Write) -> Result<(), Failure> {
    let mut told = Told { ms: Vec::new(), bytes: 0, peak: 0 };
    for _ in 0..times {
        let began = Instant::now();
        let made = photo::prepare(picture, folder).map_err(Failure::from)?;
        told.ms.push(began.elapsed().as_secs_f64() * 1_000.0);
        told.bytes = made.bytes as u64;
        fs::remove_file(made.path)?;
    }
    told.peak = memory::own_peak()?;
    Ok(writeln!(out, "{}", serde_json::to_string(&told)?)?)
}

/// # Errors
/// When something cannot be set up.
pub fn run(options: Options, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = tempfile::Builder::new().prefix("wufei-bench-").tempdir()?;
    let picture = folder.path().join("picture.jpg");
    fs::write(&picture, taken_by_a_phone()?)?;
    let size = fs::metadata(&picture)?.len();
    writeln!(
        out,
        "## A photo\n\nA JPEG of {WIDTH} × {HEIGHT} pixels and {}, lying on its side, until the photo is \
         on the disk; {TIMES} in a process, the median of each. Memory is the whole process's: for the \
         peers with their interpreter.\n\n| made by | time | of ours | memory at most | photo | aims |\n\
         |---|---|---|---|---|---|",
        bytes(size),
    )?;
    let mut makers = vec![ours()?];
    let mut not_run = Vec::new();
    for (name, set_up) in [("Pillow 13", pillow as SetUp), ("sharp 0.35 (libvips)", sharp)] {
        match set_up() {
            Ok(command) => makers.push(Maker::new(name, command)),
            Err(why) => not_run.push((name, why)),
        }
    }
    for run in 1..=options.runs {
        for maker in &mut makers {
            progress(&format!("photo, run {run}: {}", maker.name));
            maker.once(&picture, folder.path())?;
        }
    }
    let medians: Vec<Duration> = makers.iter().map(Maker::median).collect();
    let of = |name: &str| {
        makers
            .iter()
            .zip(&medians)
            .find(|(maker, _)| maker.name.starts_with(name))
            .map(|(_, time)| *time)
    };
    let our = of("Wufei").unwrap_or_default();
    for maker in &makers {
        let verdict = if maker.name.starts_with("Wufei") {
            aims(our, of("sharp"), of("Pillow"), spread(maker.peaks.iter().copied())[1])
        } else {
            String::new()
        };
        maker.row(our, &verdict, out)?;
    }
    for (name, why) in not_run {
        let why = why.to_string().replace(['\n', '|'], " ");
        writeln!(out, "| {name} | not run: {why} | | | | |")?;
    }
    writeln!(out)?;
    Ok(())
}

fn aims(our: Duration, vips: Option<Duration>, pillow: Option<Duration>, peak: u64) -> String {
    verdict(&[
        ("1.5 × libvips", vips.is_some_and(|vips| our * 2 <= vips * 3)),
        ("faster than Pillow", pillow.is_some_and(|pillow| our < pillow)),
        ("memory", peak < PEAK_AIM),
    ])
}

type SetUp = fn() -> Result<Command, Failure>;

fn ours() -> Result<Maker, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("photo-once");
    Ok(Maker::new("Wufei", command))
}

fn pillow() -> Result<Command, Failure> {
    let mut command = Command::new(python("photo")?.join("python"));
    command.arg(sources("photo").join("pillow_photo.py"));
    Ok(command)
}

fn sharp() -> Result<Command, Failure> {
    let mut command = Command::new("node");
    command.arg(node("photo")?.join("sharp.js"));
    Ok(command)
}

impl Maker {
    const fn new(name: &'static str, command: Command) -> Self {
        Self { name, command, times: Vec::new(), peaks: Vec::new(), bytes: 0 }
    }

    fn once(&mut self, picture: &Path, folder: &Path) -> Result<(), Failure> {
        let own = tempfile::Builder::new().prefix("made-").tempdir_in(folder)?;
        let mut command = Command::new(self.command.get_program());
        command.args(self.command.get_args()).arg(picture).arg(own.path());
        let output = command.arg(TIMES.to_string()).output()?;
        if !output.status.success() {
            let seen = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Failure::new(format!("a photo made by {}", self.name), seen));
        }
        let told: Told = serde_json::from_slice(&output.stdout)?;
        let times = told.ms.iter().map(|ms| Duration::from_secs_f64(ms / 1_000.0));
        self.times.push(spread(times)[1]);
        self.peaks.push(told.peak);
        self.bytes = told.bytes;
        Ok(())
    }

    fn median(&self) -> Duration {
        spread(self.times.iter().copied())[1]
    }

    fn row(&self, our: Duration, verdict: &str, out: &mut dyn Write) -> Result<(), Failure> {
        let hundredths = self.median().as_micros() * 100 / our.as_micros().max(1);
        writeln!(
            out,
            "| {} | {} | {}.{:02} × | {} | {} | {verdict} |",
            self.name,
            cell(self.times.iter().copied(), milliseconds),
            hundredths / 100,
            hundredths % 100,
            cell(self.peaks.iter().copied(), bytes),
            bytes(self.bytes),
        )?;
        Ok(())
    }
}

/// Hills of several sizes with a little noise, as a JPEG that says that it lies on its side.
fn taken_by_a_phone() -> Result<Vec<u8>, Failure> {
    let mut samples = Vec::with_capacity(WIDTH as usize * HEIGHT as usize * 3);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let light = [(400, 96), (90, 64), (22, 40), (7, 16)]
                .into_iter()
                .map(|(size, height)| hill(x, y, size) * height / 255)
                .sum::<u32>();
            let noise = grain(x, y, 0) % 9;
            for colour in [hill(x, y, 700), hill(x + 9_000, y, 500), hill(x, y + 9_000, 300)] {
                let value = light * 3 / 4 + colour / 5 + noise;
                samples.push(u8::try_from(value.min(255)).unwrap_or(255));
            }
        }
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(&samples, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .map_err(Failure::while_doing("a JPEG"))?;
    let exif = [
        b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
            .as_slice(),
        &[0; 4],
    ]
    .concat();
    let (start, rest) = jpeg.split_at(2);
    Ok([start, &exif, rest].concat())
}

/// A smooth surface from 0 to 255 with hills of that size.
fn hill(x: u32, y: u32, size: u32) -> u32 {
    let (column, row, right, down) = (x / size, y / size, x % size, y % size);
    let at = |dx, dy| grain(column + dx, row + dy, size) & 255;
    let along = |left: u32, rightmost: u32| (left * (size - right) + rightmost * right) / size;
    (along(at(0, 0), at(1, 0)) * (size - down) + along(at(0, 1), at(1, 1)) * down) / size
}

/// A number that looks like chance, the same in every run.
const fn grain(x: u32, y: u32, salt: u32) -> u32 {
    let mixed =
        x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77) ^ salt.wrapping_mul(0xC2B2_AE3D);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D);
    mixed ^ (mixed >> 13)
}
