//! The machine over scripted inputs, with no store, no network and no thread; then with a store.

mod news;

use std::collections::BTreeSet;

use wufei_api::{
    feed::{Cursor, FeedQuery},
    push::Turn,
};
use wufei_app::effect::store::OutboxCounts;
use wufei_domain::{
    record::Record,
    sync::{BACKOFF_FIRST_MS, PAGE_ROWS_MAX},
};

use super::*;
use crate::samples::{
    self, EPOCH, Folder, NOW, append, community, device, id, page, response, turf, turf_fact, visit,
};

fn standing(scopes: Vec<(Scope, Option<Cursor>)>) -> Input {
    let standing = Standing {
        device: device(),
        epoch: EPOCH.to_owned(),
        turn: 3,
        scopes,
        snapshots: Vec::new(),
    };
    Input::Standing(standing, NOW)
}

fn of_community() -> Scope {
    Scope::Community(community())
}

fn of_turf() -> Scope {
    Scope::Turf(turf())
}

fn made(many: u32) -> Vec<Record> {
    (0..many).map(|n| visit(n, n + 1)).collect()
}

fn cursor(text: &str) -> Cursor {
    Cursor(text.to_owned())
}

fn pull(scope: Scope, cursor: Option<Cursor>) -> Step {
    Step::Net(NetStep::Pull(FeedQuery { scope, cursor, limit: Some(PAGE_ROWS_MAX) }))
}

fn refused(code: Code) -> Refusal {
    Refusal::new(code)
}

fn turn() -> Turn {
    Turn { epoch: EPOCH.to_owned(), number: 3, sent_at: Some(NOW) }
}

/// Begins a round that has pushed `many` records.
fn pushing(client: &mut SyncClient, many: u32, scopes: Vec<(Scope, Option<Cursor>)>) {
    assert_eq!(client.handle(Input::Begin(None)), Step::Store(StoreStep::ReadStanding));
    client.handle(standing(scopes));
    let request = PushRequest { device: device(), entries: made(many), turn: Some(turn()) };
    assert_eq!(client.handle(Input::Batch(made(many))), Step::Net(NetStep::Push(request)));
}

/// Begins a round with nothing to send that has asked for the first page.
fn pulling(client: &mut SyncClient, scopes: Vec<(Scope, Option<Cursor>)>) {
    let first = pull(scopes[0].0, scopes[0].1.clone());
    client.handle(Input::Begin(None));
    client.handle(standing(scopes));
    assert_eq!(client.handle(Input::Batch(vec![])), first);
}

#[test]
fn a_round_is_one_batch_up_and_one_page_of_each_feed_down() {
    let mut client = SyncClient::default();
    pushing(&mut client, 2, vec![(of_community(), None), (of_turf(), Some(cursor("t1")))]);
    let verdicts = response(vec![Verdict::Accepted, Verdict::Duplicate]);
    let step = client.handle(Input::Pushed(Ok(verdicts.clone())));
    let entries = vec![id(0), id(1)];
    assert_eq!(step, Step::Store(StoreStep::ApplyVerdicts { entries, response: verdicts }));
    let step = client.handle(Input::Applied(Applied { acknowledged: 2, ..Applied::default() }));
    assert_eq!(step, pull(of_community(), None));
    let first = page(1, vec![turf_fact(1)], "c1");
    let step = client.handle(Input::Pulled(Ok(first.clone())));
    let take = StoreStep::TakePage { scope: of_community(), from: None, page: first };
    assert_eq!(step, Step::Store(take));
    assert_eq!(client.handle(Input::PageTaken(1)), pull(of_turf(), Some(cursor("t1"))));
    client.handle(Input::Pulled(Ok(page(5, vec![turf_fact(2)], "t2"))));
    assert_eq!(client.handle(Input::PageTaken(1)), Step::Store(StoreStep::CountLeft));
    let step = client.handle(Input::Left(Left::default()));
    let report = RoundReport { acknowledged: 2, received: 2, ..RoundReport::default() };
    assert_eq!(step, Step::Over(Ok(report)));
}

#[test]
fn there_is_more_when_something_can_be_sent_or_read_at_once() {
    let counts = OutboxCounts { waiting: 3, needs_attention: 1 };
    for (sendable, has_more, rows, more) in [
        (true, false, 1, true),
        (false, true, 1, true),
        (false, false, 1, false),
        // A page without rows that promises more must not make rounds chase each other.
        (false, true, 0, false),
    ] {
        let mut client = SyncClient::default();
        pulling(&mut client, vec![(of_turf(), None)]);
        let mut page = page(1, vec![], "c");
        page.has_more = has_more;
        client.handle(Input::Pulled(Ok(page)));
        client.handle(Input::PageTaken(rows));
        let Step::Over(Ok(report)) = client.handle(Input::Left(Left { counts, sendable })) else {
            panic!("a report")
        };
        assert_eq!((report.more, report.counts), (more, counts), "{sendable} {has_more} {rows}");
    }
}

#[test]
fn what_concerns_every_request_ends_the_round_as_it_is() {
    for code in [
        Code::Offline,
        Code::Busy,
        Code::TooManyRequests,
        Code::TokenUnknown,
        Code::ProtocolUnknown,
    ] {
        let mut client = SyncClient::default();
        pushing(&mut client, 1, vec![(of_turf(), None)]);
        let step = client.handle(Input::Pushed(Err(refused(code))));
        assert_eq!(step, Step::Over(Err(refused(code))));
        if code == Code::ProtocolUnknown {
            continue;
        }
        pulling(&mut client, vec![(of_turf(), None), (of_community(), None)]);
        let step = client.handle(Input::Pulled(Err(refused(code))));
        assert_eq!(step, Step::Over(Err(refused(code))));
    }
}

/// A server that no longer tells this version anything has taken its batch all the same.
#[test]
fn a_version_that_is_not_served_goes_on_sending() {
    let mut client = SyncClient::default();
    pushing(&mut client, 2, vec![(of_turf(), None), (of_community(), None)]);
    client.handle(Input::Pushed(Ok(response(vec![Verdict::Accepted; 2]))));
    let step = client.handle(Input::Applied(Applied { acknowledged: 2, ..Applied::default() }));
    assert_eq!(step, pull(of_turf(), None));
    let outdated = refused(Code::ProtocolUnknown).with("max", 9);
    let step = client.handle(Input::Pulled(Err(outdated.clone())));
    assert_eq!(step, Step::Store(StoreStep::CountLeft), "no other feed is asked for");
    let left = Left { counts: OutboxCounts { waiting: 7, needs_attention: 0 }, sendable: true };
    let Step::Over(Ok(report)) = client.handle(Input::Left(left)) else { panic!("a report") };
    assert_eq!((report.acknowledged, report.more, report.outdated), (2, true, Some(outdated)));
}

#[test]
fn a_batch_that_is_refused_whole_does_not_stop_the_feeds() {
    let mut client = SyncClient::default();
    pushing(&mut client, 2, vec![(of_turf(), None)]);
    let step = client.handle(Input::Pushed(Err(refused(Code::RoleForbidden))));
    assert_eq!(step, pull(of_turf(), None));
    client.handle(Input::Pulled(Ok(page(1, vec![], "c"))));
    client.handle(Input::PageTaken(0));
    let step = client.handle(Input::Left(Left::default()));
    assert_eq!(step, Step::Over(Err(refused(Code::RoleForbidden))), "and it is said");
}

#[test]
fn one_feed_that_fails_does_not_stop_the_others() {
    let mut client = SyncClient::default();
    pulling(&mut client, vec![(of_turf(), None), (of_community(), None)]);
    let step = client.handle(Input::Pulled(Err(refused(Code::ServerFailed))));
    assert_eq!(step, pull(of_community(), None));
}

#[test]
fn too_few_or_too_many_verdicts_acknowledge_nothing() {
    for many in [0, 2, 4] {
        let mut client = SyncClient::default();
        pushing(&mut client, 3, vec![]);
        let verdicts = response(vec![Verdict::Accepted; many]);
        let step = client.handle(Input::Pushed(Ok(verdicts)));
        assert_eq!(step, Step::Store(StoreStep::CountLeft), "{many}: no ApplyVerdicts");
        let step = client.handle(Input::Left(Left::default()));
        assert_eq!(step, Step::Over(Err(refused(Code::ServerFailed))));
    }
}

#[test]
fn a_batch_too_large_is_halved_and_one_record_too_large_is_set_aside() {
    let mut client = SyncClient::default();
    pushing(&mut client, 5, vec![]);
    let too_large = refused(Code::BodyTooLarge).with("max", 1_000);
    let Step::Store(StoreStep::ReadBatch { entries_max: 2, .. }) =
        client.handle(Input::Pushed(Err(too_large.clone())))
    else {
        panic!("half of it")
    };
    client.handle(Input::Batch(made(2)));
    client.handle(Input::Pushed(Err(too_large.clone())));
    client.handle(Input::Batch(made(1)));
    let Step::Store(StoreStep::ApplyVerdicts { entries, response }) =
        client.handle(Input::Pushed(Err(too_large.clone())))
    else {
        panic!("a verdict on the one")
    };
    assert_eq!(entries, [id(0)]);
    assert_eq!(response.verdicts, [Verdict::Rejected { refusal: too_large }]);
}

#[test]
fn a_cursor_that_is_not_taken_begins_the_feed_anew_once() {
    for code in [Code::CursorInvalid, Code::EpochChanged] {
        let mut client = SyncClient::default();
        pulling(&mut client, vec![(of_turf(), Some(cursor("old")))]);
        let step = client.handle(Input::Pulled(Err(refused(code))));
        assert_eq!(step, Step::Store(StoreStep::Restart { scope: of_turf() }));
        assert_eq!(client.handle(Input::Done), pull(of_turf(), None));
        let step = client.handle(Input::Pulled(Err(refused(code))));
        assert_eq!(step, Step::Store(StoreStep::CountLeft), "not again and again");
    }
}

#[test]
fn a_feed_that_is_no_longer_open_is_dropped() {
    let mut client = SyncClient::default();
    pulling(&mut client, vec![(of_turf(), None), (of_community(), None)]);
    let step = client.handle(Input::Pulled(Err(refused(Code::ScopeForbidden))));
    assert_eq!(step, Step::Store(StoreStep::Revoke { scope: of_turf() }));
    assert_eq!(client.handle(Input::Done), pull(of_community(), None));
}

#[test]
fn a_new_epoch_is_noticed_in_a_push_before_its_verdicts_count() {
    let mut client = SyncClient::default();
    pushing(&mut client, 1, vec![(of_turf(), Some(cursor("old")))]);
    let mut verdicts = response(vec![Verdict::Accepted]);
    verdicts.epoch = "epoch-2".to_owned();
    let change = StoreStep::ChangeEpoch { from: EPOCH.to_owned(), to: "epoch-2".to_owned() };
    assert_eq!(client.handle(Input::Pushed(Ok(verdicts))), Step::Store(change));
    let Step::Store(StoreStep::ApplyVerdicts { .. }) = client.handle(Input::Done) else {
        panic!("then the verdicts")
    };
    let step = client.handle(Input::Applied(Applied::default()));
    assert_eq!(step, pull(of_turf(), None), "from the beginning");
}

#[test]
fn a_new_epoch_is_noticed_in_a_page() {
    for from in [None, Some(cursor("old"))] {
        let mut client = SyncClient::default();
        pulling(&mut client, vec![(of_turf(), from.clone()), (of_community(), Some(cursor("c")))]);
        let mut restored = page(1, vec![turf_fact(1)], "t1");
        restored.epoch = "epoch-2".to_owned();
        let change = StoreStep::ChangeEpoch { from: EPOCH.to_owned(), to: "epoch-2".to_owned() };
        assert_eq!(client.handle(Input::Pulled(Ok(restored.clone()))), Step::Store(change));
        let mut step = client.handle(Input::Done);
        if from.is_some() {
            assert_eq!(step, pull(of_turf(), None), "a page from the middle is of no use");
            step = client.handle(Input::Pulled(Ok(restored.clone())));
        }
        let take = StoreStep::TakePage { scope: of_turf(), from: None, page: restored };
        assert_eq!(step, Step::Store(take));
        assert_eq!(client.handle(Input::PageTaken(1)), pull(of_community(), None));
    }
}

#[test]
fn a_store_that_fails_ends_the_round_and_the_next_begins_cleanly() {
    let mut client = SyncClient::default();
    pushing(&mut client, 1, vec![]);
    let failed = refused(Code::StoreFailed);
    assert_eq!(client.handle(Input::StoreFailed(failed.clone())), Step::Over(Err(failed)));
    pushing(&mut client, 1, vec![]);
    assert!(matches!(client.handle(Input::Done), Step::Over(Err(_))), "out of turn");
}

/// A server of the test's own: it refuses every third record, parks every fifth once.
fn serve(step: NetStep, stored: &mut BTreeSet<RecordId>, parked: &mut BTreeSet<RecordId>) -> Input {
    let NetStep::Push(request) = step else {
        return Input::Pulled(Ok(page(1, vec![], "c")));
    };
    let judge = |record: &Record| match samples::number(record.id) {
        n if n % 3 == 2 => Verdict::Rejected { refusal: refused(Code::DoorUnknown) },
        n if n % 5 == 4 && parked.insert(record.id) => Verdict::RetryLater { after_ms: 1 },
        _ if stored.insert(record.id) => Verdict::Accepted,
        _ => Verdict::Duplicate,
    };
    Input::Pushed(Ok(response(request.entries.iter().map(judge).collect())))
}

#[test]
fn poisoned_entries_are_set_aside_and_all_the_rest_arrives() {
    let folder = Folder::new();
    let mut store = folder.enrolled();
    for n in 0..450 {
        append(&mut store, visit(n, n + 1)).unwrap();
    }
    let (mut client, mut stored, mut parked) =
        (SyncClient::default(), BTreeSet::new(), BTreeSet::new());
    let (mut now, mut rounds, mut acknowledged) = (NOW, 0, 0);
    loop {
        rounds += 1;
        assert!(rounds < 20, "it ends");
        let mut step = client.handle(Input::Begin(None));
        let report = loop {
            step = match step {
                Step::Over(result) => break result.unwrap(),
                Step::Store(step) => client.handle(step.carry_out(&mut store, now)),
                Step::Net(step) => client.handle(serve(step, &mut stored, &mut parked)),
            };
        };
        acknowledged += report.acknowledged;
        if report.counts.waiting == 0 {
            assert_eq!(report.counts.needs_attention, 150);
            break;
        }
        if !report.more {
            now = now.plus_ms(i64::try_from(BACKOFF_FIRST_MS).unwrap());
        }
    }
    let wanted: BTreeSet<RecordId> = (0..450).filter(|n| n % 3 != 2).map(id).collect();
    assert_eq!(stored, wanted);
    assert_eq!(acknowledged, 300, "each once");
    assert!(!parked.is_empty());
}
