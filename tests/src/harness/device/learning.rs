//! Lessons and questions, answered as somebody would who knows.

use wufei_app::{
    event::{LearningEvent, QuizChoice, Tab, UiEvent},
    view::{
        Screen, ViewModel,
        learning::{LessonsView, QuizDoneView, QuizView},
    },
};
use wufei_guide::Lessons;

use super::{Failure, TestDevice};

fn quiz(view: &ViewModel) -> Option<&QuizView> {
    match &view.screen {
        Screen::Quiz { quiz } => Some(quiz),
        _ => None,
    }
}

/// The right answer to the question on the screen.
fn right(view: &QuizView) -> Result<QuizChoice, Failure> {
    let lessons =
        Lessons::zhejiang().map_err(|broken| Failure::new("lessons", broken.to_string()))?;
    let at = usize::try_from(view.question).unwrap_or_default().wrapping_sub(1);
    let asked = lessons.questions().get(at);
    let asked = asked.ok_or_else(|| Failure::new("a question", view.question.to_string()))?;
    Ok(asked.place().into())
}

impl TestDevice {
    /// Raises an event of the lessons.
    ///
    /// # Errors
    /// When the device is closed.
    pub fn learn(&self, event: LearningEvent) -> Result<(), Failure> {
        self.send(UiEvent::Learning { event })
    }

    /// Opens the list of lessons once it is known what was answered.
    ///
    /// # Errors
    /// When it is not in time.
    pub fn lessons(&self) -> Result<LessonsView, Failure> {
        self.go_to(Tab::Lookup)?;
        self.learn(LearningEvent::Open)?;
        self.until("the lessons with what is due", |view| match &view.screen {
            Screen::Lessons { lessons } if lessons.score.is_some() && lessons.loading.is_none() => {
                Some(lessons.clone())
            }
            _ => None,
        })
    }

    /// Begins a round of questions of a lesson, or of all.
    ///
    /// # Errors
    /// When nothing is asked in time.
    pub fn begin_quiz(&self, lesson: Option<&str>) -> Result<QuizView, Failure> {
        self.learn(LearningEvent::QuizPicked { lesson: lesson.map(str::to_owned) })?;
        self.until("a question", |view| quiz(view).cloned())
    }

    /// Answers the question on the screen and goes on.
    ///
    /// # Errors
    /// When what the answer comes to is not shown in time.
    pub fn answer(&self, rightly: bool) -> Result<(), Failure> {
        let asked = self.until("a question", |view| quiz(view).cloned())?;
        let right = right(&asked)?;
        let wrong = QuizChoice::BINS.into_iter().find(|choice| *choice != right);
        let choice = if rightly { right } else { wrong.unwrap_or(right) };
        self.learn(LearningEvent::ChoicePicked { choice })?;
        let outcome = self.until("what it comes to", |view| quiz(view)?.outcome.clone())?;
        if outcome.is_right != rightly {
            return Err(Failure::new("the answer judged", format!("{outcome:?}")));
        }
        self.learn(LearningEvent::Next)?;
        self.until("the next step", |view| match quiz(view) {
            Some(next) if next.outcome.is_some() => None,
            _ => Some(()),
        })
    }

    /// Answers all that is left of the round rightly.
    ///
    /// # Errors
    /// When it does not come to its end.
    pub fn answer_all(&self) -> Result<(), Failure> {
        while matches!(self.view()?.screen, Screen::Quiz { .. }) {
            self.answer(true)?;
        }
        self.quiz_done().map(drop)
    }

    /// How the round went.
    ///
    /// # Errors
    /// When it is not over.
    pub fn quiz_done(&self) -> Result<QuizDoneView, Failure> {
        self.until("the end of the round", |view| match &view.screen {
            Screen::QuizDone { done } => Some(done.clone()),
            _ => None,
        })
    }

    /// Leaves a round that is over.
    ///
    /// # Errors
    /// When it stays on the screen.
    pub fn finish_quiz(&self) -> Result<(), Failure> {
        self.learn(LearningEvent::Finish)?;
        self.until("a screen after the round", |view| match &view.screen {
            Screen::QuizDone { .. } => None,
            _ => Some(()),
        })
    }
}
