//! What waits to be sent, and what the server refused.

use wufei_domain::ids::RecordId;

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct OutboxView {
    pub waiting: u32,
    pub waiting_line: String,
    /// What the last round did, or why it could not.
    pub last_line: Option<String>,
    /// Whether rounds are running.
    pub running: bool,
    /// Send now, or stop.
    pub action_label: String,
    pub attention_heading: String,
    pub attention: Vec<OutboxRow>,
    pub waiting_heading: String,
    pub rows: Vec<OutboxRow>,
    /// Said when there is nothing at all.
    pub empty: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct OutboxRow {
    pub record: RecordId,
    /// `走访 · 3 幢 2 单元 501`.
    pub what: String,
    pub moment: String,
    /// Why it was refused.
    pub problem: Option<String>,
    /// Only for what was refused.
    pub withdraw_label: Option<String>,
}
