//! One door: outcome, script, history; a door to propose; a visit to void.

use wufei_domain::{
    ids::{DoorId, RecordId},
    visit::{Outcome, VoidReason},
};

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DoorView {
    pub door: DoorId,
    pub label: String,
    pub question: String,
    pub outcomes: Vec<OutcomeKey>,
    /// Shown after `met`.
    pub script: Option<ScriptView>,
    pub history_heading: String,
    pub history: Vec<VisitRow>,
    pub history_empty: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct OutcomeKey {
    pub outcome: Outcome,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ScriptView {
    pub heading: String,
    pub questions: Vec<QuestionView>,
    pub save_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct QuestionView {
    pub question: String,
    pub text: String,
    pub choices: Vec<ChoiceKey>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ChoiceKey {
    pub choice: String,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct VisitRow {
    pub visit: RecordId,
    pub moment: String,
    pub outcome_word: String,
    /// By me or by a colleague.
    pub by_word: String,
    pub unsent_word: Option<String>,
    /// Why it is void.
    pub void_word: Option<String>,
    /// Said when it forms a pair.
    pub pair_word: Option<String>,
    /// `None` when it is not mine or void already.
    pub void_label: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ProposalView {
    pub text: String,
    pub typed: String,
    pub field_label: String,
    pub field_hint: String,
    pub problem: Option<String>,
    pub send_label: String,
    pub cancel_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct VoidView {
    pub row: VisitRow,
    pub question: String,
    pub hint: String,
    pub reasons: Vec<VoidKey>,
    pub cancel_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct VoidKey {
    pub reason: VoidReason,
    pub label: String,
}
