//! The machine's clock and its random numbers: the only place that asks for either.

use std::time::{SystemTime, UNIX_EPOCH};

use wufei_domain::time::UnixMs;

/// The wall clock. Before 1970 counts as 1970.
pub fn now() -> UnixMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMs::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The system's source of random bytes could not be read.
#[derive(Debug, thiserror::Error)]
#[error("no random bytes from the system: {0}")]
pub struct NoRandom(getrandom::Error);

/// Makes sure that the system gives random bytes; afterwards it does not fail any more.
///
/// # Errors
/// When it gives none.
pub fn check_random() -> Result<(), NoRandom> {
    getrandom::fill(&mut [0; 16]).map_err(NoRandom)
}

/// Fills `bytes` with random ones. Without a working source the process ends: a token that could
/// be guessed is worse than no server.
pub fn random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        std::process::abort();
    }
}
