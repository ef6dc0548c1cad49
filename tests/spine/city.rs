//! A small synthetic town on the server's own service and store, in this process, with a clock that
//! stands still until it is moved. A [`Desk`] is one server on the file; several may share it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Params;
use tempfile::TempDir;
use uuid::Uuid;
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    feed::{Cursor, FeedPage, FeedQuery},
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
    service::{Failure as Unanswered, Request, Response, Service, authorise::Bearer},
    settings::Database,
    store::{Connection as _, StoreError, sqlite::Sqlite},
};
use wufei_tests::harness::Failure;

use crate::{
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

/// One server on the database's file: a connection and the service over it.
pub struct Desk {
    pub connection: Rewired,
    service: Service,
}

impl Desk {
    fn open(path: &Path) -> Result<Self, Failure> {
        let mut connection = Rewired::new(Sqlite::open(path)?);
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
    folder: TempDir,
    pub desk: Desk,
    pub now: UnixMs,
    made: u64,
}

impl City {
    /// # Errors
    /// When it cannot be set up.
    pub fn new() -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("wufei-spine-").tempdir()?;
        let now = UnixMs::new(1_795_000_000_000);
        let path = database_in(&folder);
        let database = Database::Sqlite(path.clone());
        operate::import_areas(&database, AREAS, now)?;
        operate::import_roll(&database, &roll().to_string(), now)?;
        Ok(Self { desk: Desk::open(&path)?, folder, now, made: 0 })
    }

    /// Where its database is.
    pub fn path(&self) -> PathBuf {
        database_in(&self.folder)
    }

    pub fn database(&self) -> Database {
        Database::Sqlite(self.path())
    }

    /// A second server on the same file.
    ///
    /// # Errors
    /// What the database says.
    pub fn desk_beside(&self) -> Result<Desk, Failure> {
        Desk::open(&self.path())
    }

    /// A connection of nobody's, to look and to take away.
    ///
    /// # Errors
    /// What the database says.
    pub fn outside(&self) -> Result<rusqlite::Connection, Failure> {
        outside(&self.path())
    }

    /// What somebody counts with SQL of their own.
    ///
    /// # Errors
    /// What the database says.
    pub fn count(&self, sql: &str, params: impl Params) -> Result<i64, Failure> {
        Ok(self.outside()?.query_row(sql, params, |row| row.get(0))?)
    }

    /// A copy of the database as it is now.
    ///
    /// # Errors
    /// What the database says.
    pub fn back_up(&self) -> Result<PathBuf, Failure> {
        let copy = self.folder.path().join("backup.sqlite");
        self.outside()?.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
        Ok(copy)
    }

    /// The server is stopped, its database exchanged by `arrange`, and started again.
    ///
    /// # Errors
    /// What the database or `arrange` says.
    pub fn restarted(
        &mut self,
        arrange: impl FnOnce(&Database) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let aside = tempfile::tempdir()?;
        // The desk holds the file open; one on a file of its own takes its place meanwhile.
        self.desk = Desk::open(&aside.path().join("nobody.sqlite"))?;
        arrange(&self.database())?;
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
        match self.ask(Request::Enrol(request))? {
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

fn database_in(folder: &TempDir) -> PathBuf {
    folder.path().join("server.sqlite")
}

/// A connection of nobody's to a database.
///
/// # Errors
/// What the database says.
pub fn outside(path: &Path) -> Result<rusqlite::Connection, Failure> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(wufei_tests::harness::PATIENCE)?;
    Ok(connection)
}

/// The file of a database that lies in one.
///
/// # Errors
/// For another database.
pub fn file_of(database: &Database) -> Result<&Path, Failure> {
    database.file().ok_or_else(|| Failure::new("a database in a file", database.to_string()))
}

/// Puts a backup in the place of a database.
///
/// # Errors
/// When a file cannot be moved.
pub fn put_back(backup: &Path, database: &Database) -> Result<(), Failure> {
    let path = file_of(database)?;
    for end in ["-wal", "-shm"] {
        let beside = PathBuf::from(format!("{}{end}", path.display()));
        if beside.exists() {
            fs::remove_file(beside)?;
        }
    }
    fs::copy(backup, path)?;
    Ok(())
}
