//! What the screens are told: own records and the feeds' facts together, each once.

use wufei_api::feed::{
    Cursor, FeedItem, HouseholdFact, PointFact, StandingFact, StandingRow, SuppressedRow,
};
use wufei_app::effect::store::{
    LoadHousehold, LoadPoint, LoadStanding, LoadTurf, LoadTurfs, PointData, WithdrawRecord,
};
use wufei_domain::{
    card::CardNumber,
    ids::RecordId,
    ledger::Phase,
    refusal::{Code, Refusal},
    scope::Scope,
    standing::Suppressed,
    sync::Verdict,
    tariff::Tariff,
    units::Grams,
    visit::{Script, door_state},
};

use crate::{
    lane::Answer as _,
    samples::{
        Folder, NOW, actor, append, at, community, door, door_fact, drop_off, enrolment, fact,
        household, id, page, pending, point, response, reversal, scopes, shift_closed,
        shift_opened, transfer_fact, turf, turf_fact, visit, visit_void,
    },
    store::Store,
};

fn tariff(version: u32) -> FeedItem {
    FeedItem::Tariff(Tariff { version, valid_from: at(0), points_per_yuan: 100, rates: vec![] })
}

fn take(store: &mut Store, scope: Scope, items: Vec<FeedItem>) {
    let from = store.standing().unwrap().scopes.into_iter().find(|(known, _)| *known == scope);
    let (_, from) = from.unwrap();
    let next = format!("{}+", from.as_ref().map_or("", |cursor: &Cursor| &cursor.0));
    store.take_page(scope, from.as_ref(), &page(1, items, &next)).unwrap();
}

fn acknowledge(store: &mut Store, n: u32) {
    store.apply_verdicts(&[id(n)], &response(vec![Verdict::Accepted]), NOW).unwrap();
}

fn reject(store: &mut Store, n: u32) {
    let refusal = Refusal::new(Code::RoleForbidden);
    store.apply_verdicts(&[id(n)], &response(vec![Verdict::Rejected { refusal }]), NOW).unwrap();
}

#[test]
fn a_household_sees_what_it_brought_once_whichever_feed_told() {
    let folder = Folder::new();
    let mut store = folder.store();
    let mut feeds = scopes();
    feeds.push(Scope::Household(household(5)));
    store.enrol(&enrolment(1, "epoch-1", feeds)).unwrap();
    let rows = vec![
        fact(drop_off(2, 1, 5), 9),
        fact(drop_off(3, 1, 5), 9),
        fact(drop_off(4, 1, 6), 9),
        fact(reversal(7, 2, 5), 9),
        transfer_fact(pending(2, 5)),
        transfer_fact(pending(4, 6)),
    ];
    take(&mut store, Scope::Point(point()), rows.clone());
    let own_feed = [0, 1, 3, 4].map(|n: usize| rows[n].clone()).to_vec();
    take(&mut store, Scope::Household(household(5)), own_feed);
    take(&mut store, Scope::Community(community()), vec![tariff(9), tariff(10), tariff(2)]);
    append(&mut store, drop_off(8, 1, 5)).unwrap();
    let data = store.answer(&LoadHousehold { household: household(5) }).unwrap();
    let seen: Vec<(RecordId, bool)> = data.drop_offs.iter().map(|d| (d.id, d.sent)).collect();
    assert_eq!(seen, [(id(8), false), (id(3), true), (id(2), true)], "newest first");
    assert_eq!(data.reversals.len(), 1);
    assert_eq!(data.transfers, [pending(2, 5)]);
    assert_eq!(data.tariff.map(|tariff| tariff.version), Some(10), "10 is newer than 9");
}

#[test]
fn a_hundred_drop_offs_are_shown_and_they_are_the_newest() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let rows = (0..120).map(|n| fact(drop_off(n, 1, 5), 9)).collect();
    take(&mut store, Scope::Point(point()), rows);
    for n in 120..130 {
        append(&mut store, drop_off(n, 1, 5)).unwrap();
    }
    for shown in [
        store.answer(&LoadHousehold { household: household(5) }).unwrap().drop_offs,
        store.answer(&LoadPoint { point: point() }).unwrap().drop_offs,
    ] {
        let ids: Vec<RecordId> = shown.iter().map(|seen| seen.id).collect();
        assert_eq!(ids, (30..130).rev().map(id).collect::<Vec<_>>());
    }
}

fn point_data(store: &mut Store) -> PointData {
    store.answer(&LoadPoint { point: point() }).unwrap()
}

#[test]
fn a_point_has_its_cards_and_the_transfers_of_what_is_shown() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    assert_eq!(point_data(&mut store), PointData::default());
    let place = PointFact {
        id: point(),
        name: "马溪回收点（合成）".to_owned(),
        hours: "8–11".to_owned(),
        scale_max: Grams::new(150_000).unwrap(),
        communities: vec![community()],
        position: None,
    };
    take(&mut store, Scope::Community(community()), vec![tariff(1), FeedItem::Point(place)]);
    let card = |n: u32, label: &str| {
        let card = CardNumber::from_serial(n).unwrap();
        FeedItem::Household(HouseholdFact { id: household(n), label: label.to_owned(), card })
    };
    let posted = pending(3, 5).resolved_by(Phase::Post).unwrap();
    let rows = vec![
        card(5, "2 号（合成）"),
        card(6, "1 号（合成）"),
        fact(drop_off(3, 1, 5), 9),
        transfer_fact(pending(3, 5)),
        transfer_fact(posted.clone()),
        transfer_fact(pending(77, 5)),
    ];
    take(&mut store, Scope::Point(point()), rows);
    let data = point_data(&mut store);
    assert_eq!(data.point.map(|place| place.scale_max.value()), Some(150_000));
    let labels: Vec<&str> = data.cards.iter().map(|card| card.label.as_str()).collect();
    assert_eq!(labels, ["1 号（合成）", "2 号（合成）"]);
    assert_eq!(data.transfers, [pending(3, 5), posted]);
}

#[test]
fn the_open_shift_is_the_newest_of_ones_own_that_is_neither_closed_nor_refused() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let open = |store: &mut Store| point_data(store).open_shift.map(|(id, _)| id);
    append(&mut store, shift_opened(1)).unwrap();
    assert_eq!(point_data(&mut store).open_shift, Some((id(1), at(1))), "at once, unsent");
    append(&mut store, shift_closed(2, 1)).unwrap();
    assert_eq!(open(&mut store), None);
    append(&mut store, shift_opened(3)).unwrap();
    for n in 1..=3 {
        acknowledge(&mut store, n);
    }
    let rows = [shift_opened(1), shift_closed(2, 1), shift_opened(3)].map(|r| fact(r, 1)).to_vec();
    take(&mut store, Scope::Point(point()), rows);
    take(&mut store, Scope::Point(point()), vec![fact(shift_opened(9), 8)]);
    assert_eq!(open(&mut store), Some(id(3)), "another attendant's shift is not ours");
    append(&mut store, shift_opened(10)).unwrap();
    assert_eq!(open(&mut store), Some(id(10)));
    reject(&mut store, 10);
    assert_eq!(open(&mut store), Some(id(3)));
    store.enrol(&enrolment(2, "epoch-1", scopes())).unwrap();
    assert_eq!(open(&mut store), None, "nor does the next person on this phone have it open");
}

#[test]
fn a_shift_opened_on_a_lost_phone_is_open_on_the_next() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    take(&mut store, Scope::Point(point()), vec![fact(shift_opened(3), 1)]);
    assert_eq!(point_data(&mut store).open_shift, Some((id(3), at(3))));
}

#[test]
fn a_turf_comes_with_its_doors_its_script_and_every_visit_once() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let load = LoadTurf { turf: turf() };
    assert_eq!(store.answer(&load).unwrap(), None);
    take(&mut store, Scope::Turf(turf()), vec![turf_fact(3)]);
    assert_eq!(store.answer(&load).unwrap(), None, "the doors have not arrived");
    let script = |version| FeedItem::Script(Script { version, questions: vec![] });
    take(&mut store, Scope::Community(community()), vec![script(1), script(2)]);
    let rows = vec![
        door_fact(1, 3),
        door_fact(2, 1),
        door_fact(3, 2),
        fact(visit(50, 1), 9),
        fact(visit(10, 2), 1),
    ];
    take(&mut store, Scope::Turf(turf()), rows);
    for record in [visit(10, 2), visit(11, 3), visit_void(12, 1, 50), visit(13, 3)] {
        append(&mut store, record).unwrap();
    }
    acknowledge(&mut store, 10);
    acknowledge(&mut store, 11);
    let data = store.answer(&load).unwrap().unwrap();
    let order: Vec<u32> = data.doors.iter().map(|place| place.id.number).collect();
    assert_eq!(order, [2, 3, 1], "in the order of the walk");
    let mut visits: Vec<_> = data.visits.iter().map(|seen| (seen.id, seen.actor)).collect();
    visits.sort();
    let mine = |n| (id(n), actor(1));
    assert_eq!(visits, [mine(10), mine(11), mine(13), (id(50), actor(9))]);
    assert_eq!(data.voids.len(), 1);
    assert_eq!(data.unsent, [id(12), id(13)]);
    assert_eq!(data.script.map(|script| script.version), Some(2));
    assert_eq!((data.turf.doors, data.turf.visited), (3, 2), "the voided visit does not count");
    assert_eq!(store.answer(&LoadTurfs).unwrap(), [data.turf]);
    let at_1: Vec<_> = data.visits.into_iter().filter(|s| s.visit.door == door(1)).collect();
    assert_eq!(door_state(&at_1, &data.voids).visits, []);
}

#[test]
fn what_was_withdrawn_shows_nowhere() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    take(&mut store, Scope::Turf(turf()), vec![turf_fact(1), door_fact(1, 1)]);
    append(&mut store, visit(1, 1)).unwrap();
    reject(&mut store, 1);
    let turf_now = |store: &mut Store| store.answer(&LoadTurf { turf: turf() }).unwrap().unwrap();
    assert_eq!(turf_now(&mut store).unsent, [id(1)], "a person has still to look at it");
    store.answer(&WithdrawRecord { id: id(1) }).unwrap();
    let data = turf_now(&mut store);
    assert_eq!((data.visits, data.unsent, data.turf.visited), (vec![], vec![], 0));
}

#[test]
fn the_newest_table_of_standings_is_told() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    assert_eq!(store.answer(&LoadStanding).unwrap(), None);
    let table = |as_of, rank| {
        let row = StandingRow {
            community: community(),
            name: "马溪村（合成）".to_owned(),
            rank,
            grams_per_household: 4_300,
            participation_permille: 750,
            synthetic: true,
        };
        let held_back = SuppressedRow {
            community: "330683106274".parse().unwrap(),
            name: "小村（合成）".to_owned(),
            why: Suppressed::FewRegistered,
        };
        FeedItem::Standing(StandingFact {
            as_of: at(as_of),
            rows: vec![row],
            suppressed: vec![held_back],
        })
    };
    take(&mut store, Scope::Community(community()), vec![table(1, 4)]);
    take(&mut store, Scope::Community(community()), vec![table(2, 3)]);
    let data = store.answer(&LoadStanding).unwrap().unwrap();
    assert_eq!((data.as_of, data.rows.len(), data.rows[0].rank), (at(2), 1, 3));
    assert_eq!(data.suppressed[0].why, Suppressed::FewRegistered);
}
