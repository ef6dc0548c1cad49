//! A door's state: the same from any order of its records.

use proptest::prelude::*;

use super::{
    DoorState, LABEL_CHARS_MAX, Outcome, PAIR_WINDOW_MS, SeenVisit, Visit, VisitVoid, VoidReason,
    door_state, validate_label,
};
use crate::{
    ids::{ActorId, DoorId, RecordId, TurfId},
    refusal::Code,
    time::UnixMs,
};

const START: UnixMs = UnixMs::new(1_795_000_000_000);

fn record(number: u8) -> RecordId {
    RecordId::from_stamp(START, [number; 10])
}

fn turf() -> TurfId {
    TurfId::from_stamp(START, [0; 10])
}

fn door() -> DoorId {
    DoorId::new("330683106273".parse().unwrap(), 7)
}

fn seen(number: u8, actor: u8, after_ms: i64, outcome: Outcome) -> SeenVisit {
    let visit = Visit {
        turf: turf(),
        door: door(),
        outcome,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    };
    let made_at = START.plus_ms(after_ms);
    SeenVisit { id: record(number), actor: ActorId::from_stamp(START, [actor; 10]), made_at, visit }
}

fn superseding(mut seen: SeenVisit, older: u8) -> SeenVisit {
    seen.visit.supersedes = Some(record(older));
    seen
}

fn void(number: u8) -> VisitVoid {
    let visit = record(number);
    VisitVoid { turf: turf(), door: door(), visit, reason: VoidReason::WrongDoor }
}

fn counted(state: &DoorState) -> Vec<u8> {
    state.visits.iter().map(|id| *id.uuid().as_bytes().last().unwrap()).collect()
}

#[test]
fn a_door_nobody_visited_has_no_state() {
    assert_eq!(door_state(&[], &[]), DoorState::default());
    assert_eq!(door_state(&[], &[void(1)]), DoorState::default());
}

#[test]
fn the_newest_visit_is_the_last_by_time_then_by_id() {
    let (early, late) = (seen(2, 1, 0, Outcome::NotHome), seen(1, 1, 5, Outcome::Met));
    let state = door_state(&[late, early], &[]);
    assert_eq!(counted(&state), [2, 1]);
    assert_eq!(state.last, Some((record(1), Outcome::Met, START.plus_ms(5))));
    let same_time = [seen(2, 1, 0, Outcome::Refused), seen(1, 1, 0, Outcome::Met)];
    assert_eq!(door_state(&same_time, &[]).last.unwrap().0, record(2));
}

#[test]
fn a_voided_visit_does_not_count() {
    let visits = [seen(1, 1, 0, Outcome::NotHome), seen(2, 1, 5, Outcome::Met)];
    let state = door_state(&visits, &[void(2), void(2)]);
    assert_eq!(counted(&state), [1]);
    assert_eq!(state.last.unwrap().1, Outcome::NotHome);
    assert_eq!(door_state(&visits, &[void(1), void(2)]), DoorState::default());
}

#[test]
fn a_superseded_visit_gives_way() {
    let visits =
        [seen(1, 1, 0, Outcome::NotHome), superseding(seen(2, 1, 60_000, Outcome::Met), 1)];
    assert_eq!(counted(&door_state(&visits, &[])), [2]);
    let chain =
        [visits.to_vec(), vec![superseding(seen(3, 1, 70_000, Outcome::Refused), 2)]].concat();
    assert_eq!(counted(&door_state(&chain, &[])), [3]);
}

/// Voiding the edit brings the first visit back: nothing is lost by a slip.
#[test]
fn a_voided_edit_gives_the_older_visit_back() {
    let visits =
        [seen(1, 1, 0, Outcome::NotHome), superseding(seen(2, 1, 60_000, Outcome::Met), 1)];
    assert_eq!(counted(&door_state(&visits, &[void(2)])), [1]);
}

#[test]
fn two_people_within_half_an_hour_make_a_pair() {
    let first = seen(1, 1, 0, Outcome::Met);
    for (actor, after_ms, pairs) in [
        (2, 0, 1),
        (2, PAIR_WINDOW_MS, 1),
        (2, PAIR_WINDOW_MS + 1, 0),
        (1, 60_000, 0),
        (2, -PAIR_WINDOW_MS, 1),
    ] {
        let state = door_state(&[first.clone(), seen(2, actor, after_ms, Outcome::Met)], &[]);
        assert_eq!(state.pairs.len(), pairs, "actor {actor} after {after_ms} ms");
        assert_eq!(state.visits.len(), 2, "both are kept");
    }
    let three = [first, seen(2, 2, 1, Outcome::Met), seen(3, 3, 2, Outcome::Met)];
    assert_eq!(
        door_state(&three, &[]).pairs,
        [(record(1), record(2)), (record(1), record(3)), (record(2), record(3))]
    );
    assert_eq!(door_state(&three, &[void(2)]).pairs, [(record(1), record(3))]);
}

/// The fold must be needed: taking the visit that arrived last gives two answers for one door.
#[test]
fn the_last_to_arrive_would_be_wrong() {
    let (early, late) = (seen(1, 1, 0, Outcome::NotHome), seen(2, 1, 5, Outcome::Met));
    let by_arrival = |visits: &[SeenVisit]| visits.last().map(|seen| seen.visit.outcome);
    let (one, other) = ([early.clone(), late.clone()], [late, early]);
    assert_ne!(by_arrival(&one), by_arrival(&other));
    assert_eq!(door_state(&one, &[]), door_state(&other, &[]));
}

#[test]
fn outcomes_keep_their_names_and_ask_for_a_revisit() {
    for outcome in Outcome::ALL {
        assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        assert_eq!(serde_json::to_string(&outcome).unwrap(), format!("\"{}\"", outcome.code()));
    }
    assert_eq!(Outcome::from_code("gone"), None);
    let again: Vec<&str> =
        Outcome::ALL.iter().filter(|one| one.wants_revisit()).map(|one| one.code()).collect();
    assert_eq!(again, ["not_home", "come_back", "no_access"]);
    for reason in VoidReason::ALL {
        assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{}\"", reason.code()));
    }
}

#[test]
fn a_label_is_short_and_not_empty() {
    assert_eq!(validate_label(" 3 幢 2 单元 501 ").unwrap(), "3 幢 2 单元 501");
    assert_eq!(validate_label(" \u{3000}").unwrap_err().code, Code::TextMissing);
    let longest = "幢".repeat(LABEL_CHARS_MAX);
    assert_eq!(validate_label(&longest), Ok(longest.clone()));
    let refusal = validate_label(&format!("{longest}一")).unwrap_err();
    assert_eq!((refusal.code, &*refusal.args["value"]), (Code::TextTooLong, "41"));
}

/// Up to eight visits by three people within two hours, some superseding an older one, some void.
fn any_door() -> impl Strategy<Value = (Vec<SeenVisit>, Vec<VisitVoid>)> {
    let visit = (0..3_u8, 0..7_200_000_i64, 0..6_usize, prop::option::of(0..8_u8));
    let visits = prop::collection::vec(visit, 0..8).prop_map(|all| {
        let numbered = (0..).zip(all);
        numbered
            .map(|(number, (actor, after_ms, outcome, older))| {
                let one = seen(number, actor, after_ms, Outcome::ALL[outcome]);
                match older.filter(|older| *older < number) {
                    Some(older) => superseding(one, older),
                    None => one,
                }
            })
            .collect()
    });
    let voids = prop::collection::vec((0..8_u8).prop_map(void), 0..4);
    (visits, voids)
}

fn shuffled<T: Clone + std::fmt::Debug + 'static>(all: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    Just([all.clone(), all].concat()).prop_shuffle()
}

proptest! {
    #[test]
    fn any_order_with_repeats_gives_the_same_door(
        (visits, voids, other_visits, other_voids) in any_door().prop_flat_map(|(visits, voids)| {
            let others = (shuffled(visits.clone()), shuffled(voids.clone()));
            (Just(visits), Just(voids), others.0, others.1)
        })
    ) {
        prop_assert_eq!(door_state(&visits, &voids), door_state(&other_visits, &other_voids));
    }

    #[test]
    fn what_is_void_is_nowhere_in_the_state((visits, voids) in any_door()) {
        let state = door_state(&visits, &voids);
        for void in &voids {
            prop_assert!(!state.visits.contains(&void.visit));
            prop_assert!(!state.pairs.iter().any(|(a, b)| *a == void.visit || *b == void.visit));
        }
        prop_assert_eq!(state.last.map(|last| last.0), state.visits.last().copied());
    }
}
