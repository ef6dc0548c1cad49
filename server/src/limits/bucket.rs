//! A bucket a key that empties with each request and fills with time: the generic cell rate algorithm,
//! one moment a key. Time is an argument. The room for keys is bounded.

use std::{
    collections::HashMap,
    hash::Hash,
    time::{Duration, Instant},
};

/// Keys at most, some 60 bytes each. Those who find no room share one bucket.
const KEYS_MAX: usize = 100_000;

/// How many at once, and one more each time so long has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests of a full bucket.
    pub at_once: u32,
    /// After which one more fits.
    pub every: Duration,
}

/// Buckets of one rate.
pub struct Buckets<K> {
    rate: Rate,
    /// When each will be full again; one that is full is not kept.
    full_at: HashMap<K, Instant>,
    /// Of those that found no room.
    others: Option<Instant>,
}

impl<K: Eq + Hash + Copy> Buckets<K> {
    /// All full.
    pub fn new(rate: Rate) -> Self {
        Self { rate, full_at: HashMap::new(), others: None }
    }

    /// Takes one.
    ///
    /// # Errors
    /// How long until there is one, when there is none.
    pub fn take(&mut self, key: K, now: Instant) -> Result<(), Duration> {
        self.peek(key, now)?;
        let full_at = self.full_at(key).map_or(now, |at| at.max(now)) + self.rate.every;
        if !self.full_at.contains_key(&key) && !self.has_room(now) {
            self.others = Some(full_at);
        } else {
            self.full_at.insert(key, full_at);
        }
        Ok(())
    }

    /// Whether there is one to take.
    ///
    /// # Errors
    /// As [`Buckets::take`].
    pub fn peek(&self, key: K, now: Instant) -> Result<(), Duration> {
        let all = self.rate.every * self.rate.at_once;
        let filled = self.full_at(key).map_or(now, |at| at.max(now)) + self.rate.every;
        match filled.saturating_duration_since(now).checked_sub(all) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(()),
        }
    }

    /// Whether nothing was taken, or all of it is back.
    pub fn is_full(&self, key: K, now: Instant) -> bool {
        self.full_at(key).is_none_or(|at| at <= now)
    }

    /// Puts one back.
    pub fn give_back(&mut self, key: K) {
        let every = self.rate.every;
        let taken = match self.full_at.get_mut(&key) {
            Some(at) => Some(at),
            None => self.others.as_mut(),
        };
        if let Some(at) = taken {
            *at = at.checked_sub(every).unwrap_or(*at);
        }
    }

    fn full_at(&self, key: K) -> Option<Instant> {
        let is_crowded = self.full_at.len() >= KEYS_MAX;
        self.full_at.get(&key).copied().or(self.others.filter(|_| is_crowded))
    }

    fn has_room(&mut self, now: Instant) -> bool {
        if self.full_at.len() >= KEYS_MAX {
            self.full_at.retain(|_, at| *at > now);
        }
        self.full_at.len() < KEYS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { at_once: 3, every: Duration::from_secs(10) };

    fn after(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    #[test]
    fn a_bucket_empties_and_fills() {
        let (mut buckets, start) = (Buckets::new(RATE), Instant::now());
        for _ in 0..3 {
            assert_eq!(buckets.take(1, start), Ok(()));
        }
        assert_eq!(buckets.take(1, start), Err(Duration::from_secs(10)));
        assert_eq!(buckets.take(2, start), Ok(()), "another has its own");
        assert_eq!(buckets.take(1, after(start, 4)), Err(Duration::from_secs(6)));
        assert_eq!(buckets.take(1, after(start, 10)), Ok(()));
        assert!(buckets.take(1, after(start, 10)).is_err());
        assert!(!buckets.is_full(1, after(start, 39)) && buckets.is_full(1, after(start, 40)));
        for _ in 0..3 {
            assert_eq!(buckets.take(1, after(start, 3_600)), Ok(()), "never more than full");
        }
        assert!(buckets.take(1, after(start, 3_600)).is_err());
    }

    #[test]
    fn what_is_given_back_may_be_taken_again() {
        let (mut buckets, start) = (Buckets::new(RATE), Instant::now());
        for _ in 0..100 {
            assert_eq!(buckets.take(1, start), Ok(()));
            buckets.give_back(1);
        }
        assert!(buckets.is_full(1, start));
        buckets.give_back(1);
        for _ in 0..3 {
            assert_eq!(buckets.take(1, start), Ok(()));
        }
        assert!(buckets.take(1, start).is_err(), "never more than full");
    }

    #[test]
    fn keys_are_bounded_and_those_without_room_share_one() {
        let (mut buckets, start) = (Buckets::new(RATE), Instant::now());
        for key in 0..KEYS_MAX {
            assert_eq!(buckets.take(key, start), Ok(()));
        }
        for key in 0..3 {
            assert_eq!(buckets.take(KEYS_MAX + key, start), Ok(()));
        }
        assert!(buckets.take(KEYS_MAX + 9, start).is_err());
        assert_eq!(buckets.full_at.len(), KEYS_MAX);
        assert_eq!(buckets.take(1, start), Ok(()), "who has a bucket keeps it");
        assert_eq!(buckets.take(KEYS_MAX + 9, after(start, 30)), Ok(()), "full ones made room");
        assert!(buckets.full_at.len() < 10);
    }
}
