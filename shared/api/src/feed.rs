//! The feed: gap-free pages of facts, one sequence a scope.
//!
//! Numbers are given out inside the writing transaction, so a reader who has seen number 7 of a
//! scope has seen 1 to 6. Cursors are opaque, signed, and carry scope and epoch.

use serde::{Deserialize, Serialize};
use wufei_domain::{
    area::AreaCode,
    card::CardNumber,
    digest::FeedDigest,
    ids::{ActorId, DoorId, HouseholdId, PointId, TurfId},
    ledger::Transfer,
    position::Position,
    record::Record,
    scope::Scope,
    standing::Suppressed,
    tariff::Tariff,
    time::UnixMs,
    units::Grams,
    visit::Script,
    whole::Whole,
};

use crate::{protocol, rulebook::RulebookOffer, snapshot::SnapshotOffer};

/// The field of a page that may come as columns.
pub const ROWS: &str = "rows";

/// An opaque position in one scope's feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Cursor(pub String);

/// What a device asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedQuery {
    /// Which feed.
    pub scope: Scope,
    /// Where it stands; none for the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// Rows wanted, 1 to `PAGE_ROWS_MAX`; more is cut to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedPage {
    /// The rows after the cursor, in order.
    pub rows: Vec<FeedRow>,
    /// Where the next page begins.
    pub next: Cursor,
    /// Whether there is more already.
    pub has_more: bool,
    /// The server's epoch.
    pub epoch: String,
    /// What a device holds that has taken the last page; only there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<FeedCheck>,
    /// All of the feed in one piece, offered with the first page of a large one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<SnapshotOffer>,
    /// Which rulebook the city has; with the last page of a community's feed, if it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rulebook: Option<RulebookOffer>,
}

/// How many facts a feed holds, the newest of each kind and key, and their digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedCheck {
    /// The protocol whose facts are counted. A device of another version writes some of them
    /// differently, so it must not compare.
    pub protocol: u32,
    /// Facts.
    pub rows: u64,
    /// Over number, [`FeedItem::key`] and [`FeedItem::digested`] of each.
    pub digest: FeedDigest,
}

/// One fact with its number in the scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeedRow {
    /// 1 for the first, rising by 1.
    pub seq: u64,
    /// The fact.
    pub item: FeedItem,
}

/// A fact. A later one of the same [`FeedItem::key`] replaces the earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "fact", rename_all = "snake_case")]
pub enum FeedItem {
    /// A community: scope community.
    Community(CommunityFact),
    /// A tariff: scope community.
    Tariff(Tariff),
    /// A recycling point: scope community.
    Point(PointFact),
    /// The visiting script: scope community.
    Script(Script),
    /// The table of standings: scope community.
    Standing(StandingFact),
    /// A household's card: scopes household and point.
    Household(HouseholdFact),
    /// A turf: scope turf.
    Turf(TurfFact),
    /// A door: scope turf.
    Door(DoorFact),
    /// A record somebody made. Drop-offs and reversals: scopes household and point; shifts: point;
    /// visits and voids: turf.
    Record(RecordFact),
    /// A booking: scopes household and point.
    Transfer(TransferFact),
}

impl FeedItem {
    /// What of a fact goes into the digest of its feed, from its kind and its own JSON: as the whole
    /// item is written.
    pub fn digested(kind: &str, fact: &str) -> String {
        format!("{{\"kind\":\"{kind}\",\"fact\":{fact}}}")
    }

    /// The kind as it stands in JSON and in a device's store.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Community(_) => "community",
            Self::Tariff(_) => "tariff",
            Self::Point(_) => "point",
            Self::Script(_) => "script",
            Self::Standing(_) => "standing",
            Self::Household(_) => "household",
            Self::Turf(_) => "turf",
            Self::Door(_) => "door",
            Self::Record(_) => "record",
            Self::Transfer(_) => "transfer",
        }
    }

    /// Whether it is told to a feed once, and never in the place of an older one: it comes with what
    /// was stored under an id of its own a moment ago.
    pub const fn is_told_once(&self) -> bool {
        matches!(self, Self::Record(_) | Self::Transfer(_))
    }

    /// The version of the protocol that first knew its kind. A reader of an earlier one could not read
    /// the page it stands in.
    pub const fn since(&self) -> u32 {
        match self {
            Self::Community(_)
            | Self::Tariff(_)
            | Self::Point(_)
            | Self::Script(_)
            | Self::Standing(_)
            | Self::Household(_)
            | Self::Turf(_)
            | Self::Door(_)
            | Self::Record(_)
            | Self::Transfer(_) => protocol::OLDEST,
        }
    }

    /// What makes it the same fact as an earlier one of its kind and scope.
    pub fn key(&self) -> String {
        match self {
            Self::Community(fact) => fact.code.to_string(),
            Self::Tariff(tariff) => tariff.version.to_string(),
            Self::Point(fact) => fact.id.to_string(),
            Self::Script(script) => script.version.to_string(),
            Self::Standing(_) => "table".to_owned(),
            Self::Household(fact) => fact.id.to_string(),
            Self::Turf(fact) => fact.id.to_string(),
            Self::Door(fact) => fact.id.to_string(),
            Self::Record(fact) => fact.record.id.to_string(),
            Self::Transfer(fact) => fact.transfer.id.to_string(),
        }
    }
}

/// A community as its people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommunityFact {
    /// Its code.
    pub code: AreaCode,
    /// Its name with town and county.
    pub name: String,
    /// Whether its data is synthetic.
    pub synthetic: bool,
    /// Households on its roll.
    pub registered: u32,
}

/// A recycling point 回收点.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PointFact {
    /// Its id.
    pub id: PointId,
    /// Its name.
    pub name: String,
    /// Opening hours as the organiser writes them.
    pub hours: String,
    /// The largest weight its scale shows.
    pub scale_max: Grams,
    /// The communities it serves.
    pub communities: Vec<AreaCode>,
    /// Where it is; absent where nobody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// A household with its card. The label is an address inside the community, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HouseholdFact {
    /// Its id.
    pub id: HouseholdId,
    /// Its address inside the community.
    pub label: String,
    /// Its card.
    pub card: CardNumber,
}

/// A turf 片区.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TurfFact {
    /// Its id.
    pub id: TurfId,
    /// Its name.
    pub name: String,
    /// Its community.
    pub community: AreaCode,
    /// How many doors.
    pub doors: u32,
}

/// A door 门牌 of a turf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoorFact {
    /// Its id.
    pub id: DoorId,
    /// Its address inside the community.
    pub label: String,
    /// Its place in the walk, rising.
    pub position: u32,
    /// The household asked not to be visited: it wins over every lease.
    pub do_not_visit: bool,
}

/// A record with what the server adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordFact {
    /// The record as it was sent, whether or not all of it is known here.
    pub record: Whole<Record>,
    /// Who made it.
    pub actor: ActorId,
    /// When the server stored it.
    pub received_at: UnixMs,
}

/// A transfer with when it was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransferFact {
    /// The transfer.
    pub transfer: Transfer,
    /// When the server wrote it.
    pub written_at: UnixMs,
}

/// The table of standings of a county, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandingFact {
    /// When it was counted.
    pub as_of: UnixMs,
    /// The units shown, best first.
    pub rows: Vec<StandingRow>,
    /// The units held back, with the reason and no figure.
    pub suppressed: Vec<SuppressedRow>,
}

/// A unit that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandingRow {
    /// Its code.
    pub community: AreaCode,
    /// Its name.
    pub name: String,
    /// Its rank, shared by ties.
    pub rank: u32,
    /// Net grams per registered household, rounded down.
    pub grams_per_household: u64,
    /// Contributing households in a thousand registered ones.
    pub participation_permille: u32,
    /// Whether its data is synthetic.
    pub synthetic: bool,
}

/// A unit that is held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuppressedRow {
    /// Its code.
    pub community: AreaCode,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: Suppressed,
}
