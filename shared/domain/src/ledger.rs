//! The ledger: double entry, immutable transfers, two phases, reversal instead of edit.
//!
//! A drop-off makes a *pending* transfer from the community's issuer to the household. When its
//! shift is closed it is *posted*; a drop-off reversed before that is *voided*, one reversed after
//! it is answered by a *correction* in the other direction. A pending transfer is resolved at most
//! once. The balance is a fold over the transfers: nobody stores it as the truth.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    area::AreaCode,
    ids::{HouseholdId, RecordId, TransferId},
    refusal::{Code, Refusal},
    units::Points,
};

/// Who stands on a side of a transfer. Issuer and sinks have a sub-account a community.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Account {
    /// Issues points; its balance may be negative: it is what is owed.
    Issuer(AreaCode),
    /// A household's redeemable points.
    Household(HouseholdId),
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issuer(community) => write!(f, "issuer:{community}"),
            Self::Household(id) => write!(f, "household:{id}"),
        }
    }
}

impl FromStr for Account {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        match text.split_once(':') {
            Some(("issuer", code)) => code.parse().map(Self::Issuer),
            Some(("household", id)) => id.parse().map(Self::Household),
            _ => Err(Refusal::new(Code::IdMalformed).with("value", text)),
        }
    }
}

impl TryFrom<String> for Account {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<Account> for String {
    fn from(account: Account) -> Self {
        account.to_string()
    }
}

/// What a transfer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Promised, not yet in the balance.
    Pending,
    /// Books a pending one.
    Post,
    /// Drops a pending one.
    Void,
    /// Takes back a posted one: debit and credit are turned round.
    Correction,
}

impl Phase {
    /// The name used in JSON and SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Post => "post",
            Self::Void => "void",
            Self::Correction => "correction",
        }
    }

    /// The phase of that name, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Pending, Self::Post, Self::Void, Self::Correction]
            .into_iter()
            .find(|phase| phase.code() == code)
    }
}

/// One entry. Never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transfer {
    /// Its id, made from what it does: a repeat makes the same one.
    pub id: TransferId,
    /// The record it comes from.
    pub source: RecordId,
    /// What it does.
    pub phase: Phase,
    /// The pending transfer it resolves or corrects; `None` for a pending one.
    pub resolves: Option<TransferId>,
    /// Points leave this account.
    pub debit: Account,
    /// Points arrive in this account.
    pub credit: Account,
    /// How many, 0 or more.
    pub points: Points,
    /// The tariff's version they were counted by.
    pub tariff_version: u32,
    /// The formula's version they were counted by.
    pub formula_version: u32,
}

/// The id of the transfer that `phase` of the drop-off `source` makes: a version 8 UUID over both,
/// so that a retry on any machine makes the same id and the unique index holds it to one.
pub fn transfer_id(source: RecordId, phase: Phase) -> TransferId {
    let mut hash = Sha256::new();
    hash.update(source.uuid().as_bytes());
    hash.update(phase.code().as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    TransferId::from_uuid(Uuid::new_v8(bytes))
}

impl Transfer {
    /// The pending transfer for a drop-off.
    pub fn pending(
        drop_off: RecordId,
        household: HouseholdId,
        points: Points,
        tariff_version: u32,
        formula_version: u32,
    ) -> Self {
        Self {
            id: transfer_id(drop_off, Phase::Pending),
            source: drop_off,
            phase: Phase::Pending,
            resolves: None,
            debit: Account::Issuer(household.community),
            credit: Account::Household(household),
            points,
            tariff_version,
            formula_version,
        }
    }

    /// The transfer that resolves this pending one by `phase`; `None` if this is not pending or
    /// `phase` is [`Phase::Pending`]. A correction is possible only after a post: see [`TransferState`].
    pub fn resolved_by(&self, phase: Phase) -> Option<Self> {
        if self.phase != Phase::Pending || phase == Phase::Pending {
            return None;
        }
        let turned = phase == Phase::Correction;
        Some(Self {
            id: transfer_id(self.source, phase),
            phase,
            resolves: Some(self.id),
            debit: if turned { self.credit } else { self.debit },
            credit: if turned { self.debit } else { self.credit },
            ..self.clone()
        })
    }
}

/// Where a pending transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum TransferState {
    /// Waits for its shift to close.
    Pending,
    /// In the balance.
    Booked,
    /// Dropped before it was booked.
    Voided,
    /// Booked, then taken back.
    Corrected,
}

impl TransferState {
    /// The name used in JSON, SQL and message ids.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Booked => "booked",
            Self::Voided => "voided",
            Self::Corrected => "corrected",
        }
    }
}

/// Which phase takes a drop-off back, given where its transfer stands; `None` when it was taken
/// back before.
pub const fn reversal_phase(state: TransferState) -> Option<Phase> {
    match state {
        TransferState::Pending => Some(Phase::Void),
        TransferState::Booked => Some(Phase::Correction),
        TransferState::Voided | TransferState::Corrected => None,
    }
}

/// What an account has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Balance {
    /// Promised.
    pub pending: Points,
    /// In hand. Below 0 only after a correction of points that were spent.
    pub booked: Points,
}

/// The state of each pending transfer, by its id, from all transfers in any order with repeats.
pub fn states(transfers: &[Transfer]) -> BTreeMap<TransferId, TransferState> {
    let mut all: BTreeMap<TransferId, TransferState> = BTreeMap::new();
    for transfer in transfers {
        let (id, state) = match (transfer.phase, transfer.resolves) {
            (Phase::Pending, _) => (transfer.id, TransferState::Pending),
            (Phase::Post, Some(id)) => (id, TransferState::Booked),
            (Phase::Void, Some(id)) => (id, TransferState::Voided),
            (Phase::Correction, Some(id)) => (id, TransferState::Corrected),
            (_, None) => continue,
        };
        let known = all.entry(id).or_insert(state);
        // A later step always outranks an earlier one, whichever arrived first.
        if (*known as u8) < (state as u8) {
            *known = state;
        }
    }
    all
}

/// The balance of `account`: a fold over all its transfers, in any order with repeats. Sums stop at
/// the largest number rather than wrap.
pub fn balance(account: Account, transfers: &[Transfer]) -> Balance {
    let states = states(transfers);
    let once: BTreeMap<TransferId, &Transfer> = transfers.iter().map(|t| (t.id, t)).collect();
    let mut balance = (0_i64, 0_i64);
    for transfer in once.into_values() {
        let sign = match account {
            _ if transfer.credit == account => 1,
            _ if transfer.debit == account => -1,
            _ => continue,
        };
        let points = transfer.points.value().saturating_mul(sign);
        match transfer.phase {
            Phase::Pending if states.get(&transfer.id) == Some(&TransferState::Pending) => {
                balance.0 = balance.0.saturating_add(points);
            }
            Phase::Post | Phase::Correction => balance.1 = balance.1.saturating_add(points),
            Phase::Pending | Phase::Void => {}
        }
    }
    Balance { pending: Points::new(balance.0), booked: Points::new(balance.1) }
}

#[cfg(test)]
mod tests;
