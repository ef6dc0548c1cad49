//! The ladder: up when due, to the foot when wrong, whatever the clock did.

use proptest::prelude::*;

use super::*;

const NOON: UnixMs = UnixMs::new(1_795_492_800_000);

fn after(before: Option<&Recall>, is_right: bool, now: UnixMs) -> Recall {
    Recall::after(before, "milk-carton", is_right, now)
}

#[test]
fn each_right_answer_in_its_time_puts_the_next_further_off() {
    let (mut recall, mut now) = (after(None, true, NOON), NOON);
    for days in DAYS.into_iter().chain([35, 35]) {
        assert_eq!(recall.due_at.since_ms(now), days * DAY_MS);
        assert!(!recall.is_due(recall.due_at.plus_ms(-1)) && recall.is_due(recall.due_at));
        now = recall.due_at;
        recall = after(Some(&recall), true, now);
    }
    assert_eq!(recall.step, 5);
}

#[test]
fn a_wrong_answer_is_due_at_once_and_begins_anew() {
    let high = Recall { step: 4, ..after(None, true, NOON) };
    let wrong = after(Some(&high), false, NOON);
    assert_eq!((wrong.step, wrong.due_at, wrong.is_right), (0, NOON, false));
    assert!(wrong.was_right, "it was right once");
    assert_eq!(after(Some(&wrong), true, NOON).step, 1);
    assert!(!after(None, false, NOON).was_right);
}

#[test]
fn a_right_answer_before_its_time_moves_nothing() {
    let first = after(None, true, NOON);
    let early = after(Some(&first), true, NOON.plus_ms(1_000));
    assert_eq!((early.step, early.due_at), (first.step, first.due_at));
}

#[test]
fn an_answer_from_the_future_keeps_nothing_away() {
    let year = 365 * DAY_MS;
    let future = after(None, true, NOON.plus_ms(year));
    assert!(future.is_due(NOON));
    assert_eq!(after(Some(&future), true, NOON).due_at, NOON.plus_ms(3 * DAY_MS));
}

proptest! {
    #[test]
    fn the_step_stays_on_the_ladder_and_the_date_within_its_longest(
        answers in proptest::collection::vec((any::<bool>(), 0_i64..100), 0..40),
    ) {
        let (mut recall, mut now) = (None, NOON);
        for (is_right, days) in answers {
            now = now.plus_ms(days * DAY_MS);
            let next = after(recall.as_ref(), is_right, now);
            prop_assert!(usize::from(next.step) <= DAYS.len());
            prop_assert!((0..=35 * DAY_MS).contains(&next.due_at.since_ms(now)));
            prop_assert_eq!(next.step == 0, !is_right);
            recall = Some(next);
        }
    }
}
