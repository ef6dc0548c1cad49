//! One door: outcome, script, history; a door to propose; a visit to void.

use maud::{Markup, html};
use wufei_app::event::TurfsEvent;
use wufei_app::view::door::{DoorView, ProposalView, QuestionView, ScriptView, VisitRow, VoidView};

use super::press::{Press, action_of};
use super::turfs::row_id;
use super::{icon, photos, problem};
use crate::act::{ACTION, of_turfs};

pub(super) fn door(view: &DoorView) -> Markup {
    html! {
        section aria-labelledby="door" {
            h2.big #door { (view.label) }
            p { (view.question) }
            div.keys {
                @for key in &view.outcomes {
                    (Press::new(of_turfs(TurfsEvent::OutcomeTapped { outcome: key.outcome }), html! {
                        (icon::of_outcome(key.outcome)) span { (key.label) }
                    }).class("key").pressed(key.selected).at(row_id(view.door)))
                }
            }
        }
        @if let Some(asked) = &view.script { (script(asked, &row_id(view.door))) }
        @if let Some(photos) = &view.photos {
            (photos::render(photos, &of_turfs(TurfsEvent::AddPhoto), |photo| {
                of_turfs(TurfsEvent::RemovePhoto { photo })
            }))
        }
        section {
            h2 { (view.history_heading) }
            @if let Some(empty) = &view.history_empty { p.quiet { (empty) } }
            @if !view.history.is_empty() {
                ul.rows { @for row in &view.history { (visit(row)) } }
            }
        }
    }
}

fn script(view: &ScriptView, at: &str) -> Markup {
    html! {
        section.panel aria-labelledby="script" {
            h2 #script { (view.heading) }
            @for asked in &view.questions { (question(asked)) }
            (Press::new(of_turfs(TurfsEvent::SaveVisit), &view.save_label).class("main wide").at(at))
        }
    }
}

fn question(view: &QuestionView) -> Markup {
    let id = format!("question-{}", view.question);
    html! {
        div.question role="group" aria-labelledby=(id) {
            p id=(id) { (view.text) }
            div.choices {
                @for key in &view.choices {
                    (Press::new(of_turfs(TurfsEvent::AnswerPicked {
                        question: view.question.clone(),
                        choice: key.choice.clone(),
                    }), &key.label).class("key small-key").pressed(key.selected).at("script"))
                }
            }
        }
    }
}

fn visit(row: &VisitRow) -> Markup {
    html! {
        li.row.void[row.void_word.is_some()] {
            div.grow {
                p { strong { (row.outcome_word) } " " span.quiet { (row.by_word) } }
                p.small.quiet { (row.moment) }
                @if let Some(word) = &row.unsent_word { p.mark { (word) } }
                @if let Some(word) = &row.void_word { p.mark { (word) } }
                @if let Some(word) = &row.pair_word { p.mark.pair { (word) } }
            }
            @if let Some(label) = &row.void_label {
                (Press::new(of_turfs(TurfsEvent::VoidPicked { visit: row.visit }), label)
                    .class("plain"))
            }
        }
    }
}

pub(super) fn proposal(view: &ProposalView) -> Markup {
    let typing = of_turfs(TurfsEvent::ProposalTyped { label: String::new() });
    let send = of_turfs(TurfsEvent::SendProposal);
    let wrong = view.problem.is_some();
    html! {
        p { (view.text) }
        form.field method="post" action="act" {
            input type="hidden" name=(ACTION) value=(action_of(&send));
            label for="proposal-text" { (view.field_label) }
            input #proposal-text name="text" value=(view.typed) autocomplete="off" maxlength="200"
                aria-invalid=[wrong.then_some("true")]
                aria-describedby={ "proposal-hint" @if wrong { " proposal-problem" } }
                data-typed=(action_of(&typing));
            p.small.quiet #proposal-hint { (view.field_hint) }
            (problem("proposal-problem", view.problem.as_ref()))
            button.main.wide type="submit" { (view.send_label) }
        }
        (Press::new(of_turfs(TurfsEvent::CancelProposal), &view.cancel_label).class("plain"))
    }
}

pub(super) fn void(view: &VoidView) -> Markup {
    let row = VisitRow { void_label: None, ..view.row.clone() };
    html! {
        ul.rows { (visit(&row)) }
        section aria-labelledby="void" {
            h2 #void { (view.question) }
            p.quiet { (view.hint) }
            div.keys.single {
                @for key in &view.reasons {
                    (Press::new(of_turfs(TurfsEvent::VoidConfirmed { reason: key.reason }), &key.label)
                        .class("key"))
                }
            }
        }
        (Press::new(of_turfs(TurfsEvent::VoidCancelled), &view.cancel_label).class("plain"))
    }
}
