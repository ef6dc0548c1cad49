//! Those who wait for news at the server, as its route lets them: whoever shows the server's mark is
//! looked after again when something was committed, and once more when the wait is over. They wait
//! with the server's process, and hear of its end.

use std::mem;

use wufei_api::news::NewsQuery;
use wufei_server::service::{Request, Response};

use crate::{
    city::Answer,
    queue::Entry,
    wire::{self, Letter, NEWS_MS, Return},
    world::World,
};

/// Whether the answer is that nothing is new.
pub(crate) fn is_quiet(letter: &Letter, answer: &Answer) -> bool {
    let shown = wire::request::<NewsQuery>(&letter.body).ok().and_then(|query| query.mark);
    matches!(answer, Ok(Response::News(news)) if shown == Some(news.mark))
}

/// Whether a request may change what others follow. What the clock changes is heard of at the end of
/// a wait, as is what an organiser does.
pub(crate) const fn makes_news(request: &Request) -> bool {
    matches!(request, Request::Push(..) | Request::Lease(..) | Request::Enrol(..))
}

impl World<'_> {
    /// Lets a letter wait whose answer is that nothing is new, until its wait is over. Gives back
    /// whether it does.
    pub fn sits_down(&mut self, letter: &Letter) -> bool {
        let until_ms = letter.until_ms.unwrap_or(self.now_ms + NEWS_MS);
        if until_ms <= self.now_ms {
            return false;
        }
        let exchange = letter.from.exchange;
        self.queue.push(until_ms, Entry::NewsAreOver { exchange });
        self.city.listeners.push(Letter { until_ms: Some(until_ms), ..letter.clone() });
        true
    }

    /// A wait is over: the server looks once more.
    pub fn news_are_over(&mut self, exchange: u64) {
        self.look_after(|letter| letter.from.exchange == exchange);
    }

    /// The server looks again after those who wait and `is_meant`.
    pub fn look_after(&mut self, is_meant: impl Fn(&Letter) -> bool) {
        let (meant, others): (Vec<_>, Vec<_>) =
            mem::take(&mut self.city.listeners).into_iter().partition(is_meant);
        self.city.listeners = others;
        if !meant.is_empty() && self.city.inbox.is_empty() {
            self.queue.push(self.now_ms + 1, Entry::Decides);
        }
        self.city.inbox.extend(meant);
    }

    /// The server has ended: those who wait hear that their connection is gone.
    pub fn hang_up(&mut self) {
        for letter in mem::take(&mut self.city.listeners) {
            let Return { device, life, exchange } = letter.from;
            self.queue.push(self.now_ms + 40, Entry::GivesUp { device, life, exchange });
        }
    }
}
