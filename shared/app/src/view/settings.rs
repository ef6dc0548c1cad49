//! Language, elder mode, enrolment.

use serde::Serialize;
use wufei_domain::words::Language;

use super::Scene;
use crate::model::settings::EnrolmentStep;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct SettingsView {
    pub language_heading: String,
    pub languages: Vec<LanguageKey>,
    pub elder_label: String,
    pub elder_hint: String,
    pub elder: bool,
    pub enrolment_heading: String,
    pub enrolment: EnrolmentView,
    pub server_label: String,
    pub server: String,
    pub about: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LanguageKey {
    pub language: Language,
    pub label: String,
    pub selected: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentView {
    /// Nothing of the look-up needs it.
    Ask {
        text: String,
        typed: String,
        field_label: String,
        field_hint: String,
        enrol_label: String,
        busy: bool,
        problem: Option<String>,
    },
    Done {
        role: String,
        label: String,
        community: String,
        /// Hands the phone to somebody else; asks first.
        leave_label: String,
    },
}

pub(super) fn view(scene: &Scene<'_>) -> SettingsView {
    let model = scene.model;
    let language = |language| LanguageKey {
        language,
        // A language is named in itself, so that it can be found again.
        label: match language {
            Language::Chinese => "中文".to_owned(),
            Language::English => "English".to_owned(),
        },
        selected: language == model.settings.language,
    };
    let notice = scene.guide().rulebook().notice.in_language(scene.words.language());
    SettingsView {
        language_heading: scene.text("settings-language"),
        languages: Language::ALL.map(language).to_vec(),
        elder_label: scene.text("settings-elder"),
        elder_hint: scene.text("settings-elder-hint"),
        elder: model.settings.elder,
        enrolment_heading: scene.text("settings-enrolment"),
        enrolment: enrolment(scene),
        server_label: scene.text("settings-server"),
        server: match scene.app.config.server.as_str() {
            "" => scene.text("settings-no-server"),
            server => server.to_owned(),
        },
        about: scene.with("settings-about", &[("notice", notice)]),
    }
}

fn enrolment(scene: &Scene<'_>) -> EnrolmentView {
    let asks = scene.model.asks_for_code();
    if let Some(who) = scene.model.identity.as_ref().filter(|_| !asks) {
        return EnrolmentView::Done {
            role: scene.text(&format!("role-{}", who.role.code())),
            label: who.label.clone(),
            community: who.community_name.clone(),
            leave_label: scene.text("settings-leave"),
        };
    }
    let enrolment = &scene.model.enrolment;
    EnrolmentView::Ask {
        text: scene.text("settings-enrolment-text"),
        typed: enrolment.typed.clone(),
        field_label: scene.text("settings-code"),
        field_hint: scene.text("settings-code-hint"),
        enrol_label: scene.text("settings-enrol"),
        busy: matches!(enrolment.step, EnrolmentStep::Asking),
        problem: match &enrolment.step {
            EnrolmentStep::Refused(refusal) => Some(scene.words.refusal(refusal)),
            EnrolmentStep::Typing | EnrolmentStep::Asking => {
                let last =
                    scene.model.sync.last.as_ref().filter(|_| scene.model.identity.is_some());
                last.and_then(|last| Some(scene.words.refusal(last.as_ref().err()?)))
            }
        },
    }
}
