//! A round of sync with the server of a test: what it takes, refuses, keeps for a lead, and books.

use wufei_domain::{
    ledger::{Phase, Transfer, TransferState, reversal_phase, states},
    points::{FORMULA_VERSION, award},
    record::{Body, Record},
    refusal::{Code, Refusal},
    tariff::Tariff,
};

use super::device::{Device, State};
use crate::effect::sync::{Lost, RoundReport, SyncRound};

impl Device {
    /// Why nobody hears of news now.
    pub(super) fn no_news(&self) -> Refusal {
        let why = self.server.no_news.clone().or_else(|| self.server.closed.clone());
        why.unwrap_or_else(|| Code::Offline.into())
    }

    /// One batch up, one page down.
    pub(super) fn round(&mut self, round: &SyncRound) -> Result<RoundReport, Refusal> {
        if let Some(refusal) = &self.server.closed {
            return Err(refusal.clone());
        }
        let batch = if self.server.batch == 0 { usize::MAX } else { self.server.batch };
        let mut report = RoundReport::default();
        let waiting = self.kept.iter_mut().filter(|kept| kept.state == State::Waiting);
        for kept in waiting.take(batch) {
            if self.server.parks {
                // It waits for the record of somebody else.
            } else if let Some(refusal) = self.server.refuses.get(kept.record.body.kind()) {
                kept.state = State::Refused(refusal.clone());
                report.refused += 1;
            } else if self.server.holds_visits && kept.record.body.kind() == "visit" {
                kept.state = State::Held;
                report.held += 1;
            } else {
                kept.state = State::Sent;
                report.acknowledged += 1;
                if let Some(tariff) = &self.tariff {
                    book(&mut self.server.ledger, &kept.record, tariff);
                }
            }
        }
        report.outdated.clone_from(&self.server.outdated);
        if self.server.pages > 0 && report.outdated.is_none() {
            self.server.pages -= 1;
            report.received = 10;
        }
        if let Some(book) = self.server.book.take() {
            self.book = Some(book.clone());
            report.book = Some(book);
        }
        report.lost = self.server.lost;
        if report.lost.is_some() {
            self.empty();
        }
        report.counts = self.counts();
        let sendable = self.kept.iter().any(|kept| kept.state == State::Waiting);
        report.more = (sendable && !self.server.parks) || self.server.pages > 0;
        report.reached = round.heard.is_some() && self.server.pages == 0 && !self.server.is_endless;
        report.photos = self.photos_due();
        Ok(report)
    }

    fn empty(&mut self) {
        self.grounds.clear();
        self.drafts.clear();
        self.recalls.clear();
        self.kept_items.clear();
        self.kept.retain(|kept| !matches!(kept.state, State::Sent));
        if self.server.lost == Some(Lost::Emptied) {
            self.kept.clear();
            self.identity = None;
            self.settings.elder = false;
        }
    }
}

/// Books what the record moves. Every pending transfer belongs to the shift that closes: a point
/// has one at a time.
fn book(ledger: &mut Vec<Transfer>, record: &Record, tariff: &Tariff) {
    let known = states(ledger);
    let state = |transfer: &Transfer| known.get(&transfer.id).copied();
    let new: Vec<Transfer> = match &record.body {
        Body::DropOff(drop_off) => {
            let (points, version) = (award(&drop_off.lines, tariff), tariff.version);
            let household = drop_off.household;
            vec![Transfer::pending(record.id, household, points, version, FORMULA_VERSION)]
        }
        Body::ShiftClosed(_) => ledger
            .iter()
            .filter(|transfer| state(transfer) == Some(TransferState::Pending))
            .filter_map(|transfer| transfer.resolved_by(Phase::Post))
            .collect(),
        Body::Reversal(reversal) => ledger
            .iter()
            .filter(|transfer| transfer.source == reversal.drop_off)
            .filter_map(|transfer| transfer.resolved_by(reversal_phase(state(transfer)?)?))
            .collect(),
        _ => Vec::new(),
    };
    ledger.extend(new);
}
