//! Questions that need the server now. Without one the answer is a refusal with code `offline`.

use crux_core::capability::Operation;
use wufei_domain::{ids::TurfId, refusal::Refusal, time::UnixMs};

use super::store::{Identity, TurfPlace};

/// Enrols this device by a one-time code; the engine keeps the token and stores the identity before
/// it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrol {
    pub code: String,
}

impl Operation for Enrol {
    type Output = Result<Identity, Refusal>;
}

/// Who holds a turf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lease {
    Free,
    Mine { until: UnixMs },
    Taken { until: UnixMs },
}

/// A turf on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub turf: TurfPlace,
    pub lease: Lease,
}

/// Asks which turfs of the community there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTurfs;

impl Operation for ListTurfs {
    type Output = Result<Vec<Offer>, Refusal>;
}

/// Takes a turf. The engine adds its feed, so that the next sync rounds bring its doors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeTurf {
    pub turf: TurfId,
}

impl Operation for TakeTurf {
    /// Until when it is held.
    type Output = Result<UnixMs, Refusal>;
}
