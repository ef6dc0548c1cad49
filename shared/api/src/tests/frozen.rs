//! What crossed the wire as earlier versions of the protocol wrote it. The files never change: a type
//! that can no longer read one needs a new version.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use wufei_domain::refusal::Code;

use super::made::{items, records, verdicts};
use crate::{
    columns,
    enrol::EnrolResponse,
    feed::{self, FeedPage},
    protocol,
    push::{self, PushRequest, PushResponse},
};

/// Version 1: without turns, columns, checks and snapshots.
#[derive(Deserialize)]
struct First {
    protocol: u32,
    push: PushRequest,
    page: FeedPage,
}

/// Version 2.
#[derive(Deserialize)]
struct Second {
    protocol: u32,
    push: PushRequest,
    push_as_columns: Value,
    pushed: PushResponse,
    page: FeedPage,
    page_as_columns: Value,
    enrolled: EnrolResponse,
    codes: Vec<String>,
    record_hashes: Vec<String>,
}

fn first() -> First {
    serde_json::from_str(include_str!("frozen_v1.json")).unwrap()
}

fn second() -> Second {
    serde_json::from_str(include_str!("frozen_v2.json")).unwrap()
}

fn unpacked<T: DeserializeOwned>(packed: Value, field: &str) -> T {
    serde_json::from_value(columns::unpack(packed, field, 1 << 20).unwrap()).unwrap()
}

#[test]
fn pushes_of_earlier_versions_are_read_by_todays_types() {
    let of_columns = unpacked(second().push_as_columns, push::ROWS);
    for push in [first().push, second().push, of_columns] {
        assert!(push.entries.len() >= 8, "{}", push.entries.len());
        assert_eq!(push.entries, records()[..push.entries.len()]);
    }
    assert_eq!(first().push.turn, None);
    assert_eq!(second().push.turn.map(|turn| turn.number), Some(7));
}

#[test]
fn pages_of_earlier_versions_are_read_by_todays_types() {
    let of_columns = unpacked(second().page_as_columns, feed::ROWS);
    for page in [first().page, second().page, of_columns] {
        let read: Vec<_> = page.rows.into_iter().map(|row| row.item).collect();
        assert!(read.len() >= 10, "{}", read.len());
        assert_eq!(read, items()[..read.len()]);
    }
    assert!(first().page.check.is_none() && first().page.snapshot.is_none());
    assert_eq!(second().page.check.map(|check| check.protocol), Some(2));
    assert_eq!(second().page.snapshot.map(|offer| offer.facts), Some(85_000));
}

#[test]
fn answers_of_version_2_are_read_by_todays_types() {
    let verdicts = &verdicts()[..second().pushed.verdicts.len()];
    assert_eq!((verdicts, verdicts.len()), (&*second().pushed.verdicts, 4));
    assert_eq!(second().enrolled.token.0, "opaque");
}

#[test]
fn a_server_of_today_still_reads_both() {
    let spoken = protocol::OLDEST..=protocol::CURRENT;
    assert!(spoken.contains(&first().protocol));
    assert!(spoken.contains(&second().protocol));
}

#[test]
fn the_hash_of_a_record_of_an_earlier_version_is_the_hash_of_today() {
    for entries in [first().push.entries, second().push.entries] {
        for ((old, new), frozen) in entries.iter().zip(records()).zip(second().record_hashes) {
            assert_eq!(old.hash(), new.hash());
            assert_eq!(old.hash().to_string(), frozen);
        }
    }
}

/// Whoever adds a code says since which version it is known, or an older device could not read the
/// answer to its whole batch.
#[test]
fn no_code_is_told_to_a_version_that_does_not_know_it() {
    let known = second().codes;
    for code in Code::ALL {
        let old = known.iter().any(|name| name == code.as_str());
        assert_eq!(old, protocol::code_since(*code) <= 2, "{}", code.as_str());
    }
}
