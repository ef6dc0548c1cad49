//! What comes down: pages, cursors, epochs, revoked feeds.

use wufei_api::{
    feed::{Cursor, FeedCheck, FeedItem, RecordFact},
    protocol,
};
use wufei_app::effect::store::{LoadStart, LoadTurf};
use wufei_domain::{digest::FeedDigest, refusal::Code, scope::Scope, sync::Verdict, whole::Whole};

use super::count;
use crate::{
    lane::Answer as _,
    samples::{
        EPOCH, Folder, NOW, actor, append, community, door_fact, drop_off, enrolment, fact, id,
        page, response, scopes, shift_opened, turf, turf_fact, visit,
    },
    store::Store,
};

const FACTS: &str = "SELECT count(*) FROM facts";

fn of_turf() -> Scope {
    Scope::Turf(turf())
}

fn cursor(store: &mut Store, scope: Scope) -> Option<Cursor> {
    let all = store.standing().unwrap().scopes;
    all.into_iter().find(|(known, _)| *known == scope).and_then(|(_, cursor)| cursor)
}

fn walk(store: &mut Store) -> u32 {
    let rows = vec![turf_fact(2), door_fact(1, 1), door_fact(2, 2), fact(visit(50, 1), 9)];
    store.take_page(of_turf(), None, &page(1, rows, "c4")).unwrap()
}

#[test]
fn a_page_brings_its_facts_and_its_cursor_together() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    assert_eq!(cursor(&mut store, of_turf()), None);
    assert_eq!(walk(&mut store), 4);
    assert_eq!(cursor(&mut store, of_turf()), Some(Cursor("c4".to_owned())));
    folder
        .outside()
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON facts WHEN NEW.seq = 6
             BEGIN SELECT RAISE(ABORT, 'no room'); END",
        )
        .unwrap();
    let rows = vec![door_fact(3, 3), door_fact(4, 4)];
    let from = Cursor("c4".to_owned());
    let refused = store.take_page(of_turf(), Some(&from), &page(5, rows, "c6")).unwrap_err();
    assert_eq!(refused.code, Code::StoreFailed);
    assert_eq!(count(&folder.outside(), FACTS), 4, "neither row");
    assert_eq!(cursor(&mut store, of_turf()), Some(from), "nor the cursor");
}

/// The record's own JSON stays, so that the facts are the server's to the byte and a later version
/// of this program finds what this one does not know.
#[test]
fn what_is_unknown_in_a_record_is_kept_and_counted() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let mut later = serde_json::to_value(visit(50, 1)).unwrap();
    later["body"]["mood"] = "good".into();
    let record = Whole::read(&later).unwrap();
    let item = FeedItem::Record(RecordFact { record, actor: actor(9), received_at: NOW });
    let told = serde_json::to_string(&item).unwrap();
    assert!(told.contains(&later.to_string()), "{told}");
    let mut digest = FeedDigest::default();
    digest.toggle(1, &item.key(), &told);
    let check = FeedCheck { protocol: protocol::CURRENT, rows: 1, digest };
    store.take_page(of_turf(), None, &page(1, vec![item], "c1")).unwrap();
    let cursor = Cursor("c1".to_owned());
    assert!(store.holds(of_turf(), &cursor, &check).unwrap());
    let body: String =
        folder.outside().query_row("SELECT body FROM facts", [], |row| row.get(0)).unwrap();
    assert!(body.contains(&later.to_string()), "{body}");
    let without = "UPDATE facts SET body = json_remove(body, '$.record.body.mood')";
    folder.outside().execute(without, []).unwrap();
    assert!(!store.holds(of_turf(), &cursor, &check).unwrap(), "without it the feed differs");
}

#[test]
fn a_later_fact_of_the_same_key_replaces_the_earlier() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    walk(&mut store);
    let moved = page(5, vec![door_fact(1, 7)], "c5");
    store.take_page(of_turf(), Some(&Cursor("c4".to_owned())), &moved).unwrap();
    let data = store.answer(&LoadTurf { turf: turf() }).unwrap().unwrap();
    let positions: Vec<(u32, u32)> =
        data.doors.iter().map(|door| (door.id.number, door.position)).collect();
    assert_eq!(positions, [(2, 2), (1, 7)]);
}

/// A page that was under way while the feed began anew would leave a hole behind its cursor.
#[test]
fn a_page_asked_for_from_elsewhere_counts_for_nothing() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    walk(&mut store);
    store.restart(of_turf()).unwrap();
    let late = page(5, vec![door_fact(3, 3)], "c5");
    assert_eq!(store.take_page(of_turf(), Some(&Cursor("c4".to_owned())), &late).unwrap(), 0);
    assert_eq!(cursor(&mut store, of_turf()), None);
    let mut other = page(1, vec![door_fact(3, 3)], "c1");
    other.epoch = "epoch-2".to_owned();
    assert_eq!(store.take_page(of_turf(), None, &other).unwrap(), 0, "nor one of another epoch");
    assert_eq!(count(&folder.outside(), FACTS), 0);
}

#[test]
fn a_new_epoch_offers_everything_again_in_the_order_it_was_made() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    let made = [shift_opened(1), drop_off(2, 1, 5), drop_off(3, 1, 6), drop_off(4, 1, 7)];
    for record in &made {
        append(&mut store, record.clone()).unwrap();
    }
    let refusal = wufei_domain::refusal::Refusal::new(Code::CardUnknown);
    let verdicts = vec![Verdict::Accepted, Verdict::Duplicate, Verdict::Rejected { refusal }];
    store.apply_verdicts(&[id(1), id(2), id(3)], &response(verdicts), NOW).unwrap();
    walk(&mut store);
    store.change_epoch("another", "epoch-2").unwrap();
    assert_eq!(count(&folder.outside(), FACTS), 4, "not from an epoch it is not in");
    store.change_epoch(EPOCH, "epoch-2").unwrap();
    let again = store.batch(200, usize::MAX, NOW).unwrap();
    assert_eq!(again, [made[0].clone(), made[1].clone(), made[3].clone()], "the shift comes first");
    let left = store.left(NOW).unwrap().counts;
    assert_eq!((left.waiting, left.needs_attention), (3, 1), "what a person must decide stays so");
    assert_eq!(count(&folder.outside(), FACTS), 0);
    assert_eq!(cursor(&mut store, of_turf()), None);
    assert_eq!(store.standing().unwrap().epoch, "epoch-2");
    let old = response(vec![Verdict::Accepted]);
    store.apply_verdicts(&[id(1)], &old, NOW).unwrap();
    assert_eq!(store.left(NOW).unwrap().counts.waiting, 3, "a verdict of the old epoch is void");
}

#[test]
fn enrolling_keeps_token_identity_and_feeds_in_one_step() {
    let folder = Folder::new();
    let mut store = folder.store();
    assert_eq!(store.token().unwrap_err().code, Code::TokenMissing);
    assert_eq!(store.standing().unwrap_err().code, Code::TokenMissing);
    folder
        .outside()
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON scopes
             BEGIN SELECT RAISE(ABORT, 'no room'); END",
        )
        .unwrap();
    assert!(store.enrol(&enrolment(1, EPOCH, scopes())).is_err());
    assert_eq!(store.answer(&LoadStart).unwrap().identity, None, "not half enrolled");
    folder.outside().execute_batch("DROP TRIGGER refuse").unwrap();
    let identity = store.enrol(&enrolment(1, EPOCH, scopes())).unwrap();
    drop(store);
    let mut store = folder.store();
    assert_eq!(store.answer(&LoadStart).unwrap().identity, Some(identity));
    assert_eq!(store.token().unwrap().0, "secret-of-1");
    assert_eq!(store.standing().unwrap().scopes.len(), 3);
    assert!(!format!("{:?}", store.standing().unwrap()).contains("secret"));
}

#[test]
fn enrolling_again_drops_the_feeds_that_are_no_longer_open_and_keeps_own_records() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    walk(&mut store);
    append(&mut store, visit(1, 1)).unwrap();
    append(&mut store, visit(2, 2)).unwrap();
    store.apply_verdicts(&[id(1)], &response(vec![Verdict::Accepted]), NOW).unwrap();
    store.enrol(&enrolment(1, "epoch-2", vec![Scope::Community(community())])).unwrap();
    assert_eq!(count(&folder.outside(), FACTS), 0);
    assert_eq!(store.standing().unwrap().scopes, [(Scope::Community(community()), None)]);
    assert_eq!(store.left(NOW).unwrap().counts.waiting, 2, "offered to the restored server again");
}

#[test]
fn a_revoked_turf_leaves_nothing_readable_and_its_visits_still_go_up() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    walk(&mut store);
    append(&mut store, visit(1, 1)).unwrap();
    store.revoke(of_turf()).unwrap();
    assert_eq!(store.answer(&LoadTurf { turf: turf() }).unwrap(), None);
    assert_eq!(count(&folder.outside(), FACTS), 0);
    assert_eq!(store.batch(200, usize::MAX, NOW).unwrap(), [visit(1, 1)]);
    assert_eq!(store.standing().unwrap().scopes.len(), 2);
    store.follow(of_turf()).unwrap();
    assert_eq!(walk(&mut store), 4, "taken again, it begins at the beginning");
    store.revoke(Scope::Community(community())).unwrap();
    assert_eq!(store.standing().unwrap().scopes.len(), 3, "a community is asked for again");
}
