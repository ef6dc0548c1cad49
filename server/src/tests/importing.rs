//! Imports: whole or not at all, every broken row by its place, twice is harmless.

use serde_json::json;
use wufei_domain::refusal::Code;

use super::city::{AREAS, City, GULAI, MAXI, household, roll};
use crate::operate::{OperateError, import_areas, import_roll};

fn broken(error: OperateError) -> Vec<String> {
    match error {
        OperateError::Refused(refusals) => {
            refusals.into_iter().map(|refusal| refusal.args["line"].clone()).collect()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn the_area_table_of_shaoxing_is_taken() {
    let city = City::new();
    let table = include_str!("../../data/shaoxing-areas.csv");
    let counts = import_areas(&city.database(), table, city.now).unwrap();
    let said = "6 counties, 103 towns, 2168 villages and communities";
    assert_eq!(counts.to_string(), said);
    assert_eq!(city.count("SELECT COUNT(*) FROM areas WHERE valid_to IS NULL"), 2_278);
}

#[test]
fn a_table_with_broken_rows_is_refused_whole() {
    let city = City::new();
    let before = city.count("SELECT COUNT(*) FROM areas");
    let table = format!("{AREAS}33068310629,village,330683106000,x\n330683106999,town,,y\n");
    let error = import_areas(&city.database(), &table, city.now).unwrap_err();
    assert!(error.to_string().contains(Code::AreaRowBroken.as_str()));
    assert_eq!(broken(error), ["11", "12"]);
    assert_eq!(city.count("SELECT COUNT(*) FROM areas"), before);
}

#[test]
fn a_code_missing_from_a_newer_table_ends_and_stays() {
    let city = City::new();
    let newer: String = AREAS
        .lines()
        .filter(|line| !line.starts_with(GULAI))
        .fold(String::new(), |text, line| text + line + "\n");
    import_areas(&city.database(), &newer, city.now).unwrap();
    let ended = format!("SELECT COUNT(*) FROM areas WHERE code = '{GULAI}' AND valid_to > 0");
    assert_eq!(city.count(&ended), 1);
    import_areas(&city.database(), AREAS, city.now).unwrap();
    assert_eq!(city.count(&ended), 0, "it is in force again");
}

#[test]
fn a_roll_taken_twice_tells_the_feeds_once() {
    let city = City::new();
    let again = import_roll(&city.database(), &roll().to_string(), city.now).unwrap();
    assert_eq!((again.households, again.changes), (32, 0));
    let mut changed = roll();
    changed["communities"][0]["households"][0]["label"] = json!("1 号东");
    let counts = import_roll(&city.database(), &changed.to_string(), city.now).unwrap();
    assert_eq!(counts.changes, 2, "the household's own feed and its point's");
}

#[test]
fn a_points_position_reaches_the_feed_with_its_datum() {
    let city = City::new();
    let told = "SELECT COUNT(*) FROM feed WHERE item LIKE '%\"datum\":\"gcj02\"%'";
    assert_eq!(city.count(told), 0);
    let mut placed = roll();
    placed["points"][0]["position"] = json!({
        "latitude_microdegrees": 29_720_000, "longitude_microdegrees": 120_700_000,
        "datum": "gcj02"
    });
    import_roll(&city.database(), &placed.to_string(), city.now).unwrap();
    assert!(city.count(told) > 0);
    assert_eq!(import_roll(&city.database(), &placed.to_string(), city.now).unwrap().changes, 0);
    placed["points"][0]["position"]["latitude_microdegrees"] = json!(120_700_000);
    let error = import_roll(&city.database(), &placed.to_string(), city.now).unwrap_err();
    assert!(error.to_string().contains(Code::PositionOutside.as_str()), "{error}");
}

#[test]
fn a_roll_with_broken_rows_is_refused_whole() {
    let city = City::new();
    let before = city.count("SELECT COUNT(*) FROM households");
    let mut bad = roll();
    let new = json!({ "number": 13, "label": "13 号", "card_serial": 1 });
    bad["communities"][0]["households"].as_array_mut().unwrap().push(new);
    bad["communities"][1]["doors"][0]["label"] = json!(" ");
    bad["communities"][2]["code"] = json!("330683106000");
    bad["points"][0]["scale_max"] = json!(0);
    bad["turfs"][0]["doors"][0] = json!(format!("{MAXI}-77"));
    bad["people"][2]["household"] = json!(household(MAXI, 77).to_string());
    bad["people"][0].as_object_mut().unwrap().remove("point");
    bad["tariff"]["rates"][0]["points_per_kg"] = json!(100_001);
    let error = import_roll(&city.database(), &bad.to_string(), city.now).unwrap_err();
    let places = broken(error);
    for place in [
        "tariff",
        "tariff.rates[0]",
        "communities[0].households[12]",
        "communities[1].doors[0]",
        "communities[2]",
        "points[0]",
        "turfs[0]",
        "people[0]",
        "people[2]",
    ] {
        assert!(places.iter().any(|found| found == place), "{place} is missing in {places:?}");
    }
    assert_eq!(city.count("SELECT COUNT(*) FROM households"), before);
    let unread = import_roll(&city.database(), "{\n\n?", city.now).unwrap_err();
    assert_eq!(broken(unread), ["3"]);
}
