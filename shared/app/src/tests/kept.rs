//! What was looked up lately and what is kept: when a thing becomes one, how many there are, whose.

use std::sync::Arc;

use wufei_domain::{role::Role, time::UnixMs};
use wufei_guide::{Guide, Patch};

use super::{asks::Ask, device::Device, driver::Driver, town};
use crate::{
    effect::{kept::KeptItem, store::Book, sync::Lost},
    event::{LookupEvent, OutboxEvent, SettingsEvent, Tab, UiEvent},
    model::kept::{FAVOURITES_MAX, RECENTS_MAX},
    view::{
        Screen,
        lookup::{ItemCard, ItemLink, KeptView, LookupResult},
    },
};

fn looks_up(driver: &mut Driver, event: LookupEvent) {
    driver.does(UiEvent::Lookup { event });
}

fn types(driver: &mut Driver, text: &str) {
    looks_up(driver, LookupEvent::Typed { text: text.to_owned() });
}

fn picks(driver: &mut Driver, item: &str) {
    looks_up(driver, LookupEvent::Picked { item: item.to_owned() });
}

fn keeps(driver: &mut Driver, item: &str, on: bool) {
    picks(driver, item);
    looks_up(driver, LookupEvent::FavouritePicked { on });
}

/// What stands on the emptied look-up.
fn kept(driver: &mut Driver) -> KeptView {
    looks_up(driver, LookupEvent::Clear);
    shown(driver)
}

fn shown(driver: &Driver) -> KeptView {
    let Screen::Lookup { lookup } = driver.screen() else { panic!("no look-up") };
    match lookup.result {
        LookupResult::Empty { kept, .. } => kept,
        other => panic!("{other:?}"),
    }
}

fn card(driver: &Driver) -> ItemCard {
    let Screen::Lookup { lookup } = driver.screen() else { panic!("no look-up") };
    match lookup.result {
        LookupResult::Found { item } => item,
        other => panic!("{other:?}"),
    }
}

fn keys(links: &[ItemLink]) -> Vec<&str> {
    links.iter().map(|link| link.item.as_str()).collect()
}

fn recents(driver: &mut Driver) -> Vec<String> {
    keys(&kept(driver).recents).into_iter().map(str::to_owned).collect()
}

/// Keys of things of the rulebook, as many as there are.
fn items() -> Vec<&'static str> {
    Guide::zhejiang().unwrap().items().iter().map(|item| item.key.as_str()).collect()
}

#[test]
fn typing_leaves_no_trace_until_the_answer_is_left_or_used() {
    let mut driver = Driver::started(Device::default());
    for typed in ["牛", "牛奶", "牛奶盒"] {
        types(&mut driver, typed);
    }
    assert_eq!(driver.times(Ask::SaveKept), 0);
    let uses = [
        UiEvent::Lookup { event: LookupEvent::ReadAloud },
        UiEvent::Lookup { event: LookupEvent::Share },
        UiEvent::Lookup { event: LookupEvent::Clear },
        UiEvent::Open { tab: Tab::Settings },
        UiEvent::Back,
    ];
    for event in uses {
        let mut driver = Driver::started(Device::default());
        types(&mut driver, "牛奶盒");
        driver.does(UiEvent::Open { tab: Tab::Lookup });
        assert!(driver.device.kept_items.is_empty(), "it is this tab already");
        driver.does(event.clone());
        driver.opens(Tab::Lookup);
        assert_eq!(recents(&mut driver), ["milk-carton"], "{event:?}");
    }
}

#[test]
fn what_is_not_found_is_not_kept() {
    let mut driver = Driver::started(Device::default());
    for typed in ["蓝铃花瓶子", "曲率引擎"] {
        types(&mut driver, typed);
        looks_up(&mut driver, LookupEvent::FavouritePicked { on: true });
        driver.opens(Tab::Settings);
        driver.opens(Tab::Lookup);
        looks_up(&mut driver, LookupEvent::Clear);
    }
    assert_eq!(driver.times(Ask::SaveKept), 0);
}

#[test]
fn a_picked_thing_is_recent_at_once_and_the_newest_stands_first() {
    let mut driver = Driver::started(Device::default());
    for item in ["milk-carton", "egg-shell", "milk-carton"] {
        picks(&mut driver, item);
    }
    assert_eq!(driver.times(Ask::SaveKept), 3);
    assert_eq!(recents(&mut driver), ["milk-carton", "egg-shell"]);
    picks(&mut driver, "milk-carton");
    assert_eq!(driver.times(Ask::SaveKept), 3, "it is the newest already");
    driver.now -= 1_000_000;
    picks(&mut driver, "egg-shell");
    assert_eq!(recents(&mut driver), ["egg-shell", "milk-carton"], "the clock was set back");
}

#[test]
fn the_oldest_recent_one_drops_out() {
    let mut driver = Driver::started(Device::default());
    let all = &items()[..RECENTS_MAX + 5];
    for item in all {
        picks(&mut driver, item);
    }
    let newest: Vec<_> = all.iter().rev().take(RECENTS_MAX).copied().collect();
    assert_eq!(recents(&mut driver), newest);
    assert_eq!(driver.device.kept_items.len(), RECENTS_MAX);
}

#[test]
fn a_favourite_says_so_stands_apart_and_can_be_let_go_of() {
    let mut driver = Driver::started(Device::default());
    picks(&mut driver, "milk-carton");
    let before = card(&driver);
    assert!(!before.is_favourite);
    looks_up(&mut driver, LookupEvent::FavouritePicked { on: true });
    looks_up(&mut driver, LookupEvent::FavouritePicked { on: true });
    let after = card(&driver);
    assert!(after.is_favourite && after.favourite_label != before.favourite_label);
    assert_eq!(driver.times(Ask::SaveKept), 2, "one look, one star");
    keeps(&mut driver, "egg-shell", true);
    let mut driver = driver.restarted();
    let view = kept(&mut driver);
    assert_eq!(keys(&view.favourites), ["egg-shell", "milk-carton"]);
    assert!(view.recents.is_empty() && view.empty_label.is_none());
    keeps(&mut driver, "milk-carton", false);
    let view = kept(&mut driver);
    assert_eq!(
        (keys(&view.favourites), keys(&view.recents)),
        (vec!["egg-shell"], vec!["milk-carton"])
    );
}

#[test]
fn at_the_bound_of_favourites_a_sentence_says_so_and_nothing_is_lost() {
    let mut device = Device::default();
    let all = items();
    for item in &all[..FAVOURITES_MAX] {
        let looked_at = UnixMs::new(town::MORNING);
        let kept = KeptItem { item: (*item).to_owned(), looked_at, favourite_at: Some(looked_at) };
        device.kept_items.insert(kept.item.clone(), kept);
    }
    let mut driver = Driver::started(device);
    keeps(&mut driver, all[FAVOURITES_MAX], true);
    let (chinese, english) = driver.note().unwrap();
    let bound = FAVOURITES_MAX.to_string();
    assert!(chinese.contains(&bound) && english.contains(&bound), "{chinese} {english}");
    assert!(!card(&driver).is_favourite);
    assert_eq!(kept(&mut driver).favourites.len(), FAVOURITES_MAX);
    keeps(&mut driver, all[0], false);
    keeps(&mut driver, all[FAVOURITES_MAX], true);
    assert!(driver.note().is_none() && card(&driver).is_favourite);
}

#[test]
fn the_recent_ones_are_emptied_at_once_and_can_be_put_back_until_something_else_is_done() {
    let mut driver = Driver::started(Device::default());
    picks(&mut driver, "milk-carton");
    keeps(&mut driver, "egg-shell", true);
    let before = kept(&mut driver);
    looks_up(&mut driver, LookupEvent::RecentsEmptied);
    let view = shown(&driver);
    assert!(view.recents.is_empty() && view.emptied.is_some() && view.restore_label.is_some());
    assert_eq!((keys(&view.favourites), driver.device.kept_items.len()), (vec!["egg-shell"], 1));
    looks_up(&mut driver, LookupEvent::RecentsRestored);
    assert_eq!(shown(&driver), before);
    assert_eq!(driver.device.kept_items.len(), 2);
    looks_up(&mut driver, LookupEvent::RecentsEmptied);
    driver.opens(Tab::Settings);
    driver.opens(Tab::Lookup);
    assert_eq!(shown(&driver).restore_label, None);
    looks_up(&mut driver, LookupEvent::RecentsRestored);
    assert!(shown(&driver).recents.is_empty());
}

fn city_book() -> Book {
    let rows = "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\n\
                why | 太大，放不进任何桶。 | It is too large for any bin.\n";
    let patch = Patch { version: "2026.1.1".to_owned(), rows: rows.to_owned() };
    Book(Arc::new(Guide::zhejiang().unwrap().patched(&[patch]).unwrap()))
}

#[test]
fn a_thing_that_the_rulebook_does_not_know_any_more_is_not_shown_and_not_lost() {
    let device = Device { book: Some(city_book()), ..Device::default() };
    let mut driver = Driver::started(device);
    keeps(&mut driver, "warp-drive", true);
    driver.device.book = None;
    let mut driver = driver.restarted();
    picks(&mut driver, "milk-carton");
    assert!(kept(&mut driver).favourites.is_empty());
    driver.device.book = Some(city_book());
    let mut driver = driver.restarted();
    assert_eq!(keys(&kept(&mut driver).favourites), ["warp-drive"]);
}

#[test]
fn what_could_not_be_stored_says_so() {
    let mut driver = Driver::started(Device::default());
    driver.broken.insert(Ask::SaveKept);
    picks(&mut driver, "milk-carton");
    assert!(driver.note().is_some() && driver.device.kept_items.is_empty());
}

#[test]
fn who_leaves_takes_it_along() {
    let mut driver = Driver::started(town::enrolled(Role::Resident));
    keeps(&mut driver, "milk-carton", true);
    driver.held.insert(Ask::SaveKept);
    picks(&mut driver, "egg-shell");
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::LeavePicked);
    driver.sets(SettingsEvent::LeaveConfirmed);
    assert_eq!(driver.times(Ask::Leave), 0, "a look is still being stored");
    driver.lets_go(Ask::SaveKept);
    assert_eq!(driver.times(Ask::Leave), 1);
    driver.opens(Tab::Lookup);
    let view = shown(&driver);
    assert!(view.favourites.is_empty() && view.recents.is_empty());
    assert!(driver.device.kept_items.is_empty());
}

#[test]
fn a_lost_phone_shows_nothing_of_it() {
    for lost in [Lost::Emptied, Lost::Sending] {
        let mut driver = Driver::started(town::enrolled(Role::Resident));
        keeps(&mut driver, "milk-carton", true);
        driver.device.server.lost = Some(lost);
        driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
        driver.opens(Tab::Lookup);
        assert!(kept(&mut driver).favourites.is_empty(), "{lost:?}");
    }
}
