//! Points: each household has what the model says, and what was debited was credited.

use std::collections::BTreeSet;

use wufei_domain::{
    ledger::{Account, Balance, Phase, Transfer, balance},
    units::Points,
};
use wufei_server::store::Statement;

use crate::{
    violation::{Violation, holds},
    world::World,
};

const TRANSFERS: Statement = Statement {
    name: "rules::TRANSFERS",
    text: "SELECT id, source, phase, resolves, debit, credit, points, tariff_version,
    formula_version FROM transfers",
};

/// Holds the rules of the ledger on the server.
///
/// # Errors
/// The violation.
pub(super) fn holds_on_the_server(world: &World<'_>) -> Result<(), Violation> {
    let transfers = transfers(world)?;
    let accounts: BTreeSet<Account> =
        transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]).collect();
    let mut sum = (0, 0);
    for account in accounts {
        let Balance { pending, booked } = balance(account, &transfers);
        sum = (sum.0 + pending.value(), sum.1 + booked.value());
    }
    holds("what was debited was credited", sum == (0, 0), || format!("{sum:?} are left"))?;
    are_as_the_model_has_them(world, &transfers, "server")
}

/// Each household that ever brought something has what the model says.
///
/// # Errors
/// The violation.
pub(super) fn are_as_the_model_has_them(
    world: &World<'_>,
    transfers: &[Transfer],
    who: &str,
) -> Result<(), Violation> {
    for (household, wanted) in world.model.truth.balances(world.tariff) {
        let found = balance(Account::Household(household), transfers);
        holds("each household has the points the model says", found == wanted, || {
            format!("{who}: {household} has {}, the model {}", told(found), told(wanted))
        })?;
    }
    Ok(())
}

fn told(Balance { pending, booked }: Balance) -> String {
    format!("{} pending and {} booked", pending.value(), booked.value())
}

fn transfers(world: &World<'_>) -> Result<Vec<Transfer>, Violation> {
    let mut all = Vec::new();
    for row in world.city.outside()?.rows(&TRANSFERS, &[])? {
        let phase = Phase::from_code(row.text(2)?);
        all.push(Transfer {
            id: row.read(0)?,
            source: row.read(1)?,
            phase: phase.ok_or_else(|| Violation::own("a phase is not known"))?,
            resolves: row.read_if_any(3)?,
            debit: row.read(4)?,
            credit: row.read(5)?,
            points: Points::new(row.integer(6)?),
            tariff_version: row.integer(7)?,
            formula_version: row.integer(8)?,
        });
    }
    Ok(all)
}
