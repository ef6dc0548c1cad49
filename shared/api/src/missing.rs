//! Words that the rulebook does not know: what an organiser is told of them, and what they answer.

use serde::{Deserialize, Serialize};
use wufei_domain::{area::AreaCode, photo::PhotoId};

/// A word that was told fewer times in the asked area is not listed: it may be one household's.
pub const FLOOR: u64 = 5;

/// No floor is lower.
pub const FLOOR_LOWEST: u64 = 3;

/// Photos of a word that are listed at most.
pub const PHOTOS_MAX: usize = 20;

/// Bytes of an answer's rows at most: phones fetch it over a village's network.
pub const ROWS_BYTES_MAX: usize = 64 * 1024;

/// What an organiser asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingQuery {
    /// In this area and all below it.
    pub area: AreaCode,
    /// At least [`FLOOR_LOWEST`]; [`FLOOR`] where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<u64>,
}

/// A word and how often it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingWord {
    /// As the guide compares names.
    pub word: String,
    /// By how many records; nobody knows whose.
    pub told: u64,
    /// What it looks like, as far as the asked area goes: at most [`PHOTOS_MAX`], whole ones first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<MissingPhoto>,
}

/// A photo of a thing that the rulebook does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingPhoto {
    /// Which; its bytes are at `GET /v1/photos/{id}`.
    pub id: PhotoId,
    /// Of the record that named it.
    pub community: AreaCode,
    /// Whether all of it is there. It comes after its record, or never.
    pub is_whole: bool,
}

/// The words of an area that the newest rulebook does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingResponse {
    /// Those at the floor or above, most told first.
    pub words: Vec<MissingWord>,
    /// How many other words there are.
    pub others: u64,
    /// How often they were told, all together.
    pub others_told: u64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingAnswerRequest {
    /// Rows in the guide's own format, at most [`ROWS_BYTES_MAX`] bytes; all are taken or none.
    pub rows: String,
}

/// What an answer came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingAnswerResponse {
    /// The rulebook's version now.
    pub version: String,
    /// Things in it.
    pub things: u64,
    /// Words that were missing in any area and are known now.
    pub words: u64,
}
