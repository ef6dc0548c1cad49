//! A device without threads and network: its own store and the product's own sync client, carried
//! round by round to a city in this process, over a wire that may fail.

use std::path::PathBuf;

use tempfile::TempDir;
use wufei_api::{feed::FeedPage, push::PushRequest, turfs::LEASE_MS};
use wufei_app::effect::{store::AppendRecord, sync::RoundReport};
use wufei_domain::{
    ids::{DeviceId, RecordId},
    record::{Body, Record},
    refusal::{Code, Refusal},
    sync::BACKOFF_LONGEST_MS,
    time::{BootId, DeviceTime, UnixMs},
    visit::{Outcome, Visit},
};
use wufei_engine::{
    Answer as _,
    store::{
        Store,
        seal::{KEY_BYTES, SealKey},
    },
    sync::{Input, NetStep, Step, StoreStep, SyncClient},
};
use wufei_server::service::{Request, Response, authorise::Bearer};
use wufei_tests::harness::Failure;

pub use crate::wire::{Fate, clean};
use crate::{
    city::{City, MAXI, visit, walk},
    wire::through,
};

/// When the steady clock of every phone began to count.
const CLOCK_STARTED: UnixMs = UnixMs::new(1_794_000_000_000);

/// Rounds after which an outbox that still holds something counts as stuck.
const ROUNDS_MAX: usize = 40;

/// A device.
pub struct Phone {
    pub folder: TempDir,
    pub store: Store,
    client: SyncClient,
    /// Its wall clock stands this far from the server's.
    pub clock_off_ms: i64,
    pub zone_minutes: i16,
    /// Asks its store for batches of so many bytes, whatever the sync client says.
    pub bytes_max: Option<usize>,
    /// Something in between leaves out what the server says it holds.
    pub muted_checks: bool,
    /// Something in between leaves out which push it is.
    pub unnumbered: bool,
    /// The server no longer tells its version anything, but takes what it made.
    pub unserved: bool,
    /// What something in between makes of a part of a snapshot.
    pub on_the_way: fn(Vec<u8>) -> Vec<u8>,
    /// Parts of so many bytes, whatever the server would give.
    pub part_bytes: Option<u64>,
    /// Bytes of parts that arrived.
    pub part_bytes_arrived: u64,
    /// The largest body it sent.
    pub largest_push: usize,
    /// How many batches it sent.
    pub pushes: usize,
    seed: u8,
    made: u32,
}

impl Phone {
    /// A phone that is not enrolled; `seed` keeps its ids apart from those of others.
    ///
    /// # Errors
    /// When its database cannot be made.
    pub fn new(seed: u8) -> Result<Self, Failure> {
        Self::at(folder()?, seed, None)
    }

    /// As [`Phone::new`], with a key from the secret storage of a phone.
    ///
    /// # Errors
    /// When its database cannot be made.
    pub fn with_key(seed: u8) -> Result<Self, Failure> {
        Self::at(folder()?, seed, SealKey::try_from([seed; KEY_BYTES].as_slice()).ok())
    }

    /// A phone on a folder; `seed` keeps apart what is made there from now on.
    ///
    /// # Errors
    /// When its database cannot be opened.
    pub fn at(folder: TempDir, seed: u8, key: Option<SealKey>) -> Result<Self, Failure> {
        let fresh = DeviceId::from_stamp(CLOCK_STARTED, [seed; 10]);
        let store = Store::open(&database_in(&folder), fresh, key)?;
        Ok(Self {
            folder,
            store,
            client: SyncClient::default(),
            clock_off_ms: 0,
            zone_minutes: 480,
            bytes_max: None,
            muted_checks: false,
            unnumbered: false,
            unserved: false,
            on_the_way: |part| part,
            part_bytes: None,
            part_bytes_arrived: 0,
            largest_push: 0,
            pushes: 0,
            seed,
            made: 0,
        })
    }

    /// A phone of somebody who walks a turf.
    ///
    /// # Errors
    /// When it is refused.
    pub fn walking(city: &mut City, seed: u8, person: u128, turf: u128) -> Result<Self, Failure> {
        let mut phone = Self::new(seed)?;
        phone.enrol(city, person)?;
        phone.lease(city, turf)?;
        Ok(phone)
    }

    /// # Errors
    /// When it is refused.
    pub fn enrol(&mut self, city: &mut City, person: u128) -> Result<(), Failure> {
        let response = city.enrol(person, self.store.device()?)?;
        self.store.enrol(&response)?;
        Ok(())
    }

    /// # Errors
    /// When it is refused.
    pub fn lease(&mut self, city: &mut City, turf: u128) -> Result<(), Failure> {
        city.lease(&self.bearer()?, turf)?;
        self.store.follow(walk(turf))?;
        Ok(())
    }

    /// The turf after every lease on it has run out.
    ///
    /// # Errors
    /// When it is refused.
    pub fn lease_next(&mut self, city: &mut City, turf: u128) -> Result<(), Failure> {
        city.now = city.now.plus_ms(LEASE_MS);
        self.lease(city, turf)
    }

    /// # Errors
    /// Before it is enrolled.
    pub fn bearer(&mut self) -> Result<Bearer, Refusal> {
        self.store.token().map(|token| Bearer(token.0))
    }

    /// Another phone with a copy of its folder; `seed` keeps apart what is made there from now on.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn copied(&self, seed: u8) -> Result<Self, Failure> {
        let folder = folder()?;
        let to = database_in(&folder);
        self.outside()?.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
        let mut copy = Self::at(folder, seed, None)?;
        copy.unnumbered = self.unnumbered;
        Ok(copy)
    }

    /// The app is ended and started again: what it keeps is in its database.
    pub fn restart(&mut self) {
        self.client = SyncClient::default();
    }

    /// A record by this phone's clock, not kept yet.
    ///
    /// # Errors
    /// When the code of the community cannot be read.
    pub fn make(&mut self, now: UnixMs, body: Body) -> Result<Record, Failure> {
        self.made += 1;
        let mut bytes = [self.seed; 10];
        bytes[6..].copy_from_slice(&self.made.to_be_bytes());
        let wall = now.plus_ms(self.clock_off_ms);
        let monotonic_ms = u64::try_from(now.since_ms(CLOCK_STARTED)).unwrap_or_default();
        let boot = Some(BootId::new([self.seed; BootId::BYTES]));
        Ok(Record {
            id: RecordId::from_stamp(wall, bytes),
            community: MAXI.parse()?,
            made_at: DeviceTime { wall, zone_minutes: self.zone_minutes, monotonic_ms, boot },
            body,
        })
    }

    /// Keeps a record.
    ///
    /// # Errors
    /// When the store cannot.
    pub fn keep(&mut self, record: &Record) -> Result<(), Failure> {
        let operation = AppendRecord { record: record.clone(), from_draft: None };
        self.store.answer(&operation)?;
        Ok(())
    }

    /// Makes a visit and keeps it.
    ///
    /// # Errors
    /// When the store cannot.
    pub fn visits(&mut self, now: UnixMs, visit: Visit) -> Result<Record, Failure> {
        let record = self.make(now, Body::Visit(visit))?;
        self.keep(&record)?;
        Ok(record)
    }

    /// Doors of the turf, one after the other.
    ///
    /// # Errors
    /// When the store cannot.
    pub fn walks(&mut self, now: UnixMs, doors: u32) -> Result<Vec<RecordId>, Failure> {
        let doors = 0..doors;
        doors.map(|n| Ok(self.visits(now, visit(n % 10 + 1, Outcome::Met)?)?.id)).collect()
    }

    /// One round, each exchange with the fate that `wire` gives it.
    ///
    /// # Errors
    /// What the round ended with.
    pub fn round(
        &mut self,
        city: &mut City,
        wire: &mut dyn FnMut() -> Fate,
    ) -> Result<RoundReport, Refusal> {
        let now = city.now.plus_ms(self.clock_off_ms);
        let mut step = self.client.handle(Input::Begin(None));
        loop {
            let input = match step {
                Step::Over(result) => return result,
                Step::Store(mut step) => {
                    if let (StoreStep::ReadBatch { bytes_max, .. }, Some(other)) =
                        (&mut step, self.bytes_max)
                    {
                        *bytes_max = other;
                    }
                    step.carry_out(&mut self.store, now)
                }
                Step::Net(step) => self.exchange(city, step, wire()),
            };
            step = self.client.handle(input);
        }
    }

    fn exchange(&mut self, city: &mut City, step: NetStep, fate: Fate) -> Input {
        let unserved = self.unserved && !matches!(step, NetStep::Push(_));
        let fate = if unserved { Fate::Refused(Code::ProtocolUnknown) } else { fate };
        match step {
            NetStep::Push(request) => Input::Pushed(self.pushed(city, &request, fate)),
            NetStep::Pull(query) => Input::Pulled(through(fate, || {
                let bearer = self.bearer()?;
                let page = city.desk.page(city.now, &bearer, query)?;
                let check = page.check.filter(|_| !self.muted_checks);
                Ok(FeedPage { check, ..page })
            })),
            NetStep::Part { query, from } => {
                let part = through(fate, || {
                    let to = self.part_bytes.map(|bytes| from + bytes);
                    match city.ask(Request::Snapshot(self.bearer()?, query, (from, to)))? {
                        Response::Part(part) => Ok((self.on_the_way)(part.bytes().to_vec())),
                        _ => Err(Code::ServerFailed.into()),
                    }
                });
                self.part_bytes_arrived += part.as_ref().map_or(0, |part| part.len() as u64);
                Input::Part(part)
            }
        }
    }

    fn pushed(
        &mut self,
        city: &mut City,
        request: &PushRequest,
        fate: Fate,
    ) -> Result<wufei_api::push::PushResponse, Refusal> {
        let body = serde_json::to_vec(request).unwrap_or_default();
        self.largest_push = self.largest_push.max(body.len());
        self.pushes += 1;
        through(fate, || {
            let mut envelope = crate::city::envelope(request)?;
            envelope.turn = envelope.turn.filter(|_| !self.unnumbered);
            let push = Request::Push(self.bearer()?, envelope);
            match city.ask(push)? {
                Response::Pushed(response) => Ok(response),
                _ => Err(Code::ServerFailed.into()),
            }
        })
    }

    /// Rounds over a wire that does not fail until nothing waits and nothing more is to be read.
    /// Whatever must wait is given its time. Gives back how many rounds it took.
    ///
    /// # Errors
    /// When something is left after a bounded number of rounds.
    pub fn drain(&mut self, city: &mut City) -> Result<usize, Failure> {
        let mut last = String::new();
        for rounds in 1..=ROUNDS_MAX {
            let ended = self.round(city, &mut clean);
            match &ended {
                Ok(report) if report.counts.waiting == 0 && !report.more => return Ok(rounds),
                Ok(report) if report.more => {}
                _ => {
                    let longest = i64::try_from(BACKOFF_LONGEST_MS).unwrap_or(i64::MAX);
                    city.now = city.now.plus_ms(longest);
                }
            }
            last = format!("{ended:?}");
        }
        let expected = format!("an outbox that is empty within {ROUNDS_MAX} rounds");
        Err(Failure::new(expected, format!("the last round: {last}")))
    }
}

/// A folder for a phone.
///
/// # Errors
/// When it cannot be made.
pub fn folder() -> Result<TempDir, Failure> {
    Ok(tempfile::Builder::new().prefix("wufei-spine-").tempdir()?)
}

/// Its database in there.
pub fn database_in(folder: &TempDir) -> PathBuf {
    folder.path().join(wufei_engine::DATABASE)
}
