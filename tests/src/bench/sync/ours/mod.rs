//! Ours: a real server as a process on SQLite, real devices with their own databases, real HTTP
//! through the counting proxy. What touches our own API lives here; the peers know nothing of it.
//!
//! Start here: [`Town`]; then a file a question of the issue: [`round_trip`], [`first_load`],
//! [`idle`], [`live`]; [`by_hand`] drives store and sync client itself, for the control that the
//! device's own loop does not offer; [`profile`] and it say where the time goes.

pub mod by_hand;
pub mod first_load;
pub mod idle;
pub mod live;
pub mod profile;
pub mod round_trip;

use std::{
    net::SocketAddr,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};
use wufei_api::roll::{Roll, RollCommunity, RollDoor, RollPerson, RollTurf};
use wufei_domain::{
    area::AreaCode,
    ids::{ActorId, DoorId, TurfId},
    role::Role,
};

use super::{
    counter::{Counter, Hidden},
    load::VILLAGE,
};
use crate::{
    harness::{Failure, PATIENCE, TestDevice, World},
    neighbourhood::AS_OF,
};

/// Doors of the second turf, which makes the third feed of an idle device.
const SECOND_TURF_DOORS: u32 = 10;

/// The doors that a device has.
const DOORS_HERE: &str = "SELECT count(*) FROM facts WHERE scope LIKE 'turf:%' AND kind = 'door'";

/// How often a device's database is looked at from outside.
const LOOK: Duration = Duration::from_millis(5);

/// A server with one large turf, enough volunteers, and the counting proxy before it.
pub struct Town {
    world: World,
    /// Between all devices and the server.
    pub counter: Counter,
    people: Vec<ActorId>,
}

/// The turf that everybody walks.
pub fn turf() -> TurfId {
    TurfId::from_stamp(AS_OF, [200; 10])
}

fn second_turf() -> TurfId {
    TurfId::from_stamp(AS_OF, [201; 10])
}

impl Town {
    /// A town with so many doors in its turf and so many volunteers.
    ///
    /// # Errors
    /// When it cannot be set up.
    pub fn new(doors: u32, people: u8, hidden: Hidden) -> Result<Self, Failure> {
        let world = World::new()?;
        let people: Vec<ActorId> = (0..people)
            .map(|number| ActorId::from_stamp(AS_OF, [number, 9, 9, 9, 9, 9, 9, 9, 9, 9]))
            .collect();
        world.server.import_roll(&crowded(&world.roll, doors, &people)?)?;
        let address = world.server.address();
        let address: SocketAddr = address
            .trim_start_matches("http://")
            .parse()
            .map_err(Failure::while_doing(format!("the address {address}")))?;
        Ok(Self { counter: Counter::start(address, hidden)?, world, people })
    }

    /// The server's process.
    ///
    /// # Errors
    /// When it does not run.
    pub fn server(&self) -> Result<u32, Failure> {
        self.world.server.id().ok_or_else(|| Failure::new("a server that runs", "none"))
    }

    /// A device of the volunteer of that number, enrolled.
    ///
    /// # Errors
    /// When it is refused.
    pub fn device(&self, person: usize) -> Result<TestDevice, Failure> {
        let device = self.world.device_at(&self.counter.url(), &name(person))?;
        let actor = self.people.get(person).copied();
        let actor = actor.ok_or_else(|| Failure::new(format!("volunteer {person}"), "none"))?;
        device.enrol(&self.world.server.issue_code(actor, &[])?)?;
        Ok(device)
    }

    /// Where that volunteer's device lies.
    fn folder(&self, person: usize) -> PathBuf {
        self.world.device_folder(&name(person))
    }

    /// Ends every lease: a turf that was leased once stays readable and may be written to, and the
    /// next volunteer can take it.
    ///
    /// # Errors
    /// What the database says.
    fn end_leases(&self) -> Result<(), Failure> {
        let connection = Connection::open(self.world.server.database())?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute("UPDATE leases SET until = taken_at", [])?;
        Ok(())
    }

    /// The volunteer's device takes a turf whose former lease has ended.
    ///
    /// # Errors
    /// When it is refused.
    fn take_turf(&self, device: &TestDevice, turf: TurfId) -> Result<(), Failure> {
        self.end_leases()?;
        device.take_turf(turf)
    }
}

fn name(person: usize) -> String {
    format!("device-{person}")
}

/// The roll with the bench's village in it.
fn crowded(roll: &Roll, doors: u32, people: &[ActorId]) -> Result<Roll, Failure> {
    let community: AreaCode = VILLAGE.parse()?;
    let mut roll = roll.clone();
    let door = |number| RollDoor { number, label: label(number), do_not_visit: false };
    roll.communities.push(RollCommunity {
        code: community,
        households: Vec::new(),
        doors: (1..=doors).map(door).collect(),
    });
    let turf = |id, name: &str, doors| RollTurf {
        id,
        name: name.to_owned(),
        community,
        doors: (1..=doors).map(|number| DoorId::new(community, number)).collect(),
    };
    roll.turfs.push(turf(self::turf(), "全村", doors));
    roll.turfs.push(turf(second_turf(), "村口", SECOND_TURF_DOORS.min(doors)));
    roll.people.extend(people.iter().map(|actor| RollPerson {
        valid_from: None,
        valid_until: None,
        actor: *actor,
        label: "志愿者".to_owned(),
        role: Role::Volunteer,
        community,
        household: None,
        point: None,
    }));
    Ok(roll)
}

/// Block, stair, floor and flat.
fn label(number: u32) -> String {
    let at = number - 1;
    let (block, stair, floor, flat) = (at / 48 + 1, at / 12 % 4 + 1, at / 2 % 6 + 1, at % 2 + 1);
    format!("{block} 幢 {stair} 单元 {floor}0{flat}")
}

/// A device's database, looked at from outside.
struct Watch {
    connection: Connection,
    version: i64,
    found: i64,
}

impl Watch {
    fn new(folder: &std::path::Path) -> Result<Self, Failure> {
        let path = folder.join(wufei_engine::DATABASE);
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(Self { connection, version: -1, found: -1 })
    }

    /// Waits until a count is there; gives back when it was. It counts only after a commit of
    /// somebody else.
    fn until(
        &mut self,
        sql: &str,
        wanted: impl Fn(i64) -> bool,
        patience: Duration,
    ) -> Result<Instant, Failure> {
        let deadline = Instant::now() + patience;
        self.version = -1;
        loop {
            let version = self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
            if version != self.version {
                self.version = version;
                self.found = self.connection.query_row(sql, [], |row| row.get(0))?;
                if wanted(self.found) {
                    return Ok(Instant::now());
                }
            }
            if Instant::now() >= deadline {
                let expected = format!("another count within {patience:?}: {sql}");
                return Err(Failure::new(expected, self.found.to_string()));
            }
            thread::sleep(LOOK);
        }
    }
}
