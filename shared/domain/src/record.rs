//! Records: facts a person made on a device. Append-only, made once, hashed once.
//!
//! A record's id is made on the device and stored before anything is sent. The same id with the
//! same hash is the same record, however often it comes; with another hash it is refused.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    area::AreaCode,
    drop_off::{DropOff, Reversal},
    ids::{PointId, RecordId, TurfId},
    photo::{self, PhotoId},
    refusal::{Code, Refusal},
    time::{DeviceTime, EARLIEST},
    visit::{ANSWERS_MAX, DoorProposal, Visit, VisitVoid, bounded_text, validate_label},
    whole::Whole,
};

/// A shift begins at a recycling point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShiftOpened {
    /// Where.
    pub point: PointId,
}

/// A shift ends; its drop-offs are booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShiftClosed {
    /// Where.
    pub point: PointId,
    /// The record that opened it.
    pub shift: RecordId,
}

/// A thing somebody asked for and the guide does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnknownItem {
    /// What was typed, 1 to [`TYPED_CHARS_MAX`] characters.
    pub typed: String,
    /// The rulebook's version that did not know it.
    pub rulebook: String,
    /// Photos of the thing, at most [`crate::photo::PHOTOS_MAX`]; they come after the record, or never.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoId>,
}

/// Characters of an unknown item that are kept.
pub const TYPED_CHARS_MAX: usize = 40;

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// A shift begins.
    ShiftOpened(ShiftOpened),
    /// A shift ends.
    ShiftClosed(ShiftClosed),
    /// Recyclables were weighed.
    DropOff(DropOff),
    /// A drop-off is taken back.
    Reversal(Reversal),
    /// A door was visited.
    Visit(Visit),
    /// A visit is void.
    VisitVoid(VisitVoid),
    /// A door is missing from the list.
    DoorProposal(DoorProposal),
    /// The guide does not know an item.
    UnknownItem(UnknownItem),
}

impl Body {
    /// The kind as it stands in JSON and SQL.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ShiftOpened(_) => "shift_opened",
            Self::ShiftClosed(_) => "shift_closed",
            Self::DropOff(_) => "drop_off",
            Self::Reversal(_) => "reversal",
            Self::Visit(_) => "visit",
            Self::VisitVoid(_) => "visit_void",
            Self::DoorProposal(_) => "door_proposal",
            Self::UnknownItem(_) => "unknown_item",
        }
    }

    /// The turf it was recorded in, if any.
    pub const fn turf(&self) -> Option<TurfId> {
        match self {
            Self::Visit(visit) => Some(visit.turf),
            Self::VisitVoid(void) => Some(void.turf),
            Self::DoorProposal(proposal) => Some(proposal.turf),
            Self::ShiftOpened(_)
            | Self::ShiftClosed(_)
            | Self::DropOff(_)
            | Self::Reversal(_)
            | Self::UnknownItem(_) => None,
        }
    }

    /// The photos it names.
    pub fn photos(&self) -> &[PhotoId] {
        match self {
            Self::Visit(visit) => &visit.photos,
            Self::UnknownItem(item) => &item.photos,
            Self::ShiftOpened(_)
            | Self::ShiftClosed(_)
            | Self::DropOff(_)
            | Self::Reversal(_)
            | Self::VisitVoid(_)
            | Self::DoorProposal(_) => &[],
        }
    }

    /// The record this one needs to be there first, if any.
    pub const fn parent(&self) -> Option<RecordId> {
        match self {
            Self::ShiftClosed(closed) => Some(closed.shift),
            Self::DropOff(drop_off) => Some(drop_off.shift),
            Self::Reversal(reversal) => Some(reversal.drop_off),
            Self::Visit(visit) => visit.supersedes,
            Self::VisitVoid(void) => Some(void.visit),
            Self::ShiftOpened(_) | Self::DoorProposal(_) | Self::UnknownItem(_) => None,
        }
    }
}

/// A record as it is stored, hashed and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// The community it belongs to, by the code of the time it was made. Never rewritten.
    pub community: AreaCode,
    /// When the device says it was made.
    pub made_at: DeviceTime,
    /// What it says.
    pub body: Body,
}

/// SHA-256 of a record's JSON, in lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordHash(String);

impl fmt::Display for RecordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl RecordHash {
    /// The hash of a record's own JSON: the one place both ends have it from.
    fn of(own: &impl Serialize) -> Self {
        let json = serde_json::to_vec(own).unwrap_or_default();
        Self(hex(&Sha256::digest(json)))
    }
}

/// Bytes of a record's own JSON at most when there is more in it than is known here: whoever adds a
/// field keeps it small, since every reader of a feed carries it.
pub const OWN_BYTES_MAX: usize = 8 * 1024;

/// How deep objects and arrays may stand in one another in such a record. A reader of a feed stops at
/// 128, and as columns each object is three: nobody could read the page that such a record stands in.
pub const OWN_DEPTH_MAX: usize = 16;

impl Whole<Record> {
    /// The rules of [`Record::validate`], and how large and how deep what is unknown may be.
    ///
    /// # Errors
    /// As [`Record::validate`]; [`Code::BodyTooLarge`] above [`OWN_BYTES_MAX`],
    /// [`Code::BodyMalformed`] beyond [`OWN_DEPTH_MAX`].
    pub fn validate(&self) -> Result<(), Refusal> {
        Record::validate(self)?;
        let depth = self.depth();
        if depth > OWN_DEPTH_MAX {
            let detail = format!("a record {depth} deep, at most {OWN_DEPTH_MAX}");
            return Err(Refusal::new(Code::BodyMalformed).with("detail", detail));
        }
        let bytes = if self.has_more() { self.json().map_or(0, |own| own.len()) } else { 0 };
        if bytes <= OWN_BYTES_MAX {
            return Ok(());
        }
        Err(Refusal::new(Code::BodyTooLarge).with("max", OWN_BYTES_MAX))
    }

    /// The hash over all that its sender wrote. It is [`Record::hash`] when nothing in it is unknown
    /// here, and stays the same when a later version knows the rest.
    pub fn hash(&self) -> RecordHash {
        RecordHash::of(self)
    }

    /// The record as a server keeps it. A word that somebody looked up is counted and not kept: neither
    /// word nor hash of it, nor a photo, stands beside the id by which a repeat is known, since a device tells its
    /// ids, and of a hash a word is found by trial.
    #[must_use]
    pub fn kept(&self) -> Self {
        match &self.body {
            Body::UnknownItem(item) => {
                let (typed, photos) = (String::new(), Vec::new());
                let item = UnknownItem { typed, rulebook: item.rulebook.clone(), photos };
                Self::from(Record { body: Body::UnknownItem(item), ..Record::clone(self) })
            }
            _ => self.clone(),
        }
    }

    /// The hash of the same record as a server of an earlier version stored it, if it left something
    /// out: before version 3 of the protocol no server knew of boots, nor kept what it did not know.
    pub fn hash_without_boot(&self) -> Option<RecordHash> {
        self.made_at.boot?;
        let made_at = DeviceTime { boot: None, ..self.made_at };
        Some(Record { made_at, ..Record::clone(self) }.hash())
    }
}

impl Record {
    /// The hash over the whole record. Fields are written in the order of the types above; a
    /// snapshot holds that order.
    pub fn hash(&self) -> RecordHash {
        RecordHash::of(self)
    }

    /// The rules that need no table: id, time, text lengths, counts.
    ///
    /// # Errors
    /// [`Code::IdMalformed`], [`Code::ClockWrong`], [`Code::TextMissing`], [`Code::TextTooLong`],
    /// [`Code::BatchTooLarge`], [`Code::PhotosTooMany`], [`Code::IdReused`].
    pub fn validate(&self) -> Result<(), Refusal> {
        if !self.id.is_version_7() {
            return Err(Refusal::new(Code::IdMalformed).with("value", self.id));
        }
        if self.made_at.wall < EARLIEST {
            let now = self.made_at.wall.value();
            return Err(Refusal::new(Code::ClockWrong).with("now", now));
        }
        photo::may_name(self.body.photos())?;
        match &self.body {
            Body::DoorProposal(proposal) => validate_label(&proposal.label).map(drop),
            Body::UnknownItem(item) => bounded_text(&item.typed, TYPED_CHARS_MAX).map(drop),
            Body::Visit(visit) if visit.answers.len() > ANSWERS_MAX => {
                Err(Refusal::new(Code::BatchTooLarge)
                    .with("value", visit.answers.len())
                    .with("max", ANSWERS_MAX))
            }
            _ => Ok(()),
        }
    }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
