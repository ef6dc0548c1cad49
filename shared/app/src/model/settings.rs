//! Language, elder mode, and enrolment by a one-time code. The way out of it is [`super::leaving`].

use wufei_domain::{
    enrolment::EnrolmentCode,
    refusal::{Code, Refusal},
};

use super::{Cmd, Model, Notice, ask, learning::Known};
use crate::{
    effect::{
        net::Enrol,
        store::{Identity, SaveSettings},
    },
    event::{Event, SettingsEvent},
};

/// The code being typed. A code is a secret for one use, so it is no draft.
#[derive(Debug, Default)]
pub(crate) struct Enrolment {
    pub(crate) typed: String,
    pub(crate) step: EnrolmentStep,
}

#[derive(Debug, Default)]
pub(crate) enum EnrolmentStep {
    #[default]
    Typing,
    Asking,
    Refused(Refusal),
}

impl Model {
    pub(super) fn settings_event(&mut self, event: SettingsEvent) -> Cmd {
        match event {
            SettingsEvent::LanguagePicked { language } => {
                self.settings.language = language;
                self.save_settings()
            }
            SettingsEvent::ElderPicked { on } => {
                self.settings.elder = on;
                self.save_settings()
            }
            SettingsEvent::CodeTyped { text } => {
                if !matches!(self.enrolment.step, EnrolmentStep::Asking) {
                    self.enrolment = Enrolment { typed: text, step: EnrolmentStep::Typing };
                }
                Cmd::done()
            }
            SettingsEvent::Enrol => self.enrol(),
            SettingsEvent::LeavePicked => self.leave_picked(),
            SettingsEvent::LeaveConfirmed => self.leave_confirmed(),
            SettingsEvent::LeaveCancelled => self.leave_cancelled(),
        }
    }

    fn save_settings(&self) -> Cmd {
        ask(SaveSettings { settings: self.settings }, Event::SettingsSaved)
    }

    /// Whether a code is asked for: nobody is enrolled, the server no longer knows the token, as
    /// after the restore of a backup from before the enrolment, this is a copy of another phone, or it
    /// was reported lost: a code is an organiser's word that it is in good hands again.
    pub(crate) fn asks_for_code(&self) -> bool {
        let ended = |refusal: &Refusal| {
            matches!(refusal.code, Code::TokenUnknown | Code::TokenMissing | Code::InstallForked)
        };
        let last = self.sync.last.as_ref();
        self.identity.is_none()
            || last.is_some_and(|last| match last {
                Ok(report) => report.lost.is_some(),
                Err(refusal) => ended(refusal),
            })
    }

    fn enrol(&mut self) -> Cmd {
        if !self.asks_for_code() || matches!(self.enrolment.step, EnrolmentStep::Asking) {
            return Cmd::done();
        }
        match self.enrolment.typed.parse::<EnrolmentCode>() {
            Ok(code) => {
                self.enrolment.step = EnrolmentStep::Asking;
                ask(Enrol { code: code.to_string() }, Event::Enrolled)
            }
            Err(refusal) => {
                self.enrolment.step = EnrolmentStep::Refused(refusal);
                Cmd::done()
            }
        }
    }

    pub(super) fn enrolled(&mut self, answer: Result<Identity, Refusal>) -> Cmd {
        match answer {
            Ok(identity) => {
                if self.identity.as_ref().is_some_and(|before| before.actor != identity.actor) {
                    self.forget_screens();
                }
                self.learning.known = Known::NotYet;
                self.become_known(Some(identity));
                // What was said of the token before says nothing of this one.
                self.sync.last = None;
                self.enrolment = Enrolment::default();
                self.notice = Some(Notice::Good("notice-enrolled"));
                self.load_screen().and(self.sync_soon())
            }
            Err(refusal) => {
                self.enrolment.step = EnrolmentStep::Refused(refusal);
                Cmd::done()
            }
        }
    }
}
