//! Which push of an installation it is: a copied device folder is noticed by its history.
//!
//! Each answered push is told the number of the next. A push that repeats the last number is one
//! whose answer was lost, and still holds what the lost one began with; any other number, or other
//! entries under the last, are of a second installation with the same id.

use wufei_api::push::Turn;
use wufei_domain::refusal::Code;

use crate::{
    service::Failure,
    store::{Connection, Row, StoreError, Value, integer, optional_text, statements::person, text},
};

/// What the server remembers of an installation's pushes in this epoch.
struct Known {
    next: u64,
    /// The id of the first entry of the last push.
    first: Option<String>,
}

impl Known {
    /// From the row of [`person::FIND_TURN`], if it is of this epoch.
    fn of(row: Option<&Row>, epoch: &str) -> Result<Self, StoreError> {
        match row {
            Some(row) if row.has(0) && row.text(0)? == epoch => {
                Ok(Self { next: row.integer(1)?, first: row.read_if_any(2)? })
            }
            _ => Ok(Self { next: 0, first: None }),
        }
    }
}

/// What follows from the turn of a push.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Next {
    /// The number of the next; nothing for a device that does not say its own.
    pub number: Option<u64>,
    /// What is to be remembered with the push, if it is a new one.
    saved: Option<[Value; 4]>,
}

/// Judges the turn of a push whose entries have these ids, by the row of [`person::FIND_TURN`].
///
/// # Errors
/// [`Code::InstallForked`], and what the database says.
pub fn judge(
    row: Option<&Row>,
    (token, epoch): (Value, &str),
    turn: Option<&Turn>,
    ids: &[&str],
) -> Result<Next, Failure> {
    let Some(turn) = turn else { return Ok(Next::default()) };
    // Numbers of another epoch mean nothing: the device begins again when it hears of this one.
    if turn.epoch != epoch {
        return Ok(Next { number: Some(0), saved: None });
    }
    let Known { next, first } = Known::of(row, epoch)?;
    let repeats = turn.number.checked_add(1) == Some(next)
        && first.as_deref().is_none_or(|first| ids.contains(&first));
    if repeats {
        return Ok(Next { number: Some(next), saved: None });
    }
    if turn.number != next {
        return Err(Code::InstallForked.into());
    }
    let saved = [token, text(epoch), integer(next + 1), optional_text(ids.first())];
    Ok(Next { number: Some(next + 1), saved: Some(saved) })
}

impl Next {
    /// Whether the push is no repeat, as far as its device says.
    pub const fn is_new(&self) -> bool {
        self.number.is_none() || self.saved.is_some()
    }

    /// Remembers it.
    ///
    /// # Errors
    /// What the database says.
    pub fn save(&self, connection: &mut dyn Connection) -> Result<(), StoreError> {
        self.saved.iter().try_for_each(|saved| connection.write(&person::SAVE_TURN, saved))
    }
}
