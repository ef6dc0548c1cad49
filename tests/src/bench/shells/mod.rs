//! What the border between Rust and the shells costs: the same gestures without it, here, beside
//! what the benches of Kotlin and Swift tell as lines of JSON.
//!
//! [`prepare`] makes the devices' folders that all three begin with, [`measure`] is Rust's own part,
//! [`first_view`] one start in a process of its own, [`table`] lays the lines side by side.

mod devices;
mod gestures;
mod resident_memory;
mod table;

use std::{
    io::Write,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;
use wufei_app::{event::UiEvent, view::Screen};
use wufei_engine::{Device, Settings};

use crate::{
    harness::{Bell, Failure},
    neighbourhood::CITY,
};

pub use devices::{MANY, prepare};
pub use table::table;

const WARM_UP: usize = 500;
const REPETITIONS: usize = 2_000;
/// Starts, each in a process of its own.
const STARTS: usize = 5;
const PATIENCE: Duration = Duration::from_secs(10);

/// The core on a prepared folder, without server, shell and binding.
struct Bare {
    device: Device,
    bell: Arc<Bell>,
}

impl Bare {
    fn open(folder: &Path) -> Result<Self, Failure> {
        let settings = Settings {
            folder: folder.to_owned(),
            server: String::new(),
            city: CITY.parse()?,
            extra_root_pem: None,
            picks_photos: false,
            seal: None,
        };
        let bell = Arc::<Bell>::default();
        let device = Device::new(settings, bell.clone())
            .map_err(Failure::while_doing(format!("a device in {}", folder.display())))?;
        let bare = Self { device, bell };
        bare.send(UiEvent::Start);
        bare.until(|screen| (!matches!(screen, Screen::Starting { .. })).then_some(()))?;
        Ok(bare)
    }

    fn send(&self, event: UiEvent) {
        self.device.send(event);
    }

    /// Waits for a screen that has what is looked for.
    fn until<T>(&self, mut find: impl FnMut(&Screen) -> Option<T>) -> Result<T, Failure> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = self.bell.rings();
            let view = self.device.view();
            if let Some(found) = find(&view.screen) {
                return Ok(found);
            }
            if Instant::now() >= deadline {
                return Err(Failure::new("another screen", format!("{:?}", view.screen)));
            }
            self.bell.wait_past(seen, deadline);
        }
    }

    /// From the gesture to the view that answers it.
    fn gesture(&self, event: UiEvent) -> Duration {
        self.quiet();
        let (seen, begun) = (self.bell.rings(), Instant::now());
        self.send(event);
        self.bell.wait_past(seen, begun + PATIENCE);
        let view = self.device.view();
        let taken = begun.elapsed();
        drop(view);
        taken
    }

    /// Lets what earlier gestures still bring (a draft that is saved) pass by.
    fn quiet(&self) {
        loop {
            let seen = self.bell.rings();
            self.bell.wait_past(seen, Instant::now() + Duration::from_millis(2));
            if self.bell.rings() == seen {
                return;
            }
        }
    }
}

/// Rust's own part, a JSON a line, from the folders that [`prepare`] made.
///
/// # Errors
/// When a screen cannot be reached or a start fails.
pub fn measure(folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    for role in gestures::ROLES {
        let bare = Bare::open(&folder.join(role.name))?;
        for gesture in role.gestures {
            let turns = (gesture.reach)(&bare)?;
            bare.until(|screen| (screen.name() == gesture.screen).then_some(()))?;
            let mut taken = Vec::with_capacity(WARM_UP + REPETITIONS);
            for event in turns.iter().cycle().take(WARM_UP + REPETITIONS) {
                taken.push(bare.gesture(event.clone()).as_nanos());
            }
            let mut taken = taken.split_off(WARM_UP);
            taken.sort_unstable();
            let line = json!({
                "bench": "gesture", "shell": "rust", "screen": gesture.screen,
                "repetitions": REPETITIONS,
                "p50_us": micros(taken[REPETITIONS / 2]),
                "p99_us": micros(taken[REPETITIONS * 99 / 100]),
            });
            writeln!(out, "{line}")?;
        }
    }
    start_apart(folder, out)
}

/// Tenths of a microsecond.
fn micros(nanoseconds: u128) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a time of days still fits")]
    let tenths = (nanoseconds / 100) as f64;
    tenths / 10.0
}

fn start_apart(folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let me = std::env::current_exe()?;
    for _ in 0..STARTS {
        let said = Command::new(&me).arg("first-view").arg(folder.join(MANY)).output()?;
        if !said.status.success() {
            let why = String::from_utf8_lossy(&said.stderr).into_owned();
            return Err(Failure::new("a start that succeeds", why));
        }
        out.write_all(&said.stdout)?;
    }
    Ok(())
}

/// One start in this process: a JSON with its time and the memory it took.
///
/// # Errors
/// When it does not start.
pub fn first_view(folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let before = resident_memory::anonymous_kib()?;
    let begun = Instant::now();
    let bare = Bare::open(folder)?;
    let taken = begun.elapsed();
    let after = resident_memory::anonymous_kib()?;
    drop(bare);
    let line = json!({
        "bench": "first_view", "shell": "rust", "ms": [micros(taken.as_nanos()) / 1_000.0],
        "core_anonymous_kib": after.saturating_sub(before),
        "peak_rss_bytes": resident_memory::peak_kib()? * 1_024,
    });
    writeln!(out, "{line}")?;
    Ok(())
}
