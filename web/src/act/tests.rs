//! Every event survives its form, and every event stands on some screen.

use std::collections::BTreeSet;

use wufei_app::domain::card::CardNumber;
use wufei_app::domain::drop_off::ReversalReason;
use wufei_app::domain::photo::PhotoId;
use wufei_app::domain::tariff::{Grade, MaterialId};
use wufei_app::domain::units::WeightUnit;
use wufei_app::domain::visit::{Outcome, VoidReason};
use wufei_app::domain::words::Language;
use wufei_app::event::QuizChoice;

use super::*;
use crate::page;
use crate::samples::{self, SHARP};

fn sharp() -> String {
    SHARP.to_owned()
}

fn point_events() -> Vec<PointEvent> {
    let material = || MaterialId(sharp());
    let card = CardNumber::from_serial(42).unwrap();
    let drop_off = "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap();
    let mut events = vec![
        PointEvent::OpenShift,
        PointEvent::CloseShift,
        PointEvent::CardTyped { text: sharp() },
        PointEvent::CardEntered,
        PointEvent::CardPicked { card },
        PointEvent::ScanCard,
        PointEvent::ForgetCard,
        PointEvent::MaterialPicked { material: material() },
        PointEvent::GrossTyped { text: sharp() },
        PointEvent::TareTyped { text: String::new() },
        PointEvent::AddLine,
        PointEvent::RemoveLine { index: 7 },
        PointEvent::Review,
        PointEvent::Edit,
        PointEvent::Confirm,
        PointEvent::Withdraw,
        PointEvent::OpenLog,
        PointEvent::CloseLog,
        PointEvent::MendPicked { drop_off },
        PointEvent::MendCancelled,
    ];
    events.extend(ReversalReason::ALL.map(|reason| PointEvent::MendConfirmed { reason }));
    for unit in [WeightUnit::Kilogram, WeightUnit::Jin] {
        events.push(PointEvent::UnitPicked { unit });
        for grade in [Grade::Clean, Grade::Mixed, Grade::Rejected] {
            events.push(PointEvent::GradePicked { grade });
            let (gross, tare) = ("3.2".to_owned(), String::new());
            events.push(PointEvent::LineEntered { material: material(), unit, gross, tare, grade });
        }
    }
    events
}

fn turfs_events() -> Vec<TurfsEvent> {
    let turf = "0190163d-8694-739b-aea5-966c26f8ad92".parse().unwrap();
    let visit = "0190163d-8694-739b-aea5-966c26f8ad93".parse().unwrap();
    let mut events = vec![
        TurfsEvent::Refresh,
        TurfsEvent::Take { turf },
        TurfsEvent::Walk { turf },
        TurfsEvent::DoorPicked { door: "330683106273-12".parse().unwrap() },
        TurfsEvent::AnswerPicked { question: sharp(), choice: "yes".to_owned() },
        TurfsEvent::SaveVisit,
        TurfsEvent::AddPhoto,
        TurfsEvent::RemovePhoto { photo: PhotoId::of(b"a photo") },
        TurfsEvent::LeaveDoor,
        TurfsEvent::OpenProposal,
        TurfsEvent::ProposalTyped { label: sharp() },
        TurfsEvent::SendProposal,
        TurfsEvent::CancelProposal,
        TurfsEvent::VoidPicked { visit },
        TurfsEvent::VoidCancelled,
    ];
    events.extend(Outcome::ALL.map(|outcome| TurfsEvent::OutcomeTapped { outcome }));
    events.extend(VoidReason::ALL.map(|reason| TurfsEvent::VoidConfirmed { reason }));
    events
}

fn learning_events() -> Vec<LearningEvent> {
    let mut events = vec![
        LearningEvent::Open,
        LearningEvent::LessonPicked { lesson: sharp() },
        LearningEvent::NextPage,
        LearningEvent::PreviousPage,
        LearningEvent::QuizPicked { lesson: None },
        LearningEvent::QuizPicked { lesson: Some(sharp()) },
        LearningEvent::Next,
        LearningEvent::ReadAloud,
        LearningEvent::Finish,
    ];
    events.extend(QuizChoice::ALL.map(|choice| LearningEvent::ChoicePicked { choice }));
    events
}

/// Every event a form can raise, with values that need escaping.
fn events() -> Vec<UiEvent> {
    let record = "0190163d-8694-739b-aea5-966c26f8ad94".parse().unwrap();
    let mut events =
        vec![UiEvent::Back, UiEvent::DismissNote, of_household(HouseholdEvent::Locate)];
    events.extend(TABS.map(|tab| UiEvent::Open { tab }));
    events.extend(
        [
            LookupEvent::Typed { text: sharp() },
            LookupEvent::Picked { item: sharp() },
            LookupEvent::TellUs,
            LookupEvent::AddPhoto,
            LookupEvent::RemovePhoto { photo: PhotoId::of(b"a photo") },
            LookupEvent::ReadAloud,
            LookupEvent::Share,
            LookupEvent::FavouritePicked { on: true },
            LookupEvent::RecentsEmptied,
            LookupEvent::RecentsRestored,
            LookupEvent::Clear,
        ]
        .map(of_lookup),
    );
    events.extend(learning_events().into_iter().map(of_learning));
    events.extend(point_events().into_iter().map(of_point));
    events.extend(turfs_events().into_iter().map(of_turfs));
    events.extend(
        [
            OutboxEvent::SyncNow,
            OutboxEvent::StopSync,
            OutboxEvent::Withdraw { record },
            OutboxEvent::Export,
        ]
        .map(of_outbox),
    );
    events.extend(
        Language::ALL.map(|language| SettingsEvent::LanguagePicked { language }).map(of_settings),
    );
    events.extend([true, false].map(|on| of_settings(SettingsEvent::ElderPicked { on })));
    events.push(of_settings(SettingsEvent::CodeTyped { text: sharp() }));
    events.extend(
        [
            SettingsEvent::Enrol,
            SettingsEvent::LeavePicked,
            SettingsEvent::LeaveConfirmed,
            SettingsEvent::LeaveCancelled,
        ]
        .map(of_settings),
    );
    events
}

fn posted(event: &UiEvent) -> Fields {
    let written = write(event).unwrap();
    let action = (ACTION.to_owned(), written.action.to_owned());
    let values = written.values.into_iter().map(|(name, value)| (name.to_owned(), value));
    Fields::new([action].into_iter().chain(values).collect())
}

#[test]
fn every_event_survives_its_form() {
    for event in events() {
        assert_eq!(read(&posted(&event)), Ok(vec![event.clone()]), "{event:?}");
    }
    assert_eq!(write(&UiEvent::Start), None);
}

/// The list above is whole: each action that `write` knows stands on some screen, and the other
/// way round. `write` itself has no wildcard.
#[test]
fn every_event_stands_on_some_screen() {
    let pages: Vec<String> = samples::screens()
        .into_iter()
        .map(|screen| page::render(&samples::page(screen), 1).into_string())
        .collect();
    let rendered: BTreeSet<&str> = pages.iter().flat_map(|page| actions(page)).collect();
    let written: BTreeSet<&str> =
        events().iter().filter_map(write).map(|written| written.action).collect();
    assert_eq!(rendered, written);
    assert_eq!(written.len(), 76, "{written:?}");
}

/// The actions in a page: of forms, and of fields that the script sends as they change.
fn actions(page: &str) -> impl Iterator<Item = &str> {
    let after = |mark: &'static str| {
        page.match_indices(mark)
            .filter_map(move |(at, _)| page[at + mark.len()..].split('"').next())
    };
    after("name=\"action\" value=\"")
        .chain(after("data-typed=\""))
        .chain(after("data-pick=\""))
        .chain(after("data-action=\""))
}

#[test]
fn typed_text_comes_before_the_press() {
    let form = |action: &str, text: &str| {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        read(&Fields::new(vec![pair(ACTION, action), pair("text", text)])).unwrap()
    };
    let text = || "12".to_owned();
    assert_eq!(
        form("point-card-entered", "12"),
        [PointEvent::CardTyped { text: text() }, PointEvent::CardEntered].map(of_point)
    );
    assert_eq!(
        form("turfs-send-proposal", "12"),
        [TurfsEvent::ProposalTyped { label: text() }, TurfsEvent::SendProposal].map(of_turfs)
    );
    assert_eq!(
        form("settings-enrol", "12"),
        [SettingsEvent::CodeTyped { text: text() }, SettingsEvent::Enrol].map(of_settings)
    );
}

#[test]
fn a_form_nobody_rendered_is_refused() {
    let read = |pairs: &[(&str, &str)]| {
        let fields = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        read(&Fields::new(fields.collect()))
    };
    assert_eq!(read(&[]), Err(BadForm::Missing(ACTION)));
    for action in ["", "start", "point", "point-", "point-fly", "sky-open", "lookup-typed-x"] {
        assert_eq!(read(&[(ACTION, action)]), Err(BadForm::Action(action.to_owned())), "{action}");
    }
    assert_eq!(read(&[(ACTION, "turfs-door")]), Err(BadForm::Missing("door")));
    for (action, name, value) in [
        ("open", "tab", "sky"),
        ("turfs-door", "door", "12"),
        ("turfs-take", "turf", "1"),
        ("turfs-outcome", "outcome", "Met"),
        ("point-card-picked", "card", "12345678"),
        ("point-remove-line", "index", "-1"),
        ("point-unit", "unit", "pound"),
        ("settings-elder", "on", "yes"),
        ("settings-language", "language", "de"),
    ] {
        let wrong = BadForm::Value { name, value: value.to_owned() };
        assert_eq!(read(&[(ACTION, action), (name, value)]), Err(wrong));
    }
}

#[test]
fn a_place_on_the_page_is_an_id_or_nothing() {
    let at = |at: &str| Fields::new(vec![(AT.to_owned(), at.to_owned())]).at().map(str::to_owned);
    assert_eq!(at("door-330683106273-12").as_deref(), Some("door-330683106273-12"));
    for wrong in ["", "a b", "a\r\nset-cookie: b", "//other", &"a".repeat(65)] {
        assert_eq!(at(wrong), None, "{wrong}");
    }
}
