//! Standings: what is shown, what is held back, when communities are told.

use wufei_api::feed::{FeedItem, StandingFact};
use wufei_domain::{ids::RecordId, scope::Scope, standing::Suppressed, standing::THRESHOLD};

use super::city::{
    ATTENDANT, City, Device, GULAI, JUKENG, MAXI, RESIDENT, community, drop_off, household, line,
    reversal, shift_opened,
};
use crate::service::{Request, Response, standing::Published};

fn bring(city: &mut City, device: &Device, shift: RecordId, village: &str, households: u32) {
    for number in 1..=households {
        let lines = vec![line("cardboard", 2_000, 0)];
        let record = city.record(village, drop_off(shift, household(village, number), lines));
        city.accepted(device, &record);
    }
}

fn published(city: &mut City) -> Published {
    match city.ask(Request::Board).unwrap() {
        Response::Board(published) => published,
        other => panic!("{other:?}"),
    }
}

fn told(city: &mut City, device: &Device) -> Vec<StandingFact> {
    let items = city.items(device, Scope::Community(community(MAXI)), "standing");
    let fact = |item| match item {
        FeedItem::Standing(fact) => fact,
        other => panic!("{other:?}"),
    };
    items.into_iter().map(fact).collect()
}

#[test]
fn small_units_are_held_back_with_the_reason() {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    bring(&mut city, &device, shift.id, MAXI, THRESHOLD);
    bring(&mut city, &device, shift.id, JUKENG, THRESHOLD - 1);
    bring(&mut city, &device, shift.id, GULAI, 8);
    let board = published(&mut city);
    let [county] = board.counties.as_slice() else { panic!("{board:?}") };
    assert_eq!(county.name, "嵊州市");
    let [row] = county.fact.rows.as_slice() else { panic!("{county:?}") };
    assert_eq!((row.rank, row.name.as_str(), row.synthetic), (1, "谷来镇马溪村", true));
    assert_eq!((row.grams_per_household, row.participation_permille), (1_666, 833));
    let held: Vec<(String, Suppressed)> =
        county.fact.suppressed.iter().map(|row| (row.community.to_string(), row.why)).collect();
    assert_eq!(
        held,
        [
            (GULAI.to_owned(), Suppressed::FewRegistered),
            (JUKENG.to_owned(), Suppressed::FewContributing),
        ]
    );
    assert_eq!(board.without_roll, 1);
    bring(&mut city, &device, shift.id, JUKENG, THRESHOLD);
    let rows = published(&mut city).counties.remove(0).fact.rows;
    assert_eq!(rows.len(), 2, "one more household and it is shown");
    assert_eq!(rows[0].community, community(JUKENG), "19 drop-offs in 12 households");
    let shown = "SELECT COUNT(*) FROM v_standings WHERE shown = 1";
    assert_eq!(city.count(shown), 2, "the view holds the same threshold");
    assert_eq!(city.count("SELECT grams FROM v_standings WHERE registered = 8"), 16_000);
}

#[test]
fn a_reversed_drop_off_does_not_count() {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    bring(&mut city, &device, shift.id, MAXI, THRESHOLD - 1);
    let home = household(MAXI, THRESHOLD);
    let last = city.record(MAXI, drop_off(shift.id, home, vec![line("pet", 500, 0)]));
    city.accepted(&device, &last);
    assert_eq!(published(&mut city).counties[0].fact.rows.len(), 1);
    let back = city.record(MAXI, reversal(last.id, home));
    city.accepted(&device, &back);
    assert_eq!(published(&mut city).counties[0].fact.rows.len(), 0);
}

#[test]
fn communities_are_told_when_the_table_changes_and_only_then() {
    let mut city = City::new();
    let (device, resident) = (city.enrol(ATTENDANT), city.enrol(RESIDENT));
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    city.ask(Request::Tick).unwrap();
    assert_eq!(told(&mut city, &resident).len(), 1, "the first table");
    for _ in 0..3 {
        city.now = city.now.plus_ms(5_000);
        city.ask(Request::Tick).unwrap();
    }
    bring(&mut city, &device, shift.id, MAXI, 1);
    city.ask(Request::Tick).unwrap();
    assert_eq!(told(&mut city, &resident).len(), 1, "one household changes no table");
    bring(&mut city, &device, shift.id, MAXI, THRESHOLD);
    city.ask(Request::Tick).unwrap();
    let facts = told(&mut city, &resident);
    assert_eq!(facts.len(), 2);
    assert_eq!(facts[1].rows.len(), 1);
    let mut city = city.reopened();
    city.ask(Request::Tick).unwrap();
    assert_eq!(told(&mut city, &resident).len(), 2, "a restart is no news");
}

#[test]
fn a_merged_village_is_added_to_the_one_it_went_into() {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    bring(&mut city, &device, shift.id, MAXI, 6);
    bring(&mut city, &device, shift.id, JUKENG, 6);
    city.tamper(&format!("INSERT INTO area_mergers VALUES ('{JUKENG}', '{MAXI}', 1)"));
    let fact = published(&mut city).counties.remove(0).fact;
    let [row] = fact.rows.as_slice() else { panic!("{fact:?}") };
    assert_eq!((row.community, row.grams_per_household), (community(MAXI), 1_000));
    let history = format!("SELECT COUNT(*) FROM records WHERE community = '{JUKENG}'");
    assert_eq!(city.count(&history), 6, "records keep their code");
}
