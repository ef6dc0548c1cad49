//! What the server decides: a synchronous state machine. Request in, answer out, through one
//! [`Connection`], with time and chance as arguments; no thread, no clock, no network.
//!
//! The caller holds the transaction: [`crate::writer`] puts many requests into one. Start here:
//! [`Service::handle`], then a file a verb: [`enrol`], [`push`], [`feed`], [`snapshot`], [`news`],
//! [`turfs`], [`ledger`], [`rulebook`], [`missing`], [`photo`], [`standing`], [`reach`]; [`act`] says who
//! may, [`grant`] when, [`authorise`] who asks, `contact` whether its device is lost, [`booking`] writes the ledger,
//! [`audit`] what was done by whom, [`consent`] what people agreed to, [`console`] what organisers do in
//! a browser.

pub mod act;
pub mod area;
pub mod audit;
pub mod authorise;
pub mod booking;
pub mod consent;
pub mod console;
mod contact;
pub mod cursor;
pub mod enrol;
pub mod feed;
pub mod grant;
pub mod ledger;
pub mod missing;
pub mod news;
pub mod photo;
pub mod push;
pub mod reach;
pub mod rulebook;
pub mod snapshot;
pub mod standing;
pub mod turfs;

use std::{mem, sync::Arc};

use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    feed::{FeedPage, FeedQuery},
    ledger::{LedgerQuery, LedgerResponse},
    missing::{MissingAnswerRequest, MissingAnswerResponse, MissingQuery, MissingResponse},
    push::{PushEnvelope, PushResponse},
    rulebook::{RulebookAnswer, RulebookQuery},
    snapshot::SnapshotQuery,
    turfs::{LeaseRequest, LeaseResponse, TurfsResponse},
};
use wufei_domain::{
    record::hex,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use crate::{
    city_key::CityKey,
    store::{Connection, StoreError, statements::meta, text},
};
use authorise::Bearer;
use console::{ConsoleRequest, ConsoleResponse};
use news::News;
use photo::{PhotoAsk, PhotoKey, PhotoStanding};
use reach::ScreenCode;
use rulebook::CityGuide;
use snapshot::{Part, Snapshots};
use standing::Published;

/// Fills bytes with random ones.
pub type Random<'a> = dyn FnMut(&mut [u8]) + 'a;

/// What somebody asks.
#[derive(Debug, Clone)]
pub enum Request {
    /// A device with a code, and the version of the protocol that it speaks.
    Enrol(EnrolRequest, u32),
    /// Records of a device.
    Push(Bearer, PushEnvelope),
    /// A page of a feed.
    Feed(Bearer, FeedQuery),
    /// A part of a feed's snapshot: from a byte to before another.
    Snapshot(Bearer, SnapshotQuery, (u64, Option<u64>)),
    /// Where all feeds of a device stand.
    News(Bearer),
    /// The turfs on offer.
    Turfs(Bearer),
    /// A turf for somebody.
    Lease(Bearer, LeaseRequest),
    /// A household's account.
    Ledger(Bearer, LedgerQuery),
    /// The patches of the rulebook that a device lacks.
    Rulebook(Bearer, RulebookQuery),
    /// Words that the rulebook does not know, for an organiser.
    Missing(Bearer, MissingQuery),
    /// An organiser's answer, to be signed with the city's key.
    AnswerMissing(Bearer, MissingAnswerRequest, Arc<CityKey>),
    /// From the console.
    Console(ConsoleRequest),
    /// What a device asks of a photo.
    Photo(Bearer, PhotoKey, PhotoAsk),
    /// Some photos that are not whole and are kept no longer.
    ExpiredPhotos,
    /// Their files are gone.
    ForgetPhotos(Vec<PhotoKey>),
    /// What the public page shows.
    Board,
    /// What public pages answer from.
    Guide,
    /// Whether there is such a screen or poster.
    Screen(ScreenCode),
    /// The code of a screen or poster was opened.
    Opened(ScreenCode),
    /// Whether the database answers.
    Health,
    /// Time has passed: count standings, book what is overdue.
    Tick,
}

impl Request {
    /// How many records it brings.
    pub fn records(&self) -> usize {
        match self {
            Self::Push(_, envelope) => envelope.entries.len(),
            _ => 0,
        }
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// To [`Request::Enrol`].
    Enrolled(Box<EnrolResponse>),
    /// To [`Request::Push`].
    Pushed(PushResponse),
    /// To [`Request::Feed`].
    Page(FeedPage),
    /// To [`Request::Snapshot`].
    Part(Part),
    /// To [`Request::News`].
    News(News),
    /// To [`Request::Turfs`].
    Turfs(TurfsResponse),
    /// To [`Request::Lease`].
    Leased(LeaseResponse),
    /// To [`Request::Ledger`].
    Ledger(Box<LedgerResponse>),
    /// To [`Request::Rulebook`].
    Rulebook(Box<RulebookAnswer>),
    /// To [`Request::Missing`].
    Missing(MissingResponse),
    /// To [`Request::AnswerMissing`].
    MissingAnswered(MissingAnswerResponse),
    /// To [`Request::Console`].
    Console(ConsoleResponse),
    /// To [`Request::Photo`].
    Photo(PhotoStanding),
    /// To [`Request::ExpiredPhotos`], and to [`Request::ForgetPhotos`]: none.
    ExpiredPhotos(Vec<PhotoKey>),
    /// To [`Request::Board`].
    Board(Published),
    /// To [`Request::Guide`]: `None` while nothing was answered over the app's own rulebook.
    Guide(Option<CityGuide>),
    /// To [`Request::Screen`] and [`Request::Opened`]: whether there is such a screen.
    Screen(bool),
    /// To [`Request::Health`].
    Healthy,
    /// To [`Request::Tick`].
    Ticked,
    /// A refusal whose transaction lasts: what it changed is part of it.
    Refused(Refusal),
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The request breaks a rule.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::Refused(Refusal::new(code))
    }
}

/// Seconds after which a device may try again when the database is held by another process.
pub const BUSY_SECONDS: u64 = 5;

impl Failure {
    /// What the one who asked is told. Nothing of the database leaves.
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal.clone(),
            Self::Store(StoreError::Busy(_) | StoreError::Unreachable(_)) => {
                Refusal::new(Code::Busy).with("seconds", BUSY_SECONDS)
            }
            Self::Store(_) => Refusal::new(Code::ServerFailed),
        }
    }
}

/// The state machine. What it keeps in memory can be counted again at any time.
pub struct Service {
    epoch: String,
    cursor_key: Vec<u8>,
    published: Option<(i64, Published)>,
    snapshots: Snapshots,
    /// What the city made of the app's rulebook, when it was last asked for.
    guide: Option<CityGuide>,
    troubles: Vec<StoreError>,
}

impl Service {
    /// A service over a database; a new one is given its epoch and its key. Must be called inside
    /// a transaction.
    ///
    /// # Errors
    /// What the database says.
    pub fn open(
        connection: &mut dyn Connection,
        random: &mut Random<'_>,
    ) -> Result<Self, StoreError> {
        let epoch = kept_or_new(connection, random, "epoch", 8)?;
        let cursor_key = kept_or_new(connection, random, "cursor_key", 32)?.into_bytes();
        let (snapshots, troubles) = (Snapshots::default(), Vec::new());
        Ok(Self { epoch, cursor_key, published: None, snapshots, guide: None, troubles })
    }

    /// Changed when the server is restored from a backup.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// What the store said of single records since the last call, for the operator: each of them is
    /// still at its device and comes again.
    pub fn troubles(&mut self) -> Vec<StoreError> {
        mem::take(&mut self.troubles)
    }

    /// Forgets what was counted and made: for a transaction that did not last.
    pub fn forget(&mut self) {
        self.published = None;
        self.snapshots = Snapshots::default();
    }

    /// Takes pushes of several devices at once, as far as they can be: see [`push::push_together`].
    ///
    /// # Errors
    /// As there.
    pub fn push_together(
        &self,
        connection: &mut dyn Connection,
        pushes: &[(&Bearer, &PushEnvelope)],
        now: UnixMs,
    ) -> Result<Option<Vec<Option<PushResponse>>>, Failure> {
        push::push_together(connection, &self.epoch, pushes, now)
    }

    /// Decides one request, inside a transaction that the caller began. After an error the caller
    /// goes back to where it was before the call.
    ///
    /// # Errors
    /// A refusal, or a failure of the store.
    pub fn handle(
        &mut self,
        connection: &mut dyn Connection,
        request: Request,
        now: UnixMs,
        random: &mut Random<'_>,
    ) -> Result<Response, Failure> {
        if let Some(refusal) = contact::met(connection, &request, now)? {
            return Ok(Response::Refused(refusal));
        }
        Ok(match request {
            Request::Enrol(request, version) => {
                let asked = (&request, version);
                let response = enrol::enrol(connection, &self.epoch, asked, now, random)?;
                Response::Enrolled(Box::new(response))
            }
            Request::Push(bearer, envelope) => {
                let troubles = &mut self.troubles;
                let epoch = &self.epoch;
                let pushed = push::push(connection, epoch, &bearer, &envelope, now, troubles)?;
                Response::Pushed(pushed)
            }
            Request::Feed(bearer, query) => Response::Page(self.page(connection, &bearer, &query)?),
            Request::Snapshot(bearer, query, range) => {
                Response::Part(self.part(connection, &bearer, &query, range)?)
            }
            Request::News(bearer) => Response::News(self.news(connection, &bearer)?),
            Request::Turfs(bearer) => Response::Turfs(turfs::list(connection, &bearer, now)?),
            Request::Lease(bearer, request) => {
                Response::Leased(turfs::lease(connection, &bearer, &request, now)?)
            }
            Request::Ledger(bearer, query) => {
                Response::Ledger(Box::new(ledger::read(connection, &bearer, &query)?))
            }
            Request::Rulebook(bearer, query) => {
                Response::Rulebook(Box::new(rulebook::answer(connection, &bearer, &query)?))
            }
            Request::Missing(bearer, query) => {
                Response::Missing(missing::read(connection, &bearer, &query)?)
            }
            Request::AnswerMissing(bearer, request, key) => {
                let answered = missing::write(connection, &bearer, &request, &key, now)?;
                Response::MissingAnswered(answered)
            }
            Request::Console(request) => {
                Response::Console(console::handle(connection, request, now, random)?)
            }
            Request::Photo(bearer, key, ask) => {
                Response::Photo(photo::answer(connection, &bearer, &key, &ask, now)?)
            }
            Request::ExpiredPhotos => Response::ExpiredPhotos(photo::expired(connection, now)?),
            Request::ForgetPhotos(keys) => {
                photo::forget(connection, &keys, now)?;
                Response::ExpiredPhotos(Vec::new())
            }
            Request::Board => Response::Board(self.published(connection, now)?),
            Request::Guide => Response::Guide(rulebook::guide(connection, &mut self.guide)?),
            Request::Screen(code) => Response::Screen(reach::is_known(connection, &code)?),
            Request::Opened(code) => Response::Screen(reach::count(connection, &code, now)?),
            Request::Health => {
                connection.query(&meta::PING, &[])?;
                Response::Healthy
            }
            Request::Tick => {
                booking::book_overdue(connection, now)?;
                self.publish(connection, now)?;
                Response::Ticked
            }
        })
    }
}

fn kept_or_new(
    connection: &mut dyn Connection,
    random: &mut Random<'_>,
    name: &str,
    bytes: usize,
) -> Result<String, StoreError> {
    let mut drawn = vec![0; bytes];
    random(&mut drawn);
    connection.execute(&meta::PUT, &[text(name), text(hex(&drawn))])?;
    match connection.first(&meta::FIND, &[text(name)])? {
        Some(row) => Ok(row.text(0)?.to_owned()),
        None => Err(StoreError::Shape(format!("meta has no {name}"))),
    }
}
