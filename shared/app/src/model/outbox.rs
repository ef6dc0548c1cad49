//! What waits to be sent, and what the server refused: taken back, or handed on as a list.

use wufei_domain::{ids::RecordId, refusal::Refusal};

use super::{Cmd, Intent, Loaded, Model, Notice, ask};
use crate::{
    app::Wufei,
    effect::{
        clock::{Stamp, TakeStamp},
        shell::{Share, Shared},
        store::{OutboxCounts, OutboxData, WithdrawRecord},
    },
    event::{Event, OutboxEvent},
    view::attention_list,
};

#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub(crate) data: Loaded<OutboxData>,
    /// The record being taken back.
    withdrawing: Option<RecordId>,
}

impl Outbox {
    fn has_refused(&self) -> bool {
        self.data.get().is_some_and(|data| {
            data.entries.iter().any(|entry| entry.refused.is_some())
                || data.photos.iter().any(|photo| photo.refused.is_some())
        })
    }

    pub(super) const fn is_withdrawing(&self) -> bool {
        self.withdrawing.is_some()
    }
}

impl Model {
    pub(super) fn outbox_event(&mut self, event: OutboxEvent) -> Cmd {
        match event {
            OutboxEvent::SyncNow => self.sync_now(),
            OutboxEvent::StopSync => self.stop_sync(),
            OutboxEvent::Withdraw { record } => self.withdraw_record(record),
            OutboxEvent::Export if self.outbox.has_refused() => {
                ask(TakeStamp, |stamp| Event::Stamped(Intent::Export, stamp))
            }
            OutboxEvent::Export => Cmd::done(),
        }
    }

    /// Hands on the list as it stands now.
    pub(super) fn export(&self, app: &Wufei, stamp: Stamp) -> Cmd {
        match attention_list(app, self, stamp.time.wall) {
            Some(text) => ask(Share { text }, Event::Exported),
            None => Cmd::done(),
        }
    }

    pub(super) fn exported(&mut self, shared: &Shared) -> Cmd {
        if matches!(shared, Shared::Unavailable { .. }) {
            self.notice = Some(Notice::Info("notice-export-unavailable"));
        }
        Cmd::done()
    }

    /// Only what was refused, and once at a time.
    fn withdraw_record(&mut self, record: RecordId) -> Cmd {
        let refused = self.outbox.data.get().is_some_and(|data| {
            data.entries.iter().any(|entry| entry.record.id == record && entry.refused.is_some())
                || data
                    .photos
                    .iter()
                    .any(|photo| photo.record.id == record && photo.refused.is_some())
        });
        if !refused || self.outbox.withdrawing.is_some() {
            return Cmd::done();
        }
        self.outbox.withdrawing = Some(record);
        ask(WithdrawRecord { id: record }, Event::Withdrawn)
    }

    pub(super) fn withdrawn(&mut self, answer: Result<OutboxCounts, Refusal>) -> Cmd {
        self.outbox.withdrawing = None;
        let Some(counts) = self.take(answer) else { return Cmd::done() };
        self.counts = counts;
        self.notice = Some(Notice::Good("notice-withdrawn"));
        self.load_screen()
    }

    pub(super) fn outbox_loaded(&mut self, answer: Result<OutboxData, Refusal>) -> Cmd {
        if let Some(data) = self.take(answer) {
            self.counts = data.counts;
            self.outbox.data = Loaded::Here(data);
        }
        Cmd::done()
    }
}
