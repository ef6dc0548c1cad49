//! Photos of own records: after them, never instead of them; and their files, gone with who needed
//! them.

use std::{fs, path::PathBuf};

use wufei_app::effect::store::{
    Draft, DraftPlace, LeaveIdentity, LoadOutbox, SaveDraft, WithdrawRecord,
};
use wufei_domain::{
    lost::LostWord,
    photo::PhotoId,
    record::{Body, Record},
    refusal::{Code, Refusal},
    sync::Verdict,
};

use crate::{
    lane::Answer as _,
    samples::{EPOCH, Folder, NOW, append, community, enrolment, id, response, scopes, visit},
    store::{Store, photo::DuePhoto},
};

fn photo(number: u8) -> PhotoId {
    PhotoId::of(&[number])
}

fn due(number: u8) -> DuePhoto {
    DuePhoto { id: photo(number), community: community() }
}

/// A visit that names a photo.
fn with_photo(number: u32, named: u8) -> Record {
    let mut record = visit(number, 7);
    if let Body::Visit(visit) = &mut record.body {
        visit.photos = vec![photo(named)];
    }
    record
}

/// Puts a file where the photo would be.
fn file(store: &Store, number: u8) -> PathBuf {
    fs::create_dir_all(store.photo_folder()).unwrap();
    let path = store.photo_path(&photo(number));
    fs::write(&path, [number]).unwrap();
    path
}

/// Somebody with visits 0 and 1 that name the photos 0 and 1; the server has both visits.
fn reported(folder: &Folder) -> Store {
    let mut store = folder.enrolled();
    for number in [0, 1] {
        append(&mut store, with_photo(number, u8::try_from(number).unwrap())).unwrap();
    }
    assert_eq!(store.due_photo().unwrap(), None, "no record is there yet");
    let taken = response(vec![Verdict::Accepted, Verdict::Duplicate]);
    store.apply_verdicts(&[id(0), id(1)], &taken, NOW).unwrap();
    store
}

#[test]
fn a_photo_is_due_once_its_record_is_there() {
    let folder = Folder::new();
    let mut store = reported(&folder);
    assert_eq!((store.due_photo().unwrap(), store.due_photos().unwrap()), (Some(due(0)), 2));
    store.photo_tried(&due(0)).unwrap();
    assert_eq!(store.due_photo().unwrap(), Some(due(1)), "the others come first");
    store.photo_sent(&due(1)).unwrap();
    store.photo_sent(&due(1)).unwrap();
    assert_eq!((store.due_photo().unwrap(), store.due_photos().unwrap()), (Some(due(0)), 1));
}

#[test]
fn a_photo_that_is_refused_needs_attention_until_it_is_taken_back() {
    let folder = Folder::new();
    let mut store = reported(&folder);
    let path = file(&store, 0);
    let why = Refusal::new(Code::PhotoBroken);
    store.photo_refused(&due(0), &why).unwrap();
    assert_eq!(store.due_photo().unwrap(), Some(due(1)));
    let data = store.answer(&LoadOutbox).unwrap();
    assert_eq!((data.counts.waiting, data.counts.needs_attention), (0, 1));
    let listed: Vec<_> =
        data.photos.iter().map(|one| (one.id.clone(), one.refused.clone())).collect();
    assert_eq!(listed, [(photo(0), Some(why)), (photo(1), None)]);
    let counts = store.answer(&WithdrawRecord { id: id(0) }).unwrap();
    assert_eq!(counts.needs_attention, 0);
    assert!(!path.exists());
    assert_eq!(store.due_photos().unwrap(), 1, "the other record's stays");
}

#[test]
fn a_record_that_is_taken_back_takes_its_photos_along() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    append(&mut store, with_photo(0, 0)).unwrap();
    append(&mut store, with_photo(1, 0)).unwrap();
    let path = file(&store, 0);
    let refusal = Refusal::new(Code::DoorUnknown);
    let refused =
        vec![Verdict::Rejected { refusal: refusal.clone() }, Verdict::Rejected { refusal }];
    store.apply_verdicts(&[id(0), id(1)], &response(refused), NOW).unwrap();
    store.answer(&WithdrawRecord { id: id(0) }).unwrap();
    assert!(path.exists(), "another record names it");
    store.answer(&WithdrawRecord { id: id(1) }).unwrap();
    assert!(!path.exists());
}

#[test]
fn what_nothing_names_is_swept_and_what_a_draft_names_stays() {
    let folder = Folder::new();
    let mut store = reported(&folder);
    let [kept, drafted, left] = [1, 2, 3].map(|number| file(&store, number));
    let half = left.with_extension("new");
    fs::write(&half, b"half").unwrap();
    let body = Some(format!("{{\"photos\":[{{\"id\":\"{}\"}}]}}", photo(2)));
    store.answer(&SaveDraft { draft: Draft { place: DraftPlace::Lookup, body } }).unwrap();
    store.sweep_photos().unwrap();
    assert_eq!(
        [&kept, &drafted, &left, &half].map(|path| path.exists()),
        [true, true, false, false]
    );
    store.photo_sent(&due(1)).unwrap();
    store.forget_file(&photo(1)).unwrap();
    store.forget_file(&photo(2)).unwrap();
    assert_eq!([&kept, &drafted].map(|path| path.exists()), [false, true]);
}

#[test]
fn all_photos_go_with_their_person() {
    type Goes = fn(&mut Store);
    let goes: [Goes; 4] = [
        |store| assert!(store.answer(&LeaveIdentity).is_ok()),
        |store| assert!(store.enrol(&enrolment(2, EPOCH, scopes())).is_ok()),
        |store| assert!(store.wipe(LostWord::SendFirst, NOW).is_ok()),
        |store| assert!(store.wipe(LostWord::GoToo, NOW).is_ok()),
    ];
    for go in goes {
        let folder = Folder::new();
        let mut store = reported(&folder);
        append(&mut store, with_photo(2, 2)).unwrap();
        let paths = [0, 1, 2].map(|number| file(&store, number));
        go(&mut store);
        assert!(paths.iter().all(|path| !path.exists()));
        assert_eq!(store.due_photos().unwrap(), 0);
    }
}

#[test]
fn the_same_person_enrolled_again_keeps_theirs() {
    let folder = Folder::new();
    let mut store = reported(&folder);
    let path = file(&store, 0);
    store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    assert!(path.exists());
    assert_eq!(store.due_photos().unwrap(), 2);
}
