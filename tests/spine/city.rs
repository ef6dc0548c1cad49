//! A small synthetic town on the server's own service and store, in this process, with a clock that
//! stands still until it is moved. A [`Desk`] is one server on the file; several may share it.

use std::path::Path;

use tempfile::TempDir;
use uuid::Uuid;
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    feed::{Cursor, FeedPage, FeedQuery},
    protocol,
    push::{PushEnvelope, PushRequest},
    turfs::LeaseRequest,
};
use wufei_domain::{
    ids::{ActorId, DeviceId, DoorId, RecordId, TurfId},
    record::Record,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::Verdict,
    time::{DeviceTime, UnixMs},
    visit::{Outcome, Visit},
};
use wufei_server::{
    machine, operate,
    photos::PhotoFolder,
    service::{Failure as Unanswered, Request, Response, Service, authorise::Bearer},
    settings::{Database, Settings},
    store::{self, Connection, StoreError},
};
use wufei_tests::harness::Failure;

use crate::{
    ground::{Backup, Ground},
    outside::{Given, Outside, Trigger},
    rewired::Rewired,
    roll::{AREAS, roll},
};

/// The community.
pub const MAXI: &str = "330683106273";
/// Two volunteers.
pub const VOLUNTEER: u128 = 1;
pub const OTHER_VOLUNTEER: u128 = 2;
/// Doors 1 to 10.
pub const TURF: u128 = 100;
/// Doors 11 and 12.
pub const OTHER_TURF: u128 = 101;

/// How long a code may be used.
const CODE_MS: i64 = 60_000;
/// Pages of a feed that are read at most.
const PAGES_MAX: usize = 500;

pub fn actor(number: u128) -> ActorId {
    ActorId::from_uuid(Uuid::from_u128(number))
}

pub fn turf(number: u128) -> TurfId {
    TurfId::from_uuid(Uuid::from_u128(number))
}

/// The feed of a turf.
pub fn walk(number: u128) -> Scope {
    Scope::Turf(turf(number))
}

pub fn door(number: u32) -> Result<DoorId, Failure> {
    Ok(DoorId::new(MAXI.parse()?, number))
}

/// A visit to a door of [`TURF`].
pub fn visit(number: u32, outcome: Outcome) -> Result<Visit, Failure> {
    Ok(Visit {
        turf: turf(TURF),
        door: door(number)?,
        outcome,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    })
}

/// One server on the database: a connection and the service over it.
pub struct Desk {
    pub connection: Rewired<Box<dyn Connection + Send>>,
    service: Service,
}

impl Desk {
    fn open(database: &Database) -> Result<Self, Failure> {
        let mut connection = Rewired::new(store::open(database)?);
        connection.begin()?;
        let service = Service::open(&mut connection, &mut machine::random)?;
        connection.commit()?;
        Ok(Self { connection, service })
    }

    /// One request in a transaction of its own.
    ///
    /// # Errors
    /// The refusal that a device would be given.
    pub fn ask(&mut self, now: UnixMs, request: Request) -> Result<Response, Refusal> {
        let told = |error: StoreError| Unanswered::Store(error).refusal();
        self.connection.begin().map_err(told)?;
        let random = &mut machine::random;
        match self.service.handle(&mut self.connection, request, now, random) {
            Ok(Response::Refused(refusal)) => {
                self.connection.commit().map_err(told).and(Err(refusal))
            }
            Ok(response) => self.connection.commit().map_err(told).map(|()| response),
            Err(failure) => {
                self.connection.rollback().map_err(told)?;
                Err(failure.refusal())
            }
        }
    }

    /// Pushes records over the wire's own form; the verdicts.
    ///
    /// # Errors
    /// The refusal of the whole batch.
    pub fn push(
        &mut self,
        now: UnixMs,
        sender: &Sender,
        entries: &[Record],
    ) -> Result<Vec<Verdict>, Refusal> {
        let request = PushRequest { device: sender.device, entries: entries.to_vec(), turn: None };
        match self.ask(now, Request::Push(sender.bearer.clone(), envelope(&request)?))? {
            Response::Pushed(response) => Ok(response.verdicts),
            _ => Err(Code::ServerFailed.into()),
        }
    }

    /// As [`Desk::push`], in a transaction that stays open: what it wrote is nobody's to see yet.
    ///
    /// # Errors
    /// When the records are refused, or the database does not take them.
    pub fn push_and_wait(
        &mut self,
        now: UnixMs,
        sender: &Sender,
        entries: &[Record],
    ) -> Result<Vec<Verdict>, Failure> {
        let request = PushRequest { device: sender.device, entries: entries.to_vec(), turn: None };
        let request = Request::Push(sender.bearer.clone(), envelope(&request)?);
        self.connection.begin()?;
        let random = &mut machine::random;
        match self.service.handle(&mut self.connection, request, now, random) {
            Ok(Response::Pushed(response)) => Ok(response.verdicts),
            Ok(_) => Err(Failure::new("verdicts", "another answer")),
            Err(failure) => Err(failure.refusal().into()),
        }
    }

    /// One page of a feed.
    ///
    /// # Errors
    /// The refusal.
    pub fn page(
        &mut self,
        now: UnixMs,
        bearer: &Bearer,
        query: FeedQuery,
    ) -> Result<FeedPage, Refusal> {
        match self.ask(now, Request::Feed(bearer.clone(), query))? {
            Response::Page(page) => Ok(page),
            _ => Err(Code::ServerFailed.into()),
        }
    }
}

/// A request as the server reads it.
pub fn envelope(request: &PushRequest) -> Result<PushEnvelope, Refusal> {
    let malformed =
        |error: serde_json::Error| Refusal::new(Code::BodyMalformed).with("detail", error);
    let wire = serde_json::to_vec(request).map_err(malformed)?;
    serde_json::from_slice(&wire).map_err(malformed)
}

/// Somebody with a token and no device around it.
#[derive(Clone)]
pub struct Sender {
    pub device: DeviceId,
    pub bearer: Bearer,
}

/// The town, with one server open on it.
pub struct City {
    pub desk: Desk,
    pub now: UnixMs,
    made: u64,
    database: Database,
    /// After whatever is open on it.
    ground: Ground,
    folder: TempDir,
}

impl City {
    /// # Errors
    /// When it cannot be set up.
    pub fn new() -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("wufei-spine-").tempdir()?;
        let now = UnixMs::new(1_795_000_000_000);
        let ground = Ground::new(folder.path())?;
        let database = ground.database()?;
        operate::import_areas(&database, AREAS, now)?;
        operate::import_roll(&database, &roll().to_string(), now)?;
        let desk = Desk::open(&database)?;
        Ok(Self { desk, now, made: 0, database, ground, folder })
    }

    pub fn database(&self) -> Database {
        self.database.clone()
    }

    /// Where its photos lie.
    pub fn photos(&self) -> PhotoFolder {
        PhotoFolder::new(self.folder.path().join("photos"))
    }

    /// What a server on it is started with.
    pub fn settings(&self) -> Settings {
        let photos = Some(self.folder.path().join("photos"));
        Settings { photos, ..Settings::loopback(self.database()) }
    }

    /// A second server on the same database.
    ///
    /// # Errors
    /// What the database says.
    pub fn desk_beside(&self) -> Result<Desk, Failure> {
        Desk::open(&self.database)
    }

    /// A connection of nobody's, to look and to take away.
    ///
    /// # Errors
    /// What the database says.
    pub fn outside(&self) -> Result<Outside, Failure> {
        self.ground.outside()
    }

    /// What somebody counts with SQL of their own.
    ///
    /// # Errors
    /// What the database says.
    pub fn count(&self, sql: &str, given: &[Given<'_>]) -> Result<i64, Failure> {
        self.outside()?.count(sql, given)
    }

    /// From here on the database does something by itself.
    ///
    /// # Errors
    /// What the database says.
    pub fn lay(&self, trigger: &Trigger) -> Result<(), Failure> {
        self.outside()?.lay(trigger)
    }

    /// A copy of the database as it is now.
    ///
    /// # Errors
    /// What the database says.
    pub fn back_up(&self) -> Result<Backup, Failure> {
        self.ground.back_up()
    }

    /// The server is stopped, its database exchanged by `arrange`, and started again.
    ///
    /// # Errors
    /// What the database or `arrange` says.
    pub fn restarted(
        &mut self,
        arrange: impl FnOnce(&Ground) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let aside = tempfile::tempdir()?;
        // The desk holds the database open; one on a file of its own takes its place meanwhile.
        self.desk = Desk::open(&Database::Sqlite(aside.path().join("nobody.sqlite")))?;
        arrange(&self.ground)?;
        self.desk = self.desk_beside()?;
        Ok(())
    }

    /// # Errors
    /// A refusal.
    pub fn ask(&mut self, request: Request) -> Result<Response, Refusal> {
        self.desk.ask(self.now, request)
    }

    /// A code for somebody, as the clock of a server that listens is.
    ///
    /// # Errors
    /// When the database cannot keep it.
    pub fn code(&self, person: u128) -> Result<String, Failure> {
        let now = wufei_tests::harness::now();
        Ok(operate::issue_code(&self.database(), actor(person), CODE_MS, now)?.to_string())
    }

    /// Enrols somebody with a fresh code.
    ///
    /// # Errors
    /// When it is refused.
    pub fn enrol(&mut self, person: u128, device: DeviceId) -> Result<EnrolResponse, Failure> {
        let code = operate::issue_code(&self.database(), actor(person), CODE_MS, self.now)?;
        let request = EnrolRequest { code: code.to_string(), device };
        match self.ask(Request::Enrol(request, protocol::CURRENT))? {
            Response::Enrolled(response) => Ok(*response),
            other => Err(Failure::new("an enrolment", format!("{other:?}"))),
        }
    }

    /// Somebody with a token.
    ///
    /// # Errors
    /// When they are refused.
    pub fn sender(&mut self, person: u128) -> Result<Sender, Failure> {
        let device = DeviceId::from_stamp(self.now, self.ten_bytes());
        let response = self.enrol(person, device)?;
        Ok(Sender { device, bearer: Bearer(response.token.0) })
    }

    /// # Errors
    /// [`Code::TurfLeased`] and the like.
    pub fn lease(&mut self, bearer: &Bearer, number: u128) -> Result<(), Refusal> {
        let request = LeaseRequest { turf: turf(number) };
        self.ask(Request::Lease(bearer.clone(), request)).map(drop)
    }

    /// A record made now.
    ///
    /// # Errors
    /// When the code of the community cannot be read.
    pub fn record(&mut self, body: wufei_domain::record::Body) -> Result<Record, Failure> {
        Ok(Record {
            id: RecordId::from_stamp(self.now, self.ten_bytes()),
            community: MAXI.parse()?,
            made_at: DeviceTime { wall: self.now, zone_minutes: 480, monotonic_ms: 1, boot: None },
            body,
        })
    }

    /// # Errors
    /// The refusal of the whole batch.
    pub fn push(&mut self, sender: &Sender, entries: &[Record]) -> Result<Vec<Verdict>, Failure> {
        Ok(self.desk.push(self.now, sender, entries)?)
    }

    /// The keys of all rows of a feed, with their numbers.
    ///
    /// # Errors
    /// A refusal, or a feed that does not end.
    pub fn feed(&mut self, bearer: &Bearer, scope: Scope) -> Result<Vec<(u64, String)>, Failure> {
        let mut rows = Vec::new();
        let mut cursor: Option<Cursor> = None;
        for _ in 0..PAGES_MAX {
            let query = FeedQuery { scope, cursor, limit: None };
            let page = self.desk.page(self.now, bearer, query)?;
            rows.extend(page.rows.into_iter().map(|row| (row.seq, row.item.key())));
            if !page.has_more {
                return Ok(rows);
            }
            cursor = Some(page.next);
        }
        Err(Failure::new("a feed that ends", format!("{} rows", rows.len())))
    }

    fn ten_bytes(&mut self) -> [u8; 10] {
        self.made += 1;
        let mut bytes = [7; 10];
        bytes[2..].copy_from_slice(&self.made.to_be_bytes());
        bytes
    }
}

/// A connection of nobody's to the database of a phone.
///
/// # Errors
/// What the database says.
pub fn outside(path: &Path) -> Result<rusqlite::Connection, Failure> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(wufei_tests::harness::PATIENCE)?;
    Ok(connection)
}
