//! One open device with what it signals, and the browsers that listen to it.

use std::sync::Arc;

use tokio::sync::{broadcast, watch};
use wufei_app::{UiEvent, ViewModel};
use wufei_engine::{Device, OpenError, Settings};

use super::errand::{End, Errand, Told};
use super::signals::Signals;
use crate::wrong::Wrong;

/// A device and its signals. Its functions wait for the device: call them off the event loop.
pub(crate) struct Seat {
    device: Device,
    signals: Arc<Signals>,
}

impl Seat {
    /// Opens the device and sends it its one [`UiEvent::Start`].
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        let signals = Arc::new(Signals::default());
        let device = Device::new(settings, Arc::clone(&signals) as _)?;
        device.send(UiEvent::Start);
        Ok(Self { device, signals })
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
