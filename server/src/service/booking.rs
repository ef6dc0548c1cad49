//! Writes and reads the ledger. Transfers are made by [`wufei_domain::ledger`], written once.

use wufei_api::feed::{FeedItem, TransferFact};
use wufei_domain::{
    ids::{HouseholdId, PointId, RecordId},
    ledger::{Account, Phase, Transfer},
    scope::Scope,
    time::{DAY_MS, UnixMs},
    units::Points,
};

use super::feed::{self, Facts};
use crate::store::{
    Connection, Row, StoreError, integer, optional_text, statements::transfer, text,
};

/// What nobody books for this long is booked by the server: an attendant forgot to close the shift.
pub const OVERDUE_MS: i64 = DAY_MS;

/// Transfers booked in one tick at most; the rest follow in the next.
const OVERDUE_MAX: i64 = 500;

/// The household whose account a transfer moves.
pub fn household_of(transfer: &Transfer) -> Option<HouseholdId> {
    match (transfer.debit, transfer.credit) {
        (Account::Household(id), _) | (_, Account::Household(id)) => Some(id),
        _ => None,
    }
}

/// Writes a transfer; gives back the facts for the household and the recycling point.
///
/// # Errors
/// What the database says, also when the transfer it resolves was resolved before.
pub fn write(
    connection: &mut dyn Connection,
    transfer: Transfer,
    point: PointId,
    now: UnixMs,
) -> Result<Facts, StoreError> {
    let Some(household) = household_of(&transfer) else {
        return Err(StoreError::Shape(format!("transfer {} has no household", transfer.id)));
    };
    let values = [
        text(household.community),
        text(transfer.id),
        text(transfer.source),
        text(transfer.phase.code()),
        optional_text(transfer.resolves),
        text(transfer.debit),
        text(transfer.credit),
        integer(transfer.points.value()),
        integer(transfer.tariff_version),
        integer(transfer.formula_version),
        integer(household.number),
        integer(now.value()),
    ];
    connection.execute(&transfer::INSERT, &values)?;
    let item = FeedItem::Transfer(TransferFact { transfer, written_at: now });
    Ok(vec![(Scope::Household(household), item.clone()), (Scope::Point(point), item)])
}

/// A transfer as its columns have it.
///
/// # Errors
/// [`StoreError::Shape`].
pub fn from_row(row: &Row) -> Result<TransferFact, StoreError> {
    let phase = row.text(2)?;
    let phase = Phase::from_code(phase)
        .ok_or_else(|| StoreError::Shape(format!("phase {phase} is not known")))?;
    let transfer = Transfer {
        id: row.read(0)?,
        source: row.read(1)?,
        phase,
        resolves: row.read_if_any(3)?,
        debit: row.read(4)?,
        credit: row.read(5)?,
        points: Points::new(row.integer(6)?),
        tariff_version: row.integer(7)?,
        formula_version: row.integer(8)?,
    };
    Ok(TransferFact { transfer, written_at: UnixMs::new(row.integer(9)?) })
}

/// All transfers a drop-off made.
///
/// # Errors
/// What the database says.
pub fn of_drop_off(
    connection: &mut dyn Connection,
    household: HouseholdId,
    drop_off: RecordId,
) -> Result<Vec<Transfer>, StoreError> {
    let values = [text(household.community), text(drop_off)];
    let rows = connection.query(&transfer::OF_SOURCE, &values)?;
    rows.iter().map(|row| from_row(row).map(|fact| fact.transfer)).collect()
}

/// Books what the drop-offs of a shift still promise.
///
/// # Errors
/// What the database says.
pub fn book_shift(
    connection: &mut dyn Connection,
    shift: RecordId,
    now: UnixMs,
) -> Result<Facts, StoreError> {
    let rows = connection.query(&transfer::PENDING_OF_SHIFT, &[text(shift)])?;
    book_all(connection, &rows, now)
}

/// Books what has been promised for [`OVERDUE_MS`] in shifts that nobody closed.
///
/// # Errors
/// What the database says.
pub fn book_overdue(connection: &mut dyn Connection, now: UnixMs) -> Result<(), StoreError> {
    let before = integer(now.plus_ms(-OVERDUE_MS).value());
    let rows = connection.query(&transfer::OVERDUE, &[before, integer(OVERDUE_MAX)])?;
    let facts = book_all(connection, &rows, now)?;
    feed::append(connection, facts)
}

fn book_all(
    connection: &mut dyn Connection,
    rows: &[Row],
    now: UnixMs,
) -> Result<Facts, StoreError> {
    let mut facts = Vec::new();
    for row in rows {
        if let Some(post) = from_row(row)?.transfer.resolved_by(Phase::Post) {
            facts.extend(write(connection, post, row.read(10)?, now)?);
        }
    }
    Ok(facts)
}
