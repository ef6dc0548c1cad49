//! Logging in. Tries come one after the other, since one thread decides, so that of many at once only
//! the first of a name is looked at: it fails and the others find the name waiting.

use wufei_domain::{audit::AuditAct, ids::ActorId, time::UnixMs};

use super::{
    proof::Proof,
    rules::{LoginName, lock_ms, may_log_in},
    session::{self, SessionToken},
};
use crate::{
    service::{Failure, Random, audit::Entry, authorise::Person},
    store::{Connection, Row, StoreError, integer, statements::login, text},
};

/// What is kept of a name to prove a password and a code against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose it is.
    pub actor: ActorId,
    /// The password, as a PHC string of argon2id.
    pub password_hash: String,
    /// The second factor's secret, sealed.
    pub totp_sealed: String,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// A session.
    In(SessionToken),
    /// None. The operator is told more than who tried.
    Out(Out),
}

/// A try that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Out {
    /// Nobody has the name, or who has it may no longer log in.
    Unknown,
    /// The name still waits; the try was not looked at.
    Waits(ActorId),
    /// Password or code was wrong, or the code was used before: the name waits.
    Wrong {
        /// Whose name it is.
        actor: ActorId,
        /// Failed tries in a row.
        failed: u32,
        /// Until when it waits.
        until: UnixMs,
    },
}

/// What is kept of a name.
///
/// # Errors
/// What the database says.
pub(super) fn kept(
    connection: &mut dyn Connection,
    name: &LoginName,
) -> Result<Option<Kept>, StoreError> {
    let Some(row) = connection.first(&login::KEPT, &[text(name)])? else { return Ok(None) };
    Ok(Some(Kept { actor: row.read(0)?, password_hash: row.read(1)?, totp_sealed: row.read(2)? }))
}

/// How the tries of a name stand.
struct Standing {
    password_hash: String,
    step: u64,
    failed: u32,
    until: UnixMs,
}

impl Standing {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            password_hash: row.read(0)?,
            step: row.integer(1)?,
            failed: row.integer(2)?,
            until: UnixMs::new(row.integer(3)?),
        })
    }
}

/// Decides on a try.
///
/// # Errors
/// What the database says.
pub(super) fn enter(
    connection: &mut dyn Connection,
    proof: &Proof,
    older: Option<&SessionToken>,
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<Tried, Failure> {
    let unknown = Ok(Tried::Out(Out::Unknown));
    let Some(kept) = &proof.kept else { return unknown };
    let actor = kept.actor;
    let Some(row) = connection.first(&login::STANDING, &[text(actor)])? else { return unknown };
    let standing = Standing::from_row(&row)?;
    let person = Person::find(connection, actor)?
        .filter(|person| may_log_in(person.role) && person.validity.must_hold(now).is_ok());
    // A password that was changed since it was looked at proves nothing.
    let Some(person) = person.filter(|_| standing.password_hash == kept.password_hash) else {
        return unknown;
    };
    if standing.until > now {
        return Ok(Tried::Out(Out::Waits(actor)));
    }
    // A code counts once: neither it nor one before it is taken again.
    let step = proof.step.filter(|step| *step > standing.step);
    let Some(step) = step.filter(|_| proof.is_password) else {
        let failed = standing.failed.saturating_add(1);
        let until = now.plus_ms(lock_ms(failed));
        let values = [text(actor), integer(failed), integer(until.value())];
        connection.execute(&login::FAILED, &values)?;
        Entry::by_operator(AuditAct::LoginLocked)
            .of(actor)
            .within(person.community)
            .with("failed", failed)
            .append(connection, now)?;
        return Ok(Tried::Out(Out::Wrong { actor, failed, until }));
    };
    connection.execute(&login::ENTERED, &[text(actor), integer(step)])?;
    let token = session::begin(connection, actor, older, now, random)?;
    Entry::by(actor, AuditAct::LoggedIn).within(person.community).append(connection, now)?;
    Ok(Tried::In(token))
}
