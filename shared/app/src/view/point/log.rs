//! What was logged here, and the reasons to mend it by.

use wufei_domain::{drop_off::ReversalReason, ids::RecordId};

use super::{
    super::{
        Scene,
        drop_off::{self, Ledger},
    },
    LogRow, LogView, MendView, ReversalKey,
};
use crate::effect::store::{PointData, SeenDropOff};

fn ledger<'a>(scene: &Scene<'a>) -> Ledger<'a> {
    let data = &scene.model.point.data;
    Ledger::new(scene.words, data.tariff.as_ref(), &data.transfers, &data.reversals)
}

pub(in crate::view) fn log(scene: &Scene<'_>) -> LogView {
    let data = &scene.model.point.data;
    let ledger = ledger(scene);
    LogView {
        empty: data.drop_offs.is_empty().then(|| scene.text("log-empty")),
        rows: data.drop_offs.iter().map(|seen| log_row(scene, &ledger, seen)).collect(),
        close_label: scene.text("log-close"),
    }
}

fn log_row(scene: &Scene<'_>, ledger: &Ledger<'_>, seen: &SeenDropOff) -> LogRow {
    LogRow {
        drop_off: seen.id,
        moment: scene.words.moment(seen.made_at),
        household: household(&scene.model.point.data, seen),
        lines: ledger.lines(&seen.drop_off.lines),
        points: ledger.points(seen.id, &seen.drop_off),
        state_word: ledger.state_word(seen),
        mend_label: ledger.is_open(seen.id).then(|| scene.text("log-mend")),
    }
}

/// The household's label; its card's number when the point no longer serves it.
fn household(data: &PointData, seen: &SeenDropOff) -> String {
    let holder = data.cards.iter().find(|holder| holder.household == seen.drop_off.household);
    holder.map_or_else(|| seen.drop_off.card.spaced(), |holder| holder.label.clone())
}

/// `None` when the drop-off is no longer in the log.
pub(in crate::view) fn mend(scene: &Scene<'_>, drop_off: RecordId) -> Option<MendView> {
    let seen = scene.model.point.data.drop_offs.iter().find(|seen| seen.id == drop_off)?;
    let reason = |reason| ReversalKey { reason, label: drop_off::reason(scene.words, reason) };
    Some(MendView {
        row: log_row(scene, &ledger(scene), seen),
        question: scene.text("mend-question"),
        hint: scene.text("mend-hint"),
        reasons: ReversalReason::ALL.map(reason).to_vec(),
        cancel_label: scene.text("app-cancel"),
    })
}
