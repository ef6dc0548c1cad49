//! Each contact of a device: when it was last heard of, and whether it is told that it was lost.
//!
//! A device that was reported lost is refused everything but a push: what it recorded is welcome
//! whatever is to become of the device. That it was told is kept with the refusal, so that nobody
//! takes back what the device already does.

use wufei_domain::{lost::LostWord, refusal::Refusal, time::UnixMs};

use super::{Request, act::Act, authorise::secret_hash, grant::Validity};
use crate::store::{Connection, Row, StoreError, Value, integer, statements::device, text};

/// How exactly it is kept when a device was heard of.
pub const SEEN_WITHIN_MS: i64 = 60 * 60 * 1_000;

/// Writes down that the device of this token was heard of, by the row of [`device::CONTACT`].
///
/// # Errors
/// What the database says.
pub(super) fn heard_of(
    connection: &mut dyn Connection,
    token: &Value,
    row: &Row,
    now: UnixMs,
) -> Result<(), StoreError> {
    let seen_at = row.integer_if_any(0)?.map(UnixMs::new);
    if seen_at.is_none_or(|seen_at| now.since_ms(seen_at) >= SEEN_WITHIN_MS) {
        connection.write(&device::SEEN, &[token.clone(), integer(now.value())])?;
    }
    Ok(())
}

/// Writes down that a device was heard of. Gives what it is to be told instead of an answer, and
/// writes down that too. A token that is not known is left to the one who answers; so is a push, which
/// asks for all that it needs at once.
///
/// # Errors
/// What the database says.
pub(super) fn met(
    connection: &mut dyn Connection,
    request: &Request,
    now: UnixMs,
) -> Result<Option<Refusal>, StoreError> {
    let Some((act, bearer)) = request.act().filter(|(act, _)| *act != Act::Push) else {
        return Ok(None);
    };
    let hash = text(secret_hash(&bearer.0));
    let Some(row) = connection.first(&device::CONTACT, std::slice::from_ref(&hash))? else {
        return Ok(None);
    };
    heard_of(connection, &hash, &row, now)?;
    if !row.has(1) {
        let validity = Validity::from_row(&row, 3)?;
        return Ok(validity.must_hold(now).err().filter(|_| !act.outlives_a_grant()));
    }
    // What this program cannot read allows the least.
    let word = LostWord::from_code(row.text(1)?).unwrap_or(LostWord::SendFirst);
    if !row.has(2) || row.text(2)? != word.code() {
        let told = [hash, integer(now.value()), text(word.code())];
        connection.execute(&device::TOLD, &told)?;
    }
    Ok(Some(word.refusal()))
}
