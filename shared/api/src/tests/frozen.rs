//! A push and a page of the feed as version 1 of the protocol wrote them. The file never changes:
//! a type that can no longer read it needs a new version.

use serde::Deserialize;

use super::made::{items, records};
use crate::{feed::FeedPage, protocol, push::PushRequest};

#[derive(Deserialize)]
struct Frozen {
    protocol: u32,
    push: PushRequest,
    page: FeedPage,
}

fn frozen() -> Frozen {
    serde_json::from_str(include_str!("frozen_v1.json")).unwrap()
}

#[test]
fn a_push_of_version_1_is_read_by_todays_types() {
    let push = frozen().push;
    assert!(push.entries.len() >= 8, "{}", push.entries.len());
    assert_eq!(push.entries, records()[..push.entries.len()]);
}

#[test]
fn a_page_of_version_1_is_read_by_todays_types() {
    let read: Vec<_> = frozen().page.rows.into_iter().map(|row| row.item).collect();
    assert!(read.len() >= 10, "{}", read.len());
    assert_eq!(read, items()[..read.len()]);
}

#[test]
fn a_server_of_today_still_reads_version_1() {
    let spoken = protocol::OLDEST..=protocol::CURRENT;
    assert!(spoken.contains(&frozen().protocol));
}

#[test]
fn the_hash_of_a_record_of_version_1_is_the_hash_of_today() {
    for (old, new) in frozen().push.entries.iter().zip(records()) {
        assert_eq!(old.hash(), new.hash());
    }
}
