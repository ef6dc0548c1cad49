//! Turfs to take, and the door list in the order of the walk.

use wufei_domain::{
    ids::{DoorId, TurfId},
    visit::Outcome,
};

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct TurfsView {
    pub mine_heading: String,
    /// On the device: walked offline.
    pub mine: Vec<MyTurf>,
    pub mine_empty: Option<String>,
    pub offers_heading: String,
    pub offers: Vec<TurfOffer>,
    pub offers_line: Option<String>,
    pub refresh_label: String,
    /// Whether the list is being fetched.
    pub busy: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MyTurf {
    pub turf: TurfId,
    pub name: String,
    /// `已走 12 / 40 户`.
    pub progress: String,
    pub walk_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct TurfOffer {
    pub turf: TurfId,
    pub name: String,
    pub detail: String,
    /// `None` when somebody else holds it.
    pub take_label: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DoorsView {
    pub turf: TurfId,
    pub name: String,
    pub progress: String,
    /// Said while the doors have not all arrived.
    pub loading: Option<String>,
    pub doors: Vec<DoorRow>,
    pub propose_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DoorRow {
    pub door: DoorId,
    pub label: String,
    pub outcome: Option<Outcome>,
    /// The outcome's word, or that nobody was there yet.
    pub state_word: String,
    /// Whether a visit of it waits to be sent.
    pub unsent: bool,
    pub unsent_word: Option<String>,
    /// Said when two people were at the door within half an hour.
    pub pair_word: Option<String>,
    /// `None` when the household asked not to be visited.
    pub open_label: Option<String>,
}
