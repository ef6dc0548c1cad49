//! What waits to be sent, and taking back what the server refused.

use wufei_domain::{ids::RecordId, refusal::Refusal};

use super::{Cmd, Loaded, Model, Notice, ask};
use crate::{
    effect::store::{OutboxCounts, OutboxData, WithdrawRecord},
    event::{Event, OutboxEvent},
};

#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub(crate) data: Loaded<OutboxData>,
    /// The record being taken back.
    withdrawing: Option<RecordId>,
}

impl Model {
    pub(super) fn outbox_event(&mut self, event: OutboxEvent) -> Cmd {
        match event {
            OutboxEvent::SyncNow => self.sync_now(),
            OutboxEvent::StopSync => self.stop_sync(),
            OutboxEvent::Withdraw { record } => self.withdraw_record(record),
        }
    }

    /// Only what was refused, and once at a time.
    fn withdraw_record(&mut self, record: RecordId) -> Cmd {
        let refused = self.outbox.data.get().is_some_and(|data| {
            data.entries.iter().any(|entry| entry.record.id == record && entry.refused.is_some())
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
