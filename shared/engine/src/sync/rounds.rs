//! Drives rounds of sync on a device: the store's connection and the network around the machine.

use std::sync::Arc;

use wufei_api::{
    feed, push, routes,
    rulebook::{RulebookAnswer, RulebookQuery},
};
use wufei_app::effect::{
    store::Book,
    sync::{RoundReport, SyncRound},
};
use wufei_domain::refusal::{Code, Refusal};

use super::{Input, NetStep, Step, SyncClient};
use crate::{
    clock,
    lane::Answer,
    net::Http,
    store::{Store, rulebook::NotTaken},
};

/// The worker of the sync lane. Its store is a connection of its own, so that nothing a person does
/// waits for the network.
pub(crate) struct Rounds {
    client: SyncClient,
    store: Store,
    http: Arc<Http>,
}

impl Rounds {
    pub fn new(store: Store, http: Arc<Http>) -> Self {
        Self { client: SyncClient::default(), store, http }
    }

    /// After a round that leaves nothing to fetch: the city's rulebook, if a feed offered another than
    /// the one here. Patches first; the whole where they do not fit. A server that cannot be reached
    /// is asked again after the next round's wait; anything else that is wrong leaves what is here.
    fn with_rulebook(&mut self, mut report: RoundReport) -> Result<RoundReport, Refusal> {
        if report.more || report.lost.is_some() || report.outdated.is_some() {
            return Ok(report);
        }
        let mut why = None;
        for whole in [false, true] {
            let Some(query) = self.store.rulebook_wanted(whole)? else { return Ok(report) };
            match self.ask_rulebook(&query)? {
                Some(Ok(book)) => {
                    report.book = Some(book);
                    return Ok(report);
                }
                Some(Err(refused)) => why = Some(refused),
                None => return Ok(report),
            }
            if query.after == 0 {
                break;
            }
        }
        if let Some(why) = why {
            self.store.leave_rulebook(why)?;
        }
        Ok(report)
    }

    /// Photos follow their records, by lanes and waits of their own.
    fn with_photos(&mut self, report: RoundReport) -> Result<RoundReport, Refusal> {
        let photos = if report.lost.is_some() { 0 } else { self.store.due_photos()? };
        Ok(RoundReport { photos, ..report })
    }

    /// Nothing when the server failed at it: the offer stays open, and a later round asks again.
    fn ask_rulebook(
        &mut self,
        query: &RulebookQuery,
    ) -> Result<Option<Result<Book, NotTaken>>, Refusal> {
        let token = self.store.token()?;
        let answer: Result<RulebookAnswer, Refusal> =
            self.http.get(routes::RULEBOOK, query, &token);
        match answer {
            Ok(answer) => self.store.take_rulebook(&answer).map(Some),
            Err(refusal) if refusal.code == Code::NotFound => Ok(Some(Err(NotTaken::NotThere))),
            Err(refusal) if refusal.code == Code::ServerFailed => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    fn ask_server(&mut self, step: NetStep) -> Input {
        let token = self.store.token();
        match step {
            NetStep::Push(request) => {
                Input::Pushed(token.and_then(|token| {
                    self.http.post_rows(routes::PUSH, &request, push::ROWS, &token)
                }))
            }
            NetStep::Pull(query) => Input::Pulled(
                token
                    .and_then(|token| self.http.get_rows(routes::FEED, &query, feed::ROWS, &token)),
            ),
            NetStep::Part { query, from } => Input::Part(
                token.and_then(|token| self.http.get_part(routes::SNAPSHOT, &query, from, &token)),
            ),
        }
    }
}

impl Answer<SyncRound> for Rounds {
    fn answer(&mut self, round: &SyncRound) -> Result<RoundReport, Refusal> {
        let mut step = self.client.handle(Input::Begin(round.heard));
        loop {
            let input = match step {
                Step::Over(result) => {
                    if result.as_ref().is_err_and(|refusal| refusal.code == Code::Offline) {
                        // A wait that hangs on a connection like that hears nothing any more.
                        self.http.end_wait();
                    }
                    return result
                        .and_then(|report| self.with_rulebook(report))
                        .and_then(|report| self.with_photos(report));
                }
                Step::Store(step) => step.carry_out(&mut self.store, clock::now()),
                Step::Net(step) => self.ask_server(step),
            };
            step = self.client.handle(input);
        }
    }
}
