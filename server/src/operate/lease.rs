//! Leases as an organiser sees them: taken back from a volunteer, and allowed again.

use std::fmt;

use wufei_domain::{
    audit::AuditAct,
    ids::{ActorId, TurfId},
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{OperateError, field, in_transaction};
use crate::{
    service::audit::Entry,
    settings::Database,
    store::{Connection, Row, integer, statements::turf, text},
};

/// All leases, as CSV with a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseList(Vec<Row>);

impl fmt::Display for LeaseList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "community,turf,name,actor,label,taken_at,until,revoked_at")?;
        for row in &self.0 {
            let of = |column| field(row.text(column).unwrap_or(""));
            let at = |column| row.integer::<i64>(column).unwrap_or_default();
            write!(f, "\n{},{},{},{},{}", of(0), of(1), of(2), of(3), of(4))?;
            write!(f, ",{},{},", at(5), at(6))?;
            if row.has(7) {
                write!(f, "{}", at(7))?;
            }
        }
        Ok(())
    }
}

/// Lists every lease there is or was.
///
/// # Errors
/// What the database says.
pub fn list_leases(database: &Database) -> Result<LeaseList, OperateError> {
    in_transaction(database, |connection| Ok(LeaseList(connection.query(&turf::ALL_LEASES, &[])?)))
}

/// Takes a turf back from a volunteer at once: they no longer read it, may not take it again, and what
/// they still send of it is held for a lead. The turf is free for others.
///
/// # Errors
/// [`Code::NotFound`] when they hold no such lease. What the database says.
pub fn revoke_lease(
    database: &Database,
    turf: TurfId,
    actor: ActorId,
    now: UnixMs,
) -> Result<Changed, OperateError> {
    in_transaction(database, |connection| {
        let values = [text(turf), text(actor), integer(now.value())];
        let changed = connection.execute(&turf::REVOKE, &values)?;
        let entry = Entry::by_operator(AuditAct::LeaseRevoked).of(turf);
        audited(connection, changed, entry.with("actor", actor.to_string()), turf, now)?;
        Ok(Changed(turf))
    })
}

/// Undoes [`revoke_lease`].
///
/// # Errors
/// [`Code::NotFound`] when none was taken back. What the database says.
pub fn allow_lease(
    database: &Database,
    turf: TurfId,
    actor: ActorId,
    now: UnixMs,
) -> Result<Changed, OperateError> {
    in_transaction(database, |connection| {
        let changed = connection.execute(&turf::ALLOW, &[text(turf), text(actor)])?;
        let entry = Entry::by_operator(AuditAct::LeaseAllowed).of(turf);
        audited(connection, changed, entry.with("actor", actor.to_string()), turf, now)?;
        Ok(Changed(turf))
    })
}

/// A lease was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed(TurfId);

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the lease on turf {} is changed", self.0)
    }
}

/// Writes the act down, unless it changed nothing.
fn audited(
    connection: &mut dyn Connection,
    changed: u64,
    entry: Entry,
    turf: TurfId,
    now: UnixMs,
) -> Result<(), OperateError> {
    if changed == 0 {
        return Err(Refusal::new(Code::NotFound).with("value", turf).into());
    }
    let entry = entry.within_that_of(connection, &turf::COMMUNITY, turf)?;
    Ok(entry.append(connection, now)?)
}
