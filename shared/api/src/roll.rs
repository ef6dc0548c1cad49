//! What an organiser imports for a neighbourhood: households, doors, points, tariff, turfs, people.
//!
//! One JSON file, taken whole or not at all. `communities[].households[]` and `doors[]` carry
//! numbers that stay theirs for ever; importing again updates labels and adds rows.

use serde::{Deserialize, Serialize};
use wufei_domain::{
    area::AreaCode,
    ids::{ActorId, DoorId, HouseholdId, PointId, TurfId},
    role::Role,
    tariff::Tariff,
    time::UnixMs,
    visit::Script,
};

use crate::feed::PointFact;

/// A roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    /// Whether everything in it is made up. Shown wherever it shows.
    pub synthetic: bool,
    /// Where the roll comes from, such as `合成数据 synthetic`.
    pub source: String,
    /// When it was made.
    pub as_of: UnixMs,
    /// The tariff in force.
    pub tariff: Tariff,
    /// The visiting script.
    pub script: Script,
    /// The communities.
    pub communities: Vec<RollCommunity>,
    /// The recycling points.
    pub points: Vec<PointFact>,
    /// The turfs.
    pub turfs: Vec<RollTurf>,
    /// The people who may be enrolled.
    pub people: Vec<RollPerson>,
}

/// A community's households and doors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollCommunity {
    /// Its code; must be in the area table.
    pub code: AreaCode,
    /// Its households.
    pub households: Vec<RollHousehold>,
    /// Its doors.
    pub doors: Vec<RollDoor>,
}

/// A household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollHousehold {
    /// Its number in the community, from 1.
    pub number: u32,
    /// Its address inside the community; never a name.
    pub label: String,
    /// The serial of its card, 0 to 9,999,999, unique in the server.
    pub card_serial: u32,
}

/// A door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollDoor {
    /// Its number in the community, from 1.
    pub number: u32,
    /// Its address inside the community.
    pub label: String,
    /// The household asked not to be visited.
    #[serde(default)]
    pub do_not_visit: bool,
}

/// A turf: doors in the order of the walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollTurf {
    /// Its id.
    pub id: TurfId,
    /// Its name.
    pub name: String,
    /// Its community.
    pub community: AreaCode,
    /// Its doors.
    pub doors: Vec<DoorId>,
}

/// Somebody who may be enrolled, without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollPerson {
    /// Their id.
    pub actor: ActorId,
    /// A pseudonym.
    pub label: String,
    /// Their role.
    pub role: Role,
    /// Their community; an auditor's may be a town, county or city.
    pub community: AreaCode,
    /// A resident's household.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// An attendant's recycling point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<PointId>,
    /// From when their role holds; none: as it was, for somebody new from ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<UnixMs>,
    /// Until when, exclusively; as above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<UnixMs>,
}
