//! A synthetic town: two villages, a recycling point for both, three turfs, nine people. Made once a
//! process; each seed has a copy of the server's database and of an empty device.

use serde_json::{Value, json};
use uuid::Uuid;
use wufei_disk::{Disk, chance::Chance};
use wufei_domain::{
    area::AreaCode,
    ids::{ActorId, DeviceId, PointId, TurfId},
    role::Role,
    tariff::Tariff,
    time::UnixMs,
};
use wufei_engine::{DATABASE, store::Store};
use wufei_server::{
    Database,
    operate::{import_areas, import_roll},
    service::Service,
    store::{self, Connection as _},
};

use crate::{
    ground::{Cluster, Ground, Place, tell},
    violation::Violation,
};

/// When every seed begins: 24 November 2026, 09:00 in China.
pub(crate) const START: UnixMs = UnixMs::new(1_795_482_000_000);

/// The server's database on its disk.
pub(crate) const SERVER_DATABASE: &str = "server.sqlite";

/// The village most people are of.
pub(crate) const VILLAGE: &str = "330683106273";
/// The village that a newer area table no longer has.
pub(crate) const MERGED_VILLAGE: &str = "330683106272";

/// The table the town begins with.
const AREAS: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村委会
330683106272,village,330683106000,举坑村委会
";

/// The table of the next year: one village has become part of the other.
pub(crate) const AREAS_AFTER_MERGER: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村委会
";

/// Somebody on the roll.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub number: u8,
    pub role: Role,
    pub village: &'static str,
}

const fn person(number: u8, role: Role, village: &'static str) -> Person {
    Person { number, role, village }
}

/// Those who have a device from the beginning.
pub(crate) const OWNERS: [Person; 6] = [
    person(1, Role::Volunteer, VILLAGE),
    person(2, Role::Volunteer, VILLAGE),
    person(3, Role::Volunteer, MERGED_VILLAGE),
    person(4, Role::Attendant, VILLAGE),
    person(5, Role::Attendant, VILLAGE),
    person(6, Role::Resident, VILLAGE),
];

/// Whose the devices are: everybody has one, and a volunteer has a second one.
pub(crate) const DEVICES: [Person; 7] =
    [OWNERS[0], OWNERS[1], OWNERS[2], OWNERS[3], OWNERS[4], OWNERS[5], OWNERS[0]];

/// Those who take over somebody else's device.
pub(crate) const STAND_INS: [Person; 3] = [
    person(7, Role::Volunteer, VILLAGE),
    person(8, Role::Attendant, VILLAGE),
    person(9, Role::Resident, VILLAGE),
];

impl Person {
    pub fn actor(self) -> ActorId {
        ActorId::from_uuid(Uuid::from_u128(u128::from(self.number)))
    }

    /// Who stands in for them.
    pub fn stand_in(self) -> Option<Self> {
        STAND_INS.into_iter().find(|other| other.role == self.role && other.number != self.number)
    }

    /// The person of that id.
    pub fn of(actor: ActorId) -> Option<Self> {
        OWNERS.into_iter().chain(STAND_INS).find(|person| person.actor() == actor)
    }

    /// A resident's household on the roll of [`VILLAGE`].
    pub fn household(self) -> u32 {
        u32::from(self.number) - 5
    }
}

/// The recycling point.
pub(crate) fn point() -> PointId {
    PointId::from_uuid(Uuid::from_u128(100))
}

fn turf(number: u128) -> TurfId {
    TurfId::from_uuid(Uuid::from_u128(200 + number))
}

/// All turfs.
pub(crate) fn turfs() -> [TurfId; 3] {
    [turf(1), turf(2), turf(3)]
}

fn tariff_json() -> Value {
    json!({ "version": 1, "valid_from": 0, "points_per_yuan": 100, "rates": [
        { "material": "cardboard", "name_zh": "纸板", "name_en": "Cardboard", "points_per_kg": 60 },
        { "material": "pet", "name_zh": "塑料瓶", "name_en": "Bottles", "points_per_kg": 120 } ] })
}

/// The one tariff.
///
/// # Errors
/// Never: its text is above.
pub(crate) fn tariff() -> Result<Tariff, Violation> {
    Ok(serde_json::from_value(tariff_json())?)
}

/// The roll; a door of `quiet` asked not to be visited.
pub(crate) fn roll(quiet: Option<u32>) -> String {
    let houses = |village: &str, last: u32, serial: u32| {
        let row = |number: u32| {
            let label = format!("{number} 号（合成）");
            json!({ "number": number, "label": label, "card_serial": serial + number })
        };
        let door = |number: u32| {
            let is_quiet = village == VILLAGE && quiet == Some(number);
            json!({ "number": number, "label": format!("{number} 号（合成）"),
                    "do_not_visit": is_quiet })
        };
        let (households, doors): (Vec<Value>, Vec<Value>) =
            (1..=last).map(|number| (row(number), door(number))).unzip();
        json!({ "code": village, "households": households, "doors": doors })
    };
    let turf = |id: TurfId, name: &str, village: &str, doors: std::ops::RangeInclusive<u32>| {
        let doors: Vec<String> = doors.map(|number| format!("{village}-{number}")).collect();
        json!({ "id": id, "name": name, "community": village, "doors": doors })
    };
    let people = OWNERS.into_iter().chain(STAND_INS).map(|person| {
        let mut row = json!({ "actor": person.actor(), "label": "某人（合成）",
            "role": person.role.code(), "community": person.village });
        match person.role {
            Role::Attendant => row["point"] = json!(point()),
            Role::Resident => row["household"] = json!(format!("{VILLAGE}-{}", person.household())),
            _ => {}
        }
        row
    });
    json!({
        "synthetic": true, "source": "合成数据 synthetic", "as_of": 1_790_000_000_000_u64,
        "tariff": tariff_json(),
        "script": { "version": 1, "questions": [
            { "key": "bins", "text_zh": "分几类？", "text_en": "How many bins?", "choices": [
                { "key": "four", "text_zh": "四类", "text_en": "Four" },
                { "key": "two", "text_zh": "两类", "text_en": "Two" } ] } ] },
        "communities": [houses(VILLAGE, 8, 0), houses(MERGED_VILLAGE, 4, 100)],
        "points": [{ "id": point(), "name": "回收点（合成）", "hours": "7:00-9:00",
                     "scale_max": 150_000, "communities": [VILLAGE, MERGED_VILLAGE] }],
        // Door 5 is in two turfs.
        "turfs": [turf(self::turf(1), "溪东片", VILLAGE, 1..=5),
                  turf(self::turf(2), "溪西片", VILLAGE, 5..=8),
                  turf(self::turf(3), "举坑片", MERGED_VILLAGE, 1..=4)],
        "people": people.collect::<Vec<_>>(),
    })
    .to_string()
}

/// Something done from outside to the database in PostgreSQL, so that it differs from the one in
/// SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meddling {
    /// A trigger changes a word in what a feed tells.
    Changed,
    /// A trigger drops a row of a feed.
    Dropped,
    /// A trigger forgets who has a lease.
    Forgotten,
}

impl Meddling {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Changed, Self::Dropped, Self::Forgotten];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Dropped => "dropped",
            Self::Forgotten => "forgotten",
        }
    }

    const fn commands(self) -> [&'static str; 2] {
        match self {
            Self::Changed => [
                "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
                   NEW.item := replace(NEW.item, ''met'', ''mad''); RETURN NEW; END'",
                "CREATE TRIGGER meddle BEFORE INSERT ON feed
                   FOR EACH ROW EXECUTE FUNCTION meddle()",
            ],
            Self::Dropped => [
                "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
                   RETURN NULL; END'",
                "CREATE TRIGGER meddle BEFORE INSERT ON feed
                   FOR EACH ROW WHEN (NEW.seq % 9 = 0) EXECUTE FUNCTION meddle()",
            ],
            Self::Forgotten => [
                "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
                   NEW.until := NEW.taken_at; RETURN NEW; END'",
                "CREATE TRIGGER meddle BEFORE INSERT ON leases
                   FOR EACH ROW EXECUTE FUNCTION meddle()",
            ],
        }
    }
}

/// What every seed begins with.
pub(crate) struct Template {
    /// The server's disk, with areas, roll, epoch and key.
    city: Disk,
    ground: Ground,
    /// The same in a PostgreSQL, where the server's database lies there.
    place: Option<Place>,
    /// A device's disk: migrated, and nothing in it.
    pub device: Disk,
    /// The city on the device's screen.
    pub code: AreaCode,
}

impl Template {
    /// # Errors
    /// When something cannot be set up.
    pub fn new(ground: Ground, meddling: Option<Meddling>) -> Result<Self, Violation> {
        let city = Disk::new(0)?;
        let place = match ground {
            Ground::Postgres => {
                let (cluster, empty) = Cluster::of_environment()?;
                let name = meddling.map_or("plain", Meddling::name);
                Some(cluster.copied(&format!("town_{}_{name}", std::process::id()), &empty)?)
            }
            Ground::Disk | Ground::SparedDisk => None,
        };
        let database = match &place {
            Some(place) => place.database()?,
            None => Database::Sqlite(city.path(SERVER_DATABASE)),
        };
        import_areas(&database, AREAS, START)?;
        import_roll(&database, &roll(None), START)?;
        let mut connection = store::open(&database)?;
        let mut chance = Chance::new(0);
        connection.begin()?;
        Service::open(&mut connection, &mut |bytes| chance.fill(bytes))?;
        connection.commit()?;
        connection.close()?;
        drop(connection);
        for command in meddling.into_iter().flat_map(Meddling::commands) {
            tell(&database, command.to_owned())?;
        }

        let device = Disk::new(0)?;
        let path = device.path(DATABASE);
        let nobody = DeviceId::from_stamp(START, [0; 10]);
        drop(Store::open(&path, nobody, None).map_err(Violation::own)?);
        rusqlite::Connection::open(&path)?.execute("DELETE FROM device", [])?;
        let code = "330600000000".parse()?;
        Ok(Self { city, ground, place, device, code })
    }

    /// What the server of a seed lies on, and whether its disk is spared.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub fn seat(&self, seed: u64, chance: u64) -> Result<(Disk, Option<Place>, bool), Violation> {
        let name = |town: &Place| format!("{}_{seed}", town.name);
        let place = self.place.as_ref().map(|town| town.copied(&name(town))).transpose()?;
        Ok((self.city.copy(chance), place, self.ground != Ground::Disk))
    }
}
