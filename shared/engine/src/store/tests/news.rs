//! The mark that all feeds have reached: kept only for feeds that stand where they were read to, and
//! gone with whatever puts one back.

use wufei_api::feed::Cursor;
use wufei_domain::{ids::TurfId, news::NewsMark, scope::Scope};

use crate::{
    samples::{EPOCH, Folder, NOW, community, enrolment, page, point, scopes, turf, turf_fact},
    store::{Store, news::ReadFeeds},
};

const MARK: NewsMark = NewsMark::new(7);

/// All three feeds read to their end.
fn read(store: &mut Store) -> ReadFeeds {
    let mut read = ReadFeeds::new();
    for scope in scopes() {
        let page = page(1, vec![turf_fact(1)], &format!("end of {scope}"));
        assert_eq!(store.take_page(scope, None, &page), Ok(1));
        read.insert(scope, Some(page.next));
    }
    read
}

#[test]
fn a_mark_is_kept_over_a_restart_once_all_feeds_were_read() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    assert_eq!(store.news_mark(), Ok(None));
    let read = read(&mut store);
    assert_eq!(store.keep_news_mark(MARK, &read), Ok(true));
    drop(store);
    let mut store = folder.store();
    assert_eq!(store.news_mark(), Ok(Some(MARK)));
    let next = NewsMark::new(8);
    assert_eq!(store.keep_news_mark(next, &read), Ok(true));
    assert_eq!(store.news_mark(), Ok(Some(next)));
    folder.outside().execute("UPDATE news SET mark = 'no mark'", []).unwrap();
    assert_eq!(store.news_mark(), Ok(None), "what cannot be read is asked for again");
}

#[test]
fn a_mark_is_not_kept_when_a_feed_stands_elsewhere_or_is_missing() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let read = read(&mut store);
    let other = |change: &dyn Fn(&mut ReadFeeds)| {
        let mut other = read.clone();
        change(&mut other);
        other
    };
    let point = Scope::Point(point());
    for wrong in [
        other(&|read| drop(read.remove(&point))),
        other(&|read| drop(read.insert(point, Some(Cursor("before".to_owned()))))),
        other(&|read| drop(read.insert(point, None))),
        ReadFeeds::new(),
    ] {
        assert_eq!(store.keep_news_mark(MARK, &wrong), Ok(false));
        assert_eq!(store.news_mark(), Ok(None));
    }
    // Another lane took a turf, or a feed began anew, while the last feeds were read.
    store.follow(Scope::Turf(other_turf())).unwrap();
    assert_eq!(store.keep_news_mark(MARK, &read), Ok(false));
}

#[test]
fn whatever_puts_a_feed_back_takes_the_mark_away() {
    type Change = fn(&mut Store);
    let changes: [(&str, Change, bool); 7] = [
        ("another turf", |store| store.follow(Scope::Turf(other_turf())).unwrap(), true),
        ("the same turf again", |store| store.follow(Scope::Turf(turf())).unwrap(), false),
        ("read again", |store| store.reread(Scope::Turf(turf())).unwrap(), true),
        ("dropped and read again", |store| store.restart(Scope::Turf(turf())).unwrap(), true),
        ("closed", |store| store.revoke(Scope::Community(community())).unwrap(), true),
        ("another epoch", |store| store.change_epoch(EPOCH, "epoch-2").unwrap(), true),
        ("enrolled again", |store| drop(store.enrol(&enrolment(1, EPOCH, scopes()))), false),
    ];
    for (what, change, is_gone) in changes {
        let folder = Folder::new();
        let mut store = folder.enrolled();
        let read = read(&mut store);
        assert_eq!(store.keep_news_mark(MARK, &read), Ok(true));
        change(&mut store);
        assert_eq!(store.news_mark().unwrap().is_none(), is_gone, "{what}");
    }
}

fn other_turf() -> TurfId {
    TurfId::from_stamp(NOW, [9; 10])
}

#[test]
fn a_feed_that_the_token_does_not_open_holds_up_no_mark() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let mut read = read(&mut store);
    store.revoke(Scope::Community(community())).unwrap();
    store.revoke(Scope::Turf(turf())).unwrap();
    read.insert(Scope::Community(community()), None);
    read.remove(&Scope::Turf(turf()));
    assert_eq!(store.keep_news_mark(MARK, &read), Ok(true));
    // Each round asks for it again in vain.
    store.revoke(Scope::Community(community())).unwrap();
    assert_eq!(store.news_mark(), Ok(Some(MARK)));
}
