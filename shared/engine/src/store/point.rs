//! A recycling point's screen: all that weighing needs without a network.

use rusqlite::Transaction;
use wufei_api::feed::{HouseholdFact, PointFact, TransferFact};
use wufei_app::effect::store::{
    CardHolder, LoadPoint, LoadPoints, PointData, PointPlace, SeenDropOff,
};
use wufei_domain::{
    area::AreaCode,
    ids::{PointId, RecordId},
    ledger::{Phase, Transfer, transfer_id},
    record::Body,
    refusal::Refusal,
    scope::Scope,
    time::UnixMs,
};

use super::{
    Failure, Store, bodies, fact, identity,
    seen::{self, ALL, Reach, Which, seen},
};
use crate::lane::Answer;

const POINT: &str = "SELECT body FROM facts WHERE kind = 'point' AND key = ?1 LIMIT 1";
const POINTS: &str = "SELECT body FROM facts WHERE scope = ?1 AND kind = 'point'";
const CARDS: &str = "SELECT body FROM facts WHERE scope = ?1 AND kind = 'household'";
const TRANSFER: &str = "SELECT body FROM facts WHERE scope = ?1 AND kind = 'transfer' AND key = ?2";

const PHASES: [Phase; 4] = [Phase::Pending, Phase::Post, Phase::Void, Phase::Correction];

fn place(tx: &Transaction<'_>, point: PointId) -> Result<Option<PointPlace>, Failure> {
    let fact: Option<PointFact> = bodies(tx, POINT, [point.to_string()])?.pop();
    Ok(fact.map(known))
}

/// The point as the app knows it.
fn known(fact: PointFact) -> PointPlace {
    PointPlace {
        id: fact.id,
        name: fact.name,
        hours: fact.hours,
        scale_max: fact.scale_max,
        position: fact.position,
    }
}

/// The points that serve a community, by name.
fn of_community(tx: &Transaction<'_>, community: AreaCode) -> Result<Vec<PointPlace>, Failure> {
    let scope = Scope::Community(community).to_string();
    let facts: Vec<PointFact> = bodies(tx, POINTS, [scope])?;
    let mut points: Vec<PointPlace> = facts.into_iter().map(known).collect();
    points.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    Ok(points)
}

fn cards(tx: &Transaction<'_>, scope: Scope) -> Result<Vec<CardHolder>, Failure> {
    let facts: Vec<HouseholdFact> = bodies(tx, CARDS, [scope.to_string()])?;
    let mut cards: Vec<CardHolder> = facts.into_iter().map(identity::card_holder).collect();
    cards.sort_by(|a, b| a.label.cmp(&b.label).then(a.card.cmp(&b.card)));
    Ok(cards)
}

/// The newest shift that this person opened and did not close. A refused one is not open.
pub(super) fn open_shift(
    tx: &Transaction<'_>,
    scope: Scope,
) -> Result<Option<(RecordId, UnixMs)>, Failure> {
    let me = identity::actor(tx)?;
    let closed: Vec<RecordId> = seen(tx, Which::In(scope), "shift_closed", ALL)?
        .into_iter()
        .filter(|seen| seen.reach != Reach::Refused)
        .filter_map(|seen| match seen.record.body {
            Body::ShiftClosed(closed) => Some(closed.shift),
            _ => None,
        })
        .collect();
    let opened = seen(tx, Which::In(scope), "shift_opened", ALL)?;
    Ok(opened
        .into_iter()
        .find(|seen| {
            seen.actor == me && seen.reach != Reach::Refused && !closed.contains(&seen.record.id)
        })
        .map(|seen| (seen.record.id, seen.record.made_at.wall)))
}

/// The transfers of these drop-offs: their ids follow from the drop-off's.
fn transfers(
    tx: &Transaction<'_>,
    scope: Scope,
    drop_offs: &[SeenDropOff],
) -> Result<Vec<Transfer>, Failure> {
    let scope = scope.to_string();
    let mut all = Vec::new();
    for drop_off in drop_offs {
        for phase in PHASES {
            let key = transfer_id(drop_off.id, phase).to_string();
            let facts: Vec<TransferFact> = bodies(tx, TRANSFER, [&scope, &key])?;
            all.extend(facts.into_iter().map(|fact| fact.transfer));
        }
    }
    Ok(all)
}

impl Answer<LoadPoints> for Store {
    fn answer(&mut self, operation: &LoadPoints) -> Result<Vec<PointPlace>, Refusal> {
        self.read(|tx| of_community(tx, operation.community))
    }
}

impl Answer<LoadPoint> for Store {
    fn answer(&mut self, operation: &LoadPoint) -> Result<PointData, Refusal> {
        let scope = Scope::Point(operation.point);
        self.read(|tx| {
            let drop_offs = seen::drop_offs(tx, Which::In(scope))?;
            Ok(PointData {
                point: place(tx, operation.point)?,
                tariff: fact::tariff(tx)?,
                cards: cards(tx, scope)?,
                open_shift: open_shift(tx, scope)?,
                transfers: transfers(tx, scope, &drop_offs)?,
                reversals: seen::reversals(tx, Which::In(scope))?,
                drop_offs,
            })
        })
    }
}
