//! Balances come out the same however transfers arrive, and nothing is made from nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    Account, Balance, Phase, Transfer, TransferState, balance, reversal_phase, states, transfer_id,
};
use crate::{
    ids::{HouseholdId, RecordId},
    refusal::Code,
    time::UnixMs,
    units::Points,
};

fn record(number: u8) -> RecordId {
    RecordId::from_stamp(UnixMs::new(1_795_000_000_000), [number; 10])
}

fn household(number: u32) -> HouseholdId {
    HouseholdId::new("330683106273".parse().unwrap(), number)
}

fn issuer() -> Account {
    Account::Issuer("330683106273".parse().unwrap())
}

fn pending(number: u8, to: u32, points: i64) -> Transfer {
    Transfer::pending(record(number), household(to), Points::new(points), 1, 1)
}

fn next(transfer: &Transfer, phase: Phase) -> Transfer {
    transfer.resolved_by(phase).unwrap()
}

fn figures(account: Account, transfers: &[Transfer]) -> (i64, i64) {
    let Balance { pending, booked } = balance(account, transfers);
    (pending.value(), booked.value())
}

fn ours(transfers: &[Transfer]) -> (i64, i64) {
    figures(Account::Household(household(1)), transfers)
}

#[test]
fn a_promise_becomes_points_when_it_is_posted() {
    let promise = pending(1, 1, 192);
    assert_eq!(ours(std::slice::from_ref(&promise)), (192, 0));
    let both = [promise.clone(), next(&promise, Phase::Post)];
    assert_eq!(ours(&both), (0, 192));
    assert_eq!(figures(issuer(), &both), (0, -192));
    assert_eq!(figures(Account::Household(household(2)), &both), (0, 0));
}

#[test]
fn a_balance_stops_at_the_largest_number() {
    let promises = [pending(1, 1, i64::MAX), pending(2, 1, i64::MAX)];
    assert_eq!(ours(&promises), (i64::MAX, 0));
    let booked = promises.map(|promise| next(&promise, Phase::Post));
    assert_eq!(ours(&booked), (0, i64::MAX));
    assert_eq!(figures(issuer(), &[pending(1, 1, i64::MIN)]), (i64::MAX, 0));
}

#[test]
fn a_void_drops_what_was_never_in_hand() {
    let promise = pending(1, 1, 192);
    let both = [promise.clone(), next(&promise, Phase::Void)];
    assert_eq!(ours(&both), (0, 0));
    assert_eq!(states(&both)[&promise.id], TransferState::Voided);
}

#[test]
fn a_correction_takes_back_what_was_in_hand() {
    let promise = pending(1, 1, 192);
    let (post, correction) = (next(&promise, Phase::Post), next(&promise, Phase::Correction));
    assert_eq!((correction.debit, correction.credit), (promise.credit, promise.debit));
    let all = [promise.clone(), post, correction];
    assert_eq!(ours(&all), (0, 0));
    assert_eq!(states(&all)[&promise.id], TransferState::Corrected);
}

#[test]
fn a_resolution_that_comes_first_waits_for_its_promise() {
    let promise = pending(1, 1, 192);
    let post = next(&promise, Phase::Post);
    assert_eq!(states(std::slice::from_ref(&post))[&promise.id], TransferState::Booked);
    assert_eq!(ours(&[post.clone(), promise.clone(), post]), (0, 192));
    let homeless = Transfer { resolves: None, ..next(&promise, Phase::Void) };
    assert_eq!(states(&[homeless]).len(), 0);
}

/// The fold must be needed: adding up every transfer by its sign promises points that were voided,
/// and counts those that were posted twice.
#[test]
fn adding_up_every_phase_would_be_wrong() {
    let naive =
        |transfers: &[Transfer]| -> i64 { transfers.iter().map(|t| t.points.value()).sum() };
    let promise = pending(1, 1, 192);
    let voided = [promise.clone(), next(&promise, Phase::Void)];
    assert_eq!((naive(&voided), ours(&voided)), (384, (0, 0)));
    let booked = [promise.clone(), next(&promise, Phase::Post)];
    assert_eq!((naive(&booked), ours(&booked)), (384, (0, 192)));
    let repeated = [booked.clone(), booked].concat();
    assert_eq!((naive(&repeated), ours(&repeated)), (768, (0, 192)));
}

#[test]
fn only_a_promise_can_be_resolved() {
    let promise = pending(1, 1, 5);
    assert_eq!(promise.resolved_by(Phase::Pending), None);
    for phase in [Phase::Post, Phase::Void, Phase::Correction] {
        let resolved = next(&promise, phase);
        assert_eq!(resolved.resolves, Some(promise.id));
        assert_eq!(resolved.points, promise.points);
        assert_eq!(resolved.resolved_by(Phase::Correction), None);
    }
}

#[test]
fn a_reversal_voids_before_the_post_and_corrects_after_it() {
    assert_eq!(reversal_phase(TransferState::Pending), Some(Phase::Void));
    assert_eq!(reversal_phase(TransferState::Booked), Some(Phase::Correction));
    assert_eq!(reversal_phase(TransferState::Voided), None);
    assert_eq!(reversal_phase(TransferState::Corrected), None);
}

#[test]
fn a_transfer_has_the_same_id_on_every_machine() {
    let source: RecordId = "01890000-0000-7000-8000-000000000001".parse().unwrap();
    let ids: Vec<String> = [Phase::Pending, Phase::Post, Phase::Void, Phase::Correction]
        .map(|phase| transfer_id(source, phase).to_string())
        .to_vec();
    assert_eq!(
        ids,
        [
            "00995a3c-223f-89f0-8e2f-51e25f3b3ef1",
            "06fb5277-1857-891c-93c5-230f99118fc3",
            "04e5f550-2998-825a-8695-4648b180e121",
            "46a83298-c50f-87cc-8ee7-aa4c4ae9d0e2",
        ]
    );
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), 4);
    assert!(ids.iter().all(|id| id.as_bytes()[14] == b'8'), "version 8");
}

#[test]
fn accounts_and_phases_go_round() {
    for account in [issuer(), Account::Household(household(12))] {
        assert_eq!(account.to_string().parse(), Ok(account));
        let json = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
    }
    for text in ["", "issuer", "issuer:", "bank:330683106273", "household:330683106273"] {
        assert!(text.parse::<Account>().is_err(), "{text}");
    }
    assert_eq!("bank:1".parse::<Account>().unwrap_err().code, Code::IdMalformed);
    for phase in [Phase::Pending, Phase::Post, Phase::Void, Phase::Correction] {
        assert_eq!(Phase::from_code(phase.code()), Some(phase));
        assert_eq!(serde_json::to_string(&phase).unwrap(), format!("\"{}\"", phase.code()));
    }
    assert_eq!(Phase::from_code("posted"), None);
    let states = [
        TransferState::Pending,
        TransferState::Booked,
        TransferState::Voided,
        TransferState::Corrected,
    ];
    for state in states {
        assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.code()));
    }
}

/// Lawful lives of drop-offs: promised, then perhaps posted or voided, then perhaps corrected.
fn any_ledger() -> impl Strategy<Value = Vec<Transfer>> {
    let life = (1..4_u32, 0..=100_000_i64, 0..4_u8);
    prop::collection::vec(life, 0..12).prop_map(|lives| {
        let mut all = Vec::new();
        for (number, (to, points, course)) in (0..).zip(lives) {
            let promise = pending(number, to, points);
            match course {
                1 => all.push(next(&promise, Phase::Post)),
                2 => all.push(next(&promise, Phase::Void)),
                3 => all.extend([next(&promise, Phase::Post), next(&promise, Phase::Correction)]),
                _ => {}
            }
            all.push(promise);
        }
        all
    })
}

fn accounts() -> Vec<Account> {
    let households = (1..4).map(|number| Account::Household(household(number)));
    households.chain([issuer()]).collect()
}

proptest! {
    #[test]
    fn order_and_repeats_do_not_matter(
        (all, shuffled) in any_ledger().prop_flat_map(|all| {
            let twice = [all.clone(), all.clone()].concat();
            (Just(all), Just(twice).prop_shuffle())
        })
    ) {
        prop_assert_eq!(states(&all), states(&shuffled));
        for account in accounts() {
            prop_assert_eq!(balance(account, &all), balance(account, &shuffled));
        }
    }

    #[test]
    fn what_one_account_gains_another_gives(all in any_ledger()) {
        let figures = accounts().into_iter().map(|account| figures(account, &all));
        let sum = figures.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        prop_assert_eq!(sum, (0, 0));
    }

    #[test]
    fn a_household_is_never_below_nothing_in_a_lawful_ledger(all in any_ledger()) {
        for number in 1..4 {
            let (pending, booked) = figures(Account::Household(household(number)), &all);
            prop_assert!(pending >= 0 && booked >= 0);
        }
    }
}
