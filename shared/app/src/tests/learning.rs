//! Lessons and quizzes: what is due, what an answer does to it, what stays after a restart.

use std::collections::BTreeMap;

use wufei_domain::{recall::DAYS, role::Role, time::DAY_MS};
use wufei_guide::{Lessons, Question};

use super::{asks::Ask, driver::Driver, town};
use crate::{
    event::{LearningEvent, QuizChoice, SettingsEvent, Tab, UiEvent},
    model::learning::draw,
    view::{
        Screen,
        learning::{LessonView, LessonsView, QuizDoneView, QuizView},
    },
};

fn picked(lesson: &str) -> LearningEvent {
    LearningEvent::LessonPicked { lesson: lesson.to_owned() }
}

fn quiz_of(lesson: Option<&str>) -> LearningEvent {
    LearningEvent::QuizPicked { lesson: lesson.map(str::to_owned) }
}

pub(super) fn at_lessons() -> Driver {
    let mut driver = Driver::started(town::fresh());
    driver.learns(LearningEvent::Open);
    driver
}

pub(super) fn at_page(lesson: &str, page: usize) -> Driver {
    let mut driver = at_lessons();
    driver.learns(picked(lesson));
    for _ in 0..page {
        driver.learns(LearningEvent::NextPage);
    }
    driver
}

pub(super) fn at_quiz(lesson: Option<&str>) -> Driver {
    let mut driver = at_lessons();
    driver.learns(quiz_of(lesson));
    driver
}

pub(super) fn answered_wrongly() -> Driver {
    let mut driver = at_quiz(None);
    answers(&mut driver, false);
    driver
}

pub(super) fn at_end() -> Driver {
    let mut driver = answered_wrongly();
    driver.learns(LearningEvent::Next);
    finishes_round(&mut driver);
    driver
}

fn lessons(driver: &Driver) -> LessonsView {
    match driver.screen() {
        Screen::Lessons { lessons } => lessons,
        other => panic!("{other:?}"),
    }
}

fn lesson(driver: &Driver) -> LessonView {
    match driver.screen() {
        Screen::Lesson { lesson } => lesson,
        other => panic!("{other:?}"),
    }
}

pub(super) fn quiz(driver: &Driver) -> QuizView {
    match driver.screen() {
        Screen::Quiz { quiz } => quiz,
        other => panic!("{other:?}"),
    }
}

fn done(driver: &Driver) -> QuizDoneView {
    match driver.screen() {
        Screen::QuizDone { done } => done,
        other => panic!("{other:?}"),
    }
}

fn zhejiang() -> &'static Lessons<'static> {
    Lessons::zhejiang().unwrap()
}

fn asked(driver: &Driver) -> &'static Question<'static> {
    &zhejiang().questions()[usize::try_from(quiz(driver).question).unwrap() - 1]
}

/// Answers the question on the screen.
pub(super) fn answers(driver: &mut Driver, rightly: bool) {
    let right: QuizChoice = asked(driver).place().into();
    let wrong = *QuizChoice::BINS.iter().find(|choice| **choice != right).unwrap();
    driver.learns(LearningEvent::ChoicePicked { choice: if rightly { right } else { wrong } });
}

fn finishes_round(driver: &mut Driver) {
    while matches!(driver.screen(), Screen::Quiz { .. }) {
        answers(driver, true);
        driver.learns(LearningEvent::Next);
    }
}

#[test]
fn the_lessons_are_read_page_by_page_with_what_they_rest_on() {
    let mut driver = at_page("parts", 0);
    let first = lesson(&driver);
    assert!(first.previous_label.is_none() && first.next_label.is_some());
    driver.learns(LearningEvent::PreviousPage);
    assert_eq!(lesson(&driver), first);
    let mut sourced = 0;
    while lesson(&driver).next_label.is_some() {
        driver.learns(LearningEvent::NextPage);
        sourced += usize::from(lesson(&driver).source_line.is_some());
    }
    assert_eq!(sourced, 6);
    assert!(lesson(&driver).quiz_label.is_some(), "the last page leads to the questions");
    driver.does(UiEvent::Back);
    assert_eq!(lessons(&driver).lessons.len(), 10);
    driver.does(UiEvent::Back);
    assert!(matches!(driver.screen(), Screen::Lookup { .. }));
}

#[test]
fn a_round_has_ten_questions_and_no_place_fills_it() {
    let mut driver = at_quiz(None);
    let mut by_place: BTreeMap<QuizChoice, usize> = BTreeMap::new();
    let mut before = None;
    for number in 1..=10 {
        let place = asked(&driver).place().into();
        assert!(quiz(&driver).progress.contains(&number.to_string()));
        assert_ne!(before.replace(place), Some(place), "the places alternate");
        *by_place.entry(place).or_default() += 1;
        answers(&mut driver, true);
        driver.learns(LearningEvent::Next);
    }
    assert!(by_place.len() >= 5 && by_place.values().all(|count| *count <= 2), "{by_place:?}");
    assert_eq!(done(&driver).score.unwrap().number, "10");
}

#[test]
fn what_was_never_asked_comes_easy_before_hard() {
    let due = draw::due(zhejiang(), None, &BTreeMap::new(), driver_now());
    let percents: Vec<u8> =
        due.iter().map(|at| zhejiang().questions()[*at].right_percent).collect();
    assert!(percents.is_sorted_by(|one, next| one >= next));
    assert_eq!(due.len(), zhejiang().questions().len());
}

fn driver_now() -> wufei_domain::time::UnixMs {
    wufei_domain::time::UnixMs::new(town::MORNING)
}

#[test]
fn the_other_places_stand_in_a_round_or_do_not_and_never_tell_the_answer() {
    let mut with = at_quiz(None);
    while matches!(with.screen(), Screen::Quiz { .. }) {
        assert_eq!(quiz(&with).choices.len(), 6, "one of the round needs them");
        assert!(quiz(&with).choices.iter().all(|choice| !choice.right && !choice.picked));
        answers(&mut with, true);
        with.learns(LearningEvent::Next);
    }
    let without = at_quiz(Some("recyclable"));
    assert_eq!(quiz(&without).choices.len(), 4);
}

#[test]
fn an_answer_says_at_once_which_bin_and_why_and_counts_once() {
    let mut driver = at_quiz(None);
    driver.learns(LearningEvent::Next);
    assert!(quiz(&driver).outcome.is_none(), "an open question is not passed over");
    answers(&mut driver, false);
    let view = quiz(&driver);
    let outcome = view.outcome.clone().unwrap();
    assert!(!outcome.is_right && !outcome.explanation.is_empty() && !outcome.bin_line.is_empty());
    assert_eq!(view.choices.iter().filter(|choice| choice.mark.is_some()).count(), 2);
    answers(&mut driver, true);
    assert_eq!(quiz(&driver), view, "the first answer stands");
    assert_eq!(driver.times(Ask::SaveRecall), 1);
    let spoken = driver.times(Ask::ReadAloud);
    driver.learns(LearningEvent::ReadAloud);
    assert_eq!(driver.times(Ask::ReadAloud), spoken + 1);
}

#[test]
fn a_question_comes_again_in_its_time_also_after_a_restart() {
    let mut driver = at_quiz(Some("clean-enough"));
    finishes_round(&mut driver);
    assert!(done(&driver).again_label.is_none(), "all seven were answered");
    driver.learns(LearningEvent::Finish);
    let row = |driver: &Driver| {
        let view = lessons(driver);
        view.lessons.into_iter().find(|row| row.lesson == "clean-enough").unwrap().detail
    };
    let none = row(&driver);
    let mut driver = driver.restarted();
    driver.learns(LearningEvent::Open);
    assert_eq!(row(&driver), none);
    driver.passes(DAYS[0] * DAY_MS);
    driver.learns(LearningEvent::Open);
    assert_ne!(row(&driver), none, "a day later they are due");
    driver.learns(quiz_of(Some("clean-enough")));
    answers(&mut driver, false);
    let missed = asked(&driver).key.clone();
    driver.learns(LearningEvent::Next);
    finishes_round(&mut driver);
    assert_eq!(lessons_score(&mut driver), "6");
    driver.learns(quiz_of(Some("clean-enough")));
    assert_eq!(asked(&driver).key, missed, "what was wrong is due at once");
}

fn lessons_score(driver: &mut Driver) -> String {
    driver.learns(LearningEvent::Finish);
    lessons(driver).score.unwrap().number
}

#[test]
fn what_cannot_be_read_says_so_and_the_lessons_stay() {
    let mut driver = Driver::started(town::fresh());
    driver.held.insert(Ask::Learning);
    driver.learns(LearningEvent::Open);
    assert!(lessons(&driver).loading.is_some() && lessons(&driver).score.is_none());
    driver.broken.insert(Ask::Learning);
    driver.lets_go(Ask::Learning);
    let view = lessons(&driver);
    assert!(view.problem.is_some() && view.quiz_label.is_none() && view.lessons.len() == 10);
    driver.broken.clear();
    driver.learns(LearningEvent::Open);
    assert!(lessons(&driver).problem.is_none() && lessons(&driver).quiz_label.is_some());
}

#[test]
fn an_answer_that_is_not_kept_says_so() {
    let mut driver = at_quiz(None);
    driver.broken.insert(Ask::SaveRecall);
    answers(&mut driver, true);
    assert!(driver.note().is_some() && driver.device.recalls.is_empty());
}

#[test]
fn who_leaves_takes_their_answers_along() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    driver.learns(LearningEvent::Open);
    driver.learns(quiz_of(None));
    driver.held.insert(Ask::SaveRecall);
    answers(&mut driver, true);
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::LeavePicked);
    driver.sets(SettingsEvent::LeaveConfirmed);
    assert_eq!(driver.times(Ask::Leave), 0, "an answer is still being stored");
    driver.lets_go(Ask::SaveRecall);
    assert_eq!(driver.times(Ask::Leave), 1);
    assert!(driver.device.recalls.is_empty());
    driver.opens(Tab::Lookup);
    assert!(matches!(driver.screen(), Screen::Lookup { .. }));
}
