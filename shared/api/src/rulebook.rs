//! The rulebook that a city has made of the one in the app: what the last page of a community's feed
//! says of it, and what a device asks for when it has another.

use serde::{Deserialize, Serialize};
use wufei_domain::rulebook::{Patch, RulebookHash, RulebookKey, RulebookSignature};

/// Which rulebook the city has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulebookOffer {
    /// The version in the app that it is made of.
    pub base: String,
    /// How many patches lie over that, from 1.
    pub edition: u32,
    /// Of the rulebook with all of them.
    pub hash: RulebookHash,
}

/// What a device asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulebookQuery {
    /// The version in its app.
    pub base: String,
    /// How many patches it has over that; 0 asks for the whole.
    pub after: u32,
}

/// The newest rulebook over that version, as patches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulebookAnswer {
    /// The version in the app that they lie over.
    pub base: String,
    /// Those before the first of `patches`: what was asked, or 0.
    pub after: u32,
    /// In order, each with the version that the rulebook has with it; at least one.
    pub patches: Vec<Patch>,
    /// Of the rulebook with all of them.
    pub hash: RulebookHash,
    /// The city's, under the last version and the hash: [`wufei_domain::rulebook::signed`].
    pub signature: RulebookSignature,
    /// The city's key, for a device that was enrolled before there was one.
    pub key: RulebookKey,
}
