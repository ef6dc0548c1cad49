//! How the villages stand, per registered household.

use serde::Serialize;
use wufei_domain::{area::AreaCode, standing::THRESHOLD, units::WeightUnit, words::Words};

use super::Scene;
use crate::effect::store::{StandingData, StandingPlace, SuppressedPlace};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct StandingView {
    pub how_line: String,
    pub as_of_line: Option<String>,
    pub rows: Vec<StandingRow>,
    pub empty: Option<String>,
    pub suppressed_heading: String,
    pub suppressed: Vec<SuppressedRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct StandingRow {
    /// `第 2 名`; ties share it.
    pub rank: String,
    pub name: String,
    pub per_household: String,
    pub participation: String,
    /// One's own community.
    pub own: bool,
    pub own_word: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct SuppressedRow {
    pub name: String,
    pub why: String,
}

pub(super) fn view(scene: &Scene<'_>) -> StandingView {
    let data = scene.model.standing.data.get();
    let table = data.and_then(Option::as_ref);
    let own = scene.model.identity.as_ref().map(|who| who.community);
    let threshold = scene.words.number(i64::from(THRESHOLD));
    StandingView {
        how_line: scene.with("standing-how", &[("threshold", &threshold)]),
        as_of_line: table.map(|table| {
            scene.with("standing-as-of", &[("moment", &scene.words.moment(table.as_of))])
        }),
        rows: table.map_or_else(Vec::new, |table| {
            table.rows.iter().map(|place| row(scene, place, own)).collect()
        }),
        empty: match (data, table) {
            (None, _) => Some(scene.text("app-loading")),
            (Some(_), None) => Some(scene.text("standing-empty")),
            (Some(_), Some(table)) => table.rows.is_empty().then(|| scene.text("standing-none")),
        },
        suppressed_heading: scene.text("standing-suppressed"),
        suppressed: table.map_or_else(Vec::new, |table| {
            table.suppressed.iter().map(|place| suppressed(scene.words, place)).collect()
        }),
    }
}

fn row(scene: &Scene<'_>, place: &StandingPlace, own: Option<AreaCode>) -> StandingRow {
    let own = own == Some(place.community);
    StandingRow {
        rank: rank(scene.words, place),
        name: place.name.clone(),
        per_household: per_household(scene.words, place),
        participation: scene.with(
            "standing-participation",
            &[("share", &scene.words.per_cent(place.participation_permille))],
        ),
        own,
        own_word: own.then(|| scene.text("standing-own")),
    }
}

fn rank(words: &Words, place: &StandingPlace) -> String {
    words.with("standing-rank", &[("rank", &words.number(i64::from(place.rank)))])
}

fn per_household(words: &Words, place: &StandingPlace) -> String {
    let weight = words.weight_in(place.grams_per_household, WeightUnit::Kilogram);
    words.with("standing-per-household", &[("weight", &weight)])
}

fn suppressed(words: &Words, place: &SuppressedPlace) -> SuppressedRow {
    SuppressedRow { name: place.name.clone(), why: why(words, place) }
}

fn why(words: &Words, place: &SuppressedPlace) -> String {
    let threshold = words.number(i64::from(THRESHOLD));
    words.with(&format!("suppressed-{}", place.why.code()), &[("threshold", &threshold)])
}

/// One's own village in one line, for the household's page.
pub(super) fn own_line(scene: &Scene<'_>, data: Option<&StandingData>) -> String {
    let own = scene.model.identity.as_ref().map(|who| who.community);
    let Some(data) = data else { return scene.text("standing-empty") };
    if let Some(place) = data.rows.iter().find(|place| Some(place.community) == own) {
        let (rank, weight) = (rank(scene.words, place), per_household(scene.words, place));
        return scene.with("standing-line", &[("rank", &rank), ("weight", &weight)]);
    }
    match data.suppressed.iter().find(|place| Some(place.community) == own) {
        Some(place) => why(scene.words, place),
        None => scene.text("standing-empty"),
    }
}
