//! Turfs to take, and the lease on one.

use serde::{Deserialize, Serialize};
use wufei_domain::{ids::TurfId, scope::Scope, time::UnixMs};

use crate::feed::TurfFact;

/// How long a lease lasts, in milliseconds: a fortnight of evenings.
pub const LEASE_MS: i64 = 14 * 24 * 60 * 60 * 1_000;

/// Who holds a turf, seen from the one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "lease", rename_all = "snake_case")]
pub enum LeaseState {
    /// Nobody.
    Free,
    /// The one who asks.
    Mine {
        /// Until when.
        until: UnixMs,
    },
    /// Somebody else.
    Taken {
        /// Until when.
        until: UnixMs,
    },
}

/// A turf on offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TurfOffer {
    /// The turf.
    pub turf: TurfFact,
    /// Who holds it.
    pub state: LeaseState,
}

/// The turfs of the volunteer's community, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TurfsResponse {
    /// All of them.
    pub turfs: Vec<TurfOffer>,
}

/// Takes a turf, or renews one's own lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeaseRequest {
    /// Which.
    pub turf: TurfId,
}

/// The lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeaseResponse {
    /// The turf.
    pub turf: TurfFact,
    /// Until when.
    pub until: UnixMs,
    /// The feed it opens.
    pub scope: Scope,
}
