//! Photos of the device in a test: pictures that become photos by their paths, photos that are sent.

use std::collections::BTreeSet;

use wufei_domain::{
    photo::PhotoId,
    refusal::{Code, Refusal},
};

use super::device::{Device, State};
use crate::effect::{
    photo::{PhotosReport, ReadyPhoto},
    shell::Picked,
};

/// What was sent, and what cannot be.
#[derive(Debug, Default)]
pub(super) struct Album {
    /// Photos that the server has.
    pub(super) sent: BTreeSet<PhotoId>,
    /// Why the next ones cannot be sent now.
    pub(super) closed: Option<Refusal>,
    /// What is picked next, the first first; then nothing.
    pub(super) picks: Vec<Picked>,
}

impl Album {
    pub(super) fn picks(&mut self) -> Picked {
        if self.picks.is_empty() { Picked::Cancelled } else { self.picks.remove(0) }
    }

    /// A path with `heic` in it is no picture for us.
    pub(super) fn prepare(path: &str) -> Result<ReadyPhoto, Refusal> {
        if path.contains("heic") {
            return Err(Refusal::new(Code::PhotoKindUnknown).with("value", "HEIC"));
        }
        let id = PhotoId::of(path.as_bytes());
        Ok(ReadyPhoto { path: format!("/photos/{id}.jpg"), id })
    }
}

impl Device {
    fn due(&self) -> BTreeSet<PhotoId> {
        let there = self.kept.iter().filter(|kept| kept.state == State::Sent);
        let named = there.flat_map(|kept| kept.record.body.photos());
        named.filter(|id| !self.album.sent.contains(*id)).cloned().collect()
    }

    pub(super) fn photos_due(&self) -> u32 {
        u32::try_from(self.due().len()).unwrap()
    }

    pub(super) fn send_photo(&mut self) -> Result<PhotosReport, Refusal> {
        if let Some(refusal) = &self.album.closed {
            return Err(refusal.clone());
        }
        let next = self.due().pop_first();
        let sent = u32::from(next.is_some());
        self.album.sent.extend(next);
        Ok(PhotosReport { sent, refused: 0, due: self.photos_due(), counts: self.counts() })
    }
}
