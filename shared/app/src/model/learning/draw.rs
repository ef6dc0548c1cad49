//! Which questions are asked, and in which order: no chance is drawn. What is due comes first, the
//! longest due before the others; then what was never asked, easy before hard. The places alternate,
//! so that nobody learns to say grey.

use std::collections::{BTreeMap, VecDeque};

use wufei_domain::{recall::Recall, time::UnixMs};
use wufei_guide::{Lesson, Lessons};

use crate::event::QuizChoice;

/// The questions that are due at `now`, in the order they are asked in.
pub(crate) fn due(
    lessons: &Lessons<'_>,
    lesson: Option<&Lesson<'_>>,
    recalls: &BTreeMap<String, Recall>,
    now: UnixMs,
) -> Vec<usize> {
    let mut due: Vec<_> = lessons
        .questions()
        .iter()
        .enumerate()
        .filter(|(_, question)| lesson.is_none_or(|lesson| lesson.is_about(question)))
        .filter_map(|(at, question)| {
            let recall = recalls.get(&question.key);
            let since = match recall {
                Some(recall) if !recall.is_due(now) => return None,
                Some(recall) => recall.due_at,
                None => UnixMs::new(i64::MAX),
            };
            Some(((since, u8::MAX - question.right_percent, &question.key), at))
        })
        .collect();
    due.sort_unstable();
    due.into_iter().map(|(_, at)| at).collect()
}

/// At most `many` of `due`, the places in turn: always the place that had the fewest so far, and of
/// equals the one whose question stands first.
pub(crate) fn alternating(lessons: &Lessons<'_>, due: &[usize], many: usize) -> Vec<usize> {
    let mut waiting: BTreeMap<QuizChoice, VecDeque<(usize, usize)>> = BTreeMap::new();
    for (rank, at) in due.iter().enumerate() {
        if let Some(question) = lessons.questions().get(*at) {
            let place = question.place().into();
            waiting.entry(place).or_default().push_back((rank, *at));
        }
    }
    let mut had: BTreeMap<QuizChoice, usize> = BTreeMap::new();
    let mut drawn = Vec::with_capacity(many.min(due.len()));
    while drawn.len() < many {
        let next = waiting
            .iter()
            .filter_map(|(place, queue)| {
                let (rank, _) = queue.front()?;
                Some((had.get(place).copied().unwrap_or_default(), *rank, *place))
            })
            .min();
        let Some((_, _, place)) = next else { break };
        *had.entry(place).or_default() += 1;
        drawn.extend(waiting.get_mut(&place).and_then(VecDeque::pop_front).map(|(_, at)| at));
    }
    drawn
}
