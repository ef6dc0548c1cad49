//! Waiting for news on a lane and a connection of its own: the question hangs for most of a minute,
//! and nothing else waits behind it.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;
use wufei_api::{
    enrol::Token,
    news::{NewsQuery, NewsResponse, WAIT_SECONDS_MAX},
    routes,
};
use wufei_app::effect::news::{AwaitNews, News};
use wufei_domain::{
    news::NewsMark,
    refusal::{Code, Refusal},
};

use super::Http;
use crate::{lane::Answer, store::Store};

/// For the answer, beside what the server may wait.
const BEYOND: Duration = Duration::from_secs(10);

/// Ends waits from outside.
pub(super) struct Ends(watch::Sender<End>);

#[derive(Clone, Copy)]
enum End {
    /// The wait under way, if there is one, whenever this is said again.
    Present,
    /// That one and all to come.
    All,
}

impl Default for Ends {
    fn default() -> Self {
        Self(watch::Sender::new(End::Present))
    }
}

impl Ends {
    /// Comes back when waits that begin now are to end.
    fn watched(&self) -> impl Future<Output = ()> + use<> {
        let mut ends = self.0.subscribe();
        async move {
            if !matches!(*ends.borrow_and_update(), End::All) {
                // The sender lives as long as the client that waits.
                let _ = ends.changed().await;
            }
        }
    }
}

impl Http {
    /// Waits until the server's mark is another than the one shown: gives the new one, or nothing
    /// when the wait is over.
    ///
    /// # Errors
    /// As [`Http::get`]; [`Code::Offline`] also when the wait was ended from outside.
    fn wait_for_news(&self, query: &NewsQuery, token: &Token) -> Result<Option<NewsMark>, Refusal> {
        let patience = Duration::from_secs(query.wait_seconds) + BEYOND;
        let answered = self.spoken.ask(|version| {
            let request = self.news.get(self.address(routes::NEWS, query)?).timeout(patience);
            self.exchange_until(self.ends.watched(), request, version, Some(token))
        })?;
        if answered.body.is_empty() {
            return Ok(None);
        }
        let told: Result<NewsResponse, _> = serde_json::from_slice(&answered.body);
        told.map(|told| Some(told.mark)).map_err(|_| Code::ServerFailed.into())
    }

    /// Ends the wait under way: the network is away, so it hears nothing. A device that closes stays
    /// closed.
    pub fn end_wait(&self) {
        self.ends.0.send_modify(|_| {});
    }

    /// Ends the wait under way and all to come: the device closes.
    pub fn end_waits(&self) {
        self.ends.0.send_replace(End::All);
    }
}

/// The worker of the news lane.
pub(crate) struct Listener {
    store: Store,
    http: Arc<Http>,
}

impl Listener {
    pub fn new(store: Store, http: Arc<Http>) -> Self {
        Self { store, http }
    }
}

impl Answer<AwaitNews> for Listener {
    fn answer(&mut self, _: &AwaitNews) -> Result<News, Refusal> {
        let (token, mark) = (self.store.token()?, self.store.news_mark()?);
        let query = NewsQuery { mark, wait_seconds: WAIT_SECONDS_MAX };
        let told = self.http.wait_for_news(&query, &token)?;
        Ok(told.map_or(News::Nothing, News::Changed))
    }
}
