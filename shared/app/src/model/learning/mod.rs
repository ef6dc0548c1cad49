//! Learning: lessons to read, questions to answer, and when a question comes again.
//!
//! What was answered is kept on the device only, under the person's own eyes: it is neither a record
//! nor sent. [`quiz`] is one round of questions, [`draw`] which they are and in which order,
//! [`intro`] the round that a volunteer passes before the first turf.

pub(crate) mod draw;
mod intro;
pub(crate) mod quiz;

use std::collections::BTreeMap;

use wufei_domain::{recall::Recall, refusal::Refusal, time::UnixMs};
use wufei_guide::{Lesson, Lessons};

pub(crate) use intro::Intro;
use quiz::Quiz;

use super::{Cmd, Intent, Model, Notice, ask};
use crate::{
    app::Wufei,
    effect::{
        clock::{Stamp, TakeStamp},
        shell::ReadAloud,
        store::{LearningData, LoadLearning, SaveRecall},
    },
    event::{Event, LearningEvent, QuizChoice, Tab},
};

/// Questions of one round.
pub(crate) const ROUND: usize = 10;

#[derive(Debug, Default)]
pub(crate) struct Learning {
    pub(crate) known: Known,
    /// The device's time when learning was opened or a question answered last.
    pub(crate) now: Option<UnixMs>,
    pub(crate) place: Place,
    pub(crate) intro: Option<Intro>,
    /// Answers that are being stored.
    saving: u32,
}

/// What was answered so far.
#[derive(Debug, Default)]
pub(crate) enum Known {
    #[default]
    NotYet,
    Asked,
    Failed(Refusal),
    Here {
        /// By the question's key.
        recalls: BTreeMap<String, Recall>,
        /// Whether this person holds a turf, or held one.
        held_turf: bool,
    },
}

/// Where in the lessons a person is.
#[derive(Debug, Default)]
pub(crate) enum Place {
    /// At the look-up.
    #[default]
    Closed,
    List,
    /// At a page of a lesson; both count from 0.
    Lesson {
        lesson: usize,
        page: usize,
    },
    Quiz(Quiz),
}

impl Learning {
    pub(super) const fn is_open(&self) -> bool {
        !matches!(self.place, Place::Closed)
    }

    /// Whether an answer is being stored.
    pub(super) const fn is_storing(&self) -> bool {
        self.saving > 0
    }

    /// What was answered, by the question's key; empty before it is read.
    pub(crate) fn recalls(&self) -> Option<&BTreeMap<String, Recall>> {
        match &self.known {
            Known::Here { recalls, .. } => Some(recalls),
            Known::NotYet | Known::Asked | Known::Failed(_) => None,
        }
    }

    /// The questions of a lesson, or all of them, that are due, in the order they are asked in;
    /// `None` before it is known.
    pub(crate) fn due(
        &self,
        lessons: &Lessons<'_>,
        lesson: Option<&Lesson<'_>>,
    ) -> Option<Vec<usize>> {
        Some(draw::due(lessons, lesson, self.recalls()?, self.now?))
    }

    /// The honour score: how many questions were answered rightly the last time.
    pub(crate) fn score(&self) -> u32 {
        let held = self.recalls().map_or(0, |all| all.values().filter(|one| one.is_right).count());
        u32::try_from(held).unwrap_or(u32::MAX)
    }

    /// Whoever takes a turf is not asked before the next one.
    pub(super) fn turf_taken(&mut self) {
        if let Known::Here { held_turf, .. } = &mut self.known {
            *held_turf = true;
        }
    }

    fn quiz_at(&mut self, tab: Tab) -> Option<&mut Quiz> {
        match (tab, &mut self.place, &mut self.intro) {
            (Tab::Turfs, _, Some(intro)) => Some(&mut intro.quiz),
            (Tab::Lookup, Place::Quiz(quiz), _) => Some(quiz),
            _ => None,
        }
    }
}

impl Model {
    pub(super) fn learning_event(&mut self, app: &Wufei, event: LearningEvent) -> Cmd {
        match event {
            LearningEvent::Open => self.open_learning(),
            LearningEvent::LessonPicked { lesson } => {
                let found = app.lessons.lessons().iter().position(|one| one.key == lesson);
                if let Some(lesson) = found.filter(|_| self.learning.is_open()) {
                    self.learning.place = Place::Lesson { lesson, page: 0 };
                }
                Cmd::done()
            }
            LearningEvent::NextPage => self.turn_page(app, 1),
            LearningEvent::PreviousPage => self.turn_page(app, -1),
            LearningEvent::QuizPicked { lesson } => {
                self.begin_quiz(app, lesson.as_deref());
                Cmd::done()
            }
            LearningEvent::ChoicePicked { choice } => self.choice_picked(app, choice),
            LearningEvent::Next => {
                if let Some(quiz) = self.learning.quiz_at(self.tab) {
                    quiz.go_on(app.lessons);
                }
                Cmd::done()
            }
            LearningEvent::ReadAloud => match crate::view::learning::spoken(app, self) {
                Some(text) => {
                    let language = self.settings.language.tag().to_owned();
                    ask(ReadAloud { text, language }, Event::Spoken)
                }
                None => Cmd::done(),
            },
            LearningEvent::Finish => self.finish_quiz(),
        }
    }

    fn open_learning(&mut self) -> Cmd {
        if self.tab != Tab::Lookup {
            return Cmd::done();
        }
        self.learning.place = Place::List;
        self.look_at_learning()
    }

    /// Asks for what was answered, and for the time it is looked at.
    pub(super) fn look_at_learning(&mut self) -> Cmd {
        ask(TakeStamp, |stamp| Event::Stamped(Intent::Learning, stamp)).and(self.load_learning())
    }

    fn load_learning(&mut self) -> Cmd {
        if matches!(self.learning.known, Known::Asked) {
            return Cmd::done();
        }
        // What is here stays on the screen meanwhile.
        if !matches!(self.learning.known, Known::Here { .. }) {
            self.learning.known = Known::Asked;
        }
        ask(LoadLearning, Event::LearningLoaded)
    }

    pub(super) fn learning_stamped(&mut self, stamp: Stamp) -> Cmd {
        self.learning.now = Some(stamp.time.wall);
        Cmd::done()
    }

    pub(super) fn learning_loaded(
        &mut self,
        app: &Wufei,
        answer: Result<LearningData, Refusal>,
    ) -> Cmd {
        // An answer that is still being stored is newer than what was read.
        if self.learning.is_storing() && matches!(self.learning.known, Known::Here { .. }) {
            return Cmd::done();
        }
        match answer {
            Ok(data) => {
                let by_key = |recall: Recall| (recall.question.clone(), recall);
                let recalls = data.recalls.into_iter().map(by_key).collect();
                self.learning.known = Known::Here { recalls, held_turf: data.held_turf };
            }
            Err(refusal) => self.learning.known = Known::Failed(refusal),
        }
        self.take_wanted_turf(app)
    }

    fn turn_page(&mut self, app: &Wufei, by: isize) -> Cmd {
        if let Place::Lesson { lesson, page } = &mut self.learning.place {
            let pages = app.lessons.lessons().get(*lesson).map_or(0, |lesson| lesson.pages.len());
            let to = page.saturating_add_signed(by);
            *page = to.min(pages.saturating_sub(1));
        }
        Cmd::done()
    }

    fn begin_quiz(&mut self, app: &Wufei, key: Option<&str>) {
        if !self.learning.is_open() || self.tab != Tab::Lookup {
            return;
        }
        let lesson = match key.map(|key| app.lessons.lesson(key)) {
            Some(None) => return,
            Some(found) => found,
            None => None,
        };
        let Some(due) = self.learning.due(app.lessons, lesson) else { return };
        let drawn = draw::alternating(app.lessons, &due, ROUND);
        if !drawn.is_empty() {
            let lesson = lesson.map(|lesson| lesson.key.clone());
            self.learning.place = Place::Quiz(Quiz::once(app.lessons, drawn, lesson));
        }
    }

    /// Shows at once whether it is right; the moment of the answer comes with a stamp.
    fn choice_picked(&mut self, app: &Wufei, choice: QuizChoice) -> Cmd {
        let Some(quiz) = self.learning.quiz_at(self.tab) else { return Cmd::done() };
        let Some((question, is_right)) = quiz.pick(app.lessons, choice) else { return Cmd::done() };
        self.learning.saving = self.learning.saving.saturating_add(1);
        let intent = Intent::Answer { question: question.key.clone(), is_right };
        ask(TakeStamp, |stamp| Event::Stamped(intent, stamp))
    }

    pub(super) fn answer_stamped(&mut self, question: &str, is_right: bool, stamp: Stamp) -> Cmd {
        let now = stamp.time.wall;
        self.learning.now = Some(now);
        let before = self.learning.recalls().and_then(|recalls| recalls.get(question));
        let recall = Recall::after(before, question, is_right, now);
        if let Known::Here { recalls, .. } = &mut self.learning.known {
            recalls.insert(question.to_owned(), recall.clone());
        }
        ask(SaveRecall { recall }, Event::RecallSaved)
    }

    pub(super) fn recall_saved(&mut self, answer: Result<(), Refusal>) -> Cmd {
        self.learning.saving = self.learning.saving.saturating_sub(1);
        if let Err(refusal) = answer {
            self.notice = Some(Notice::Refused(refusal));
        }
        Cmd::done()
    }

    fn finish_quiz(&mut self) -> Cmd {
        if self.tab == Tab::Turfs {
            return self.finish_intro();
        }
        if matches!(&self.learning.place, Place::Quiz(quiz) if quiz.is_over()) {
            self.learning.place = Place::List;
        }
        Cmd::done()
    }

    /// One step back: to the list of lessons, then to the look-up.
    pub(super) fn learning_back(&mut self) -> Cmd {
        self.learning.place = match self.learning.place {
            Place::Closed | Place::List => Place::Closed,
            Place::Lesson { .. } | Place::Quiz(_) => Place::List,
        };
        Cmd::done()
    }
}
