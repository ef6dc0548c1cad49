//! Visits: what a volunteer records at a door, and a door's state as a fold over those records.
//!
//! A visit stores door, outcome and answers, never a person's name. Nothing is overwritten: an edit
//! is a new visit that supersedes, a void is a record with a reason. The state of a door is the
//! same in whatever order the records arrive, however often, in whatever pieces.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ActorId, DoorId, RecordId, TurfId},
    photo::PhotoId,
    refusal::{Code, Refusal},
    time::UnixMs,
};

/// What came of a visit. Six, one tap each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Outcome {
    /// 见到了: spoke with someone of the household.
    Met,
    /// 不在家.
    NotHome,
    /// 谢绝.
    Refused,
    /// 改天再来.
    ComeBack,
    /// 已搬走.
    Moved,
    /// 进不去.
    NoAccess,
}

impl Outcome {
    /// All outcomes, in the order of the keys.
    pub const ALL: [Self; 6] =
        [Self::Met, Self::NotHome, Self::Refused, Self::ComeBack, Self::Moved, Self::NoAccess];

    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotHome => "not_home",
            Self::Refused => "refused",
            Self::ComeBack => "come_back",
            Self::Moved => "moved",
            Self::NoAccess => "no_access",
        }
    }

    /// The outcome of that name, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether someone should come by again.
    pub const fn wants_revisit(self) -> bool {
        matches!(self, Self::NotHome | Self::ComeBack | Self::NoAccess)
    }
}

/// One question of the short script, with fixed choices: no free text about people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// Its key in the script.
    pub key: String,
    /// The question in Chinese and English.
    pub text_zh: String,
    /// The question in English.
    pub text_en: String,
    /// What may be answered.
    pub choices: Vec<Choice>,
}

/// One choice of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choice {
    /// Its key in the question.
    pub key: String,
    /// In Chinese.
    pub text_zh: String,
    /// In English.
    pub text_en: String,
}

/// The script of a campaign. Answers keep the version they were given under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Script {
    /// Its version, rising.
    pub version: u32,
    /// The questions, a few.
    pub questions: Vec<Question>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScriptAnswer {
    /// The question's key.
    pub question: String,
    /// The choice's key.
    pub choice: String,
}

/// What a volunteer records at a door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Visit {
    /// The turf the volunteer walks.
    pub turf: TurfId,
    /// Which door.
    pub door: DoorId,
    /// What came of it.
    pub outcome: Outcome,
    /// The script's version, when there are answers.
    pub script_version: Option<u32>,
    /// Answers, at most one a question.
    pub answers: Vec<ScriptAnswer>,
    /// The visit this one corrects.
    pub supersedes: Option<RecordId>,
    /// Photos of the door, at most [`crate::photo::PHOTOS_MAX`]; they come after the record, or never.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoId>,
}

/// Answers a visit may have.
pub const ANSWERS_MAX: usize = 12;

/// Why a visit was voided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum VoidReason {
    /// It was another door.
    WrongDoor,
    /// The outcome was tapped by mistake.
    WrongOutcome,
    /// It was recorded to try the app out.
    Practice,
}

impl VoidReason {
    /// All reasons, the commonest first.
    pub const ALL: [Self; 3] = [Self::WrongDoor, Self::WrongOutcome, Self::Practice];

    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongDoor => "wrong_door",
            Self::WrongOutcome => "wrong_outcome",
            Self::Practice => "practice",
        }
    }
}

/// Voids a visit. The visit stays on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitVoid {
    /// The turf it was made in.
    pub turf: TurfId,
    /// Its door, so that a server finds both in one place.
    pub door: DoorId,
    /// The visit.
    pub visit: RecordId,
    /// Why.
    pub reason: VoidReason,
}

/// Proposes a door that the list does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoorProposal {
    /// The turf it would belong to.
    pub turf: TurfId,
    /// The door it stands after, if any.
    pub after: Option<DoorId>,
    /// Its address inside the community, such as `3 幢 2 单元 501`; 1 to [`LABEL_CHARS_MAX`].
    pub label: String,
}

/// Characters a door's label may have.
pub const LABEL_CHARS_MAX: usize = 40;

/// Checks a label that a person typed; gives it back without surrounding space.
///
/// # Errors
/// [`Code::TextMissing`], [`Code::TextTooLong`].
pub fn validate_label(typed: &str) -> Result<String, Refusal> {
    bounded_text(typed, LABEL_CHARS_MAX)
}

/// A typed text without surrounding space, 1 to `chars_max` characters.
///
/// # Errors
/// [`Code::TextMissing`], [`Code::TextTooLong`].
pub fn bounded_text(typed: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = typed.trim();
    let chars = text.chars().count();
    if chars == 0 {
        return Err(Refusal::new(Code::TextMissing));
    }
    if chars > chars_max {
        return Err(Refusal::new(Code::TextTooLong).with("value", chars).with("max", chars_max));
    }
    Ok(text.to_owned())
}

/// A visit as a reader has it, with who made it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenVisit {
    /// Its record.
    pub id: RecordId,
    /// Who made it.
    pub actor: ActorId,
    /// The device's wall clock.
    pub made_at: UnixMs,
    /// What was recorded.
    pub visit: Visit,
}

/// Two volunteers at one door within this time make a pair for a lead to look at.
pub const PAIR_WINDOW_MS: i64 = 30 * 60 * 1_000;

/// Where a door stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoorState {
    /// The visits that count, oldest first: neither voided nor superseded.
    pub visits: Vec<RecordId>,
    /// The newest of them, by the device's time and then by id.
    pub last: Option<(RecordId, Outcome, UnixMs)>,
    /// Visits by different people within [`PAIR_WINDOW_MS`]: both kept, shown together.
    pub pairs: Vec<(RecordId, RecordId)>,
}

/// Folds all visits and voids of one door, in any order, with repeats.
///
/// A void only works on a visit of this door; a void of an unknown visit waits for it.
pub fn door_state(visits: &[SeenVisit], voids: &[VisitVoid]) -> DoorState {
    let voided: BTreeSet<RecordId> = voids.iter().map(|void| void.visit).collect();
    let by_id: BTreeMap<RecordId, &SeenVisit> = visits.iter().map(|seen| (seen.id, seen)).collect();
    let superseded: BTreeSet<RecordId> = by_id
        .values()
        .filter(|seen| !voided.contains(&seen.id))
        .filter_map(|seen| seen.visit.supersedes)
        .collect();
    let mut counted: Vec<&SeenVisit> = by_id
        .into_values()
        .filter(|seen| !voided.contains(&seen.id) && !superseded.contains(&seen.id))
        .collect();
    counted.sort_by_key(|seen| (seen.made_at, seen.id));
    let mut pairs = Vec::new();
    for (index, earlier) in counted.iter().enumerate() {
        let near = counted[index + 1..]
            .iter()
            .take_while(|later| later.made_at.since_ms(earlier.made_at) <= PAIR_WINDOW_MS)
            .filter(|later| later.actor != earlier.actor);
        pairs.extend(near.map(|later| (earlier.id, later.id)));
    }
    DoorState {
        visits: counted.iter().map(|seen| seen.id).collect(),
        last: counted.last().map(|seen| (seen.id, seen.visit.outcome, seen.made_at)),
        pairs,
    }
}

#[cfg(test)]
mod tests;
