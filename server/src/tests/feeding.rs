//! The feed: gap-free, page by page, each scope to its own people only.

use std::collections::BTreeMap;

use wufei_api::feed::{Cursor, FeedPage, FeedQuery, FeedRow};
use wufei_domain::{
    record::Record,
    refusal::{Code, Refusal},
    scope::Scope,
};

use super::city::{
    ATTENDANT, City, Device, GULAI, JUKENG, MAXI, OTHER_ATTENDANT, OTHER_POINT, POINT, RESIDENT,
    TURF, VOLUNTEER, community, drop_off, household, point, shift_closed, shift_opened, turf,
    usual_lines,
};
use crate::service::{Request, Response};

fn page(
    city: &mut City,
    device: &Device,
    scope: Scope,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<FeedPage, Refusal> {
    let query = FeedQuery { scope, cursor, limit: Some(limit) };
    match city.ask(Request::Feed(device.bearer.clone(), query))? {
        Response::Page(page) => Ok(page),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_import_fills_the_feeds() {
    let mut city = City::new();
    let (attendant, resident, volunteer) =
        (city.enrol(ATTENDANT), city.enrol(RESIDENT), city.enrol(VOLUNTEER));
    let maxi = Scope::Community(community(MAXI));
    for kind in ["community", "tariff", "script", "point"] {
        assert_eq!(city.items(&resident, maxi, kind).len(), 1, "{kind}");
    }
    assert_eq!(city.items(&attendant, Scope::Point(point(POINT)), "household").len(), 32);
    let home = Scope::Household(household(MAXI, 1));
    assert_eq!(city.items(&resident, home, "household").len(), 1);
    let walk = Scope::Turf(turf(TURF));
    let refused = page(&mut city, &volunteer, walk, None, 1).unwrap_err();
    assert_eq!(refused.code, Code::ScopeForbidden, "not before the lease");
    city.lease(&volunteer, TURF).unwrap();
    assert_eq!(city.items(&volunteer, walk, "door").len(), 10);
    for scope in [home, Scope::Point(point(POINT)), Scope::Community(community(GULAI))] {
        let refused = page(&mut city, &volunteer, scope, None, 1).unwrap_err();
        assert_eq!(refused.code, Code::ScopeForbidden, "{scope}");
    }
}

#[test]
fn pages_join_without_a_gap() {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let scope = Scope::Point(point(POINT));
    let mut rows: Vec<FeedRow> = Vec::new();
    let mut cursor = None;
    loop {
        let page = page(&mut city, &device, scope, cursor, 5).unwrap();
        assert!(page.rows.len() <= 5);
        rows.extend(page.rows);
        cursor = Some(page.next);
        if !page.has_more {
            break;
        }
    }
    assert_eq!(rows, city.rows(&device, scope));
    let again = page(&mut city, &device, scope, cursor, 5).unwrap();
    assert!(again.rows.is_empty() && !again.has_more);
}

/// A reader that polls between the writes of two attendants sees every number once, in order.
#[test]
fn a_reader_between_many_writers_misses_nothing() {
    let mut city = City::new();
    let attendants = [city.enrol(ATTENDANT), city.enrol(OTHER_ATTENDANT)];
    let points = [Scope::Point(point(POINT)), Scope::Point(point(OTHER_POINT))];
    let mut seen: BTreeMap<Scope, Vec<u64>> = BTreeMap::new();
    let mut cursors = [None, None];
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&attendants[0], &shift);
    for round in 0..40_u32 {
        let village = [MAXI, JUKENG, GULAI][(round % 3) as usize];
        let home = household(village, round % 8 + 1);
        let record = city.record(village, drop_off(shift.id, home, usual_lines()));
        let mut records: Vec<&Record> = vec![&record];
        let closed = city.record(MAXI, shift_closed(shift.id));
        if round == 39 {
            records.push(&closed);
        }
        city.push(&attendants[0], &records);
        for (index, scope) in points.iter().enumerate() {
            let page =
                page(&mut city, &attendants[index], *scope, cursors[index].take(), 7).unwrap();
            seen.entry(*scope).or_default().extend(page.rows.iter().map(|row| row.seq));
            cursors[index] = Some(page.next);
        }
    }
    for (index, scope) in points.iter().enumerate() {
        while let Some(cursor) = cursors[index].take() {
            let page = page(&mut city, &attendants[index], *scope, Some(cursor), 7).unwrap();
            seen.entry(*scope).or_default().extend(page.rows.iter().map(|row| row.seq));
            cursors[index] = page.has_more.then_some(page.next);
        }
        let numbers = &seen[scope];
        let expected: Vec<u64> = (1..=numbers.len() as u64).collect();
        assert_eq!(*numbers, expected);
    }
    let heads = "SELECT COUNT(*) FROM feed_heads h
        WHERE h.seq <> (SELECT COUNT(*) FROM feed f WHERE f.scope = h.scope)";
    assert_eq!(city.count(heads), 0, "no number was given out without its row");
    // 32 cards, the shift, 40 drop-offs with a promise each, the close, 40 bookings.
    assert_eq!(seen[&points[0]].len(), 32 + 1 + 80 + 1 + 40);
}

#[test]
fn a_cursor_is_good_for_its_scope_and_epoch() {
    let mut city = City::new();
    let device = city.enrol(RESIDENT);
    let (home, village) = (Scope::Household(household(MAXI, 1)), Scope::Community(community(MAXI)));
    let cursor = page(&mut city, &device, village, None, 2).unwrap().next;
    let refused = page(&mut city, &device, home, Some(cursor.clone()), 2).unwrap_err();
    assert_eq!(refused.code, Code::CursorInvalid);
    let mut forged = cursor.0.clone().into_bytes();
    forged[20] ^= 1;
    let forged = Cursor(String::from_utf8(forged).unwrap());
    for bad in [forged, Cursor("?".to_owned()), Cursor(String::new())] {
        let refused = page(&mut city, &device, village, Some(bad), 2).unwrap_err();
        assert_eq!(refused.code, Code::CursorInvalid);
    }
    crate::operate::renew_epoch(&city.database(), city.now).unwrap();
    let mut city = city.reopened();
    let refused = page(&mut city, &device, village, Some(cursor), 2).unwrap_err();
    assert_eq!(refused.code, Code::EpochChanged);
}

/// A server restored from a backup, whose organiser forgot the epoch.
#[test]
fn a_cursor_beyond_the_feed_means_a_restored_server() {
    let mut city = City::new();
    let device = city.enrol(RESIDENT);
    let village = Scope::Community(community(MAXI));
    let page_before = page(&mut city, &device, village, None, 500).unwrap();
    city.tamper(
        "DELETE FROM feed WHERE scope LIKE 'community:%' AND seq > 1;
         UPDATE feed_heads SET seq = 1 WHERE scope LIKE 'community:%';",
    );
    let refused = page(&mut city, &device, village, Some(page_before.next), 5).unwrap_err();
    assert_eq!(refused.code, Code::EpochChanged);
}
