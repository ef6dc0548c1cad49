//! Which version of the protocol is spoken with the server: ours, until a server that is not yet
//! brought up to date refuses it. Then the newest that it reads, for as long as this process runs or
//! until it reads no longer that one; the next start begins with ours again.

use std::sync::atomic::{AtomicU32, Ordering};

use wufei_api::protocol::{CURRENT, agreed};
use wufei_domain::refusal::Refusal;

/// The version that is spoken.
pub(super) struct Spoken(AtomicU32);

impl Default for Spoken {
    fn default() -> Self {
        Self(AtomicU32::new(CURRENT))
    }
}

impl Spoken {
    /// Asks in the version that is spoken, and once more at once when the server refuses it and reads
    /// another that is spoken here too.
    ///
    /// # Errors
    /// As `ask`.
    pub fn ask<T>(&self, ask: impl Fn(u32) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let version = self.0.load(Ordering::Relaxed);
        let refusal = match ask(version) {
            Ok(answer) => return Ok(answer),
            Err(refusal) => refusal,
        };
        match agreed(version, &refusal) {
            Some(other) => {
                self.0.store(other, Ordering::Relaxed);
                ask(other)
            }
            None => Err(refusal),
        }
    }
}
