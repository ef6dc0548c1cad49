//! Whom the server serves: volunteers in real villages of Shaoxing, ten to a turf, each with an enrolled
//! device.
//!
//! Areas and people are imported as an operator does. Codes and leases are written by SQL, as many at
//! once; the devices then enrol over HTTP, each with its code.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use postgres::NoTls;
use tempfile::TempDir;
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    roll::{Roll, RollCommunity, RollDoor, RollPerson, RollTurf},
};
use wufei_domain::{
    area::AreaCode,
    enrolment::EnrolmentCode,
    ids::{ActorId, DeviceId, DoorId, TurfId},
    role::Role,
};
use wufei_server::{service::authorise::secret_hash, settings::Database, store::postgres::SCHEMA};

use super::drive;
use crate::{
    harness::{Cluster, Failure, ServerProcess, now, random, root, same},
    neighbourhood::{self, AS_OF},
};

/// Doors of a turf.
pub const DOORS: u32 = 100;

/// Devices that walk one turf.
const WALKERS: usize = 10;

/// Milliseconds between two rounds of counting, as the server has it by itself.
const TICK_MS: u64 = 5_000;

/// Which database.
#[derive(Clone, Copy)]
pub enum Base<'a> {
    /// One file.
    Sqlite,
    /// A database of the name in the cluster.
    Postgres(&'a Cluster, &'a str),
}

impl Base<'_> {
    /// What it is called in a table.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(..) => "PostgreSQL",
        }
    }
}

/// An enrolled device.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its installation.
    pub id: DeviceId,
    /// Its token.
    pub token: String,
    /// The server's epoch when it was enrolled.
    pub epoch: String,
    /// What it walks.
    pub turf: TurfId,
    /// Where.
    pub community: AreaCode,
    /// The number of its next push.
    pub turn: u64,
}

/// The server and its devices, in a folder that ends with them.
pub struct Town<'a> {
    /// The server, which runs.
    pub server: ServerProcess,
    /// Its devices.
    pub devices: Vec<Device>,
    /// Ids of all records that were acknowledged.
    pub acknowledged: BTreeSet<String>,
    base: Base<'a>,
    folder: TempDir,
}

impl<'a> Town<'a> {
    /// A town with so many enrolled devices.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub fn new(base: Base<'a>, devices: usize) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("wufei-bench-").tempdir()?;
        let server = match base {
            Base::Sqlite => ServerProcess::new(folder.path())?,
            Base::Postgres(cluster, name) => {
                cluster.create(name)?;
                ServerProcess::on(folder.path(), &cluster.url_of(name))?
            }
        };
        // Each device has an address of its own, so that none is counted with another.
        let mut server = server.ticking(TICK_MS).behind_a_proxy();
        let people = people(devices)?;
        server.import_areas()?;
        server.import_roll(&roll(&people)?)?;
        let acknowledged = BTreeSet::new();
        let codes = codes(&people)?;
        let mut sql = Vec::new();
        let (made, later) = (AS_OF.value(), now().plus_ms(3_600_000).value());
        for (person, code) in people.iter().zip(&codes) {
            let (hash, actor) = (secret_hash(code.letters()), person.actor);
            let (community, turf) = (person.community, person.turf);
            sql.push(format!(
                "INSERT INTO enrolment_codes (hash, actor, expires_at)
                    VALUES ('{hash}', '{actor}', {later});
                 INSERT INTO leases (community, turf, actor, taken_at, until)
                    VALUES ('{community}', '{turf}', '{actor}', {made}, {later});\n"
            ));
        }
        run_sql(base, &server.database(), &sql.concat())?;
        server.start()?;
        let mut town = Self { server, devices: Vec::new(), acknowledged, base, folder };
        town.enrol(&people, &codes)?;
        Ok(town)
    }

    fn enrol(&mut self, people: &[Walker], codes: &[EnrolmentCode]) -> Result<(), Failure> {
        let mut asked = Vec::new();
        let mut ids = Vec::new();
        for code in codes {
            let device = DeviceId::from_stamp(now(), random()?);
            let request = EnrolRequest { code: code.to_string(), device };
            asked.push(serde_json::to_vec(&request)?);
            ids.push(device);
        }
        let answers = drive::enrol(&self.server.address(), asked)?;
        for ((person, id), answer) in people.iter().zip(ids).zip(answers) {
            let EnrolResponse { token, epoch, .. } = serde_json::from_slice(&answer)?;
            let (turf, community) = (person.turf, person.community);
            self.devices.push(Device { id, token: token.0, epoch, turf, community, turn: 0 });
        }
        Ok(())
    }

    /// Two copies of its database as it is, for the floor. The server is stopped for it and started
    /// again.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn copies(&mut self) -> Result<[Database; 2], Failure> {
        self.server.stop()?;
        let copies = ["decided", "replayed"].map(|name| self.copy(name));
        self.server.start()?;
        let [decided, replayed] = copies;
        Ok([decided?, replayed?])
    }

    fn copy(&self, name: &str) -> Result<Database, Failure> {
        let address = match self.base {
            Base::Sqlite => {
                let path: PathBuf = self.folder.path().join(format!("{name}.sqlite"));
                fs::copy(self.server.database(), &path)?;
                format!("sqlite:{}", path.display())
            }
            Base::Postgres(cluster, of) => {
                let name = format!("{of}_{name}");
                let copied = format!("CREATE DATABASE {name} TEMPLATE {of}");
                let done = cluster.connect()?.batch_execute(&copied);
                done.map_err(Failure::while_doing("a copy of a database"))?;
                cluster.url_of(&name)
            }
        };
        address.parse().map_err(Failure::while_doing("the address of a copy"))
    }

    /// Compares what is stored with what was acknowledged: none lost, none doubled, each once in the
    /// feed of its turf.
    ///
    /// # Errors
    /// When it is not so.
    pub fn must_hold_all(&self) -> Result<(), Failure> {
        let stored = self.stored()?;
        same("records stored", &self.acknowledged.len(), &stored.len())?;
        let distinct: BTreeSet<String> = stored.into_iter().collect();
        same("ids of what is stored", &true, &(distinct == self.acknowledged))?;
        let told = self.server.counted("SELECT COUNT(*) FROM feed WHERE kind = 'record'")?;
        same("records in feeds", &self.acknowledged.len(), &usize::try_from(told).unwrap_or(0))
    }

    fn stored(&self) -> Result<Vec<String>, Failure> {
        let text = "SELECT id FROM records";
        match self.base {
            Base::Sqlite => {
                let connection = self.server.read()?;
                let mut statement = connection.prepare(text)?;
                let rows = statement.query_map([], |row| row.get(0))?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            Base::Postgres(cluster, name) => {
                let text = format!("SELECT id FROM {SCHEMA}.records");
                let rows = cluster.connect_to(name)?.query(&text, &[]);
                let rows = rows.map_err(Failure::while_doing("ids of records"))?;
                Ok(rows.iter().map(|row| row.get(0)).collect())
            }
        }
    }
}

/// Runs statements in one transaction.
fn run_sql(base: Base<'_>, file: &Path, sql: &str) -> Result<(), Failure> {
    let all = format!("BEGIN; {sql} COMMIT;");
    match base {
        Base::Sqlite => Ok(rusqlite::Connection::open(file)?.execute_batch(&all)?),
        Base::Postgres(cluster, name) => {
            let mut client = postgres::Client::connect(&cluster.url_of(name), NoTls)
                .map_err(Failure::while_doing("a connection"))?;
            let all = format!("SET search_path TO {SCHEMA}; {all}");
            client.batch_execute(&all).map_err(Failure::while_doing("codes and leases"))
        }
    }
}

/// A volunteer, with what they walk.
struct Walker {
    actor: ActorId,
    turf: TurfId,
    community: AreaCode,
}

fn people(many: usize) -> Result<Vec<Walker>, Failure> {
    let table = fs::read_to_string(root().join("server/data/shaoxing-areas.csv"))?;
    let codes = table.lines().skip(1).filter_map(|line| line.split(',').next());
    let villages: Vec<&str> = codes.filter(|code| !code.ends_with("000")).collect();
    let mut people = Vec::new();
    for number in 0..many {
        let village = number / WALKERS;
        let code = villages.get(village).copied().unwrap_or_default();
        people.push(Walker {
            actor: ActorId::from_stamp(AS_OF, stamp(1, number)),
            turf: TurfId::from_stamp(AS_OF, stamp(2, village)),
            community: code.parse()?,
        });
    }
    Ok(people)
}

fn stamp(kind: u8, number: usize) -> [u8; 10] {
    let mut stamp = [kind; 10];
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    if let Some(end) = stamp.last_chunk_mut() {
        *end = number.to_be_bytes();
    }
    stamp
}

fn codes(people: &[Walker]) -> Result<Vec<EnrolmentCode>, Failure> {
    people.iter().map(|_| Ok(EnrolmentCode::from_random(random()?))).collect()
}

fn roll(people: &[Walker]) -> Result<Roll, Failure> {
    let mut roll = neighbourhood::roll()?;
    (roll.communities, roll.points, roll.turfs, roll.people) = Default::default();
    for walkers in people.chunks(WALKERS) {
        let Some(Walker { turf, community, .. }) = walkers.first() else { continue };
        let (code, community) = (*community, *community);
        let door =
            |number| RollDoor { number, label: format!("{number} 号"), do_not_visit: false };
        let doors = (1..=DOORS).map(door).collect();
        roll.communities.push(RollCommunity { code, households: Vec::new(), doors });
        let doors = (1..=DOORS).map(|number| DoorId::new(community, number)).collect();
        roll.turfs.push(RollTurf { id: *turf, name: "全村".to_owned(), community, doors });
        roll.people.extend(walkers.iter().map(|walker| RollPerson {
            valid_from: None,
            valid_until: None,
            actor: walker.actor,
            label: "志愿者".to_owned(),
            role: Role::Volunteer,
            community,
            household: None,
            point: None,
        }));
    }
    Ok(roll)
}
