//! Drives rounds of sync on a device: the store's connection and the network around the machine.

use std::sync::Arc;

use wufei_api::{feed, push, routes};
use wufei_app::effect::sync::{RoundReport, SyncRound};
use wufei_domain::refusal::{Code, Refusal};

use super::{Input, NetStep, Step, SyncClient};
use crate::{clock, lane::Answer, net::Http, store::Store};

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
                    return result;
                }
                Step::Store(step) => step.carry_out(&mut self.store, clock::now()),
                Step::Net(step) => self.ask_server(step),
            };
            step = self.client.handle(input);
        }
    }
}
