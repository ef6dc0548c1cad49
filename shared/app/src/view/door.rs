//! One door: outcome, script, history; a door to propose; a visit to void.

use serde::Serialize;
use wufei_domain::{
    ids::{DoorId, RecordId},
    visit::{
        Choice, DoorState, Outcome, Question, Script, ScriptAnswer, SeenVisit, VoidReason,
        door_state,
    },
    words::{Language, Words},
};

use super::{Scene, photos, photos::PhotosView};
use crate::{
    effect::store::TurfData,
    model::{
        door::{DoorStage, Step, Walk},
        pictures::Pictures,
    },
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DoorView {
    pub door: DoorId,
    pub label: String,
    pub question: String,
    pub outcomes: Vec<OutcomeKey>,
    /// Shown after `met`.
    pub script: Option<ScriptView>,
    /// Of the visit that is being made.
    pub photos: Option<PhotosView>,
    pub history_heading: String,
    pub history: Vec<VisitRow>,
    pub history_empty: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct OutcomeKey {
    pub outcome: Outcome,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ScriptView {
    pub heading: String,
    pub questions: Vec<QuestionView>,
    pub save_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct QuestionView {
    pub question: String,
    pub text: String,
    pub choices: Vec<ChoiceKey>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ChoiceKey {
    pub choice: String,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct VoidView {
    pub row: VisitRow,
    pub question: String,
    pub hint: String,
    pub reasons: Vec<VoidKey>,
    pub cancel_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct VoidKey {
    pub reason: VoidReason,
    pub label: String,
}

pub(super) fn outcome_word(words: &Words, outcome: Outcome) -> String {
    words.text(&format!("outcome-{}", outcome.code()))
}

/// `None` when the door is not on the list, or the list has not arrived.
pub(super) fn door(scene: &Scene<'_>, walk: &Walk, id: DoorId) -> Option<DoorView> {
    let data = walk.data.as_ref()?;
    let place = walk.door(id)?;
    let given = scene.model.turfs.answers.get(&id);
    let asked = matches!(walk.step, Step::Door { stage, .. } if stage != DoorStage::Ask);
    let script = walk.script().zip(given).filter(|_| asked);
    let key = |outcome| OutcomeKey {
        outcome,
        label: outcome_word(scene.words, outcome),
        selected: outcome == Outcome::Met && script.is_some(),
    };
    let history = history(scene, data, id);
    let nothing = Pictures::default();
    Some(DoorView {
        door: id,
        label: place.label.clone(),
        question: scene.text("door-question"),
        outcomes: Outcome::ALL.map(key).to_vec(),
        script: script.map(|(script, given)| script_view(scene, script, given)),
        photos: photos::view(scene, scene.model.turfs.photos.get(&id).unwrap_or(&nothing)),
        history_heading: scene.text("door-history"),
        history_empty: history.is_empty().then(|| scene.text("doors-nobody-yet")),
        history,
    })
}

fn script_view(scene: &Scene<'_>, script: &Script, given: &[ScriptAnswer]) -> ScriptView {
    let language = scene.words.language();
    let in_language = |zh: &str, en: &str| match language {
        Language::Chinese => zh.to_owned(),
        Language::English => en.to_owned(),
    };
    let choice = |question: &Question, choice: &Choice| ChoiceKey {
        choice: choice.key.clone(),
        label: in_language(&choice.text_zh, &choice.text_en),
        selected: given
            .iter()
            .any(|answer| answer.question == question.key && answer.choice == choice.key),
    };
    let question = |question: &Question| QuestionView {
        question: question.key.clone(),
        text: in_language(&question.text_zh, &question.text_en),
        choices: question.choices.iter().map(|one| choice(question, one)).collect(),
    };
    ScriptView {
        heading: scene.text("door-script"),
        questions: script.questions.iter().map(question).collect(),
        save_label: scene.text("door-save"),
    }
}

/// All visits of a door, newest first, those that do not count too.
fn history(scene: &Scene<'_>, data: &TurfData, door: DoorId) -> Vec<VisitRow> {
    let mut visits: Vec<SeenVisit> =
        data.visits.iter().filter(|seen| seen.visit.door == door).cloned().collect();
    visits.sort_by_key(|seen| std::cmp::Reverse((seen.made_at, seen.id)));
    let state = door_state(&visits, &data.voids);
    visits.iter().map(|seen| visit_row(scene, data, &state, seen)).collect()
}

fn visit_row(scene: &Scene<'_>, data: &TurfData, state: &DoorState, seen: &SeenVisit) -> VisitRow {
    let mine = scene.model.identity.as_ref().is_some_and(|who| who.actor == seen.actor);
    let void = data.voids.iter().find(|void| void.visit == seen.id);
    let pair = state.pairs.iter().any(|(one, other)| *one == seen.id || *other == seen.id);
    VisitRow {
        visit: seen.id,
        moment: scene.words.moment(seen.made_at),
        outcome_word: outcome_word(scene.words, seen.visit.outcome),
        by_word: scene.words.text(if mine { "door-by-me" } else { "door-by-colleague" }),
        unsent_word: data.unsent.contains(&seen.id).then(|| scene.text("doors-unsent")),
        void_word: void
            .map(|void| scene.with("door-void", &[("reason", &reason(scene.words, void.reason))])),
        pair_word: pair.then(|| scene.text("doors-pair")),
        void_label: (mine && void.is_none()).then(|| scene.text("door-void-label")),
    }
}

fn reason(words: &Words, reason: VoidReason) -> String {
    words.text(&format!("void-{}", reason.code()))
}

/// `None` when the visit is not known here.
pub(super) fn void(scene: &Scene<'_>, walk: &Walk, visit: RecordId) -> Option<VoidView> {
    let data = walk.data.as_ref()?;
    let seen = data.visits.iter().find(|seen| seen.id == visit)?;
    let row = history(scene, data, seen.visit.door).into_iter().find(|row| row.visit == visit)?;
    let key = |why| VoidKey { reason: why, label: reason(scene.words, why) };
    Some(VoidView {
        row,
        question: scene.text("door-void-question"),
        hint: scene.text("door-void-hint"),
        reasons: VoidReason::ALL.map(key).to_vec(),
        cancel_label: scene.text("app-cancel"),
    })
}

pub(super) fn proposal(scene: &Scene<'_>) -> ProposalView {
    let proposal = &scene.model.turfs.proposal;
    ProposalView {
        text: scene.text("proposal-text"),
        typed: proposal.typed.clone(),
        field_label: scene.text("proposal-field"),
        field_hint: scene.text("proposal-hint"),
        problem: scene.wrong(proposal.wrong.as_ref()),
        send_label: scene.text("proposal-send"),
        cancel_label: scene.text("app-cancel"),
    }
}
