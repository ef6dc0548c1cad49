//! Reversals: a drop-off taken back before it was booked is voided, after it corrected.

use wufei_domain::{
    drop_off::Reversal,
    ledger::{Phase, reversal_phase, states},
    refusal::{Code, Refusal},
    scope::Scope,
};

use super::entry::Entry;
use crate::{
    service::{Failure, booking, feed::Facts},
    store::{Connection, statements::drop_off, text},
};

pub fn take(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &Reversal,
) -> Result<Facts, Failure> {
    entry.must_stand_at(body.point)?;
    let community = text(body.household.community);
    let unknown = || Refusal::new(Code::DropOffUnknown).with("value", body.drop_off);
    let key = [community.clone(), text(body.drop_off)];
    let row = connection.first(&drop_off::FIND, &key)?.ok_or_else(unknown)?;
    let (point, household): (String, u32) = (row.text(0)?.to_owned(), row.integer(1)?);
    if point != body.point.to_string() || household != body.household.number {
        return Err(unknown().into());
    }
    let already = || Refusal::new(Code::AlreadyReversed).with("value", body.drop_off);
    let values = [
        community,
        text(body.drop_off),
        entry.id(),
        text(body.reason.code()),
        entry.actor(),
        entry.made_at(),
        entry.received_at(),
    ];
    if connection.execute(&drop_off::INSERT_REVERSAL, &values)? != 1 {
        return Err(already().into());
    }
    let transfers = booking::of_drop_off(connection, body.household, body.drop_off)?;
    let states = states(&transfers);
    let pending = transfers.iter().find(|transfer| transfer.phase == Phase::Pending);
    let answer = pending.and_then(|pending| {
        let phase = reversal_phase(*states.get(&pending.id)?)?;
        pending.resolved_by(phase)
    });
    let mut facts = vec![
        (Scope::Household(body.household), entry.fact()),
        (Scope::Point(body.point), entry.fact()),
    ];
    let answer = answer.ok_or_else(already)?;
    facts.extend(booking::write(connection, answer, body.point, entry.now)?);
    Ok(facts)
}
