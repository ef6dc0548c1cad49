//! The audit log: each privileged act is a row, and each row is chained to the one before it, so that a
//! row that was changed, taken out or cut off is noticed.
//!
//! A row holds no personal data. Words that may have to be erased one day, such as a reason somebody
//! typed, stand in it as a salted commitment; without words and salt the chain verifies as before.
//! Whoever can write the whole database can also write the whole chain anew: only a [`Head`] that was
//! signed and kept elsewhere notices that.
//!
//! Start here: [`AuditRow`] and its [`hash`](AuditRow::hash_of), then [`Chain`], then [`Head`].

mod chain;
mod head;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use chain::{Broken, Chain};
pub use head::{Head, SignedHead};

use crate::{hex_bytes::hex_bytes, time::UnixMs};

hex_bytes! {
    /// SHA-256 of a row and all before it. Written as 64 lower-case hex digits.
    AuditHash, 32, "no hash of an audit row: 64 lower-case hex digits"
}

hex_bytes! {
    /// A city's Ed25519 signature under a head. Written as 128 lower-case hex digits.
    AuditSignature, 64, "no signature of a head: 128 lower-case hex digits"
}

impl AuditHash {
    /// What stands before the first row.
    pub const NONE: Self = Self::new([0; 32]);
}

/// The first part of what is hashed: a row of this log is one of nothing else.
const HASHED_AS: &str = "wufei audit 1";

/// As well, of words and their salt.
const COMMITTED_AS: &str = "wufei audit words 1";

/// Who acted, where it was an operator at the server's machine.
pub const OPERATOR: &str = "operator";

/// Bytes of a commitment's salt.
pub const SALT_BYTES: usize = 16;

macro_rules! acts {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What was done. A row keeps the code, so that an act of a newer program still verifies.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum AuditAct {
            $($(#[$doc])* $variant,)*
        }

        impl AuditAct {
            /// All acts.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it stands in SQL and in message ids.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

acts! {
    /// An area table was imported.
    AreasImported = "areas_imported",
    /// A roll was imported.
    RollImported = "roll_imported",
    /// A one-time code was made for somebody. Subject: who.
    CodeIssued = "code_issued",
    /// A device was reported lost. Subject: the device.
    DeviceLost = "device_lost",
    /// That was taken back. Subject: the device.
    DeviceFound = "device_found",
    /// The token of a device ended.
    DeviceRevoked = "device_revoked",
    /// A turf was taken back from a volunteer. Subject: the turf.
    LeaseRevoked = "lease_revoked",
    /// That was undone. Subject: the turf.
    LeaseAllowed = "lease_allowed",
    /// Somebody's role got an end, or another. Subject: who.
    GrantLimited = "grant_limited",
    /// Somebody's role holds without bounds. Subject: who.
    GrantOpened = "grant_opened",
    /// A held record was taken. Subject: the record.
    HeldTaken = "held_taken",
    /// A held record was not taken. Subject: the record; words: why.
    HeldRefused = "held_refused",
    /// Missing words were answered. Subject: the rulebook's version.
    MissingAnswered = "missing_answered",
    /// The rulebook was corrected. Subject: its version.
    RulebookCorrected = "rulebook_corrected",
    /// A screen or poster got a code. Subject: the code.
    ScreenAdded = "screen_added",
    /// The epoch was renewed. Subject: the new one.
    EpochRenewed = "epoch_renewed",
    /// A backup was put in the database's place. Subject: the new epoch.
    Restored = "restored",
    /// Replaced rows of the feeds were deleted.
    Compacted = "compacted",
    /// Somebody may log in. Subject: who.
    LoginAdded = "login_added",
    /// Somebody got a new password and second factor. Subject: who.
    LoginReset = "login_reset",
    /// Somebody logged in.
    LoggedIn = "logged_in",
    /// A log-in failed and locks the name for a while. Subject: whose.
    LoginLocked = "login_locked",
    /// Somebody logged out.
    LoggedOut = "logged_out",
    /// Consent was given. Subject: of whom.
    ConsentGiven = "consent_given",
    /// Consent was taken back. Subject: of whom.
    ConsentWithdrawn = "consent_withdrawn",
    /// A phone number was kept. Subject: of whom.
    PhoneSet = "phone_set",
    /// It was looked up whose a phone number is.
    PhoneFound = "phone_found",
    /// A phone number was erased. Subject: of whom.
    PhoneErased = "phone_erased",
    /// All that is held of a household was written into a file. Subject: the household.
    HouseholdExported = "household_exported",
    /// A household was erased. Subject: the household.
    HouseholdErased = "household_erased",
}

/// One row, as the database has it: also one that was tampered with can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place, from 1, without a gap.
    pub seq: u64,
    /// The server's clock.
    pub at: UnixMs,
    /// The id of who acted, or [`OPERATOR`].
    pub who: String,
    /// The code of an [`AuditAct`].
    pub act: String,
    /// The area it concerns; none: the whole city.
    pub area: Option<String>,
    /// What was acted on: an id, a version, a code.
    pub subject: Option<String>,
    /// More, as compact JSON, without personal data.
    pub detail: String,
    /// What [`commitment`] gives of words that are kept beside the row.
    pub words: Option<String>,
    /// The hash of the row before, as hex; [`AuditHash::NONE`] of the first.
    pub before: String,
    /// Its own hash, as hex.
    pub hash: String,
}

impl AuditRow {
    /// The text of the row that is hashed: a JSON array without spaces, so that no two rows have the
    /// same.
    pub fn canonical(&self) -> String {
        let row: Value = json!([
            HASHED_AS,
            self.seq,
            self.at.value(),
            self.who,
            self.act,
            self.area,
            self.subject,
            self.detail,
            self.words,
        ]);
        row.to_string()
    }

    /// SHA-256 of `before` as it is written, a line end, and the canonical text: what its `hash` has to
    /// be.
    pub fn hash_of(&self) -> AuditHash {
        let said = format!("{}\n{}", self.before, self.canonical());
        AuditHash::new(Sha256::digest(said.as_bytes()).into())
    }
}

/// What stands in a row for words that may be erased: SHA-256 over salt and words. Without the salt
/// nobody finds short words by trying.
pub fn commitment(salt: &str, words: &str) -> AuditHash {
    let said = format!("{COMMITTED_AS}\n{salt}\n{words}");
    AuditHash::new(Sha256::digest(said.as_bytes()).into())
}

#[cfg(test)]
mod tests;
