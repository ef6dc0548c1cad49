//! One round of questions: which is asked, what was picked, how many were right.

use std::collections::VecDeque;

use wufei_guide::{Lessons, Question};

use crate::event::QuizChoice;

/// A round. Questions are told by their place among all, from 0.
#[derive(Debug)]
pub(crate) struct Quiz {
    /// What is still to come, the one on the screen first.
    queue: VecDeque<usize>,
    /// What was picked for it; then its answer is shown.
    pub(crate) picked: Option<QuizChoice>,
    /// How many questions the round has.
    pub(crate) total: u32,
    /// How many were answered rightly, each counted once.
    pub(crate) right: u32,
    /// Whether one of its answers is none of the four bins. Then each question of the round offers
    /// the other places too: were they there only where they are right, they would tell.
    pub(crate) beyond_bins: bool,
    /// A wrong one comes again at the end, until all were right.
    pub(crate) comes_again: bool,
    /// The lesson it practises.
    pub(crate) lesson: Option<String>,
}

impl Quiz {
    /// Each question is asked once.
    pub(crate) fn once(lessons: &Lessons<'_>, drawn: Vec<usize>, lesson: Option<String>) -> Self {
        let choice = |at: &usize| lessons.questions().get(*at).map(|one| one.place().into());
        let beyond = |choice: QuizChoice| !QuizChoice::BINS.contains(&choice);
        Self {
            total: u32::try_from(drawn.len()).unwrap_or(u32::MAX),
            beyond_bins: drawn.iter().filter_map(choice).any(beyond),
            queue: drawn.into(),
            picked: None,
            right: 0,
            comes_again: false,
            lesson,
        }
    }

    /// Wrong ones come again until all were right.
    pub(crate) fn until_right(lessons: &Lessons<'_>, drawn: Vec<usize>) -> Self {
        Self { comes_again: true, ..Self::once(lessons, drawn, None) }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.queue.is_empty()
    }

    /// The question on the screen, with its place among all.
    pub(crate) fn asked<'a>(
        &self,
        lessons: &'a Lessons<'static>,
    ) -> Option<(usize, &'a Question<'static>)> {
        let at = *self.queue.front()?;
        Some((at, lessons.questions().get(at)?))
    }

    /// How many questions are still to be answered, the one on the screen among them.
    pub(crate) fn left(&self) -> u32 {
        u32::try_from(self.queue.len()).unwrap_or(u32::MAX)
    }

    /// What may be picked.
    pub(crate) const fn choices(&self) -> &'static [QuizChoice] {
        if self.beyond_bins { &QuizChoice::ALL } else { &QuizChoice::BINS }
    }

    /// Answers the question on the screen, once: gives it with whether that was right.
    pub(super) fn pick<'a>(
        &mut self,
        lessons: &'a Lessons<'static>,
        choice: QuizChoice,
    ) -> Option<(&'a Question<'static>, bool)> {
        if self.picked.is_some() || !self.choices().contains(&choice) {
            return None;
        }
        let (_, question) = self.asked(lessons)?;
        let is_right = choice == question.place().into();
        self.picked = Some(choice);
        self.right = self.right.saturating_add(u32::from(is_right));
        Some((question, is_right))
    }

    /// Goes on to the next question once this one is answered.
    pub(super) fn go_on(&mut self, lessons: &Lessons<'static>) {
        let Some(picked) = self.picked else { return };
        let is_right = self.asked(lessons).is_some_and(|(_, one)| picked == one.place().into());
        self.picked = None;
        if let Some(at) = self.queue.pop_front()
            && self.comes_again
            && !is_right
        {
            self.queue.push_back(at);
        }
    }
}
