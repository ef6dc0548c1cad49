//! Enrolment codes, and a new epoch.

use wufei_domain::{
    enrolment::EnrolmentCode,
    ids::ActorId,
    record::hex,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{OperateError, in_transaction};
use crate::{
    machine,
    service::authorise::{Person, secret_hash},
    settings::Database,
    store::{
        Connection, StoreError, integer,
        statements::{meta, person},
        text,
    },
};

/// Makes a one-time code for somebody on the roll. It is not stored, only its hash is: whoever
/// loses it needs a new one.
///
/// # Errors
/// [`Code::NotFound`] when there is no such person. What the database says.
pub fn issue_code(
    database: &Database,
    actor: ActorId,
    valid_ms: i64,
    now: UnixMs,
) -> Result<EnrolmentCode, OperateError> {
    machine::check_random()?;
    in_transaction(database, |connection| {
        if Person::find(connection, actor)?.is_none() {
            return Err(Refusal::new(Code::NotFound).with("value", actor).into());
        }
        let mut random = [0; 10];
        machine::random(&mut random);
        let code = EnrolmentCode::from_random(random);
        let expires_at = integer(now.plus_ms(valid_ms).value());
        let values = [text(secret_hash(code.letters())), text(actor), expires_at];
        connection.execute(&person::INSERT_CODE, &values)?;
        Ok(code)
    })
}

/// Gives a restored database a new epoch, so that devices read its feeds from the beginning and
/// offer again what they still have. To be run while the server is stopped.
///
/// # Errors
/// What the database says.
pub fn renew_epoch(database: &Database) -> Result<String, OperateError> {
    machine::check_random()?;
    in_transaction(database, |connection| Ok(draw_epoch(connection)?))
}

/// Sets a new epoch inside a transaction.
///
/// # Errors
/// What the database says.
pub(crate) fn draw_epoch(connection: &mut dyn Connection) -> Result<String, StoreError> {
    draw::<8>(connection, "epoch")
}

/// Sets a fact of the server's own to so many random bytes, in hex.
///
/// # Errors
/// What the database says.
pub(crate) fn draw<const BYTES: usize>(
    connection: &mut dyn Connection,
    name: &str,
) -> Result<String, StoreError> {
    let mut random = [0; BYTES];
    machine::random(&mut random);
    let drawn = hex(&random);
    connection.execute(&meta::PUT, &[text(name), text(&drawn)])?;
    connection.execute(&meta::REPLACE, &[text(name), text(&drawn)])?;
    Ok(drawn)
}
