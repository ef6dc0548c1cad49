//! Lessons, a page of one, a question with the places to choose from, and how a round went.

use maud::{Markup, html};
use wufei_app::event::LearningEvent;
use wufei_app::view::Tone;
use wufei_app::view::learning::{
    LessonRow, LessonView, LessonsView, PlaceKey, QuizDoneView, QuizOutcome, QuizView, ScoreView,
};
use wufei_app::view::lookup::ItemLink;

use super::press::Press;
use super::{icon, problem};
use crate::act::of_learning;

pub(super) fn lessons(view: &LessonsView) -> Markup {
    html! {
        @if let Some(loading) = &view.loading { p.quiet role="status" { (loading) } }
        (problem("learning-problem", view.problem.as_ref()))
        @if let Some(label) = &view.again_label {
            (Press::new(of_learning(LearningEvent::Open), label).class("plain"))
        }
        @if let Some(line) = &view.quiz_line { p.lead role="status" { (line) } }
        @if let Some(label) = &view.quiz_label { (begins(label, None)) }
        section aria-labelledby="lessons" {
            h2 #lessons { (view.heading) }
            ul.rows.items { @for lesson in &view.lessons { li { (row(lesson)) } } }
        }
        @if let Some(view) = &view.score { (score(view)) }
    }
}

fn begins(label: &str, lesson: Option<&String>) -> Markup {
    let quiz = of_learning(LearningEvent::QuizPicked { lesson: lesson.cloned() });
    html! { (Press::new(quiz, label).class("main")) }
}

fn row(lesson: &LessonRow) -> Markup {
    let face = html! {
        span.name { (lesson.title) }
        span.quiet { (lesson.detail) }
    };
    let picked = of_learning(LearningEvent::LessonPicked { lesson: lesson.lesson.clone() });
    html! { (Press::new(picked, face).class("row")) }
}

fn score(view: &ScoreView) -> Markup {
    html! {
        section {
            p { strong { (view.label) " " (view.number) } }
            p.small.quiet { (view.note) }
        }
    }
}

pub(super) fn lesson(view: &LessonView) -> Markup {
    html! {
        article aria-live="polite" {
            p.small.quiet { (view.progress) }
            p.lead { (view.text) }
            @if !view.items.is_empty() {
                h2 { (view.items_heading) }
                ul.rows { @for item in &view.items { li.row { (shown(item)) } } }
            }
            @if let Some(line) = &view.source_line { p.small.quiet { (line) } }
        }
        @if let Some(label) = &view.next_label {
            (Press::new(of_learning(LearningEvent::NextPage), label).class("main"))
        }
        @if let Some(label) = &view.quiz_label { (begins(label, Some(&view.lesson))) }
        div.beside {
            @if let Some(label) = &view.previous_label {
                (Press::new(of_learning(LearningEvent::PreviousPage), label))
            }
            (aloud(&view.read_aloud_label))
        }
    }
}

/// A thing the page speaks of, with its bin.
fn shown(item: &ItemLink) -> Markup {
    html! {
        span.name.grow { (item.name) }
        span.bin.(item.colour.class()) { (icon::of_bin(item.colour)) (item.stream_word) }
    }
}

fn aloud(label: &str) -> Markup {
    let face = html! { (icon::icon(icon::SPEAKER)) (label) };
    html! { (Press::new(of_learning(LearningEvent::ReadAloud), face).class("plain")) }
}

pub(super) fn quiz(view: &QuizView) -> Markup {
    html! {
        @if let Some(intro) = &view.intro { p { (intro) } }
        p.small.quiet { (view.progress) }
        section aria-labelledby="asked" data-question=(view.question) {
            h2 #asked {
                (view.name)
                @if let Some(about) = &view.about { " " span.about { (about) } }
            }
            p { (view.ask) }
            div.answer aria-live="polite" {
                @if let Some(outcome) = &view.outcome { (outcome_card(outcome)) }
            }
            ul.rows { @for key in &view.choices { li { (choice(key, view)) } } }
        }
    }
}

/// A place to choose; once the question is answered, what was picked and what is right.
fn choice(key: &PlaceKey, view: &QuizView) -> Markup {
    let face = html! {
        span.bin.(key.colour.class()) { (icon::of_bin(key.colour)) (key.label) }
        @if let Some(mark) = &key.mark { span.mark { (mark) } }
    };
    let picked = of_learning(LearningEvent::ChoicePicked { choice: key.choice });
    html! {
        @if view.outcome.is_none() {
            (Press::new(picked, face).class("row"))
        } @else {
            div.row.closed { (face) }
        }
    }
}

fn outcome_card(outcome: &QuizOutcome) -> Markup {
    let tone = if outcome.is_right { Tone::Good } else { Tone::Info };
    html! {
        section.part.(outcome.colour.class()) {
            header.band {
                (icon::of_bin(outcome.colour))
                div { h3 { (outcome.verdict) } p.bin-line { (outcome.bin_line) } }
            }
            div.body {
                p { (icon::of_tone(tone)) (outcome.explanation) }
                p.small.quiet { (outcome.source_line) }
            }
        }
        (Press::new(of_learning(LearningEvent::Next), &outcome.next_label).class("main"))
        (aloud(&outcome.read_aloud_label))
    }
}

pub(super) fn done(view: &QuizDoneView) -> Markup {
    html! {
        p.lead role="status" { (view.text) }
        @if let Some(hint) = &view.hint { p.quiet { (hint) } }
        @if let Some(view) = &view.score { (score(view)) }
        (Press::new(of_learning(LearningEvent::Finish), &view.finish_label).class("main"))
        @if let Some(label) = &view.again_label {
            (Press::new(
                of_learning(LearningEvent::QuizPicked { lesson: view.again_lesson.clone() }),
                label,
            ))
        }
    }
}
