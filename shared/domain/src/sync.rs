//! The rules of sync that both ends keep: batch bounds, verdicts, back-off.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// Entries in one push at most.
pub const BATCH_ENTRIES_MAX: usize = 200;

/// Bytes of one push body at most. Above it a device sends more than one.
pub const BATCH_BYTES_MAX: usize = 256 * 1024;

/// Bytes of one push body on the wire at most, packed and compressed: what a village's network carries
/// in some seconds. Above it a device sends fewer entries.
pub const BATCH_WIRE_BYTES_MAX: usize = 64 * 1024;

/// Rows in one page of a feed at most.
pub const PAGE_ROWS_MAX: usize = 500;

/// First wait after a failed round.
pub const BACKOFF_FIRST_MS: u64 = 2_000;

/// Longest wait after failed rounds.
pub const BACKOFF_LONGEST_MS: u64 = 10 * 60 * 1_000;

/// What the server says of one entry of a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Stored now.
    Accepted,
    /// Was stored before, with the same hash: as good as accepted.
    Duplicate,
    /// Will never be stored as it is; a person must look at it.
    Rejected {
        /// Why.
        refusal: Refusal,
    },
    /// Cannot be decided now, for example because its parent has not arrived; send it again.
    RetryLater {
        /// Not before this many milliseconds.
        after_ms: u64,
    },
    /// Kept beside the records until a team lead decides; send it again to hear what they said.
    Held {
        /// Not before this many milliseconds.
        after_ms: u64,
    },
}

impl Verdict {
    /// Whether the device may take the entry out of its outbox: the server has it.
    pub const fn is_stored(&self) -> bool {
        matches!(self, Self::Accepted | Self::Duplicate)
    }
}

/// How long to wait before round `failures + 1` after `failures` failed ones in a row: exponential
/// with full jitter, so that two thousand phones do not come back at once. `random` is any number.
pub fn backoff_ms(failures: u32, random: u64) -> u64 {
    if failures == 0 {
        return 0;
    }
    let doubled = BACKOFF_FIRST_MS.saturating_mul(1_u64 << (failures - 1).min(20));
    let ceiling = doubled.min(BACKOFF_LONGEST_MS);
    random % (ceiling + 1)
}

#[cfg(test)]
mod tests;
