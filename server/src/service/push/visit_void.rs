//! Voids: a visit no longer counts, with a reason. The visit stays, and only who made it may say so.

use wufei_domain::{
    refusal::{Code, Refusal},
    visit::VisitVoid,
};

use super::{entry::Entry, visit::told_to_each_turf};
use crate::{
    service::{Failure, feed::Facts},
    store::{Connection, statements::visit, text},
};

pub fn take(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &VisitVoid,
) -> Result<Facts, Failure> {
    let community = text(body.door.community);
    let unknown = || Refusal::new(Code::VisitUnknown).with("value", body.visit);
    let row = connection.first(&visit::FIND, &[community.clone(), text(body.visit)])?;
    let row = row.filter(|_| body.door.community == entry.record.community).ok_or_else(unknown)?;
    if row.text(0)? != body.turf.to_string() || row.integer::<u32>(1)? != body.door.number {
        return Err(unknown().into());
    }
    if row.text(2)? != entry.caller.person.actor.to_string() {
        return Err(entry.caller.forbidden().into());
    }
    let values = [
        community,
        text(body.visit),
        entry.id(),
        text(body.reason.code()),
        entry.actor(),
        entry.made_at(),
        entry.received_at(),
    ];
    if connection.execute(&visit::INSERT_VOID, &values)? != 1 {
        return Err(Refusal::new(Code::AlreadyVoided).with("value", body.visit).into());
    }
    told_to_each_turf(connection, entry, body.door)
}
