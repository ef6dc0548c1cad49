//! How a drop-off stands: lines, points, state and reversal, the same for the attendant's log and
//! the household's page.

use std::collections::BTreeMap;

use wufei_domain::{
    drop_off::{DropOff, Line, ReversalReason},
    ids::{RecordId, TransferId},
    ledger::{self, Phase, Transfer, TransferState},
    points,
    tariff::{MaterialId, Tariff},
    words::{Language, Words},
};

use crate::effect::store::{SeenDropOff, SeenReversal};

/// Drop-offs with what the ledger and the reversals say of them.
pub(super) struct Ledger<'a> {
    words: &'a Words,
    tariff: Option<&'a Tariff>,
    transfers: &'a [Transfer],
    states: BTreeMap<TransferId, TransferState>,
    reversals: BTreeMap<RecordId, &'a SeenReversal>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(
        words: &'a Words,
        tariff: Option<&'a Tariff>,
        transfers: &'a [Transfer],
        reversals: &'a [SeenReversal],
    ) -> Self {
        let reversals = reversals.iter().map(|seen| (seen.reversal.drop_off, seen)).collect();
        Self { words, tariff, transfers, states: ledger::states(transfers), reversals }
    }

    /// Whether nobody took it back yet.
    pub(super) fn is_open(&self, drop_off: RecordId) -> bool {
        !self.reversals.contains_key(&drop_off)
            && matches!(self.state(drop_off), TransferState::Pending | TransferState::Booked)
    }

    /// Where its transfer stands; pending until the ledger says otherwise.
    pub(super) fn state(&self, drop_off: RecordId) -> TransferState {
        let pending = ledger::transfer_id(drop_off, Phase::Pending);
        self.states.get(&pending).copied().unwrap_or(TransferState::Pending)
    }

    /// The ledger's points; before they are there, an estimate that says so.
    pub(super) fn points(&self, id: RecordId, drop_off: &DropOff) -> String {
        let pending = ledger::transfer_id(id, Phase::Pending);
        if let Some(transfer) = self.transfers.iter().find(|transfer| transfer.id == pending) {
            return self.words.points(transfer.points);
        }
        match self.tariff.filter(|tariff| tariff.version == drop_off.tariff_version) {
            Some(tariff) => {
                let points = self.words.points(points::award(&drop_off.lines, tariff));
                self.words.with("drop-off-estimate", &[("points", &points)])
            }
            None => self.words.text("drop-off-points-later"),
        }
    }

    /// State, reason of the reversal, and whether something of it waits to be sent.
    pub(super) fn state_word(&self, seen: &SeenDropOff) -> String {
        let state = self.words.text(&format!("state-{}", self.state(seen.id).code()));
        let word = match self.reversals.get(&seen.id) {
            Some(reversal) => {
                let reason = reason(self.words, reversal.reversal.reason);
                if reversal.sent && !self.is_standing(seen.id) {
                    self.words.with("drop-off-reversed", &[("state", &state), ("reason", &reason)])
                } else {
                    self.words.with("drop-off-reversing", &[("reason", &reason)])
                }
            }
            None => state,
        };
        let sent = seen.sent && self.reversals.get(&seen.id).is_none_or(|reversal| reversal.sent);
        if sent { word } else { self.words.with("drop-off-unsent", &[("state", &word)]) }
    }

    /// Whether the ledger still counts it.
    fn is_standing(&self, drop_off: RecordId) -> bool {
        matches!(self.state(drop_off), TransferState::Pending | TransferState::Booked)
    }

    /// Materials with their net weight, one after the other.
    pub(super) fn lines(&self, lines: &[Line]) -> String {
        let one = |line: &Line| {
            let net = self.words.weight_both(u64::from(line.net().value()));
            let material = material_name(self.words, self.tariff, &line.material);
            self.words.with("drop-off-line", &[("material", &material), ("net", &net)])
        };
        lines.iter().map(one).collect::<Vec<_>>().join(" · ")
    }
}

/// The name of a reason for a reversal.
pub(super) fn reason(words: &Words, reason: ReversalReason) -> String {
    words.text(&format!("reversal-{}", reason.code()))
}

/// A material's name in the language; its key when the tariff does not have it.
pub(super) fn material_name(
    words: &Words,
    tariff: Option<&Tariff>,
    material: &MaterialId,
) -> String {
    let rate = tariff.and_then(|tariff| tariff.rate(material));
    match (rate, words.language()) {
        (Some(rate), Language::Chinese) => rate.name_zh.clone(),
        (Some(rate), Language::English) => rate.name_en.clone(),
        (None, _) => material.0.clone(),
    }
}

/// What a clean kilogram earns.
pub(super) fn rate(words: &Words, points_per_kg: u32) -> String {
    words.with("drop-off-rate", &[("points", &words.number(i64::from(points_per_kg)))])
}
