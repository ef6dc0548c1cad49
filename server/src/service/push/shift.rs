//! Shifts: one opens at a recycling point; closing it books what its drop-offs promised.

use wufei_domain::{
    record::{ShiftClosed, ShiftOpened},
    refusal::{Code, Refusal},
    scope::Scope,
};

use super::entry::Entry;
use crate::{
    service::{Failure, booking, feed::Facts},
    store::{Connection, statements::drop_off, text},
};

pub fn open(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &ShiftOpened,
) -> Result<Facts, Failure> {
    entry.must_stand_at(body.point)?;
    let values = [
        text(entry.record.community),
        entry.id(),
        text(body.point),
        entry.actor(),
        entry.made_at(),
        entry.received_at(),
    ];
    connection.execute(&drop_off::OPEN_SHIFT, &values)?;
    Ok(vec![(Scope::Point(body.point), entry.fact())])
}

pub fn close(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &ShiftClosed,
) -> Result<Facts, Failure> {
    entry.must_stand_at(body.point)?;
    let shift = text(body.shift);
    let unknown = || Refusal::new(Code::ShiftUnknown).with("value", body.shift);
    let row = connection.first(&drop_off::FIND_SHIFT, std::slice::from_ref(&shift))?;
    let row = row.ok_or_else(unknown)?;
    if row.text(0)? != body.point.to_string() {
        return Err(unknown().into());
    }
    let values = [shift, entry.id(), entry.made_at()];
    if connection.execute(&drop_off::CLOSE_SHIFT, &values)? != 1 {
        return Err(Code::ShiftNotOpen.into());
    }
    let mut facts = vec![(Scope::Point(body.point), entry.fact())];
    facts.extend(booking::book_shift(connection, body.shift, entry.now)?);
    Ok(facts)
}
