//! The forms of turfs, doors and visits.

use wufei_app::domain::visit::{Outcome, VoidReason};
use wufei_app::event::TurfsEvent;

use super::{BadForm, Fields, Written};

pub(super) fn write(event: &TurfsEvent) -> Written {
    let bare = Written::bare;
    match event {
        TurfsEvent::Refresh => bare("turfs-refresh"),
        TurfsEvent::Take { turf } => bare("turfs-take").with("turf", turf),
        TurfsEvent::Walk { turf } => bare("turfs-walk").with("turf", turf),
        TurfsEvent::DoorPicked { door } => bare("turfs-door").with("door", door),
        TurfsEvent::OutcomeTapped { outcome } => {
            bare("turfs-outcome").with("outcome", outcome.code())
        }
        TurfsEvent::AnswerPicked { question, choice } => {
            bare("turfs-answer").with("question", question).with("choice", choice)
        }
        TurfsEvent::SaveVisit => bare("turfs-save-visit"),
        TurfsEvent::AddPhoto => bare("turfs-add-photo"),
        TurfsEvent::RemovePhoto { photo } => bare("turfs-remove-photo").with("photo", photo),
        TurfsEvent::LeaveDoor => bare("turfs-leave-door"),
        TurfsEvent::OpenProposal => bare("turfs-open-proposal"),
        TurfsEvent::ProposalTyped { label } => bare("turfs-proposal").with("text", label),
        TurfsEvent::SendProposal => bare("turfs-send-proposal"),
        TurfsEvent::CancelProposal => bare("turfs-cancel-proposal"),
        TurfsEvent::VoidPicked { visit } => bare("turfs-void").with("visit", visit),
        TurfsEvent::VoidConfirmed { reason } => {
            bare("turfs-void-confirmed").with("reason", reason.code())
        }
        TurfsEvent::VoidCancelled => bare("turfs-void-cancelled"),
    }
}

pub(super) fn read(name: &str, fields: &Fields) -> Result<Option<Vec<TurfsEvent>>, BadForm> {
    let event = match name {
        "send-proposal" => return Ok(Some(proposal_sent(fields))),
        "refresh" => TurfsEvent::Refresh,
        "take" => TurfsEvent::Take { turf: fields.parsed("turf")? },
        "walk" => TurfsEvent::Walk { turf: fields.parsed("turf")? },
        "door" => TurfsEvent::DoorPicked { door: fields.parsed("door")? },
        "outcome" => TurfsEvent::OutcomeTapped {
            outcome: fields.one_of("outcome", &Outcome::ALL, Outcome::code)?,
        },
        "answer" => TurfsEvent::AnswerPicked {
            question: fields.owned("question")?,
            choice: fields.owned("choice")?,
        },
        "save-visit" => TurfsEvent::SaveVisit,
        "add-photo" => TurfsEvent::AddPhoto,
        "remove-photo" => TurfsEvent::RemovePhoto { photo: fields.parsed("photo")? },
        "leave-door" => TurfsEvent::LeaveDoor,
        "open-proposal" => TurfsEvent::OpenProposal,
        "proposal" => TurfsEvent::ProposalTyped { label: fields.owned("text")? },
        "cancel-proposal" => TurfsEvent::CancelProposal,
        "void" => TurfsEvent::VoidPicked { visit: fields.parsed("visit")? },
        "void-confirmed" => TurfsEvent::VoidConfirmed {
            reason: fields.one_of("reason", &VoidReason::ALL, VoidReason::code)?,
        },
        "void-cancelled" => TurfsEvent::VoidCancelled,
        _ => return Ok(None),
    };
    Ok(Some(vec![event]))
}

/// What stands in the field comes with the press: without script nothing was sent before.
fn proposal_sent(fields: &Fields) -> Vec<TurfsEvent> {
    let typed =
        fields.optional("text").map(|text| TurfsEvent::ProposalTyped { label: text.to_owned() });
    typed.into_iter().chain([TurfsEvent::SendProposal]).collect()
}
