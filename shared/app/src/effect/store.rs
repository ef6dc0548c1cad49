//! Questions to the device's own store. Every answer is a `Result` with a refusal whose code is
//! `store_failed`; nothing is half done.

use std::sync::Arc;

use crux_core::capability::Operation;
use serde::{Deserialize, Serialize};
use wufei_domain::{
    area::AreaCode,
    card::CardNumber,
    drop_off::{DropOff, Reversal},
    ids::{ActorId, DoorId, HouseholdId, PointId, RecordId, TurfId},
    ledger::Transfer,
    photo::PhotoId,
    position::Position,
    recall::Recall,
    record::Record,
    refusal::Refusal,
    role::Role,
    standing::Suppressed,
    tariff::Tariff,
    time::UnixMs,
    units::Grams,
    visit::{Script, SeenVisit, VisitVoid},
    words::Language,
};
use wufei_guide::Guide;

use super::kept::KeptItem;

/// What a person set. Kept on the device only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settings {
    pub language: Language,
    pub elder: bool,
}

/// What an enrolled device is. The token stays in the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub actor: ActorId,
    pub label: String,
    pub role: Role,
    pub community: AreaCode,
    pub community_name: String,
    pub synthetic: bool,
    pub household: Option<CardHolder>,
    pub point: Option<PointId>,
}

/// A household with its card, as an attendant or the household itself sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardHolder {
    pub household: HouseholdId,
    pub label: String,
    pub card: CardNumber,
}

/// How many records wait, and how many a person must look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxCounts {
    pub waiting: u32,
    pub needs_attention: u32,
}

/// Which screen a draft belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftPlace {
    /// The drop-off being weighed.
    Weighing,
    /// The answers at the open door.
    Door,
    /// The door being proposed.
    Proposal,
    /// The item being looked up.
    Lookup,
}

/// What was typed and is not a record yet. `body` is the model's own JSON; `None` withdraws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub place: DraftPlace,
    pub body: Option<String>,
}

/// The city's rulebook, proved by its signature: what answers in the place of the one in the app.
#[derive(Debug, Clone)]
pub struct Book(pub Arc<Guide>);

/// Two are the same when they say the same.
impl PartialEq for Book {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.hash() == other.0.hash()
    }
}

impl Eq for Book {}

/// Everything needed at start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Start {
    pub settings: Settings,
    pub identity: Option<Identity>,
    pub counts: OutboxCounts,
    pub drafts: Vec<Draft>,
    /// None where the city has made nothing of the one in the app.
    pub book: Option<Book>,
    /// Recent ones and favourites of the look-up, by key.
    pub kept: Vec<KeptItem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadStart;

impl Operation for LoadStart {
    type Output = Result<Start, Refusal>;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveSettings {
    pub settings: Settings,
}

impl Operation for SaveSettings {
    type Output = Result<(), Refusal>;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveDraft {
    pub draft: Draft,
}

impl Operation for SaveDraft {
    type Output = Result<(), Refusal>;
}

/// Stores a record and its outbox row in one transaction, and takes back the draft it came from in
/// the same one. The same record twice is stored once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendRecord {
    pub record: Record,
    pub from_draft: Option<DraftPlace>,
}

impl Operation for AppendRecord {
    type Output = Result<OutboxCounts, Refusal>;
}

/// Takes a record out of the outbox that the server refused. It stays in the store as withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawRecord {
    pub id: RecordId,
}

impl Operation for WithdrawRecord {
    type Output = Result<OutboxCounts, Refusal>;
}

/// Forgets who is enrolled, so that the device can be handed to somebody else: identity, token,
/// feeds with all they brought, drafts, answers and kept items go in one transaction. Own records and the outbox stay.
/// Refused by `shift_still_open` while this person's shift is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveIdentity;

impl Operation for LeaveIdentity {
    type Output = Result<OutboxCounts, Refusal>;
}

/// A record that is not acknowledged yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    pub record: Record,
    /// The server's refusal, when it needs attention.
    pub refused: Option<Refusal>,
    /// A team lead has it before them.
    pub held: bool,
}

/// What waits, at most 200, and what needs attention, at most 300, both together oldest first; and
/// the true counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutboxData {
    pub counts: OutboxCounts,
    pub entries: Vec<OutboxEntry>,
    /// Photos that are not sent although their records are, at most 200, the refused ones first.
    pub photos: Vec<PhotoEntry>,
}

/// A photo whose record the server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoEntry {
    pub id: PhotoId,
    pub record: Record,
    /// Why the server will never take it, when it needs attention.
    pub refused: Option<Refusal>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadOutbox;

impl Operation for LoadOutbox {
    type Output = Result<OutboxData, Refusal>;
}

/// A drop-off as the device knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenDropOff {
    pub id: RecordId,
    pub made_at: UnixMs,
    pub drop_off: DropOff,
    /// Whether the server has it.
    pub sent: bool,
}

/// A reversal as the device knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenReversal {
    pub id: RecordId,
    pub made_at: UnixMs,
    pub reversal: Reversal,
    pub sent: bool,
}

/// A household's card, what it brought, what it earned. Newest drop-off first, at most 100.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HouseholdData {
    pub tariff: Option<Tariff>,
    pub drop_offs: Vec<SeenDropOff>,
    pub reversals: Vec<SeenReversal>,
    /// All transfers of the household that the device has: the server's ledger.
    pub transfers: Vec<Transfer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadHousehold {
    pub household: HouseholdId,
}

impl Operation for LoadHousehold {
    type Output = Result<HouseholdData, Refusal>;
}

/// A recycling point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointPlace {
    pub id: PointId,
    pub name: String,
    pub hours: String,
    pub scale_max: Grams,
    /// Where it is, if the organiser said so.
    pub position: Option<Position>,
}

/// Asks for the recycling points that serve a community, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadPoints {
    pub community: AreaCode,
}

impl Operation for LoadPoints {
    type Output = Result<Vec<PointPlace>, Refusal>;
}

/// All that weighing needs without a network. `point` is `None` until the first sync.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PointData {
    pub point: Option<PointPlace>,
    /// The newest tariff.
    pub tariff: Option<Tariff>,
    /// The cards of the households it serves, by label.
    pub cards: Vec<CardHolder>,
    /// The shift that is open by this device's records, with when it was opened.
    pub open_shift: Option<(RecordId, UnixMs)>,
    /// Drop-offs at this point, newest first, at most 100, sent or not.
    pub drop_offs: Vec<SeenDropOff>,
    pub reversals: Vec<SeenReversal>,
    pub transfers: Vec<Transfer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadPoint {
    pub point: PointId,
}

impl Operation for LoadPoint {
    type Output = Result<PointData, Refusal>;
}

/// A turf on the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurfPlace {
    pub id: TurfId,
    pub name: String,
    pub community: AreaCode,
    pub doors: u32,
    /// Doors with at least one visit that counts.
    pub visited: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadTurfs;

impl Operation for LoadTurfs {
    type Output = Result<Vec<TurfPlace>, Refusal>;
}

/// A door on the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorPlace {
    pub id: DoorId,
    pub label: String,
    pub position: u32,
    pub do_not_visit: bool,
}

/// A turf with its doors in the order of the walk and every visit known, sent or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurfData {
    pub turf: TurfPlace,
    pub doors: Vec<DoorPlace>,
    pub visits: Vec<SeenVisit>,
    pub voids: Vec<VisitVoid>,
    pub script: Option<Script>,
    /// Records of this turf that wait in the outbox.
    pub unsent: Vec<RecordId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadTurf {
    pub turf: TurfId,
}

impl Operation for LoadTurf {
    /// `None`: the turf's doors have not arrived yet.
    type Output = Result<Option<TurfData>, Refusal>;
}

/// A unit that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPlace {
    pub community: AreaCode,
    pub name: String,
    pub rank: u32,
    pub grams_per_household: u64,
    pub participation_permille: u32,
}

/// A unit that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressedPlace {
    pub community: AreaCode,
    pub name: String,
    pub why: Suppressed,
}

/// The table as last received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingData {
    pub as_of: UnixMs,
    pub rows: Vec<StandingPlace>,
    pub suppressed: Vec<SuppressedPlace>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadStanding;

impl Operation for LoadStanding {
    /// `None`: none has arrived yet.
    type Output = Result<Option<StandingData>, Refusal>;
}

/// What this person answered so far, a row a question, in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LearningData {
    pub recalls: Vec<Recall>,
    /// Whether the person enrolled here holds a turf, or made a record of a walk.
    pub held_turf: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadLearning;

impl Operation for LoadLearning {
    type Output = Result<LearningData, Refusal>;
}

/// Keeps the last answer to a question, on this device only. It goes with the person: when they
/// leave, when somebody else enrols, when the device is emptied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveRecall {
    pub recall: Recall,
}

impl Operation for SaveRecall {
    type Output = Result<(), Refusal>;
}
