//! Recycling points found by the look-up's own field.

use wufei_domain::role::Role;

use super::{asks::Ask, device::Device, driver::Driver, town};
use crate::{
    effect::shell::Located,
    event::{LookupEvent, Tab, UiEvent},
    view::{
        Screen,
        household::PointsView,
        lookup::{LookupResult, LookupView},
    },
};

fn looks_up(driver: &mut Driver, text: &str) -> LookupView {
    let event = LookupEvent::Typed { text: text.to_owned() };
    driver.does(UiEvent::Lookup { event });
    shown(driver)
}

fn shown(driver: &Driver) -> LookupView {
    match driver.screen() {
        Screen::Lookup { lookup } => lookup,
        other => panic!("{other:?}"),
    }
}

fn below_card(view: &LookupView) -> Option<&PointsView> {
    match &view.result {
        LookupResult::Found { item } => item.points.as_ref(),
        other => panic!("{other:?}"),
    }
}

fn resident() -> Driver {
    Driver::started(town::enrolled(Role::Resident))
}

#[test]
fn the_points_are_those_of_the_households_page_for_every_role_and_without_a_network() {
    let mut driver = resident();
    driver.broken.insert(Ask::Round);
    driver.opens(Tab::Household);
    let Screen::Household { household } = driver.screen() else { panic!("no household") };
    driver.opens(Tab::Lookup);
    let view = looks_up(&mut driver, "附近回收点");
    assert_eq!(view.points, Some(household.points));
    assert_eq!(view.result, LookupResult::PointsOnly);
    for role in Role::ALL {
        let mut driver = Driver::started(town::enrolled(role));
        let points = looks_up(&mut driver, "recycling point").points.unwrap();
        assert_eq!(points.rows.len(), usize::from(driver.device.point.is_some()), "{role:?}");
    }
}

#[test]
fn how_far_a_point_is_can_be_asked_from_the_look_up_too() {
    let mut driver = resident();
    driver.device.located =
        Located::At { latitude_microdegrees: 29_720_000, longitude_microdegrees: 120_703_000 };
    assert!(looks_up(&mut driver, "回收点").points.unwrap().locate_label.is_some());
    driver.locates();
    let points = shown(&driver).points.unwrap();
    assert_eq!(points.rows[0].distance.as_deref(), Some("约 290 米"));
}

#[test]
fn a_part_of_a_points_name_finds_it_and_a_thing_of_that_name_comes_first() {
    let mut driver = resident();
    let name = looks_up(&mut driver, "回收点").points.unwrap().rows[0].name.clone();
    assert!(looks_up(&mut driver, &name).points.is_some());
    let part: String = name.chars().take(2).collect();
    let view = looks_up(&mut driver, &part);
    assert_eq!(view.points.map(|points| points.rows.len()), Some(1), "{part}");
    let one: String = name.chars().take(1).collect();
    assert!(looks_up(&mut driver, &one).points.is_none(), "{one}");
    if let Some(point) = &mut driver.device.point {
        "牛奶盒回收点".clone_into(&mut point.name);
    }
    let mut driver = driver.restarted();
    let view = looks_up(&mut driver, "牛奶盒");
    assert!(view.points.is_none() && below_card(&view).is_none());
    assert!(looks_up(&mut driver, "牛奶盒回").points.is_some());
}

#[test]
fn what_only_sounds_like_a_place_stays_a_thing() {
    let mut driver = resident();
    let sign = looks_up(&mut driver, "回收点的牌子");
    assert!(sign.points.is_none(), "{sign:?}");
    let bin = looks_up(&mut driver, "回收站");
    assert!(bin.points.is_some(), "the place");
    assert!(matches!(bin.result, LookupResult::Found { .. }), "and that of a computer");
}

#[test]
fn a_word_for_a_place_is_not_told_as_a_missing_thing() {
    let mut driver = resident();
    looks_up(&mut driver, "垃圾站");
    driver.does(UiEvent::Lookup { event: LookupEvent::TellUs });
    assert!(driver.device.kept.is_empty());
}

#[test]
fn under_a_thing_for_a_delivery_point_the_points_stand_below_the_card() {
    let mut driver = resident();
    for special in ["旧沙发", "装修垃圾", "农药瓶"] {
        let view = looks_up(&mut driver, special);
        assert!(view.points.is_none(), "{special}");
        assert_eq!(below_card(&view).map(|points| points.rows.len()), Some(1), "{special}");
    }
    assert!(below_card(&looks_up(&mut driver, "牛奶盒")).is_none());
}

#[test]
fn whoever_is_not_enrolled_is_told_how_to_see_them() {
    let mut driver = Driver::started(Device::default());
    let points = looks_up(&mut driver, "回收点").points.unwrap();
    assert!(points.rows.is_empty() && points.locate_label.is_none());
    assert!(points.empty.unwrap().contains("登记"));
    let view = looks_up(&mut driver, "旧沙发");
    assert!(below_card(&view).is_some_and(|points| points.empty.is_some()));
    assert_eq!(driver.times(Ask::Points), 0);
}
