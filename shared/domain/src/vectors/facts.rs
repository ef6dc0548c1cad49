//! What follows from records: the ledger, a door's state, a record's hash.

use serde::Deserialize;

use super::cases;
use crate::{
    ids::{ActorId, DoorId, HouseholdId, RecordId, TransferId, TurfId},
    ledger::{Account, Phase, Transfer, TransferState, balance, states},
    points::FORMULA_VERSION,
    record::Record,
    time::UnixMs,
    units::Points,
    visit::{Outcome, SeenVisit, Visit, VisitVoid, VoidReason, door_state},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    drop_off: RecordId,
    household: HouseholdId,
    points: Points,
    phase: Phase,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateCase {
    transfer: TransferId,
    state: TransferState,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BalanceCase {
    account: Account,
    pending: Points,
    booked: Points,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerCase {
    name: String,
    steps: Vec<Step>,
    states: Vec<StateCase>,
    balances: Vec<BalanceCase>,
}

fn transfer(step: &Step) -> Transfer {
    let pending = Transfer::pending(step.drop_off, step.household, step.points, 1, FORMULA_VERSION);
    pending.resolved_by(step.phase).unwrap_or(pending)
}

#[test]
fn ledgers_have_their_states_and_balances() {
    for case in cases::<LedgerCase>(include_str!("../../vectors/ledger.json")) {
        let transfers: Vec<Transfer> = case.steps.iter().map(transfer).collect();
        let found: Vec<StateCase> = states(&transfers)
            .into_iter()
            .map(|(transfer, state)| StateCase { transfer, state })
            .collect();
        assert_eq!(found, case.states, "{}", case.name);
        for expected in case.balances {
            let found = balance(expected.account, &transfers);
            let figures = (expected.pending, expected.booked);
            assert_eq!((found.pending, found.booked), figures, "{}", case.name);
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VisitCase {
    id: RecordId,
    actor: ActorId,
    made_at_unix_ms: UnixMs,
    outcome: Outcome,
    supersedes: Option<RecordId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LastCase {
    id: RecordId,
    outcome: Outcome,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoorCase {
    name: String,
    visits: Vec<VisitCase>,
    voids: Vec<RecordId>,
    counted: Vec<RecordId>,
    last: Option<LastCase>,
    pairs: Vec<(RecordId, RecordId)>,
}

#[test]
fn doors_have_their_states() {
    let turf = TurfId::from_stamp(UnixMs::new(0), [0; 10]);
    let door = DoorId::new("330683106273".parse().unwrap(), 7);
    for case in cases::<DoorCase>(include_str!("../../vectors/doors.json")) {
        let seen = |one: VisitCase| SeenVisit {
            id: one.id,
            actor: one.actor,
            made_at: one.made_at_unix_ms,
            visit: Visit {
                turf,
                door,
                outcome: one.outcome,
                script_version: None,
                answers: Vec::new(),
                supersedes: one.supersedes,
                photos: Vec::new(),
            },
        };
        let void = |visit| VisitVoid { turf, door, visit, reason: VoidReason::WrongOutcome };
        let visits: Vec<SeenVisit> = case.visits.into_iter().map(seen).collect();
        let voids: Vec<VisitVoid> = case.voids.into_iter().map(void).collect();
        let state = door_state(&visits, &voids);
        assert_eq!(state.visits, case.counted, "{}", case.name);
        assert_eq!(state.pairs, case.pairs, "{}", case.name);
        let last = state.last.map(|(id, outcome, _)| (id, outcome));
        assert_eq!(last, case.last.map(|last| (last.id, last.outcome)), "{}", case.name);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HashCase {
    name: String,
    json: String,
    sha256: String,
}

#[test]
fn records_have_their_hashes() {
    for case in cases::<HashCase>(include_str!("../../vectors/record_hashes.json")) {
        let record: Record = serde_json::from_str(&case.json).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), case.json, "{}", case.name);
        assert_eq!(record.hash().to_string(), case.sha256, "{}", case.name);
        assert_eq!(record.validate(), Ok(()), "{}", case.name);
    }
}
