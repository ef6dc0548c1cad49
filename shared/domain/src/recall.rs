//! When a question comes again: sooner after a wrong answer, later after each right one.
//!
//! A ladder of five steps (Leitner, 1972). It counts in whole numbers, so that every phone finds the
//! same day, and a person can be told in one sentence when a question is back.

use crate::time::{DAY_MS, UnixMs};

/// Days until a question is due again, by how many times in a row it was answered rightly when due.
pub const DAYS: [i64; 5] = [1, 3, 7, 16, 35];

/// What is known of one question after its last answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recall {
    /// The question's key.
    pub question: String,
    /// Whether the last answer was right: the question is held.
    pub is_right: bool,
    /// Whether any answer was right.
    pub was_right: bool,
    /// When the last answer was given, by the device's clock.
    pub answered_at: UnixMs,
    /// From when on it is asked again.
    pub due_at: UnixMs,
    /// Where it stands on the ladder: 0 after a wrong answer, at most the length of [`DAYS`].
    pub step: u8,
}

impl Recall {
    /// What is known after an answer at `now`. A right answer climbs one step if the question was
    /// due, and changes no date if it was not: who asks early learns nothing of what is kept. A wrong
    /// one begins anew and is due at once.
    #[must_use]
    pub fn after(before: Option<&Self>, question: &str, is_right: bool, now: UnixMs) -> Self {
        let was_right = is_right || before.is_some_and(|before| before.was_right);
        let (step, due_at) = match before {
            _ if !is_right => (0, now),
            Some(before) if !before.is_due(now) => (before.step, before.due_at),
            before => climbed(before.map_or(0, |before| before.step), now),
        };
        Self { question: question.to_owned(), is_right, was_right, answered_at: now, due_at, step }
    }

    /// Whether it is to be asked again at `now`. An answer from the future was given by a wrong
    /// clock: its date says nothing, and the question is due.
    pub fn is_due(&self, now: UnixMs) -> bool {
        self.due_at <= now || self.answered_at > now
    }
}

fn climbed(step: u8, now: UnixMs) -> (u8, UnixMs) {
    let top = u8::try_from(DAYS.len()).unwrap_or(u8::MAX);
    let step = step.saturating_add(1).min(top);
    let days = DAYS.get(usize::from(step - 1)).copied().unwrap_or_default();
    (step, now.plus_ms(days * DAY_MS))
}

#[cfg(test)]
mod tests;
