//! What an organiser runs beside the server: import of areas and of a roll, enrolment codes, lost
//! devices, backup and restore, screens and posters. Each is one transaction: whole or not at all.
//!
//! Start here: [`import_areas`], [`import_roll`], [`issue_code`], [`report_lost`], [`revoke_lease`],
//! [`list_held`], [`list_missing`], [`answer_missing`], [`write_pages`], [`correct_rulebook`],
//! [`renew_epoch`], [`backup()`], [`restore()`], [`copy()`], [`compact()`], [`add_screen`], [`print_poster`],
//! [`verify_audit`], [`add_login`], [`record_consent`],
//! [`set_phone`], [`export_household`], [`erase_household`]. Each act that writes stands in the audit log.

mod areas;
mod audit;
mod backup;
mod carry;
mod check;
mod code;
mod compact;
mod consent;
mod grant;
mod held;
mod household;
mod lease;
mod login;
mod lost;
mod missing;
mod phone;
mod poster;
mod restore;
mod review;
mod roll;
mod screen;

use std::{
    borrow::Cow,
    fmt, io,
    path::{Path, PathBuf},
};

use wufei_domain::{
    refusal::Refusal,
    words::{Language, Words},
};

use crate::{
    settings::Database,
    store::{self, Connection, StoreError},
};

pub use areas::{AreaCounts, import_areas};
pub use audit::{
    AuditError, AuditList, HeadTaken, Verified, list_audit, take_audit_head, verify_audit,
};
pub use backup::{Holding, backup};
pub(crate) use backup::{beside, settle};
pub use carry::{Carried, Copied, Sums, copy};
pub(crate) use code::{draw, draw_epoch};
pub use code::{issue_code, renew_epoch};
pub use compact::{Compacted, compact};
pub use consent::{ConsentList, ConsentSaid, list_consents, record_consent};
pub use grant::{GrantList, Limit, Limited, limit_grant, list_grants};
pub use held::{Decided, HeldList, list_held, refuse_held, take_held};
pub use household::{
    Erased, Exported, WORDS as HOUSEHOLD_WORDS, erase_household, export_household,
};
pub use lease::{Changed, LeaseList, allow_lease, list_leases, revoke_lease};
pub use login::{LoginChanged, LoginList, add_login, list_logins, reset_login};
pub use lost::{
    DeviceList, KnownDevice, Reported, Revoked, list_devices, report_found, report_lost,
    revoke_device,
};
pub use missing::{Answered, MissingList, answer_missing, list_missing};
pub use phone::{PhoneDone, PhoneFound, erase_phone, find_phone, set_phone};
pub use poster::{CHROMIUMS, Poster, PrintError, Printed, Printer, Way, print_poster};
pub use restore::{Gap, GapList, Gaps, Restored, list_gaps, restore};
pub use review::{
    Broken, Corrected, PagesWritten, Taking, WORDS as REVIEW_WORDS, Wrong, correct_rulebook,
    write_pages,
};
pub use roll::{RollCounts, import_roll};
pub use screen::{PLACE_CHARS_MAX, ScreenList, add_screen, list_screens};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum OperateError {
    /// The input breaks rules; each with its place.
    #[error("{}", Listed(.0))]
    Refused(Vec<Refusal>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row of an answer is wrong.
    #[error(transparent)]
    Rows(wufei_guide::BrokenData),
    /// Rows of a filled-in table are wrong; all of them.
    #[error("{}", Listed(.0))]
    Corrections(Vec<Wrong>),
    /// What was to be written cannot be.
    #[error("nothing was written: {0}")]
    Unwritten(String),
    /// The audit log does not hold.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The city's key, or the vault's, is not to be had.
    #[error(transparent)]
    Key(crate::city_key::CityKeyError),
    /// A file that is needed is not there.
    #[error("{0} is not there")]
    Missing(PathBuf),
    /// A file that would be written over.
    #[error("{0} is there already; nothing is written over")]
    Occupied(PathBuf),
    /// A database that would be written over.
    #[error("{0}; a city is copied into an empty database only")]
    NotEmpty(String),
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The system gives no random bytes.
    #[error(transparent)]
    Random(#[from] crate::machine::NoRandom),
    /// Nothing was printed.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// The words of a page, or what it answers from.
    #[error(transparent)]
    Pages(#[from] crate::pages::PagesError),
    /// An address that cannot stand in a QR code.
    #[error(transparent)]
    Address(#[from] crate::settings::NoPublicAddress),
}

impl OperateError {
    /// For `map_err` around a file.
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { path, error }
    }

    /// For the operator: each refusal on a line of its own, its code, then a sentence in both
    /// languages.
    pub fn sentences(&self) -> String {
        if let Self::Corrections(wrong) = self {
            return review::sentences(wrong).unwrap_or_else(|_| self.to_string());
        }
        let words: Result<Vec<Words>, _> =
            Language::ALL.into_iter().map(|language| Words::new(language, &[])).collect();
        let (Self::Refused(refusals), Ok(words)) = (self, words) else { return self.to_string() };
        let line = |refusal: &Refusal| {
            let said: Vec<String> = words.iter().map(|words| words.refusal(refusal)).collect();
            format!("{}: {}", refusal.code.as_str(), said.join(" "))
        };
        refusals.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl From<Refusal> for OperateError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

/// A field of CSV as RFC 4180 writes it: what a person named may hold a comma.
fn field(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        return Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")));
    }
    Cow::Borrowed(text)
}

struct Listed<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Listed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, one) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{one}")?;
        }
        Ok(())
    }
}

/// Opens a database that must be there already.
fn open_known(database: &Database) -> Result<Box<dyn Connection + Send>, OperateError> {
    must_be_there(database)?;
    Ok(store::open(database)?)
}

/// Whether there is a database, where a file says so.
///
/// # Errors
/// [`OperateError::Missing`].
fn must_be_there(database: &Database) -> Result<(), OperateError> {
    match database.file() {
        Some(path) if !path.exists() => Err(OperateError::Missing(path.to_owned())),
        _ => Ok(()),
    }
}

/// Runs `work` in one transaction of its own.
fn in_transaction<T>(
    database: &Database,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, OperateError>,
) -> Result<T, OperateError> {
    let mut connection = store::open(database)?;
    store::in_one(&mut connection, |connection| work(connection))
}
