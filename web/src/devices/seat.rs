//! One open device with what it signals, and the browsers that listen to it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use tokio::sync::{broadcast, watch};
use wufei_app::domain::photo::PhotoId;
use wufei_app::effect::shell::{Picked, ShellAnswer};
use wufei_app::view::Screen;
use wufei_app::{UiEvent, ViewModel};
use wufei_engine::{Device, OpenError, Settings};

use super::errand::{End, Errand, Told};
use super::signals::Signals;
use crate::wrong::Wrong;

/// The folder of pictures inside the device's.
const PICKED: &str = "picked";
/// How long the device may take to ask for a picture that was brought.
const ASKED_WITHIN: Duration = Duration::from_secs(1);
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// A device and its signals. Its functions wait for the device: call them off the event loop.
pub(crate) struct Seat {
    device: Device,
    signals: Arc<Signals>,
    /// Where pictures lie until they were read.
    picked: PathBuf,
    pictures: AtomicU32,
}

impl Seat {
    /// Opens the device and sends it its one [`UiEvent::Start`].
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        let signals = Arc::new(Signals::default());
        let picked = settings.folder.join(PICKED);
        // What was left there when the program ended.
        let _ = fs::remove_dir_all(&picked);
        let device = Device::new(settings, Arc::clone(&signals) as _)?;
        device.send(UiEvent::Start);
        Ok(Self { device, signals, picked, pictures: AtomicU32::new(0) })
    }

    /// What to show, and how many changes it holds at least.
    pub fn view(&self) -> (ViewModel, u64) {
        let revision = *self.signals.revision().borrow();
        let view = self.device.view();
        self.signals.speaks(view.language);
        (view, revision)
    }

    pub fn send(&self, events: Vec<UiEvent>) {
        for event in events {
            self.device.send(event);
        }
        // A press alone brings no picture.
        if let Some(id) = self.signals.take_pick() {
            let output = Picked::Cancelled;
            let _ = self.device.answer(id, ShellAnswer::PickPhoto { output });
        }
    }

    /// Raises the events of a form that brings a picture, and answers with it what they ask.
    pub fn pick(&self, events: Vec<UiEvent>, picture: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.picked)?;
        let number = self.pictures.fetch_add(1, Ordering::Relaxed);
        let path = self.picked.join(number.to_string());
        fs::write(&path, picture)?;
        for event in events {
            self.device.send(event);
        }
        let ends = Instant::now() + ASKED_WITHIN;
        loop {
            if let Some(id) = self.signals.take_pick() {
                let output = Picked::File { path: path.to_string_lossy().into_owned() };
                if self.device.answer(id, ShellAnswer::PickPhoto { output }).is_ok() {
                    return Ok(());
                }
            }
            if Instant::now() >= ends {
                // No more fit, or the screen has changed.
                return fs::remove_file(&path);
            }
            // Another hand's press may be before it in the queue.
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// The bytes of a photo that stands on the screen.
    pub fn photo(&self, id: &PhotoId) -> Option<Vec<u8>> {
        let screen = self.device.view().screen;
        let photos = match &screen {
            Screen::Lookup { lookup } => lookup.photos.as_ref(),
            Screen::Door { door } => door.photos.as_ref(),
            _ => None,
        };
        let row = photos?.rows.iter().find(|row| row.photo == *id)?;
        fs::read(&row.path).ok()
    }

    /// Counts the device's changes.
    pub fn revision(&self) -> watch::Receiver<u64> {
        self.signals.revision()
    }

    /// A browser told how an errand ended.
    pub fn told(&self, told: &Told) -> Result<(), Wrong> {
        let kind = self.signals.settle(told.id).ok_or(Wrong::Question(told.id))?;
        let answer = kind.answer(told, self.signals.cannot(kind));
        self.device.answer(told.id, answer).map_err(|_| Wrong::Question(told.id))
    }
}

/// A browser that listens. When the last one goes, what it was asked to do is answered for it.
pub(crate) struct Listener {
    seat: Arc<Seat>,
    pub revision: watch::Receiver<u64>,
    pub errands: broadcast::Receiver<Errand>,
}

impl Listener {
    pub fn new(seat: Arc<Seat>) -> Self {
        let errands = seat.signals.listen();
        Self { revision: seat.revision(), errands, seat }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for (id, kind) in self.seat.signals.leave() {
            let nobody = Told { id, end: End::Unavailable, latitude: None, longitude: None };
            let answer = kind.answer(&nobody, self.seat.signals.cannot(kind));
            // Answered in the meantime: then there is nothing left to say.
            let _ = self.seat.device.answer(id, answer);
        }
    }
}
