//! Proposed doors: kept for an organiser; they do not join the walk by themselves.

use wufei_domain::{
    refusal::{Code, Refusal},
    visit::{DoorProposal, validate_label},
};

use super::entry::Entry;
use crate::{
    service::{Failure, feed::Facts},
    store::{
        Connection, integer, optional_integer,
        statements::{record, visit},
        text,
    },
};

pub fn take(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &DoorProposal,
) -> Result<Facts, Failure> {
    if let Some(after) = body.after {
        let key = [text(after.community), integer(after.number)];
        let found = connection.first(&visit::FIND_DOOR, &key)?;
        if found.is_none() || after.community != entry.record.community {
            return Err(Refusal::new(Code::DoorUnknown).with("value", after).into());
        }
    }
    let values = [
        text(entry.record.community),
        entry.id(),
        text(body.turf),
        optional_integer(body.after.map(|door| door.number)),
        text(validate_label(&body.label)?),
        entry.actor(),
        entry.made_at(),
        entry.received_at(),
    ];
    connection.execute(&record::INSERT_DOOR_PROPOSAL, &values)?;
    Ok(Vec::new())
}
