//! Lessons and quiz questions about what people confuse, read from `data/lessons`.
//!
//! A question names an item, and the part or condition it is about; its answer is the item's own
//! and stands nowhere else. When a question comes again is not known here: `wufei_domain::recall`.
//!
//! Start here: [`Lessons::zhejiang`].

mod read;

use std::sync::LazyLock;

use wufei_domain::stream::Stream;

use crate::broken::BrokenData;
use crate::files;
use crate::guide::Guide;
use crate::item::{Disposal, Item, Part, Text};

/// All lessons and questions of a guide.
#[derive(Debug)]
pub struct Lessons<'guide> {
    lessons: Vec<Lesson<'guide>>,
    questions: Vec<Question<'guide>>,
}

/// Some pages about one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson<'guide> {
    /// A slug such as `clean-enough`; stable over versions, used once.
    pub key: String,
    /// Shown in the list.
    pub title: Text,
    /// What its questions are about; at least one.
    pub topics: Vec<Topic>,
    /// In the order they are read; at least one.
    pub pages: Vec<Page<'guide>>,
}

/// One sentence of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'guide> {
    /// One sentence, used once.
    pub text: Text,
    /// What it shows; may be empty.
    pub items: Vec<&'guide Item>,
    /// Ids of the rulebook's sources it rests on; empty where it only describes.
    pub sources: Vec<String>,
}

/// What a lesson is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What goes into this bin or to this delivery point.
    Stream(Stream),
    /// Things of several parts.
    Parts,
    /// How clean is clean enough.
    Clean,
    /// What becomes of it; nothing is asked about that.
    Afterwards,
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'guide> {
    /// The item's key, and after a slash the part or condition as the data names it; used once.
    pub key: String,
    /// The thing.
    pub item: &'guide Item,
    /// The part of it that is asked about, which holds the answer.
    pub part: &'guide Part,
    /// How many in a hundred answer it rightly: 40 to 95, and the lower the harder.
    pub right_percent: u8,
    /// Whether that was judged, not counted.
    pub is_estimate: bool,
    /// Why the answer is so: one sentence, used once.
    pub explanation: Text,
    /// Whether a volunteer passes it before their first turf.
    pub is_intro: bool,
}

impl Question<'_> {
    /// The right answer.
    pub const fn place(&self) -> Disposal {
        self.part.disposal
    }
}

static ZHEJIANG: LazyLock<Result<Lessons<'static>, BrokenData>> = LazyLock::new(|| {
    let guide = Guide::zhejiang().map_err(Clone::clone)?;
    Lessons::read(guide, &files::LESSONS, &files::QUIZ)
});

impl<'guide> Lessons<'guide> {
    /// The lessons of Zhejiang that are compiled in; parsed at the first call.
    pub fn zhejiang() -> Result<&'static Lessons<'static>, &'static BrokenData> {
        ZHEJIANG.as_ref()
    }

    /// Reads lesson files and question files about `guide`, each as name and text.
    ///
    /// # Errors
    /// The first wrong row: one that names what the guide does not have, says more than one
    /// sentence, or says again what was said before.
    pub fn read(
        guide: &'guide Guide,
        lessons: &[(&str, &str)],
        questions: &[(&str, &str)],
    ) -> Result<Self, BrokenData> {
        let lessons = read::lessons(guide, lessons)?;
        let questions = read::questions(guide, questions)?;
        Ok(Self { lessons, questions })
    }

    /// In the order they are listed in.
    pub fn lessons(&self) -> &[Lesson<'guide>] {
        &self.lessons
    }

    /// The lesson of that key, if there is one.
    pub fn lesson(&self, key: &str) -> Option<&Lesson<'guide>> {
        self.lessons.iter().find(|lesson| lesson.key == key)
    }

    /// All questions, in the order of the data.
    pub fn questions(&self) -> &[Question<'guide>] {
        &self.questions
    }

    /// The question of that key, if there is one.
    pub fn question(&self, key: &str) -> Option<&Question<'guide>> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// What a volunteer passes before their first turf.
    pub fn intro(&self) -> impl Iterator<Item = &Question<'guide>> {
        self.questions.iter().filter(|question| question.is_intro)
    }
}

impl Lesson<'_> {
    /// Whether the question practises this lesson.
    pub fn is_about(&self, question: &Question<'_>) -> bool {
        let shows = || {
            self.pages.iter().flat_map(|page| &page.items).any(|item| item.key == question.item.key)
        };
        self.topics.iter().any(|topic| match topic {
            Topic::Stream(stream) => question.place() == Disposal::Bin(*stream),
            Topic::Parts => question.part.name.is_some(),
            // A condition may be about size or kind as well: what the pages show is about dirt.
            Topic::Clean => shows(),
            Topic::Afterwards => false,
        })
    }
}

#[cfg(test)]
mod tests;
