//! Photos on their way, and records that name them.

use wufei_domain::{
    photo::{PhotoId, checksum},
    record::{Body, Record},
};

use super::{
    made::{MOMENT, community, records},
    shapes::keeps,
};
use crate::photo::{ChunkQuery, PhotoClaim, PhotoQuery, PhotoState};

#[test]
fn a_photo_on_its_way_keeps_its_shape() {
    let id = PhotoId::of(b"a photo");
    keeps("photo_claim", &PhotoClaim { id, community: community(), bytes: 150_000 });
    let half = PhotoState { offset: 65_536, expires_at: Some(MOMENT) };
    assert!(!half.is_whole());
    keeps("photo_half", &half);
    let whole = PhotoState { offset: 150_000, expires_at: None };
    assert!(whole.is_whole());
    keeps("photo_whole", &whole);
    let checksum = checksum(b"a chunk");
    keeps("chunk_query", &ChunkQuery { community: community(), offset: 65_536, checksum });
    keeps("photo_query", &PhotoQuery { community: community() });
}

#[test]
fn a_record_without_photos_says_nothing_of_them() {
    for record in records() {
        let written = serde_json::to_string(&record).unwrap();
        assert!(!written.contains("photos"), "{written}");
    }
    let named: Vec<Record> = records()
        .into_iter()
        .map(|mut record| {
            match &mut record.body {
                Body::Visit(visit) => visit.photos = vec![PhotoId::of(b"a door")],
                Body::UnknownItem(item) => item.photos = vec![PhotoId::of(b"a thing")],
                _ => {}
            }
            record
        })
        .filter(|record| !record.body.photos().is_empty())
        .collect();
    assert_eq!(named.len(), 2);
    keeps("records_with_photos", &named);
}
