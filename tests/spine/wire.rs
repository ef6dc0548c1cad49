//! The wire between a phone and the city: what becomes of an exchange.

use wufei_domain::refusal::{Code, Refusal};

/// What becomes of one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    /// The server never hears of it.
    RequestLost,
    /// The server does it, the device never hears of it.
    AnswerLost,
    /// Something in between refuses it.
    Refused(Code),
}

/// A wire that does not fail.
pub fn clean() -> Fate {
    Fate::Arrives
}

/// Carries out an exchange with its fate.
///
/// # Errors
/// The refusal that the phone is given.
pub fn through<T>(fate: Fate, exchange: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    match fate {
        Fate::Arrives => exchange(),
        Fate::RequestLost => Err(Code::Offline.into()),
        Fate::AnswerLost => {
            // Whatever it was, nobody hears of it.
            let _ = exchange();
            Err(Code::Offline.into())
        }
        Fate::Refused(code) => Err(code.into()),
    }
}
