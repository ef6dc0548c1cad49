//! Why a seed ended before its time: a rule that was broken, with what was found.

use wufei_disk::MountError;
use wufei_domain::refusal::Refusal;
use wufei_server::{operate::OperateError, store::StoreError};

/// The rule that stands for trouble of the simulation's own: it could not even set something up.
const OWN: &str = "the simulation stands";

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {found}")]
pub struct Violation {
    /// What should hold, in a few words.
    pub rule: &'static str,
    /// What was found instead.
    pub found: String,
}

impl Violation {
    /// `rule` is broken by what was `found`.
    pub fn new(rule: &'static str, found: impl ToString) -> Self {
        Self { rule, found: found.to_string() }
    }

    /// Something that only the simulation itself can have done wrong.
    pub fn own(found: impl ToString) -> Self {
        Self::new(OWN, found)
    }
}

/// Nothing, when it holds.
///
/// # Errors
/// The violation, when it does not.
pub(crate) fn holds(
    rule: &'static str,
    it_holds: bool,
    found: impl FnOnce() -> String,
) -> Result<(), Violation> {
    if it_holds { Ok(()) } else { Err(Violation::new(rule, found())) }
}

macro_rules! own_trouble {
    ($($error:ty),+) => {$(
        impl From<$error> for Violation {
            fn from(error: $error) -> Self {
                Self::own(error)
            }
        }
    )+};
}

own_trouble!(MountError, OperateError, Refusal, StoreError, rusqlite::Error, serde_json::Error);
