//! How often somebody may ask: by their token, else by their address; and how many enrolment codes may
//! be guessed. Kept in memory by the network's threads: the service knows nothing of it, and a request
//! that is turned away costs no more than a look into a table.
//!
//! An evening brings two thousand volunteers back through one address of their carrier. So a token
//! that was found good is counted by itself and never by its address. Start here: [`Limits`];
//! [`bucket`] counts, [`client`] says whose address it is.

pub mod bucket;
pub mod client;

use std::{
    collections::BTreeSet,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sha2::{Digest as _, Sha256};
use wufei_domain::refusal::{Code, Refusal};

use bucket::{Buckets, Rate};
use client::network;

/// Of one token: a phone's first load is some 200 requests, its evening some 20.
const TOKEN: Rate = Rate { at_once: 1_000, every: Duration::from_millis(20) };

/// Of one address without a good token: visitors of a hall behind one router, and the first request of
/// each of two thousand phones after a start of the server.
const ADDRESS: Rate = Rate { at_once: 3_000, every: Duration::from_millis(20) };

/// Tokens of one address that were found to be none.
const WRONG_TOKENS: Rate = Rate { at_once: 100, every: Duration::from_secs(10) };

/// Codes of one address that were found to be none: every tenth of two thousand volunteers may slip
/// in one evening.
const WRONG_CODES: Rate = Rate { at_once: 100, every: Duration::from_secs(10) };

/// Codes of all addresses that were found to be none.
const ALL_WRONG_CODES: Rate = Rate { at_once: 1_000, every: Duration::from_secs(2) };

/// Good tokens that are remembered; more are found good again.
const GOOD_MAX: usize = 200_000;

/// Whose request is counted. Of a token only a hash is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct TokenMark([u8; 16]);

impl TokenMark {
    fn of(token: &str) -> Self {
        let hash = Sha256::digest(token.as_bytes());
        Self(hash.first_chunk().copied().unwrap_or_default())
    }
}

/// The counts of a server.
#[derive(Clone)]
pub struct Limits(Arc<Mutex<Counts>>);

struct Counts {
    tokens: Buckets<TokenMark>,
    addresses: Buckets<IpAddr>,
    wrong_tokens: Buckets<IpAddr>,
    wrong_codes: Buckets<IpAddr>,
    all_wrong_codes: Buckets<()>,
    good: BTreeSet<TokenMark>,
}

impl Default for Limits {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Counts {
            tokens: Buckets::new(TOKEN),
            addresses: Buckets::new(ADDRESS),
            wrong_tokens: Buckets::new(WRONG_TOKENS),
            wrong_codes: Buckets::new(WRONG_CODES),
            all_wrong_codes: Buckets::new(ALL_WRONG_CODES),
            good: BTreeSet::new(),
        })))
    }
}

impl Limits {
    /// Counts a request before it is looked at.
    ///
    /// # Errors
    /// [`Code::TooManyRequests`] with the seconds after which there is room again.
    pub fn admit(&self, address: IpAddr, token: Option<&str>, now: Instant) -> Result<(), Refusal> {
        let mut counts = self.lock();
        let address = network(address);
        let Some(mark) = token.map(TokenMark::of) else {
            return counts.addresses.take(address, now).map_err(refused);
        };
        if counts.good.contains(&mark) {
            return counts.tokens.take(mark, now).map_err(refused);
        }
        // It may be anybody's guess: so it costs its address, and nothing once too many were wrong.
        counts.wrong_tokens.peek(address, now).map_err(refused)?;
        counts.addresses.take(address, now).map_err(refused)
    }

    /// What came of a token.
    pub fn found(&self, address: IpAddr, token: &str, is_good: bool, now: Instant) {
        let mut counts = self.lock();
        let mark = TokenMark::of(token);
        if !is_good {
            counts.good.remove(&mark);
            // Whether there was room no longer matters to this one.
            let _ = counts.wrong_tokens.take(network(address), now);
        } else if !counts.good.contains(&mark) {
            if counts.good.len() >= GOOD_MAX {
                counts.good.clear();
            }
            counts.good.insert(mark);
        }
    }

    /// Counts a code as wrong until it is found to be right, so that many at once are counted too.
    ///
    /// # Errors
    /// As [`Limits::admit`]. While too many were wrong in the whole city, an address may still try
    /// that was not wrong before.
    pub fn try_code(&self, address: IpAddr, now: Instant) -> Result<(), Refusal> {
        let mut counts = self.lock();
        let address = network(address);
        let is_new = counts.wrong_codes.is_full(address, now);
        let everywhere = counts.all_wrong_codes.take((), now);
        if let Err(wait) = everywhere
            && !is_new
        {
            return Err(refused(wait));
        }
        counts.wrong_codes.take(address, now).map_err(refused)
    }

    /// The code was right, or was none that anybody could have guessed by.
    pub fn code_was_no_guess(&self, address: IpAddr) {
        let mut counts = self.lock();
        counts.wrong_codes.give_back(network(address));
        counts.all_wrong_codes.give_back(());
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(wait: Duration) -> Refusal {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Refusal::new(Code::TooManyRequests).with("seconds", seconds.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(100, 64, 0, 1));

    fn seconds(refusal: &Refusal) -> u64 {
        assert_eq!(refusal.code, Code::TooManyRequests);
        refusal.args["seconds"].parse().unwrap()
    }

    /// Each comes back with 60 requests at once.
    #[test]
    fn two_thousand_volunteers_come_back_through_one_address() {
        let (limits, now) = (Limits::default(), Instant::now());
        let mut turned_away = 0_u32;
        for volunteer in 0..2_000 {
            let token = format!("token {volunteer}");
            for _ in 0..60 {
                match limits.admit(SHARED, Some(&token), now) {
                    Ok(()) => limits.found(SHARED, &token, true, now),
                    Err(_) => turned_away += 1,
                }
            }
        }
        assert_eq!(turned_away, 0);
        let visitor = |limits: &Limits| limits.admit(SHARED, None, now);
        let visitors = (0..5_000).filter(|_| visitor(&limits).is_ok()).count();
        assert_eq!(visitors, 1_000, "only the first request of each counted for the address");
    }

    #[test]
    fn one_token_has_its_own_bound() {
        let (limits, now) = (Limits::default(), Instant::now());
        limits.admit(SHARED, Some("mine"), now).unwrap();
        limits.found(SHARED, "mine", true, now);
        for _ in 0..TOKEN.at_once {
            limits.admit(SHARED, Some("mine"), now).unwrap();
        }
        assert_eq!(seconds(&limits.admit(SHARED, Some("mine"), now).unwrap_err()), 1);
        limits.admit(SHARED, Some("another"), now).unwrap();
        limits.admit(SHARED, Some("mine"), now + TOKEN.every).unwrap();
    }

    #[test]
    fn guessed_tokens_are_few_and_good_ones_beside_them_are_let_in() {
        let (limits, now) = (Limits::default(), Instant::now());
        limits.admit(SHARED, Some("mine"), now).unwrap();
        limits.found(SHARED, "mine", true, now);
        let mut tried = 0;
        while limits.admit(SHARED, Some(&format!("guess {tried}")), now).is_ok() {
            limits.found(SHARED, &format!("guess {tried}"), false, now);
            tried += 1;
        }
        assert_eq!(tried, WRONG_TOKENS.at_once);
        assert!(limits.admit(SHARED, Some("mine"), now).is_ok());
        limits.found(SHARED, "mine", false, now);
        assert!(limits.admit(SHARED, Some("mine"), now).is_err(), "revoked, it is a guess as well");
    }

    #[test]
    fn wrong_codes_are_few_and_right_ones_cost_nothing() {
        let (limits, now) = (Limits::default(), Instant::now());
        for _ in 0..5_000 {
            limits.try_code(SHARED, now).unwrap();
            limits.code_was_no_guess(SHARED);
        }
        for _ in 0..WRONG_CODES.at_once {
            limits.try_code(SHARED, now).unwrap();
        }
        assert_eq!(seconds(&limits.try_code(SHARED, now).unwrap_err()), 10);
        limits.try_code(SHARED, now + WRONG_CODES.every).unwrap();
    }

    /// From many addresses: who was never wrong may try all the same.
    #[test]
    fn the_city_has_a_bound_that_shuts_nobody_out() {
        let (limits, now) = (Limits::default(), Instant::now());
        let address = |n: u32| IpAddr::from((0x0a00_0000 + n).to_be_bytes());
        for guess in 0..ALL_WRONG_CODES.at_once {
            limits.try_code(address(guess % 20), now).unwrap();
        }
        assert!(limits.try_code(address(1), now).is_err(), "it was wrong before");
        limits.try_code(address(100), now).unwrap();
        assert!(limits.try_code(address(100), now).is_err());
    }
}
