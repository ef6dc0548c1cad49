//! Every address of the server in one table, and the router made from it. A file a resource reads
//! the request; the decision is [`crate::service`]'s.
//!
//! Start here: [`table`]; [`gate`] asks for protocol and token, [`answer`] makes every reply.

mod answer;
mod console;
mod enrol;
mod feed;
mod gate;
mod health;
mod ledger;
mod look_up;
mod missing;
mod news;
mod page;
mod photo;
mod push;
mod reach;
mod rulebook;
mod sheet;
mod snapshot;
mod turfs;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{MethodRouter, get, patch, post},
};
use tokio::sync::Semaphore;
use tower_http::{compression::CompressionLayer, decompression::RequestDecompressionLayer};
use wufei_api::{
    protocol::OLDEST,
    routes::{
        BOARD, BOARD_STYLE, CARD, CONSOLE, CONSOLE_LOGIN, CONSOLE_LOGOUT, CONSOLE_MISSING,
        CONSOLE_STYLE, ENROL, FEED, HEALTH, LEASE, LEDGER, LESSON_CARD, LESSON_POSTER, LOOK_UP,
        LOOK_UP_STYLE, LOOP, LOOP_STYLE, MISSING, NEWS, PAPER_STYLE, PHOTO, PHOTOS, POSTER, PUSH,
        REACH, RULEBOOK, SNAPSHOT, TURFS,
    },
};
use wufei_domain::{
    refusal::{Code, Refusal},
    sync::BATCH_BYTES_MAX,
};

use answer::{Refused, mixed_up};

use crate::{
    city_key::CityKey,
    pages::Pages,
    photos::PhotoFolder,
    service::{Request, Response as Answer, rulebook::CityGuide},
    settings::Database,
    writer::{Writer, report},
};

pub use look_up::ASKED_BYTES_MAX;

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
}

impl Desk {
    /// What handlers of one server work with.
    pub fn new(writer: Writer, pages: Pages, database: Database, photos: PhotoFolder) -> Self {
        Self {
            writer,
            pages: Arc::new(pages),
            database: Arc::new(database),
            proving: Arc::new(Semaphore::new(console::PROVING_MAX)),
            photos: Arc::new(photos),
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
            CityKey::open(&database).inspect_err(|error| report(error))
        });
        let opened = opened.await.ok().and_then(Result::ok);
        opened.ok_or_else(|| Refusal::new(Code::ServerFailed).into())
    }
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Anyone.
    Public,
    /// Somebody who logged in at the console: a browser with a session's cookie.
    Session,
    /// A device with a token that speaks a version of the protocol which is served.
    Token,
    /// A device with a token that speaks any version there was: what it made must arrive, however old
    /// it is.
    Outbox,
}

/// One address.
pub struct Route {
    /// A constant of [`wufei_api::routes`].
    pub path: &'static str,
    /// Who may ask.
    pub door: Door,
    /// The method and what answers it.
    pub methods: MethodRouter<Desk>,
}

/// The table.
pub fn table() -> Vec<Route> {
    let route = |path, door, methods| Route { path, door, methods };
    vec![
        route(HEALTH, Door::Public, get(health::get)),
        route(BOARD, Door::Public, get(page::get)),
        route(BOARD_STYLE, Door::Public, get(page::style)),
        route(LOOK_UP, Door::Public, asked(get(look_up::get).post(look_up::post))),
        route(LOOK_UP_STYLE, Door::Public, get(look_up::style)),
        route(REACH, Door::Public, get(reach::get)),
        route(POSTER, Door::Public, get(sheet::poster)),
        route(CARD, Door::Public, get(sheet::card)),
        route(LESSON_POSTER, Door::Public, get(sheet::lesson_poster)),
        route(LESSON_CARD, Door::Public, get(sheet::lesson_card)),
        route(PAPER_STYLE, Door::Public, get(sheet::paper_style)),
        route(LOOP, Door::Public, get(sheet::turns)),
        route(LOOP_STYLE, Door::Public, get(sheet::turns_style)),
        route(CONSOLE_LOGIN, Door::Public, asked(get(console::login).post(console::enter))),
        route(CONSOLE_STYLE, Door::Public, get(console::style)),
        route(CONSOLE, Door::Session, get(console::home)),
        route(CONSOLE_LOGOUT, Door::Session, asked(post(console::leave))),
        route(CONSOLE_MISSING, Door::Session, post(console::answer)),
        route(ENROL, Door::Public, post(enrol::post)),
        route(PUSH, Door::Outbox, post(push::post)),
        route(FEED, Door::Token, get(feed::get)),
        route(SNAPSHOT, Door::Token, get(snapshot::get)),
        route(NEWS, Door::Token, get(news::get)),
        route(TURFS, Door::Token, get(turfs::get)),
        route(LEASE, Door::Token, post(turfs::lease)),
        route(LEDGER, Door::Token, get(ledger::get)),
        route(PHOTOS, Door::Outbox, post(photo::post)),
        route(PHOTO, Door::Outbox, patch(photo::patch).get(photo::get)),
        route(RULEBOOK, Door::Token, get(rulebook::get)),
        route(MISSING, Door::Token, get(missing::get).post(missing::post)),
    ]
}

/// A question is short: so is what may carry one.
fn asked(methods: MethodRouter<Desk>) -> MethodRouter<Desk> {
    methods.layer(DefaultBodyLimit::max(ASKED_BYTES_MAX))
}

/// The router made from the [`table`], for devices that speak at least `oldest_protocol`.
pub fn router(desk: Desk, oldest_protocol: u32) -> Router {
    let mut router = Router::new();
    for route in table() {
        let methods = match route.door {
            Door::Public => route.methods,
            Door::Token => {
                let oldest = gate::Oldest(oldest_protocol);
                route.methods.layer(from_fn_with_state(oldest, gate::token))
            }
            Door::Session => {
                let secure = gate::Secure(desk.pages.is_secure());
                route.methods.layer(from_fn_with_state(secure, gate::session))
            }
            Door::Outbox => {
                let oldest = gate::Oldest(OLDEST);
                route.methods.layer(from_fn_with_state(oldest, gate::token))
            }
        };
        router = router.route(route.path, methods.fallback(answer::method_unknown));
    }
    router
        .fallback(answer::not_found)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        // What a body holds when it is unpacked counts against its bound. An encoding that nobody
        // knows is refused by whoever reads the body, in our own words.
        .layer(RequestDecompressionLayer::new().pass_through_unaccepted(true))
        .layer(CompressionLayer::new())
        .layer(from_fn(gate::bounded))
        .with_state(desk)
}
