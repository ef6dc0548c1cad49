//! When somebody who finds too many waiting may come back: each a little later than the one before, as
//! fast as requests are taken of late. So a crowd that was turned away does not come back at one moment,
//! and nobody waits in the queue for longer than a device waits for an answer.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::service::BUSY_SECONDS;

/// Requests that may wait, whatever they ask.
pub(crate) const WAITING_MAX: usize = 1_024;

/// How long one may have to wait. A device gives up after 30 seconds, and what it asked would be done
/// for nobody.
const WAIT_LONGEST: Duration = Duration::from_secs(10);

/// What one record takes as long as no transaction was full yet: on the slower of the two databases.
const RECORD_TAKES: Duration = Duration::from_micros(250);

/// The latest appointment.
const AWAY_LONGEST: Duration = Duration::from_mins(10);

/// With each full transaction the earlier ones count less by one part in so many.
const FADES: u32 = 8;

/// What is asked, and how much of the writer's time it takes beside others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Work {
    /// How many ask.
    pub requests: usize,
    /// Records they bring; whoever brings none counts as one.
    pub records: u32,
}

impl Work {
    /// One request that brings so many records.
    pub fn of(records: usize) -> Self {
        Self { requests: 1, records: u32::try_from(records).unwrap_or(u32::MAX).max(1) }
    }

    /// Both together.
    pub const fn and(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            records: self.records.saturating_add(other.records),
        }
    }
}

/// The book of appointments, shared by those who ask and the one who takes.
#[derive(Clone, Default)]
pub(crate) struct Appointments(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    waiting: Work,
    /// Time that full transactions took of late, commits included.
    spent: Duration,
    /// On so many records.
    decided: u32,
    /// The latest appointment given.
    latest: Option<Instant>,
}

impl Appointments {
    /// Whoever asks now waits from here on.
    ///
    /// # Errors
    /// Seconds after which they may come back, when too many wait.
    pub fn enter(&self, now: Instant, work: Work) -> Result<(), u64> {
        let mut book = self.lock();
        let wait = book.takes(book.waiting);
        if book.waiting.requests < WAITING_MAX && wait <= WAIT_LONGEST {
            book.waiting = book.waiting.and(work);
            return Ok(());
        }
        let soonest = now + Duration::from_secs(BUSY_SECONDS).max(wait.min(AWAY_LONGEST));
        let own = book.takes(work).min(AWAY_LONGEST);
        let after_latest = book.latest.map_or(soonest, |latest| latest + own);
        let at = soonest.max(after_latest).min(now + AWAY_LONGEST);
        book.latest = Some(at);
        Err(at.saturating_duration_since(now).as_secs().max(BUSY_SECONDS))
    }

    /// They no longer wait: they are decided now.
    pub fn taken(&self, work: Work) {
        let mut book = self.lock();
        book.waiting.requests = book.waiting.requests.saturating_sub(work.requests);
        book.waiting.records = book.waiting.records.saturating_sub(work.records);
    }

    /// A full transaction took so long. Of one that is not, most is the commit, which says nothing of
    /// how many more would have fitted.
    pub fn settled(&self, full: Work, took: Duration) {
        let mut book = self.lock();
        book.spent = (book.spent / FADES * (FADES - 1)).saturating_add(took);
        book.decided = (book.decided / FADES * (FADES - 1)).saturating_add(full.records);
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// How long it takes by what full transactions took of late.
    fn takes(&self, work: Work) -> Duration {
        match self.decided {
            0 => RECORD_TAKES.saturating_mul(work.records),
            decided => self.spent.saturating_mul(work.records) / decided,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn pushes(requests: usize, records: u32) -> Work {
        Work { requests, records }
    }

    #[test]
    fn so_many_wait_and_the_next_come_back_as_fast_as_they_are_taken() {
        let book = Appointments::default();
        let now = Instant::now();
        book.settled(pushes(128, 128), 128 * MS);
        assert!((0..WAITING_MAX).all(|_| book.enter(now, Work::of(1)).is_ok()));
        let away: Vec<u64> = (0..400).filter_map(|_| book.enter(now, Work::of(10)).err()).collect();
        assert_eq!(away.len(), 400);
        assert_eq!(away.first(), Some(&5), "1,024 of 1 ms are in front");
        for second in [6, 7, 8] {
            let then = away.iter().filter(|away| **away == second).count();
            assert_eq!(then, 100, "in second {second}");
        }
        book.taken(Work::of(1));
        assert_eq!(book.enter(now, Work::of(1)), Ok(()), "one has gone in");
        let later = now + Duration::from_mins(1);
        assert_eq!(book.enter(later, Work::of(1)), Err(5), "those who were to come are past");
    }

    #[test]
    fn nobody_waits_longer_than_a_device_does() {
        let book = Appointments::default();
        let now = Instant::now();
        let enter = || book.enter(now, Work::of(100));
        let before = (0..2_000).filter(|_| enter().is_ok()).count();
        assert_eq!(before, 401, "10 seconds of what a record is thought to take");
        book.taken(pushes(401, 40_100));
        book.settled(pushes(10, 1_000), 1_000 * MS);
        assert_eq!((0..2_000).filter(|_| enter().is_ok()).count(), 101);
        assert!(enter().is_err());
        book.settled(pushes(10, 1_000), 100 * MS);
        assert_eq!(enter(), Ok(()), "it goes faster again");
    }

    #[test]
    fn a_slow_transaction_parks_nobody_for_good() {
        let book = Appointments::default();
        let now = Instant::now();
        book.settled(pushes(1, 1), Duration::from_hours(1));
        assert_eq!(book.enter(now, Work::of(1)), Ok(()), "the first is taken in any case");
        let next = || book.enter(now, Work::of(1));
        assert_eq!((next(), next()), (Err(600), Err(600)));
    }
}
