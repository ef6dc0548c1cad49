//! Photos on their way: one at a time, after the records, with a back-off of their own. A record never
//! waits for a photo, and a photo that fails says nothing about the records.

use wufei_domain::{refusal::Refusal, sync::backoff_ms};

use super::{Cmd, Intent, Model, ask, sync::Run};
use crate::{
    effect::{
        clock::{Stamp, TakeStamp, Wait},
        photo::{PhotosReport, SendPhoto},
    },
    event::{Event, Tab},
};

#[derive(Debug, Default)]
pub(crate) struct Photos {
    /// How many could be sent, when that was last heard.
    due: u32,
    /// One is on its way.
    sending: bool,
    failures: u32,
    /// Nothing is sent before a wait is over.
    waits: bool,
}

impl Photos {
    /// Somebody else is enrolled, or a person asked for it: what failed before says nothing.
    pub(super) const fn begin_anew(&mut self) {
        self.failures = 0;
        self.waits = false;
    }
}

impl Model {
    /// A round is over and says how many photos could follow.
    pub(super) fn photos_due(&mut self, due: u32) -> Cmd {
        self.photos.due = due;
        self.send_photo()
    }

    fn send_photo(&mut self) -> Cmd {
        let may = self.identity.is_some() && self.sync.run != Run::Stopped;
        let busy = self.photos.sending || self.photos.waits;
        if self.photos.due == 0 || busy || !may || self.leaving.takes_nothing_but_cancel() {
            return Cmd::done();
        }
        self.photos.sending = true;
        ask(SendPhoto, Event::PhotoSent)
    }

    pub(super) fn photo_sent(&mut self, answer: Result<PhotosReport, Refusal>) -> Cmd {
        self.photos.sending = false;
        let Ok(report) = answer else {
            self.photos.failures = self.photos.failures.saturating_add(1);
            self.photos.waits = true;
            return ask(TakeStamp, |stamp| Event::Stamped(Intent::PhotoBackoff, stamp));
        };
        self.photos.begin_anew();
        self.counts = report.counts;
        let moved = report.sent + report.refused > 0 && self.tab == Tab::Outbox;
        let shown = if moved { self.load_screen() } else { Cmd::done() };
        shown.and(self.photos_due(report.due))
    }

    pub(super) fn photo_backoff_drawn(&mut self, stamp: Stamp) -> Cmd {
        let ms = backoff_ms(self.photos.failures, stamp.number());
        ask(Wait { ms }, |_| Event::PhotoDue)
    }

    /// A wait is over; one that became pointless meanwhile delays nothing.
    pub(super) fn photo_due(&mut self) -> Cmd {
        self.photos.waits = false;
        self.send_photo()
    }
}
