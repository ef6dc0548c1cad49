//! When somebody who finds too many waiting may come back: each a little later than the one before, as
//! fast as requests are taken of late. So a crowd that was turned away does not come back at one moment,
//! and nobody waits in the queue for longer than a device waits for an answer.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::service::BUSY_SECONDS;

/// Requests that may wait.
pub(crate) const WAITING_MAX: usize = 1_024;

/// How long one may have to wait. A device gives up after 30 seconds, and what it asked would be done
/// for nobody.
const WAIT_LONGEST: Duration = Duration::from_secs(15);

/// The latest appointment.
const AWAY_LONGEST: Duration = Duration::from_mins(10);

/// With each group the earlier ones count less by one part in so many.
const FADES: u32 = 8;

/// Parts in which a request is counted.
const PARTS: u32 = 1_000;

/// The book of appointments, shared by those who ask and the one who takes.
#[derive(Clone, Default)]
pub(crate) struct Appointments(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    waiting: usize,
    /// Time that was spent of late, commits included.
    spent: Duration,
    /// On so many requests, in [`PARTS`].
    decided: u32,
    /// The latest appointment given.
    latest: Option<Instant>,
}

impl Appointments {
    /// Whoever asks now waits from here on.
    ///
    /// # Errors
    /// Seconds after which they may come back, when too many wait.
    pub fn enter(&self, now: Instant) -> Result<(), u64> {
        let mut book = self.lock();
        let wait = book.each().saturating_mul(u32::try_from(book.waiting).unwrap_or(u32::MAX));
        if book.waiting < WAITING_MAX && wait <= WAIT_LONGEST {
            book.waiting += 1;
            return Ok(());
        }
        let soonest = now + Duration::from_secs(BUSY_SECONDS).max(wait.min(AWAY_LONGEST));
        let after_latest =
            book.latest.map_or(soonest, |latest| latest + book.each().min(AWAY_LONGEST));
        let at = soonest.max(after_latest).min(now + AWAY_LONGEST);
        book.latest = Some(at);
        Err(at.saturating_duration_since(now).as_secs().max(BUSY_SECONDS))
    }

    /// So many no longer wait: they are decided now.
    pub fn taken(&self, requests: usize) {
        let mut book = self.lock();
        book.waiting = book.waiting.saturating_sub(requests);
    }

    /// So many were decided in this time.
    pub fn settled(&self, requests: usize, took: Duration) {
        let mut book = self.lock();
        let parts = u32::try_from(requests).unwrap_or(u32::MAX).saturating_mul(PARTS);
        book.spent = (book.spent / FADES * (FADES - 1)).saturating_add(took);
        book.decided = (book.decided / FADES * (FADES - 1)).saturating_add(parts);
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// What one request takes of late.
    fn each(&self) -> Duration {
        self.spent.saturating_mul(PARTS) / self.decided.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn so_many_wait_and_the_next_come_back_as_fast_as_they_are_taken() {
        let book = Appointments::default();
        let now = Instant::now();
        book.settled(10, 100 * MS);
        assert!((0..WAITING_MAX).all(|_| book.enter(now).is_ok()));
        let away: Vec<u64> = (0..400).filter_map(|_| book.enter(now).err()).collect();
        assert_eq!(away.len(), 400);
        assert_eq!(away.first(), Some(&10), "1,024 of 10 ms are in front");
        for second in [11, 12, 13] {
            let then = away.iter().filter(|away| **away == second).count();
            assert_eq!(then, 100, "in second {second}");
        }
        book.taken(1);
        assert_eq!(book.enter(now), Ok(()), "one has gone in");
        let later = now + Duration::from_mins(1);
        assert_eq!(book.enter(later), Err(10), "those who came in time are no longer in front");
    }

    #[test]
    fn nobody_waits_longer_than_a_device_does() {
        let book = Appointments::default();
        let now = Instant::now();
        book.settled(1, 1_000 * MS);
        assert!((0..16).all(|_| book.enter(now).is_ok()));
        assert_eq!(book.enter(now), Err(16));
        book.settled(16, 1_600 * MS);
        assert_eq!(book.enter(now), Ok(()), "it goes faster again");
    }

    #[test]
    fn a_slow_group_parks_nobody_for_good() {
        let book = Appointments::default();
        let now = Instant::now();
        book.settled(1, Duration::from_hours(1));
        assert_eq!(book.enter(now), Ok(()), "the first is taken in any case");
        assert_eq!((book.enter(now), book.enter(now)), (Err(600), Err(600)));
    }
}
