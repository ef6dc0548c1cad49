//! Photos of an unknown thing and of a door: added while the record is not made, sent after it, and
//! never waited for.

use wufei_domain::{
    photo::PhotoId,
    record::Body,
    refusal::{Code, Refusal},
    role::Role,
    sync::BACKOFF_LONGEST_MS,
    visit::Outcome,
};

use super::{asks::Ask, device::Device, driver::Driver, town, turfs::on_walk};
use crate::{
    effect::shell::Picked,
    event::{LookupEvent, OutboxEvent, Tab, TurfsEvent, UiEvent},
    view::{Screen, photos::PhotosView},
};

fn file(path: &str) -> Picked {
    Picked::File { path: path.to_owned() }
}

fn looks(driver: &mut Driver, event: LookupEvent) {
    driver.does(UiEvent::Lookup { event });
}

/// Somebody who typed a word that nobody knows, with what they will pick.
fn wondering(picks: Vec<Picked>) -> Driver {
    let mut device = town::enrolled(Role::Resident);
    device.album.picks = picks;
    let mut driver = Driver::started(device);
    looks(&mut driver, LookupEvent::Typed { text: "曲率引擎".to_owned() });
    driver
}

fn photos(driver: &Driver) -> Option<PhotosView> {
    match driver.screen() {
        Screen::Lookup { lookup } => lookup.photos,
        Screen::Door { door } => door.photos,
        other => panic!("{other:?}"),
    }
}

fn shown(driver: &Driver) -> Vec<PhotoId> {
    photos(driver).unwrap().rows.into_iter().map(|row| row.photo).collect()
}

fn id(path: &str) -> PhotoId {
    PhotoId::of(path.as_bytes())
}

fn told(device: &Device) -> Vec<&Body> {
    let bodies = device.kept.iter().map(|kept| &kept.record.body);
    bodies.filter(|body| matches!(body, Body::UnknownItem(_) | Body::Visit(_))).collect()
}

#[test]
fn a_word_is_told_with_its_photos_which_follow_the_record() {
    let mut driver = wondering(vec![file("a"), file("b"), file("a")]);
    for _ in 0..3 {
        looks(&mut driver, LookupEvent::AddPhoto);
    }
    assert_eq!(shown(&driver), [id("a"), id("b")], "the same picture is one photo");
    looks(&mut driver, LookupEvent::RemovePhoto { photo: id("a") });
    driver = driver.restarted();
    assert_eq!(shown(&driver), [id("b")], "kept with the draft");
    driver.asked.clear();
    looks(&mut driver, LookupEvent::TellUs);
    assert_eq!(told(&driver.device)[0].photos(), [id("b")]);
    let sent = |ask: &Ask| driver.asked.iter().position(|asked| asked == ask).unwrap();
    assert!(sent(&Ask::Append) < sent(&Ask::Round) && sent(&Ask::Round) < sent(&Ask::SendPhoto));
    assert_eq!(driver.device.album.sent, [id("b")].into());
    assert_eq!(photos(&driver), None, "told");
}

#[test]
fn three_photos_are_all_that_fit() {
    let mut driver = wondering(["a", "b", "c", "d"].map(file).into());
    for left in [3, 2, 1] {
        let label = photos(&driver).unwrap().add_label.unwrap();
        assert!(label.contains(&left.to_string()), "{label}");
        looks(&mut driver, LookupEvent::AddPhoto);
    }
    assert_eq!(photos(&driver).unwrap().add_label, None);
    looks(&mut driver, LookupEvent::AddPhoto);
    assert_eq!(shown(&driver).len(), 3);
}

#[test]
fn a_picture_that_cannot_be_read_is_said_and_the_word_is_told_all_the_same() {
    let mut driver = wondering(vec![file("x.heic")]);
    looks(&mut driver, LookupEvent::AddPhoto);
    let view = photos(&driver).unwrap();
    assert!(view.problem.unwrap().contains("HEIC"));
    assert!(view.add_label.is_some(), "another one may be picked");
    looks(&mut driver, LookupEvent::TellUs);
    assert_eq!(told(&driver.device)[0].photos(), []);
}

#[test]
fn a_picture_that_could_not_be_fetched_is_said_and_another_one_may_be_picked() {
    let mut driver = wondering(vec![Picked::Failed { why: "disk full".to_owned() }, file("a")]);
    looks(&mut driver, LookupEvent::AddPhoto);
    let view = photos(&driver).unwrap();
    assert!(view.problem.unwrap().contains("读不出来"));
    assert!(!driver.asked.contains(&Ask::PreparePhoto), "there is nothing to read");
    looks(&mut driver, LookupEvent::AddPhoto);
    assert_eq!((shown(&driver), photos(&driver).unwrap().problem), (vec![id("a")], None));
}

#[test]
fn a_record_is_made_while_its_photo_is_not_ready() {
    let mut driver = wondering(vec![file("a")]);
    driver.held.insert(Ask::PreparePhoto);
    looks(&mut driver, LookupEvent::AddPhoto);
    assert!(photos(&driver).unwrap().busy.is_some());
    looks(&mut driver, LookupEvent::TellUs);
    assert_eq!(told(&driver.device)[0].photos(), []);
    driver.held.clear();
    driver.settle();
    // Another word does not inherit what came too late.
    looks(&mut driver, LookupEvent::Typed { text: "量子垃圾袋子".to_owned() });
    assert!(photos(&driver).is_none_or(|view| view.rows.is_empty()));
}

#[test]
fn a_shell_without_pictures_is_asked_once() {
    let mut driver = wondering(vec![Picked::Unavailable { why: "none".to_owned() }]);
    looks(&mut driver, LookupEvent::AddPhoto);
    assert_eq!(photos(&driver), None);
    driver.asked.clear();
    looks(&mut driver, LookupEvent::AddPhoto);
    assert!(!driver.asked.contains(&Ask::PickPhoto));
}

#[test]
fn a_photo_that_fails_has_a_wait_of_its_own_and_holds_up_no_record() {
    let mut driver = wondering(vec![file("a")]);
    driver.device.album.closed = Some(Refusal::new(Code::Offline));
    looks(&mut driver, LookupEvent::AddPhoto);
    looks(&mut driver, LookupEvent::TellUs);
    assert_eq!(driver.device.counts().waiting, 0, "the record is there");
    assert_eq!(driver.times(Ask::SendPhoto), 1, "one try, then a wait");
    let longest = i64::try_from(BACKOFF_LONGEST_MS).unwrap();
    driver.passes(longest);
    assert!(driver.times(Ask::SendPhoto) > 1, "{:?}", driver.asked);
    driver.device.album.closed = None;
    driver.does(UiEvent::Outbox { event: OutboxEvent::SyncNow });
    assert_eq!(driver.device.album.sent, [id("a")].into());
}

#[test]
fn a_visit_takes_the_photos_of_its_door_only() {
    let mut driver = on_walk();
    driver.device.album.picks = vec![file("a"), file("b")];
    let doors = [town::door(1), town::door(2)];
    for door in [doors[0], doors[1]] {
        driver.on_turfs(TurfsEvent::DoorPicked { door });
        driver.on_turfs(TurfsEvent::AddPhoto);
        assert_eq!(shown(&driver).len(), 1);
        driver.on_turfs(TurfsEvent::LeaveDoor);
    }
    driver.on_turfs(TurfsEvent::DoorPicked { door: doors[1] });
    driver.on_turfs(TurfsEvent::OutcomeTapped { outcome: Outcome::NotHome });
    assert_eq!(told(&driver.device)[0].photos(), [id("b")]);
    assert_eq!(driver.device.album.sent, [id("b")].into());
    driver.on_turfs(TurfsEvent::DoorPicked { door: doors[0] });
    assert_eq!(shown(&driver), [id("a")], "the other door's is still there");
    driver = driver.restarted();
    driver.opens(Tab::Turfs);
    driver.on_turfs(TurfsEvent::Walk { turf: town::turf(1) });
    driver.on_turfs(TurfsEvent::DoorPicked { door: doors[0] });
    assert_eq!(shown(&driver), [id("a")]);
    driver.on_turfs(TurfsEvent::OutcomeTapped { outcome: Outcome::NotHome });
    assert_eq!(told(&driver.device)[1].photos(), [id("a")]);
}
