//! Enrolment codes, and a new epoch.

use wufei_domain::{
    audit::AuditAct,
    enrolment::EnrolmentCode,
    ids::ActorId,
    record::hex,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{OperateError, in_transaction};
use crate::{
    machine,
    service::{
        audit::Entry,
        authorise::{Person, secret_hash},
    },
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
        let Some(person) = Person::find(connection, actor)? else {
            return Err(Refusal::new(Code::NotFound).with("value", actor).into());
        };
        let mut random = [0; 10];
        machine::random(&mut random);
        let code = EnrolmentCode::from_random(random);
        let expires_at = integer(now.plus_ms(valid_ms).value());
        let values = [text(secret_hash(code.letters())), text(actor), expires_at];
        connection.execute(&person::INSERT_CODE, &values)?;
        Entry::by_operator(AuditAct::CodeIssued)
            .of(actor)
            .within(person.community)
            .with("role", person.role.code())
            .append(connection, now)?;
        Ok(code)
    })
}

/// Gives a restored database a new epoch, so that devices read its feeds from the beginning and
/// offer again what they still have. To be run while the server is stopped.
///
/// # Errors
/// What the database says.
pub fn renew_epoch(database: &Database, now: UnixMs) -> Result<String, OperateError> {
    audited_epoch(database, AuditAct::EpochRenewed, now)
}

/// As [`renew_epoch`], of a backup that is being put in the database's place.
///
/// # Errors
/// What the database says.
pub(super) fn epoch_after_restore(
    database: &Database,
    now: UnixMs,
) -> Result<String, OperateError> {
    audited_epoch(database, AuditAct::Restored, now)
}

fn audited_epoch(database: &Database, act: AuditAct, now: UnixMs) -> Result<String, OperateError> {
    machine::check_random()?;
    in_transaction(database, |connection| Ok(draw_audited_epoch(connection, act, now)?))
}

/// Sets a new epoch inside a transaction, and writes down why.
///
/// # Errors
/// What the database says.
pub(super) fn draw_audited_epoch(
    connection: &mut dyn Connection,
    act: AuditAct,
    now: UnixMs,
) -> Result<String, StoreError> {
    let epoch = draw_epoch(connection)?;
    Entry::by_operator(act).of(&epoch).append(connection, now)?;
    Ok(epoch)
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
