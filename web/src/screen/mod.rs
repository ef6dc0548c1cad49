//! Screens as HTML: a file a screen, the mirror of the app's views.
//!
//! Only words and states of the view are shown; what they mean is decided in the app. Every
//! control is a plain form ([`press`]); which event it raises is written by [`crate::act`].

pub mod icon;
mod photos;
pub mod press;

mod apart;
mod door;
mod household;
mod learning;
mod leave;
mod lookup;
mod outbox;
mod point;
mod qr;
mod settings;
mod standing;
mod turfs;
mod weigh;

use maud::{Markup, html};
use wufei_app::UiEvent;
use wufei_app::event::TurfsEvent;
use wufei_app::view::{Screen, Tone};

use crate::act::of_turfs;

/// What stands in `<main>`.
pub fn render(screen: &Screen) -> Markup {
    match screen {
        Screen::Starting { text } => html! { p.quiet role="status" { (text) } },
        Screen::Lookup { lookup } => lookup::render(lookup),
        Screen::Lessons { lessons } => learning::lessons(lessons),
        Screen::Lesson { lesson } => learning::lesson(lesson),
        Screen::Quiz { quiz } => learning::quiz(quiz),
        Screen::QuizDone { done } => learning::done(done),
        Screen::Household { household } => household::render(household),
        Screen::Shift { shift } => point::shift(shift),
        Screen::Weigh { weigh } => weigh::render(weigh),
        Screen::Review { review } => point::review(review),
        Screen::Log { log } => point::log(log),
        Screen::Mend { mend } => point::mend(mend),
        Screen::Turfs { turfs } => turfs::turfs(turfs),
        Screen::Doors { doors } => turfs::doors(doors),
        Screen::Door { door } => door::door(door),
        Screen::Proposal { proposal } => door::proposal(proposal),
        Screen::VisitVoid { void } => door::void(void),
        Screen::Outbox { outbox } => outbox::render(outbox),
        Screen::Standing { standing } => standing::render(standing),
        Screen::Settings { settings } => settings::render(settings),
        Screen::Leave { leave } => leave::render(leave),
    }
}

/// The screen's name: its class, and how the script knows a new screen from a changed one.
pub fn name(screen: &Screen) -> String {
    match screen {
        Screen::Door { door } => format!("door-{}", door.door),
        Screen::Quiz { quiz } => format!("quiz-{}", quiz.question),
        Screen::Lesson { lesson } => format!("lesson-{}", lesson.lesson),
        other => other.name().replace('_', "-"),
    }
}

/// Whether the view waits for an answer: without script the page then looks again by itself.
pub fn waits(screen: &Screen) -> bool {
    match screen {
        Screen::Starting { .. } => true,
        Screen::Turfs { turfs } => turfs.busy,
        Screen::Doors { doors } => doors.loading.is_some(),
        Screen::Lessons { lessons } => lessons.loading.is_some(),
        Screen::Outbox { outbox } => outbox.running,
        Screen::Settings { settings } => settings::waits(settings),
        Screen::Leave { leave } => leave.busy.is_some(),
        Screen::Lookup { .. }
        | Screen::Lesson { .. }
        | Screen::Quiz { .. }
        | Screen::QuizDone { .. }
        | Screen::Household { .. }
        | Screen::Shift { .. }
        | Screen::Weigh { .. }
        | Screen::Review { .. }
        | Screen::Log { .. }
        | Screen::Mend { .. }
        | Screen::Door { .. }
        | Screen::Proposal { .. }
        | Screen::VisitVoid { .. }
        | Screen::Standing { .. } => false,
    }
}

/// What the way back raises, and where the page stands then: a door is left for its own row.
pub fn back(screen: &Screen) -> (UiEvent, Option<String>) {
    match screen {
        Screen::Door { door } => (of_turfs(TurfsEvent::LeaveDoor), Some(turfs::row_id(door.door))),
        _ => (UiEvent::Back, None),
    }
}

/// A sentence on what is wrong with a field, tied to it by `id`.
fn problem(id: &str, text: Option<&String>) -> Markup {
    html! {
        @if let Some(text) = text {
            p.problem id=(id) role="alert" { (icon::of_tone(Tone::Problem)) span { (text) } }
        }
    }
}

#[cfg(test)]
mod tests;
