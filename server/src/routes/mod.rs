//! Every address of the server in one table, and the router made from it. A file a resource reads
//! the request; the decision is [`crate::service`]'s.
//!
//! Start here: `table`, whose rows are of [`described`]; [`openapi`] tells it to others, `gate` asks
//! for protocol and token, `answer` makes every reply.

mod answer;
mod console;
pub mod described;
mod enrol;
mod feed;
mod gate;
mod health;
mod ledger;
mod limit;
mod look_up;
mod missing;
mod news;
pub mod openapi;
mod page;
mod photo;
mod push;
mod reach;
mod rulebook;
mod sheet;
mod snapshot;
pub(crate) mod table;
mod turfs;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use tokio::sync::Semaphore;
use tower_http::{compression::CompressionLayer, decompression::RequestDecompressionLayer};
use wufei_api::protocol::OLDEST;
use wufei_domain::{
    refusal::{Code, Refusal},
    sync::BATCH_BYTES_MAX,
};

use answer::{Refused, mixed_up};
use described::{Door, Route};
use gate::{Gate, Oldest, token};
use limit::{Counted, counted};

use crate::{
    city_key::CityKey,
    limits::{Limits, client::TrustedProxies},
    log::{Event, report},
    measures::measured,
    pages::Pages,
    photos::PhotoFolder,
    service::{Request, Response as Answer, rulebook::CityGuide},
    settings::Database,
    writer::Writer,
};

pub use look_up::ASKED_BYTES_MAX;
pub use photo::forget_expired;

/// Bytes of a request's body at most: a full batch and what stands around its entries.
pub const BODY_BYTES_MAX: usize = BATCH_BYTES_MAX + 4 * 1024;

/// What handlers work with.
#[derive(Clone)]
pub struct Desk {
    writer: Writer,
    pages: Arc<Pages>,
    /// What the key of the city and that of the vault lie beside.
    database: Arc<Database>,
    /// Turns to try a password.
    proving: Arc<Semaphore>,
    photos: Arc<PhotoFolder>,
    limits: Limits,
}

impl Desk {
    /// What handlers of one server work with.
    pub(crate) fn new(
        writer: Writer,
        pages: Pages,
        database: Database,
        photos: PhotoFolder,
    ) -> Self {
        Self {
            writer,
            pages: Arc::new(pages),
            database: Arc::new(database),
            proving: Arc::new(Semaphore::new(console::PROVING_MAX)),
            photos: Arc::new(photos),
            limits: Limits::default(),
        }
    }

    /// What the city made of the app's rulebook; `None` while it is the app's own.
    async fn guide(&self) -> Result<Option<CityGuide>, Refused> {
        match self.writer.ask(Request::Guide).await? {
            Answer::Guide(made) => Ok(made),
            _ => Err(mixed_up()),
        }
    }
}

impl Desk {
    /// The key of the city.
    async fn city_key(&self) -> Result<CityKey, Refused> {
        let database = Arc::clone(&self.database);
        let opened = tokio::task::spawn_blocking(move || {
            CityKey::open(&database).inspect_err(|error| report(Event::CityKeyFailed, error))
        });
        let opened = opened.await.ok().and_then(Result::ok);
        opened.ok_or_else(|| Refusal::new(Code::ServerFailed).into())
    }
}

/// What is decided about a request before it is read.
#[derive(Debug, Clone)]
pub struct Outside {
    /// The oldest version of the protocol that is served.
    pub oldest: u32,
    /// Whose word on the address of a request is taken.
    pub trusted: TrustedProxies,
}

/// The router made from the [`table`].
pub fn router(desk: Desk, outside: Outside) -> Router {
    router_of(table::table(), desk, outside)
}

/// The router made from these routes.
pub(crate) fn router_of(table: Vec<Route>, desk: Desk, outside: Outside) -> Router {
    let limits = desk.limits.clone();
    let measures = desk.writer.measures().clone();
    let mut router = Router::new();
    for route in table {
        let behind = |oldest| {
            let gate = Gate { oldest: Oldest(oldest), limits: limits.clone() };
            route.handler.clone().layer(from_fn_with_state(gate, token))
        };
        let methods = match route.door {
            Door::Public => route.handler.clone(),
            Door::Session => {
                let secure = gate::Secure(desk.pages.is_secure());
                route.handler.clone().layer(from_fn_with_state(secure, gate::session))
            }
            Door::Token(_) => behind(outside.oldest),
            Door::Outbox(_) => behind(OLDEST),
        };
        router = router.route(route.path, methods);
    }
    router
        .method_not_allowed_fallback(answer::method_unknown)
        .fallback(answer::not_found)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        // What a body holds when it is unpacked counts against its bound. An encoding that nobody
        // knows is refused by whoever reads the body, in our own words.
        .layer(RequestDecompressionLayer::new().pass_through_unaccepted(true))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Counted::new(limits, outside.trusted), counted))
        .layer(from_fn(gate::bounded))
        .layer(from_fn_with_state(measures, measured))
        .with_state(desk)
}
