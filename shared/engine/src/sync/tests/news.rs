//! When a round keeps the mark that news told before it: once every feed was read to its end.

use wufei_api::feed::FeedPage;
use wufei_domain::{news::NewsMark, refusal::Code, scope::Scope};

use super::*;

const MARK: NewsMark = NewsMark::new(7);

/// Begins a round after news that has asked for the first of two pages.
fn told(client: &mut SyncClient) {
    client.handle(Input::Begin(Some(MARK)));
    client.handle(standing(vec![(of_community(), Some(cursor("c1"))), (of_turf(), None)]));
    client.handle(Input::Batch(vec![]));
}

/// The server answers the pull, and the store takes so many rows.
fn taken(client: &mut SyncClient, page: FeedPage, rows: u32) -> Step {
    client.handle(Input::Pulled(Ok(page)));
    client.handle(Input::PageTaken(rows))
}

fn whole(next: &str) -> FeedPage {
    page(5, vec![turf_fact(1)], next)
}

fn keep(read: &[(Scope, Option<&str>)]) -> Step {
    let read = read.iter().map(|(scope, at)| (*scope, at.map(cursor))).collect();
    Step::Store(StoreStep::KeepMark { mark: MARK, read })
}

#[test]
fn a_round_that_read_all_keeps_the_mark_and_says_so() {
    for kept in [true, false] {
        let mut client = SyncClient::default();
        told(&mut client);
        taken(&mut client, whole("c2"), 1);
        let step = taken(&mut client, whole("t1"), 1);
        assert_eq!(step, keep(&[(of_community(), Some("c2")), (of_turf(), Some("t1"))]));
        assert_eq!(client.handle(Input::MarkKept(kept)), Step::Store(StoreStep::CountLeft));
        let report = RoundReport { received: 2, reached: kept, ..RoundReport::default() };
        assert_eq!(client.handle(Input::Left(Left::default())), Step::Over(Ok(report)));
    }
}

#[test]
fn a_round_without_news_keeps_none() {
    let mut client = SyncClient::default();
    pulling(&mut client, vec![(of_turf(), None)]);
    assert_eq!(taken(&mut client, whole("t1"), 1), Step::Store(StoreStep::CountLeft));
}

#[test]
fn a_round_with_a_feed_that_goes_on_or_failed_keeps_none() {
    let longer = FeedPage { has_more: true, ..whole("t1") };
    for last in [Input::Pulled(Ok(longer)), Input::Pulled(Err(refused(Code::ServerFailed)))] {
        let mut client = SyncClient::default();
        told(&mut client);
        taken(&mut client, whole("c2"), 1);
        let mut step = client.handle(last);
        if let Step::Store(StoreStep::TakePage { .. }) = step {
            step = client.handle(Input::PageTaken(1));
        }
        assert_eq!(step, Step::Store(StoreStep::CountLeft));
    }
}

/// A last page that counted for nothing is told as it is: the store finds that the feed stands
/// elsewhere.
#[test]
fn a_page_that_another_lane_made_void_is_left_to_the_store() {
    let mut client = SyncClient::default();
    told(&mut client);
    taken(&mut client, whole("c2"), 0);
    let step = taken(&mut client, whole("t1"), 1);
    assert_eq!(step, keep(&[(of_community(), Some("c2")), (of_turf(), Some("t1"))]));
}

#[test]
fn a_feed_that_is_closed_counts_as_read_and_a_turf_as_none() {
    let mut client = SyncClient::default();
    told(&mut client);
    for scope in [of_community(), of_turf()] {
        let step = client.handle(Input::Pulled(Err(refused(Code::ScopeForbidden))));
        assert_eq!(step, Step::Store(StoreStep::Revoke { scope }));
        let next = client.handle(Input::Done);
        if scope == of_turf() {
            assert_eq!(next, keep(&[(of_community(), None)]));
        }
    }
}
