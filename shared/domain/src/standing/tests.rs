//! Ties, thresholds and exact ratios in a table of standings.

use proptest::prelude::*;

use super::{Ranked, Suppressed, THRESHOLD, Table, Tally, suppression, table};
use crate::area::AreaCode;

fn code(number: u64) -> AreaCode {
    format!("{:012}", 330_683_106_200 + number).parse().unwrap()
}

fn tally(number: u64, registered: u32, contributing: u32, grams: u64) -> Tally {
    Tally { community: code(number), registered, contributing, grams }
}

fn ranks(table: &Table) -> Vec<(AreaCode, u32)> {
    table.ranked.iter().map(|ranked| (ranked.community, ranked.rank)).collect()
}

#[test]
fn the_threshold_is_ten_on_both_sides() {
    for (registered, contributing, why) in [
        (0, 0, Some(Suppressed::NoRoll)),
        (0, 50, Some(Suppressed::NoRoll)),
        (9, 9, Some(Suppressed::FewRegistered)),
        (10, 9, Some(Suppressed::FewContributing)),
        (10, 10, None),
        (500, 9, Some(Suppressed::FewContributing)),
        (500, 0, Some(Suppressed::FewContributing)),
    ] {
        let said = suppression(&tally(1, registered, contributing, 1));
        assert_eq!(said, why, "{contributing} of {registered}");
    }
    assert_eq!(THRESHOLD, 10);
}

#[test]
fn ties_share_a_rank_and_the_next_is_left_out() {
    let tallies = [
        tally(4, 20, 20, 1_000),
        tally(3, 20, 20, 2_000),
        tally(2, 10, 10, 1_000),
        tally(1, 10, 10, 9_000),
    ];
    let table = table(&tallies);
    assert_eq!(ranks(&table), [(code(1), 1), (code(2), 2), (code(3), 2), (code(4), 4)]);
    let all_alike = [tally(1, 10, 10, 5), tally(2, 20, 10, 10), tally(3, 30, 10, 15)];
    let ranks: Vec<u32> = super::table(&all_alike).ranked.iter().map(|r| r.rank).collect();
    assert_eq!(ranks, [1, 1, 1]);
}

/// 1,000/30 and 1,010/30 both show 33 g a household and are no tie.
#[test]
fn ranks_use_the_exact_ratio() {
    let table = table(&[tally(1, 30, 10, 1_000), tally(2, 30, 10, 1_010)]);
    assert_eq!(ranks(&table), [(code(2), 1), (code(1), 2)]);
    let shown: Vec<u64> = table.ranked.iter().map(|r| r.grams_per_household).collect();
    assert_eq!(shown, [33, 33]);
}

#[test]
fn a_small_unit_is_not_ahead_by_its_total() {
    let table = table(&[tally(1, 1_000, 400, 900_000), tally(2, 10, 10, 10_000)]);
    assert_eq!(ranks(&table), [(code(2), 1), (code(1), 2)]);
}

#[test]
fn participation_is_rounded_down_and_never_above_all() {
    let table = table(&[tally(1, 30, 20, 3), tally(2, 10, 12, 1)]);
    let permille: Vec<u32> = table.ranked.iter().map(|r| r.participation_permille).collect();
    assert_eq!(permille, [666, 1_000]);
}

#[test]
fn what_is_held_back_shows_no_figure() {
    let table = table(&[tally(3, 9, 9, 77_777), tally(1, 10, 9, 88_888), tally(2, 0, 0, 0)]);
    assert_eq!(table.ranked, []);
    let held_back = [
        (code(1), Suppressed::FewContributing),
        (code(2), Suppressed::NoRoll),
        (code(3), Suppressed::FewRegistered),
    ];
    assert_eq!(table.suppressed, held_back, "by code");
    let json = serde_json::to_string(&table).unwrap();
    assert!(!json.contains("77777") && !json.contains("88888"), "{json}");
}

#[test]
fn the_largest_figures_do_not_overflow() {
    let most = tally(1, u32::MAX, u32::MAX, u64::MAX);
    let table = table(&[most, tally(2, 10, 10, u64::MAX)]);
    assert_eq!(ranks(&table), [(code(2), 1), (code(1), 2)]);
}

#[test]
fn reasons_keep_their_names() {
    for why in [Suppressed::NoRoll, Suppressed::FewRegistered, Suppressed::FewContributing] {
        assert_eq!(serde_json::to_string(&why).unwrap(), format!("\"{}\"", why.code()));
    }
}

fn any_tallies() -> impl Strategy<Value = Vec<Tally>> {
    let figures = (0..40_u32, 0..40_u32, 0..2_000_u64);
    prop::collection::vec(figures, 0..20).prop_map(|all| {
        (1..).zip(all).map(|(number, (r, c, grams))| tally(number, r, c, grams)).collect()
    })
}

proptest! {
    #[test]
    fn a_rank_is_one_more_than_those_ahead(tallies in any_tallies()) {
        let ahead = |one: &Ranked| {
            let of = |code| tallies.iter().find(|tally| tally.community == code).unwrap();
            let own = of(one.community);
            let better = |tally: &&Tally| {
                suppression(tally).is_none()
                    && tally.grams * u64::from(own.registered) > own.grams * u64::from(tally.registered)
            };
            tallies.iter().filter(better).count()
        };
        for ranked in table(&tallies).ranked {
            prop_assert_eq!(ranked.rank as usize, ahead(&ranked) + 1);
        }
    }

    #[test]
    fn the_order_of_asking_does_not_matter(
        (all, shuffled) in any_tallies().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        let table_of_all = table(&all);
        prop_assert_eq!(&table_of_all, &table(&shuffled));
        prop_assert_eq!(table_of_all.ranked.len() + table_of_all.suppressed.len(), all.len());
    }
}
