//! What a stamp was asked for, and how a stamp makes it a record: one path for every record.

use wufei_domain::{
    area::AreaCode,
    ids::RecordId,
    record::{Body, Record},
    refusal::Refusal,
    time::DeviceTime,
};

use super::{Cmd, Model, Notice, ask};
use crate::{
    app::Wufei,
    effect::{
        clock::{Stamp, TakeStamp},
        store::{AppendRecord, DraftPlace, OutboxCounts},
    },
    event::Event,
};

/// What a stamp was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// To make a record.
    Record(Box<NewRecord>),
    /// To draw how long to wait after a failed round.
    Backoff,
    /// To draw how long to wait after a photo could not be sent.
    PhotoBackoff,
    /// To say when the list of what was refused was made.
    Export,
    /// To say which questions are due.
    Learning,
    /// To say when a question comes again.
    Answer { question: String, is_right: bool },
    /// To say when a thing was looked up.
    Look { item: String },
    /// To say when a thing became a favourite, or a recent one again.
    Favourite { item: String, on: bool },
}

/// A record without its id and moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// The community it belongs to.
    pub community: AreaCode,
    pub body: Body,
    /// The draft that becomes this record.
    pub from_draft: Option<DraftPlace>,
}

impl NewRecord {
    fn stamped(&self, stamp: Stamp) -> Record {
        let mut random = [0; 10];
        for (to, from) in random.iter_mut().zip(stamp.random) {
            *to = from;
        }
        // A word is kept without its person: nothing in it leads to what else was made in this run.
        let boot = stamp.time.boot.filter(|_| !matches!(self.body, Body::UnknownItem(_)));
        Record {
            id: RecordId::from_stamp(stamp.time.wall, random),
            community: self.community,
            made_at: DeviceTime { boot, ..stamp.time },
            body: self.body.clone(),
        }
    }
}

/// Begins a record. Whoever calls it is in a state from which a second tap begins no other.
pub(super) fn record(community: AreaCode, body: Body, from_draft: Option<DraftPlace>) -> Cmd {
    let intent = Intent::Record(Box::new(NewRecord { community, body, from_draft }));
    ask(TakeStamp, |stamp| Event::Stamped(intent, stamp))
}

impl Model {
    pub(super) fn stamped(&mut self, app: &Wufei, intent: Intent, stamp: Stamp) -> Cmd {
        let new = match &intent {
            Intent::Record(new) => new,
            Intent::Backoff => return self.backoff_drawn(stamp),
            Intent::PhotoBackoff => return self.photo_backoff_drawn(stamp),
            Intent::Export => return self.export(app, stamp),
            Intent::Learning => return self.learning_stamped(stamp),
            Intent::Answer { question, is_right } => {
                return self.answer_stamped(question, *is_right, stamp);
            }
            Intent::Look { item } => return self.look_stamped(item, stamp),
            Intent::Favourite { item, on } => return self.favourite_stamped(item, *on, stamp),
        };
        let record = new.stamped(stamp);
        match record.validate() {
            Ok(()) => {
                let from_draft = new.from_draft;
                ask(AppendRecord { record, from_draft }, |answer| Event::Appended(intent, answer))
            }
            Err(refusal) => self.recorded(new, Err(refusal)),
        }
    }

    pub(super) fn appended(
        &mut self,
        intent: &Intent,
        answer: Result<OutboxCounts, Refusal>,
    ) -> Cmd {
        match intent {
            Intent::Record(new) => self.recorded(new, answer),
            Intent::Backoff
            | Intent::PhotoBackoff
            | Intent::Export
            | Intent::Learning
            | Intent::Answer { .. }
            | Intent::Look { .. }
            | Intent::Favourite { .. } => Cmd::done(),
        }
    }

    /// The record is stored, or was refused; its screen goes on.
    fn recorded(&mut self, new: &NewRecord, answer: Result<OutboxCounts, Refusal>) -> Cmd {
        let stored = match answer {
            Ok(counts) => {
                self.counts = counts;
                true
            }
            Err(refusal) => {
                self.notice = Some(Notice::Refused(refusal));
                false
            }
        };
        let follow = match &new.body {
            Body::ShiftOpened(_) => self.shift_recorded(stored, "notice-shift-opened"),
            Body::ShiftClosed(_) => self.shift_recorded(stored, "notice-shift-closed"),
            Body::DropOff(_) => self.drop_off_recorded(stored),
            Body::Reversal(_) => self.reversal_recorded(stored),
            Body::Visit(visit) => self.visit_recorded(visit.door, stored),
            Body::VisitVoid(_) => self.void_recorded(stored),
            Body::DoorProposal(_) => self.proposal_recorded(stored),
            Body::UnknownItem(item) => self.unknown_item_recorded(&item.typed, stored),
        };
        if stored { follow.and(self.load_screen()).and(self.sync_soon()) } else { follow }
    }
}
