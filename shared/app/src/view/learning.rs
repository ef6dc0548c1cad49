//! Learning: the lessons with what is due, a page of one, a question, and how a round went.

use serde::Serialize;
use wufei_domain::stream::BinColour;
use wufei_guide::{Disposal, Lesson, Page, Question, colour};

use super::{
    Scene, Screen,
    lookup::{ItemLink, links, spoken_line, wording},
};
use crate::{
    app::Wufei,
    event::{QuizChoice, Tab},
    model::{
        Model,
        learning::{Known, Place, quiz::Quiz},
    },
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LessonsView {
    /// Said until it is known what was answered.
    pub loading: Option<String>,
    /// Why it cannot be known; the lessons can be read all the same.
    pub problem: Option<String>,
    /// To read it again after a problem.
    pub again_label: Option<String>,
    /// `None` until it is known.
    pub score: Option<ScoreView>,
    /// Begins a round of what is due; `None` when nothing is.
    pub quiz_label: Option<String>,
    /// Said when nothing is due.
    pub quiz_line: Option<String>,
    pub heading: String,
    pub lessons: Vec<LessonRow>,
}

/// The honour score: how many questions were answered rightly the last time. It earns nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ScoreView {
    pub label: String,
    pub number: String,
    /// Says that it cannot be redeemed.
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LessonRow {
    pub lesson: String,
    pub title: String,
    /// How many of its questions are due; how many pages it has where none can be.
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LessonView {
    pub lesson: String,
    pub title: String,
    /// `第 2 页，共 7 页`.
    pub progress: String,
    /// The sentence of the page.
    pub text: String,
    pub items_heading: String,
    /// What the sentence is about, with its bin; may be empty.
    pub items: Vec<ItemLink>,
    /// Which texts say so; `None` where the page only describes.
    pub source_line: Option<String>,
    pub read_aloud_label: String,
    pub previous_label: Option<String>,
    pub next_label: Option<String>,
    /// On the last page: a round of this lesson's questions that are due.
    pub quiz_label: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct QuizView {
    /// Which question it is: its number in the data, from 1.
    pub question: u32,
    /// Why there is a quiz at all, before a first turf.
    pub intro: Option<String>,
    /// `第 3 题，共 10 题`.
    pub progress: String,
    /// The thing.
    pub name: String,
    /// The part or condition of it that is asked about.
    pub about: Option<String>,
    pub ask: String,
    pub choices: Vec<PlaceKey>,
    /// Once it is answered.
    pub outcome: Option<QuizOutcome>,
}

/// A place to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PlaceKey {
    pub choice: QuizChoice,
    /// Colour and word of the bin.
    pub label: String,
    pub colour: BinColour,
    pub picked: bool,
    /// Whether it is the right one; never before the answer.
    pub right: bool,
    /// Says which one was picked, and which is right.
    pub mark: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct QuizOutcome {
    pub is_right: bool,
    /// The word for it.
    pub verdict: String,
    /// Where it goes: colour and word.
    pub bin_line: String,
    pub colour: BinColour,
    /// Why, in one sentence.
    pub explanation: String,
    /// Which text says so.
    pub source_line: String,
    pub read_aloud_label: String,
    pub next_label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct QuizDoneView {
    /// How many were right.
    pub text: String,
    /// What becomes of those that were not.
    pub hint: Option<String>,
    /// `None` before a first turf.
    pub score: Option<ScoreView>,
    /// Another round of what is due.
    pub again_label: Option<String>,
    /// The lesson that `again_label` goes on with; `None` for all.
    pub again_lesson: Option<String>,
    pub finish_label: String,
}

/// What stands in place of the look-up.
pub(super) fn at_lookup(scene: &Scene<'_>) -> Option<Screen> {
    match &scene.model.learning.place {
        Place::Closed => None,
        Place::List => Some(Screen::Lessons { lessons: lessons(scene) }),
        Place::Lesson { lesson, page } => {
            let found = scene.app.lessons.lessons().get(*lesson)?;
            let shown = found.pages.get(*page)?;
            Some(Screen::Lesson { lesson: lesson_page(scene, found, *page, shown) })
        }
        Place::Quiz(quiz) => Some(match question(scene, quiz, None) {
            Some(quiz) => Screen::Quiz { quiz },
            None => Screen::QuizDone { done: done(scene, quiz) },
        }),
    }
}

/// What stands in place of the turfs.
pub(super) fn at_turfs(scene: &Scene<'_>) -> Option<Screen> {
    let quiz = &scene.model.learning.intro.as_ref()?.quiz;
    Some(match question(scene, quiz, Some(scene.text("quiz-intro"))) {
        Some(quiz) => Screen::Quiz { quiz },
        None => Screen::QuizDone { done: intro_done(scene) },
    })
}

fn lessons(scene: &Scene<'_>) -> LessonsView {
    let learning = &scene.model.learning;
    let due = learning.due(scene.app.lessons, None);
    let problem = match &learning.known {
        Known::Failed(refusal) => Some(scene.words.refusal(refusal)),
        Known::NotYet | Known::Asked | Known::Here { .. } => None,
    };
    let is_loading = due.is_none() && problem.is_none();
    let is_done = due.as_ref().is_some_and(Vec::is_empty);
    LessonsView {
        loading: is_loading.then(|| scene.text("learning-loading")),
        again_label: problem.is_some().then(|| scene.text("learning-again")),
        problem,
        score: score(scene),
        quiz_label: quiz_label(scene, None),
        quiz_line: is_done.then(|| scene.text("learning-quiz-all-held")),
        heading: scene.text("learning-lessons"),
        lessons: scene.app.lessons.lessons().iter().map(|lesson| row(scene, lesson)).collect(),
    }
}

fn row(scene: &Scene<'_>, lesson: &Lesson<'_>) -> LessonRow {
    let asks = scene.app.lessons.questions().iter().any(|question| lesson.is_about(question));
    let detail = match scene.model.learning.due(scene.app.lessons, Some(lesson)).filter(|_| asks) {
        Some(due) if due.is_empty() => scene.text("learning-due-none"),
        Some(due) => scene.counted("learning-due", count(due.len())),
        None => scene.counted("learning-pages", count(lesson.pages.len())),
    };
    LessonRow {
        lesson: lesson.key.clone(),
        title: lesson.title.in_language(scene.words.language()).to_owned(),
        detail,
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// The words that begin a round, with how many questions it has; `None` when nothing is due.
fn quiz_label(scene: &Scene<'_>, lesson: Option<&Lesson<'_>>) -> Option<String> {
    let due = scene.model.learning.due(scene.app.lessons, lesson)?.len();
    (due > 0).then(|| scene.counted("learning-quiz", count(due.min(crate::model::learning::ROUND))))
}

fn score(scene: &Scene<'_>) -> Option<ScoreView> {
    scene.model.learning.recalls()?;
    Some(ScoreView {
        label: scene.text("learning-score"),
        number: scene.words.number(i64::from(scene.model.learning.score())),
        note: scene.text("learning-score-note"),
    })
}

fn lesson_page(scene: &Scene<'_>, lesson: &Lesson<'_>, at: usize, page: &Page<'_>) -> LessonView {
    let language = scene.words.language();
    let total = lesson.pages.len();
    let is_last = at + 1 >= total;
    LessonView {
        lesson: lesson.key.clone(),
        title: lesson.title.in_language(language).to_owned(),
        progress: of_total(scene, "learning-progress", count(at + 1), count(total)),
        text: page.text.in_language(language).to_owned(),
        items_heading: scene.text("learning-shown"),
        items: links(scene, &page.items),
        source_line: sources(scene, page),
        read_aloud_label: scene.text("learning-read-aloud"),
        previous_label: (at > 0).then(|| scene.text("learning-previous-page")),
        next_label: (!is_last).then(|| scene.text("learning-next-page")),
        quiz_label: if is_last { quiz_label(scene, Some(lesson)) } else { None },
    }
}

fn of_total(scene: &Scene<'_>, id: &str, number: u32, total: u32) -> String {
    let shown = |number: u32| scene.words.number(i64::from(number));
    scene.with(id, &[("number", &shown(number)), ("total", &shown(total))])
}

fn sources(scene: &Scene<'_>, page: &Page<'_>) -> Option<String> {
    let rulebook = scene.app.guide.rulebook();
    let language = scene.words.language();
    let cited = page.sources.iter().filter_map(|id| rulebook.source(id));
    let all = cited.map(|source| source.citation.in_language(language).to_owned()).reduce(
        |one, other| scene.with("learning-source-and", &[("one", &one), ("other", &other)]),
    )?;
    Some(scene.with("learning-source", &[("sources", &all)]))
}

/// `None` once the round is over.
fn question(scene: &Scene<'_>, quiz: &Quiz, intro: Option<String>) -> Option<QuizView> {
    let (at, asked) = quiz.asked(scene.app.lessons)?;
    let progress = if quiz.comes_again {
        scene.counted("quiz-left", quiz.left())
    } else {
        let number = (quiz.total + 1).saturating_sub(quiz.left());
        of_total(scene, "quiz-progress", number, quiz.total)
    };
    Some(QuizView {
        question: count(at + 1),
        intro,
        progress,
        name: asked.item.name.in_language(scene.words.language()).to_owned(),
        about: wording(scene).part_name(asked.part),
        ask: scene.text("quiz-ask"),
        choices: choices(scene, quiz, asked),
        outcome: quiz.picked.map(|picked| outcome(scene, quiz, asked, picked)),
    })
}

fn choices(scene: &Scene<'_>, quiz: &Quiz, asked: &Question<'_>) -> Vec<PlaceKey> {
    let key = |choice: &QuizChoice| {
        let choice = *choice;
        let picked = quiz.picked == Some(choice);
        let right = quiz.picked.is_some() && choice == asked.place().into();
        let mark = match (picked, right) {
            (_, true) => Some(scene.text("quiz-right-answer")),
            (true, false) => Some(scene.text("quiz-your-answer")),
            (false, false) => None,
        };
        let (label, colour) = match Disposal::from_code(choice.code()) {
            Some(bin) => (wording(scene).bin_line(bin), colour(bin)),
            None => (scene.text(&format!("quiz-choice-{}", choice.code())), BinColour::None),
        };
        PlaceKey { choice, label, colour, picked, right, mark }
    };
    quiz.choices().iter().map(key).collect()
}

fn outcome(
    scene: &Scene<'_>,
    quiz: &Quiz,
    asked: &Question<'_>,
    picked: QuizChoice,
) -> QuizOutcome {
    let language = scene.words.language();
    let is_right = picked == asked.place().into();
    let ends = quiz.left() == 1 && (is_right || !quiz.comes_again);
    let source = scene.app.guide.citation(asked.part);
    QuizOutcome {
        is_right,
        verdict: scene.text(if is_right { "quiz-right" } else { "quiz-wrong" }),
        bin_line: wording(scene).bin_line(asked.place()),
        colour: colour(asked.place()),
        explanation: asked.explanation.in_language(language).to_owned(),
        source_line: scene.with("learning-source", &[("sources", source.in_language(language))]),
        read_aloud_label: scene.text("learning-read-aloud"),
        next_label: scene.text(if ends { "quiz-last" } else { "quiz-next" }),
    }
}

fn done(scene: &Scene<'_>, quiz: &Quiz) -> QuizDoneView {
    let lesson = quiz.lesson.as_deref().and_then(|key| scene.app.lessons.lesson(key));
    let shown = |number: u32| scene.words.number(i64::from(number));
    let values = [("right", &*shown(quiz.right)), ("total", &*shown(quiz.total))];
    QuizDoneView {
        text: scene.with("quiz-done", &values),
        hint: (quiz.right < quiz.total).then(|| scene.text("quiz-done-wrong")),
        score: score(scene),
        again_label: quiz_label(scene, lesson),
        again_lesson: quiz.lesson.clone(),
        finish_label: scene.text("quiz-finish"),
    }
}

fn intro_done(scene: &Scene<'_>) -> QuizDoneView {
    QuizDoneView {
        text: scene.text("quiz-intro-done"),
        hint: None,
        score: None,
        again_label: None,
        again_lesson: None,
        finish_label: scene.text("quiz-intro-finish"),
    }
}

/// What is read aloud of the page or question on the screen; `None` on the others.
pub(crate) fn spoken(app: &Wufei, model: &Model) -> Option<String> {
    let scene = &Scene { app, words: app.words(model.settings.language), model };
    let screen = match model.tab {
        Tab::Lookup => at_lookup(scene),
        Tab::Turfs => at_turfs(scene),
        _ => None,
    };
    let sentences = match screen? {
        Screen::Lesson { lesson } => vec![lesson.text],
        Screen::Quiz { quiz } => {
            let asked = [Some(quiz.name), quiz.about].into_iter().flatten();
            match quiz.outcome {
                Some(outcome) => {
                    asked.chain([outcome.verdict, outcome.bin_line, outcome.explanation]).collect()
                }
                None => asked.chain([quiz.ask]).collect(),
            }
        }
        _ => return None,
    };
    Some(spoken_line(scene.words, &sentences))
}
