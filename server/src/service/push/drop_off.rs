//! Drop-offs: what was weighed is checked against scale, tariff and roll, and promised in points.

use wufei_domain::{
    drop_off::{DropOff, validate},
    ledger::{Phase, Transfer},
    points::{FORMULA_VERSION, award, award_line},
    refusal::{Code, Refusal},
    scope::Scope,
    tariff::Tariff,
    time::UnixMs,
    units::Grams,
};

use super::entry::Entry;
use crate::{
    service::{Failure, booking, enrol, feed::Facts},
    store::{
        Connection, StoreError, integer,
        statements::{drop_off, roll},
        text,
    },
};

pub fn take(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &DropOff,
) -> Result<Facts, Failure> {
    entry.must_stand_at(body.point)?;
    let booked = shift_is_booked(connection, entry, body)?;
    card_is_known(connection, entry, body)?;
    let tariff = tariff(connection, body.tariff_version)?;
    let row = connection.first(&roll::FIND_POINT, &[text(body.point)])?;
    let row = row.ok_or_else(|| Refusal::new(Code::PointUnknown).with("value", body.point))?;
    validate(&body.lines, &tariff, Grams::new(row.integer(0)?)?)?;
    insert(connection, entry, body, &tariff)?;
    let points = award(&body.lines, &tariff);
    let pending =
        Transfer::pending(entry.record.id, body.household, points, tariff.version, FORMULA_VERSION);
    let post = pending.resolved_by(Phase::Post);
    let mut facts = vec![
        (Scope::Household(body.household), entry.fact()),
        (Scope::Point(body.point), entry.fact()),
    ];
    facts.extend(booking::write(connection, pending, body.point, entry.now)?);
    if let Some(post) = post.filter(|_| booked) {
        facts.extend(booking::write(connection, post, body.point, entry.now)?);
    }
    Ok(facts)
}

/// Whether the shift was closed before this drop-off arrived. One weighed while it was open is
/// taken and booked at once; one weighed after is refused.
fn shift_is_booked(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &DropOff,
) -> Result<bool, Failure> {
    let unknown = || Refusal::new(Code::ShiftUnknown).with("value", body.shift);
    let row = connection.first(&drop_off::FIND_SHIFT, &[text(body.shift)])?;
    let row = row.ok_or_else(unknown)?;
    if row.text(0)? != body.point.to_string() {
        return Err(unknown().into());
    }
    if !row.has(1) {
        return Ok(false);
    }
    if entry.record.made_at.wall > UnixMs::new(row.integer(1)?) {
        return Err(Code::ShiftNotOpen.into());
    }
    Ok(true)
}

fn card_is_known(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &DropOff,
) -> Result<(), Failure> {
    let household = enrol::household(connection, body.household)?;
    let served = entry.caller.communities.contains(&body.household.community);
    if served && household.is_some_and(|household| household.card == body.card) {
        return Ok(());
    }
    Err(Refusal::new(Code::CardUnknown).with("value", body.card.spaced()).into())
}

fn tariff(connection: &mut dyn Connection, version: u32) -> Result<Tariff, Failure> {
    if let Some(row) = connection.first(&roll::FIND_TARIFF, &[integer(version)])? {
        return Ok(row.json(0)?);
    }
    let detail = format!("tariff {version} is not known");
    Err(Refusal::new(Code::BodyMalformed).with("detail", detail).into())
}

fn insert(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &DropOff,
    tariff: &Tariff,
) -> Result<(), StoreError> {
    let community = text(body.household.community);
    let values = [
        community.clone(),
        entry.id(),
        text(body.point),
        text(body.shift),
        integer(body.household.number),
        text(body.card),
        integer(body.tariff_version),
        integer(body.net_grams()),
        entry.actor(),
        entry.made_at(),
        entry.received_at(),
    ];
    connection.execute(&drop_off::INSERT, &values)?;
    for (position, line) in body.lines.iter().enumerate() {
        let values = [
            community.clone(),
            entry.id(),
            integer(position),
            text(&line.material.0),
            integer(line.gross.value()),
            integer(line.tare.value()),
            text(line.grade.code()),
            integer(award_line(line, tariff).value()),
        ];
        connection.execute(&drop_off::INSERT_LINE, &values)?;
    }
    Ok(())
}
