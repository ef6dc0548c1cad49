//! Waiting for news, as the engine's own lane does it: the mark that all feeds have reached is shown,
//! and the answer may take most of a minute.

use crux_core::Request;
use wufei_api::news::{NewsQuery, NewsResponse, WAIT_SECONDS_MAX};
use wufei_app::effect::news::{AwaitNews, News};
use wufei_domain::refusal::Refusal;

use crate::{
    queue::DeviceNo,
    violation::{Violation, holds},
    wire::{self, Reply, Route},
    world::World,
};

/// A wait that is under way.
pub(crate) struct Listening {
    request: Request<AwaitNews>,
    exchange: u64,
    asked_ms: i64,
}

impl World<'_> {
    /// # Errors
    /// A second wait beside one that is under way, or what the app asks next comes to.
    pub(super) fn await_news(
        &mut self,
        device: DeviceNo,
        request: Request<AwaitNews>,
    ) -> Result<(), Violation> {
        let asked_ms = self.now_ms;
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        let rule = "a device waits for news once at a time";
        holds(rule, process.listening.is_none(), || format!("device {device}"))?;
        let store = &mut process.news_store;
        let asked = store.token().and_then(|token| {
            let query = NewsQuery { mark: store.news_mark()?, wait_seconds: WAIT_SECONDS_MAX };
            Ok((token.0, wire::written(&query)?))
        });
        // Without an exchange its answer is there at once.
        let (exchange, refused) = match asked {
            Ok((token, body)) => (self.send(device, Route::News, Some(token), body), None),
            Err(refusal) => (0, Some(refusal)),
        };
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        process.listening = Some(Listening { request, exchange, asked_ms });
        refused.map_or(Ok(()), |refusal| self.news_heard(device, Err(refusal)))
    }

    /// The exchange that a wait of the device hangs on.
    pub(super) fn news_wait_for(&self, device: DeviceNo) -> Option<u64> {
        Some(self.devices[device].on.as_ref()?.listening.as_ref()?.exchange)
    }

    /// An answer to the wait, or why there is none.
    ///
    /// # Errors
    /// What the app asks next comes to.
    pub(super) fn news_heard(
        &mut self,
        device: DeviceNo,
        reply: Result<&Reply, Refusal>,
    ) -> Result<(), Violation> {
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        let Some(mut listening) = process.listening.take() else { return Ok(()) };
        let told = reply.and_then(wire::answer::<Option<NewsResponse>>);
        let output = told.map(|told| told.map_or(News::Nothing, |told| News::Changed(told.mark)));
        let word = match &output {
            Ok(News::Changed(_)) => "changed",
            Ok(News::Nothing) => "nothing",
            Err(refusal) => refusal.code.as_str(),
        };
        let is_quiet = output == Ok(News::Nothing);
        let effects = process.core.resolve(&mut listening.request, output);
        if is_quiet {
            // The server says that the device has all: as good as a round that found nothing.
            let there = &mut self.devices[device];
            there.fresh_ms = there.fresh_ms.max(listening.asked_ms);
        }
        self.say(device, format_args!("news: {word}"));
        self.perform(device, effects.map_err(Violation::own)?)
    }
}
