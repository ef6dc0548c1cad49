//! What to tap: mostly what the screen offers, sometimes anything.

use wufei_domain::{
    drop_off::ReversalReason,
    tariff::Grade,
    units::WeightUnit,
    visit::{Outcome, VoidReason},
    words::Language,
};

use super::super::{dice::Dice, town};
use crate::{
    event::{
        LearningEvent, LookupEvent, OutboxEvent, PointEvent, QuizChoice, SettingsEvent, Tab,
        TurfsEvent, UiEvent,
    },
    view::Screen,
};

const TABS: [Tab; 7] = [
    Tab::Lookup,
    Tab::Household,
    Tab::Point,
    Tab::Turfs,
    Tab::Outbox,
    Tab::Standing,
    Tab::Settings,
];

const ITEMS: [&str; 8] = ["牛奶盒", "奶茶", "电", "曲率引擎", "", "milk", "回收点", "旧沙发"];

const WEIGHTS: [&str; 6] = ["", "0", "-1", "x", "1.2345", "9999"];

const MATERIALS: [&str; 3] = ["cardboard", "pet", "moon dust"];

const KEYS: [&str; 3] = ["sorts", "yes", "no"];

const fn point(event: PointEvent) -> UiEvent {
    UiEvent::Point { event }
}

const fn turfs(event: TurfsEvent) -> UiEvent {
    UiEvent::Turfs { event }
}

#[derive(Default)]
pub(super) struct Taps {
    /// The last weight that was typed: each is typed once.
    grams: u32,
}

impl Taps {
    pub(super) fn next(&mut self, dice: &mut Dice, screen: &Screen) -> UiEvent {
        match dice.below(12) {
            0 => UiEvent::Open { tab: dice.pick(&TABS) },
            1 => self.anything(dice),
            _ => self.offered(dice, screen),
        }
    }

    fn weight(&mut self) -> String {
        self.grams += 1;
        format!("{}.{:03}", self.grams / 1_000, self.grams % 1_000)
    }

    fn line(&mut self, dice: &mut Dice) -> PointEvent {
        PointEvent::LineEntered {
            material: town::material(dice.pick(&MATERIALS[..2])),
            unit: WeightUnit::Kilogram,
            gross: self.weight(),
            tare: String::new(),
            grade: dice.pick(&[Grade::Clean, Grade::Mixed, Grade::Rejected]),
        }
    }

    fn offered(&mut self, dice: &mut Dice, screen: &Screen) -> UiEvent {
        match screen {
            Screen::Shift { .. } => point(PointEvent::OpenShift),
            Screen::Weigh { .. } => self.at_scale(dice),
            Screen::Review { .. } if dice.once_in(6) => point(PointEvent::Edit),
            Screen::Review { .. } => point(PointEvent::Confirm),
            Screen::Log { log } if !log.rows.is_empty() && !dice.once_in(4) => {
                point(PointEvent::MendPicked { drop_off: dice.pick(&log.rows).drop_off })
            }
            Screen::Log { .. } => point(PointEvent::CloseLog),
            Screen::Mend { .. } => {
                point(PointEvent::MendConfirmed { reason: dice.pick(&ReversalReason::ALL) })
            }
            Screen::Turfs { .. } => {
                turfs(TurfsEvent::Walk { turf: town::turf(u8::from(dice.once_in(9)) + 1) })
            }
            Screen::Doors { doors } if !doors.doors.is_empty() && !dice.once_in(8) => {
                turfs(TurfsEvent::DoorPicked { door: dice.pick(&doors.doors).door })
            }
            Screen::Doors { .. } => turfs(TurfsEvent::OpenProposal),
            Screen::Door { door } if !door.history.is_empty() && dice.once_in(3) => {
                turfs(TurfsEvent::VoidPicked { visit: dice.pick(&door.history).visit })
            }
            Screen::Door { .. } => at_door(dice),
            Screen::Proposal { .. } => turfs(dice.pick(&[
                TurfsEvent::ProposalTyped { label: "3 幢 501".to_owned() },
                TurfsEvent::SendProposal,
            ])),
            Screen::VisitVoid { .. } => {
                turfs(TurfsEvent::VoidConfirmed { reason: dice.pick(&VoidReason::ALL) })
            }
            Screen::Outbox { outbox } if !outbox.attention.is_empty() => {
                let record = dice.pick(&outbox.attention).record;
                UiEvent::Outbox { event: OutboxEvent::Withdraw { record } }
            }
            Screen::Lessons { .. }
            | Screen::Lesson { .. }
            | Screen::Quiz { .. }
            | Screen::QuizDone { .. }
                if !dice.once_in(4) =>
            {
                UiEvent::Learning { event: learning(dice) }
            }
            Screen::Leave { .. } if dice.once_in(2) => UiEvent::Settings { event: settings(dice) },
            _ if dice.once_in(3) => self.anything(dice),
            _ => UiEvent::Open { tab: dice.pick(&[Tab::Point, Tab::Turfs, Tab::Outbox]) },
        }
    }

    fn at_scale(&mut self, dice: &mut Dice) -> UiEvent {
        point(match dice.below(16) {
            0..3 => {
                let number = dice.pick(&[1, 2, 3]);
                PointEvent::CardPicked { card: town::holder(number).card }
            }
            3..7 => self.line(dice),
            7..13 => PointEvent::Review,
            13 => PointEvent::CloseShift,
            14 => PointEvent::GrossTyped { text: self.weight() },
            _ => PointEvent::OpenLog,
        })
    }

    fn anything(&mut self, dice: &mut Dice) -> UiEvent {
        match dice.below(9) {
            8 => UiEvent::Learning { event: learning(dice) },
            0 => UiEvent::Start,
            1 => UiEvent::Back,
            2 => UiEvent::DismissNote,
            3 => UiEvent::Lookup { event: lookup(dice) },
            4 => point(self.any_point(dice)),
            5 => turfs(any_turfs(dice)),
            6 => UiEvent::Outbox {
                event: dice.pick(&[
                    OutboxEvent::SyncNow,
                    OutboxEvent::StopSync,
                    OutboxEvent::Export,
                    OutboxEvent::Withdraw { record: town::record(99) },
                ]),
            },
            _ => UiEvent::Settings { event: settings(dice) },
        }
    }

    fn any_point(&mut self, dice: &mut Dice) -> PointEvent {
        let all = [
            PointEvent::OpenShift,
            PointEvent::CloseShift,
            PointEvent::CardTyped { text: town::holder(1).card.spaced() },
            PointEvent::CardTyped { text: "1234".to_owned() },
            PointEvent::CardEntered,
            PointEvent::CardPicked { card: town::holder(9).card },
            PointEvent::ScanCard,
            PointEvent::ForgetCard,
            PointEvent::MaterialPicked { material: town::material(dice.pick(&MATERIALS)) },
            PointEvent::UnitPicked { unit: WeightUnit::Kilogram },
            PointEvent::GrossTyped { text: dice.pick(&WEIGHTS).to_owned() },
            PointEvent::TareTyped { text: dice.pick(&WEIGHTS).to_owned() },
            PointEvent::GradePicked { grade: Grade::Mixed },
            self.line(dice),
            PointEvent::AddLine,
            PointEvent::RemoveLine { index: 0 },
            PointEvent::Review,
            PointEvent::Edit,
            PointEvent::Confirm,
            PointEvent::Withdraw,
            PointEvent::OpenLog,
            PointEvent::CloseLog,
            PointEvent::MendPicked { drop_off: town::record(99) },
            PointEvent::MendConfirmed { reason: ReversalReason::LoggedTwice },
            PointEvent::MendCancelled,
        ];
        dice.pick(&all)
    }
}

fn lookup(dice: &mut Dice) -> LookupEvent {
    let all = [
        LookupEvent::Typed { text: dice.pick(&ITEMS).to_owned() },
        LookupEvent::Typed { text: "曲率引擎".to_owned() },
        LookupEvent::Picked { item: "milk-carton".to_owned() },
        LookupEvent::TellUs,
        LookupEvent::ReadAloud,
        LookupEvent::Share,
        LookupEvent::FavouritePicked { on: dice.once_in(2) },
        LookupEvent::RecentsEmptied,
        LookupEvent::RecentsRestored,
        LookupEvent::Clear,
    ];
    dice.pick(&all)
}

fn learning(dice: &mut Dice) -> LearningEvent {
    let lesson = dice.pick(&["parts", "afterwards", "moon dust"]).to_owned();
    let all = [
        LearningEvent::Open,
        LearningEvent::LessonPicked { lesson: lesson.clone() },
        LearningEvent::NextPage,
        LearningEvent::PreviousPage,
        LearningEvent::QuizPicked { lesson: None },
        LearningEvent::QuizPicked { lesson: Some(lesson) },
        LearningEvent::ChoicePicked { choice: dice.pick(&QuizChoice::ALL) },
        LearningEvent::ChoicePicked { choice: dice.pick(&QuizChoice::BINS) },
        LearningEvent::Next,
        LearningEvent::ReadAloud,
        LearningEvent::Finish,
    ];
    dice.pick(&all)
}

fn at_door(dice: &mut Dice) -> UiEvent {
    let all = [
        TurfsEvent::OutcomeTapped { outcome: dice.pick(&Outcome::ALL) },
        TurfsEvent::AnswerPicked { question: "sorts".to_owned(), choice: "yes".to_owned() },
        TurfsEvent::SaveVisit,
        TurfsEvent::LeaveDoor,
    ];
    turfs(dice.pick(&all))
}

fn any_turfs(dice: &mut Dice) -> TurfsEvent {
    let turf = town::turf(dice.pick(&[1, 2, 9]));
    let (question, choice) = (dice.pick(&KEYS).to_owned(), dice.pick(&KEYS).to_owned());
    let all = [
        TurfsEvent::Refresh,
        TurfsEvent::Take { turf },
        TurfsEvent::Walk { turf },
        TurfsEvent::DoorPicked { door: town::door(dice.pick(&[1, town::QUIET_DOOR, 77])) },
        TurfsEvent::OutcomeTapped { outcome: dice.pick(&Outcome::ALL) },
        TurfsEvent::AnswerPicked { question, choice },
        TurfsEvent::SaveVisit,
        TurfsEvent::LeaveDoor,
        TurfsEvent::OpenProposal,
        TurfsEvent::ProposalTyped { label: "幢".repeat(dice.pick(&[0, 3, 50])) },
        TurfsEvent::SendProposal,
        TurfsEvent::CancelProposal,
        TurfsEvent::VoidPicked { visit: town::record(99) },
        TurfsEvent::VoidConfirmed { reason: dice.pick(&VoidReason::ALL) },
        TurfsEvent::VoidCancelled,
    ];
    dice.pick(&all)
}

fn settings(dice: &mut Dice) -> SettingsEvent {
    let all = [
        SettingsEvent::LanguagePicked { language: dice.pick(&Language::ALL) },
        SettingsEvent::ElderPicked { on: dice.once_in(2) },
        SettingsEvent::CodeTyped { text: dice.pick(&town::CODES).1.to_owned() },
        SettingsEvent::CodeTyped { text: "nonsense".to_owned() },
        SettingsEvent::Enrol,
        SettingsEvent::LeavePicked,
        SettingsEvent::LeaveConfirmed,
        SettingsEvent::LeaveCancelled,
    ];
    dice.pick(&all)
}
