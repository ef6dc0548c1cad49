//! Whether a record may come from whoever sends it: by their role and area now, or by those they had
//! when it may have been recorded. A role that ended or was changed while a phone was out of reach loses
//! nothing: what comes of it waits for a lead.

use wufei_domain::{
    record::{Body, Record},
    refusal::Refusal,
    role::Role,
};

use super::entry::Entry;
use crate::{
    service::{
        Failure,
        authorise::{Caller, is_city_of},
        grant::former,
    },
    store::{Connection, StoreError},
};

/// By which of their roles a record may come from somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entitled {
    /// By the one they have.
    Now,
    /// By one that they had: it is for a lead.
    Formerly,
}

/// Decides.
///
/// # Errors
/// [`Code::RoleForbidden`](wufei_domain::refusal::Code::RoleForbidden),
/// [`Code::TokenOtherArea`](wufei_domain::refusal::Code::TokenOtherArea) when neither their role nor one
/// they had allows it; what the database says.
pub fn entitled(connection: &mut dyn Connection, entry: &Entry<'_>) -> Result<Entitled, Failure> {
    // A word is kept without whoever typed it: nothing of it could be held.
    let is_word = matches!(entry.record.body, Body::UnknownItem(_));
    let Err(refusal) = allows(entry.caller, entry.record) else {
        let holds = entry.caller.person.validity.must_hold(entry.now).is_ok();
        return Ok(if holds || is_word { Entitled::Now } else { Entitled::Formerly });
    };
    if as_formerly(connection, entry.caller, entry.record)?.is_none() {
        return Err(refusal.into());
    }
    Ok(if is_word { Entitled::Now } else { Entitled::Formerly })
}

/// The maker of a held record in the role by which it may come from them.
///
/// # Errors
/// What the database says.
pub fn in_their_role(
    connection: &mut dyn Connection,
    caller: Caller,
    record: &Record,
) -> Result<Caller, StoreError> {
    if allows(&caller, record).is_ok() {
        return Ok(caller);
    }
    Ok(as_formerly(connection, &caller, record)?.unwrap_or(caller))
}

fn as_formerly(
    connection: &mut dyn Connection,
    caller: &Caller,
    record: &Record,
) -> Result<Option<Caller>, StoreError> {
    let formerly = former(connection, caller)?;
    Ok(formerly.into_iter().find(|former| allows(former, record).is_ok()))
}

/// Whether role and area allow it, whenever they hold.
fn allows(caller: &Caller, record: &Record) -> Result<(), Refusal> {
    if !may(caller.person.role, &record.body) {
        return Err(caller.forbidden());
    }
    if is_of_the_city(record, caller) { Ok(()) } else { caller.must_cover(record.community) }
}

/// Which role may make which record.
const fn may(role: Role, body: &Body) -> bool {
    match role {
        Role::Resident | Role::Merchant | Role::Teacher => matches!(body, Body::UnknownItem(_)),
        Role::Attendant | Role::Collector => matches!(
            body,
            Body::ShiftOpened(_)
                | Body::ShiftClosed(_)
                | Body::DropOff(_)
                | Body::Reversal(_)
                | Body::UnknownItem(_)
        ),
        Role::Volunteer | Role::Lead => matches!(
            body,
            Body::Visit(_) | Body::VisitVoid(_) | Body::DoorProposal(_) | Body::UnknownItem(_)
        ),
        Role::Auditor | Role::Organiser | Role::Assessor => false,
    }
}

/// A word recorded before the device was enrolled carries the city above the caller's area.
fn is_of_the_city(record: &Record, caller: &Caller) -> bool {
    matches!(record.body, Body::UnknownItem(_)) && is_city_of(record.community, caller)
}
