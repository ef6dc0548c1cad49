//! Which push of an installation it is: a copied device folder is noticed by its history.
//!
//! Each answered push is told the number of the next. A push that repeats the last number is one
//! whose answer was lost, and still holds what the lost one began with; any other number, or other
//! entries under the last, are of a second installation with the same id.

use wufei_api::push::Turn;
use wufei_domain::refusal::Code;

use crate::{
    service::{
        Failure,
        authorise::{Bearer, secret_hash},
    },
    store::{Connection, StoreError, Value, integer, statements::person, text},
};

/// What the server remembers of an installation's pushes in this epoch.
struct Known {
    next: u64,
    /// The id of the first entry of the last push.
    first: Option<String>,
}

impl Known {
    fn find(
        connection: &mut dyn Connection,
        token: &Value,
        epoch: &str,
    ) -> Result<Self, StoreError> {
        let row = connection.first(&person::FIND_TURN, std::slice::from_ref(token))?;
        match row {
            Some(row) if row.has(0) && row.text(0)? == epoch => {
                Ok(Self { next: row.integer(1)?, first: row.read_if_any(2)? })
            }
            _ => Ok(Self { next: 0, first: None }),
        }
    }
}

/// Takes the turn of a push whose entries have these ids. Gives the number of the next; nothing for a
/// device that does not say its own.
///
/// # Errors
/// [`Code::InstallForked`], and what the database says.
pub fn take(
    connection: &mut dyn Connection,
    epoch: &str,
    bearer: &Bearer,
    turn: Option<&Turn>,
    ids: &[&str],
) -> Result<Option<u64>, Failure> {
    let Some(turn) = turn else { return Ok(None) };
    // Numbers of another epoch mean nothing: the device begins again when it hears of this one.
    if turn.epoch != epoch {
        return Ok(Some(0));
    }
    let token = text(secret_hash(&bearer.0));
    let Known { next, first } = Known::find(connection, &token, epoch)?;
    let repeats = turn.number.checked_add(1) == Some(next)
        && first.as_deref().is_none_or(|first| ids.contains(&first));
    if repeats {
        return Ok(Some(next));
    }
    if turn.number != next {
        return Err(Code::InstallForked.into());
    }
    let first = ids.first().map_or(Value::Null, text);
    let values = [token, text(epoch), integer(next + 1), first];
    connection.execute(&person::SAVE_TURN, &values)?;
    Ok(Some(next + 1))
}
