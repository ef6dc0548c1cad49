//! An auditor's view of one household's account: every record and transfer that moved it.

use wufei_api::{
    feed::RecordFact,
    ledger::{LedgerQuery, LedgerResponse},
};
use wufei_domain::{
    ledger::{Account, Transfer, balance},
    refusal::Code,
    time::UnixMs,
};

use super::{
    Failure,
    act::Act,
    authorise::{Bearer, caller},
    booking, enrol,
};
use crate::store::{
    Connection, integer,
    statements::{record, transfer},
    text,
};

/// Reads an account. The balance is folded from the transfers that come with it.
///
/// # Errors
/// [`Code::TokenUnknown`], [`Code::RoleForbidden`], [`Code::TokenOtherArea`], [`Code::NotFound`],
/// and what the database says.
pub fn read(
    connection: &mut dyn Connection,
    bearer: &Bearer,
    query: &LedgerQuery,
) -> Result<LedgerResponse, Failure> {
    let caller = caller(connection, bearer, Act::ReadLedger)?;
    let id = query.household;
    caller.must_cover(id.community)?;
    if enrol::household(connection, id)?.is_none() {
        return Err(Code::NotFound.into());
    }
    let values = [text(id.community), integer(id.number)];
    let mut records = Vec::new();
    for row in connection.query(&record::OF_HOUSEHOLD, &values)? {
        records.push(RecordFact {
            record: row.json(0)?,
            actor: row.read(1)?,
            received_at: UnixMs::new(row.integer(2)?),
        });
    }
    let mut transfers = Vec::new();
    for row in connection.query(&transfer::OF_HOUSEHOLD, &values)? {
        transfers.push(booking::from_row(&row)?);
    }
    let bare: Vec<Transfer> = transfers.iter().map(|fact| fact.transfer.clone()).collect();
    Ok(LedgerResponse {
        household: id,
        balance: balance(Account::Household(id), &bare),
        records,
        transfers,
    })
}
