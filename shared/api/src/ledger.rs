//! An auditor's view of one household's account.

use serde::{Deserialize, Serialize};
use wufei_domain::{ids::HouseholdId, ledger::Balance};

use crate::feed::{RecordFact, TransferFact};

/// Whose account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerQuery {
    /// The household.
    pub household: HouseholdId,
}

/// Everything that moved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerResponse {
    /// The household.
    pub household: HouseholdId,
    /// Its balance, folded from the transfers below.
    pub balance: Balance,
    /// Drop-offs and reversals, oldest first.
    pub records: Vec<RecordFact>,
    /// Transfers, oldest first.
    pub transfers: Vec<TransferFact>,
}
