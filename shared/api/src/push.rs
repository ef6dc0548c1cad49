//! Push: a batch of records, each with its own verdict. One bad entry never stops the others.

use serde::{Deserialize, Serialize};
use wufei_domain::{ids::DeviceId, record::Record, sync::Verdict, time::UnixMs};

/// The field of a push that may come as columns.
pub const ROWS: &str = "entries";

/// What a device sends: its oldest records first, a parent before what depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// This installation; must be the one the token was given to.
    pub device: DeviceId,
    /// 1 to `BATCH_ENTRIES_MAX` records.
    pub entries: Vec<Record>,
    /// Which push of this installation it is; devices of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<Turn>,
}

/// Where an installation stands in its own history of pushes: the server tells each answered push
/// the number of the next. Two installations with one id, one a copy of the other, soon disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turn {
    /// The epoch in which the number was told. Numbers begin at 0 in each.
    pub epoch: String,
    /// As the last answer that arrived told it. A push whose answer was lost has the same again.
    pub number: u64,
    /// The device's clock when the round began: from it the server tells how far that clock is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<UnixMs>,
}

/// The same as the server reads it: an entry that is no record is refused alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushEnvelope {
    /// As in [`PushRequest`].
    pub device: DeviceId,
    /// Entries, each still to be read.
    #[cfg_attr(feature = "schema", schemars(schema_with = "entries"))]
    pub entries: Vec<serde_json::Value>,
    /// As in [`PushRequest`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<Turn>,
}

/// An entry should be a record; one that is none is refused alone, so that all is allowed.
#[cfg(feature = "schema")]
fn entries(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let record = generator.subschema_for::<Record>();
    schemars::json_schema!({
        "type": "array", "maxItems": wufei_domain::sync::BATCH_ENTRIES_MAX,
        "items": { "anyOf": [record, {}] },
    })
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushResponse {
    /// One verdict an entry, in the order of the entries.
    pub verdicts: Vec<Verdict>,
    /// The server's clock.
    pub server_time: UnixMs,
    /// The server's epoch.
    pub epoch: String,
    /// The number of the next push, for those who said theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<u64>,
}
