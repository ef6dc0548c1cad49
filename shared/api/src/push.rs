//! Push: a batch of records, each with its own verdict. One bad entry never stops the others.

use serde::{Deserialize, Serialize};
use wufei_domain::{ids::DeviceId, record::Record, sync::Verdict, time::UnixMs};

/// What a device sends: its oldest records first, a parent before what depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// This installation; must be the one the token was given to.
    pub device: DeviceId,
    /// 1 to `BATCH_ENTRIES_MAX` records.
    pub entries: Vec<Record>,
}

/// The same as the server reads it: an entry that is no record is refused alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushEnvelope {
    /// As in [`PushRequest`].
    pub device: DeviceId,
    /// Entries, each still to be read.
    pub entries: Vec<serde_json::Value>,
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushResponse {
    /// One verdict an entry, in the order of the entries.
    pub verdicts: Vec<Verdict>,
    /// The server's clock.
    pub server_time: UnixMs,
    /// The server's epoch.
    pub epoch: String,
}
