//! A small town: three villages, two recycling points, two turfs, one of each role, and a clock
//! that stands still until it is moved.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;
use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    feed::{FeedItem, FeedQuery, FeedRow},
    ledger::{LedgerQuery, LedgerResponse},
    protocol,
    push::PushEnvelope,
    turfs::LeaseRequest,
};
use wufei_domain::{
    area::AreaCode,
    card::CardNumber,
    drop_off::{DropOff, Line, Reversal, ReversalReason},
    ids::{ActorId, DeviceId, DoorId, HouseholdId, PointId, RecordId, TurfId},
    record::{Body, Record, ShiftClosed, ShiftOpened},
    refusal::{Code, Refusal},
    scope::Scope,
    sync::Verdict,
    tariff::{Grade, MaterialId},
    time::{DeviceTime, UnixMs},
    units::Grams,
    visit::{Outcome, Visit},
};

use crate::{
    operate::{OperateError, Restored, import_areas, import_roll, issue_code, restore},
    service::{Request, Response, Service, authorise::Bearer},
    settings::Database,
    store::{self, Connection},
};

use super::ground::Ground;

pub const AREAS: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106001,village,330683106000,谷来居委会
330683106272,village,330683106000,举坑村委会
330683106273,village,330683106000,马溪村委会
330602000000,county,330600000000,越城区
330602001000,town,330602000000,塔山街道
330602001001,village,330602001000,鲁迅社区
";

/// 12 households.
pub const MAXI: &str = "330683106273";
/// 12 households.
pub const JUKENG: &str = "330683106272";
/// 8 households: too few to be shown.
pub const GULAI: &str = "330683106001";

pub const ATTENDANT: u128 = 1;
pub const OTHER_ATTENDANT: u128 = 2;
pub const RESIDENT: u128 = 3;
pub const VOLUNTEER: u128 = 4;
pub const OTHER_VOLUNTEER: u128 = 5;
pub const AUDITOR: u128 = 6;
pub const FAR_AUDITOR: u128 = 7;
/// Of the whole city.
pub const ORGANISER: u128 = 8;
/// Of one county.
pub const COUNTY_ORGANISER: u128 = 9;

/// Serves all three villages.
pub const POINT: u128 = 100;
/// Serves 举坑村 only.
pub const OTHER_POINT: u128 = 101;
/// Doors 1 to 10 of 马溪村.
pub const TURF: u128 = 200;
/// Doors 9, which is in [`TURF`] too, 11 and 12.
pub const OTHER_TURF: u128 = 201;
/// Asked not to be visited; in [`TURF`].
pub const QUIET_DOOR: u32 = 10;

fn id(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}

pub fn actor(number: u128) -> ActorId {
    id(number).parse().unwrap()
}

pub fn point(number: u128) -> PointId {
    id(number).parse().unwrap()
}

pub fn turf(number: u128) -> TurfId {
    id(number).parse().unwrap()
}

pub fn household(community: &str, number: u32) -> HouseholdId {
    HouseholdId::new(community.parse().unwrap(), number)
}

pub fn door(number: u32) -> DoorId {
    DoorId::new(MAXI.parse().unwrap(), number)
}

/// The card of a household: the village's place among the three, then the number.
pub fn card(household: HouseholdId) -> CardNumber {
    CardNumber::from_serial(serial(&household.community.to_string(), household.number)).unwrap()
}

fn serial(community: &str, number: u32) -> u32 {
    let place = [MAXI, JUKENG, GULAI].iter().position(|code| *code == community).unwrap();
    u32::try_from(place).unwrap() * 1_000 + number
}

pub fn roll() -> serde_json::Value {
    let community = |code: &str, households: u32| {
        let numbers = 1..=households;
        json!({
            "code": code,
            "households": numbers.clone().map(|n| json!({
                "number": n, "label": format!("{n} 号"), "card_serial": serial(code, n),
            })).collect::<Vec<_>>(),
            "doors": numbers.map(|n| json!({
                "number": n, "label": format!("{n} 号"), "do_not_visit": n == QUIET_DOOR,
            })).collect::<Vec<_>>(),
        })
    };
    let point = |number, communities: &[&str]| {
        json!({
            "id": id(number), "name": "回收点", "hours": "7:00–9:00", "scale_max": 150_000,
            "communities": communities,
        })
    };
    let turf = |number, doors: &[u32]| {
        let doors: Vec<String> = doors.iter().map(|n| door(*n).to_string()).collect();
        json!({ "id": id(number), "name": "一片", "community": MAXI, "doors": doors })
    };
    let rate = |material, points| {
        json!({ "material": material, "name_zh": material, "name_en": material,
                "points_per_kg": points })
    };
    let person = |number, role| json!({ "actor": id(number), "label": "某人", "role": role, "community": MAXI });
    let mut people = vec![
        person(ATTENDANT, "attendant"),
        person(OTHER_ATTENDANT, "attendant"),
        person(RESIDENT, "resident"),
        person(VOLUNTEER, "volunteer"),
        person(OTHER_VOLUNTEER, "volunteer"),
        person(AUDITOR, "auditor"),
        person(FAR_AUDITOR, "auditor"),
        person(ORGANISER, "organiser"),
        person(COUNTY_ORGANISER, "organiser"),
    ];
    people[0]["point"] = json!(id(POINT));
    people[1]["point"] = json!(id(OTHER_POINT));
    people[2]["household"] = json!(household(MAXI, 1).to_string());
    people[5]["community"] = json!("330683000000");
    people[6]["community"] = json!("330602000000");
    people[7]["community"] = json!("330600000000");
    people[8]["community"] = json!("330683000000");
    json!({
        "synthetic": true, "source": "合成数据 synthetic", "as_of": 1_790_000_000_000_u64,
        "tariff": { "version": 1, "valid_from": 0, "points_per_yuan": 100,
                    "rates": [rate("cardboard", 60), rate("pet", 120)] },
        "script": { "version": 1, "questions": [{
            "key": "bins", "text_zh": "分几类？", "text_en": "How many bins?",
            "choices": [{ "key": "four", "text_zh": "四类", "text_en": "Four" }],
        }] },
        "communities": [community(MAXI, 12), community(JUKENG, 12), community(GULAI, 8)],
        "points": [point(POINT, &[MAXI, JUKENG, GULAI]), point(OTHER_POINT, &[JUKENG])],
        "turfs": [turf(TURF, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), turf(OTHER_TURF, &[9, 11, 12])],
        "people": people,
    })
}

/// A device with its token.
#[derive(Clone)]
pub struct Device {
    pub id: DeviceId,
    pub bearer: Bearer,
    pub response: EnrolResponse,
}

pub struct City {
    pub folder: TempDir,
    pub ground: Ground,
    pub connection: Box<dyn Connection + Send>,
    pub service: Service,
    pub now: UnixMs,
    made: u64,
}

impl City {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::founded(Ground::new(&folder), folder)
    }

    /// For what is about a file, whatever the environment says.
    pub fn on_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::founded(Ground::on_file(&folder), folder)
    }

    fn founded(ground: Ground, folder: TempDir) -> Self {
        let now = UnixMs::new(1_795_000_000_000);
        import_areas(&ground.database, AREAS, now).unwrap();
        import_roll(&ground.database, &roll().to_string(), now).unwrap();
        Self::open(folder, ground, now)
    }

    pub fn open(folder: TempDir, ground: Ground, now: UnixMs) -> Self {
        let mut connection = store::open(&ground.database).unwrap();
        connection.begin().unwrap();
        let service = Service::open(&mut connection, &mut crate::machine::random).unwrap();
        connection.commit().unwrap();
        Self { folder, ground, connection, service, now, made: 0 }
    }

    /// The server ended and started again on the same file.
    pub fn reopened(self) -> Self {
        let made = self.made;
        drop(self.connection);
        Self { made, ..Self::open(self.folder, self.ground, self.now) }
    }

    /// Stopped, with `from` put in its place, and started again.
    pub fn restored(self, from: &Path) -> (Self, Result<Restored, OperateError>) {
        let (made, database) = (self.made, self.database());
        drop(self.connection);
        let done = restore(&database, from, self.now);
        (Self { made, ..Self::open(self.folder, self.ground, self.now) }, done)
    }

    pub fn database(&self) -> Database {
        self.ground.database.clone()
    }

    /// One request in a transaction of its own, as the writer does it.
    pub fn ask(&mut self, request: Request) -> Result<Response, Refusal> {
        self.connection.begin().unwrap();
        let random = &mut crate::machine::random;
        match self.service.handle(&mut self.connection, request, self.now, random) {
            Ok(response) => {
                self.connection.commit().unwrap();
                match response {
                    Response::Refused(refusal) => Err(refusal),
                    response => Ok(response),
                }
            }
            Err(failure) => {
                self.connection.rollback().unwrap();
                Err(failure.refusal())
            }
        }
    }

    pub fn code(&self, person: u128, valid_ms: i64) -> String {
        issue_code(&self.database(), actor(person), valid_ms, self.now).unwrap().to_string()
    }

    pub fn enrol_with(&mut self, code: &str, id: DeviceId) -> Result<Device, Refusal> {
        let request =
            Request::Enrol(EnrolRequest { code: code.to_owned(), device: id }, protocol::CURRENT);
        match self.ask(request)? {
            Response::Enrolled(response) => {
                let bearer = Bearer(response.token.0.clone());
                Ok(Device { id, bearer, response: *response })
            }
            other => panic!("{other:?}"),
        }
    }

    pub fn enrol(&mut self, person: u128) -> Device {
        let code = self.code(person, 60_000);
        let id = self.device_id();
        self.enrol_with(&code, id).unwrap()
    }

    fn ten_bytes(&mut self) -> [u8; 10] {
        self.made += 1;
        let mut bytes = [7; 10];
        bytes[2..].copy_from_slice(&self.made.to_be_bytes());
        bytes
    }

    pub fn device_id(&mut self) -> DeviceId {
        DeviceId::from_stamp(self.now, self.ten_bytes())
    }

    pub fn record(&mut self, community: &str, body: Body) -> Record {
        let made_at = DeviceTime { wall: self.now, zone_minutes: 480, monotonic_ms: 1, boot: None };
        let id = RecordId::from_stamp(self.now, self.ten_bytes());
        Record { id, community: community.parse().unwrap(), made_at, body }
    }

    pub fn push(&mut self, device: &Device, records: &[&Record]) -> Vec<Verdict> {
        let entries = records.iter().map(|record| serde_json::to_value(record).unwrap()).collect();
        self.push_values(device, entries).unwrap()
    }

    pub fn push_values(
        &mut self,
        device: &Device,
        entries: Vec<serde_json::Value>,
    ) -> Result<Vec<Verdict>, Refusal> {
        let envelope = PushEnvelope { device: device.id, entries, turn: None };
        match self.ask(Request::Push(device.bearer.clone(), envelope))? {
            Response::Pushed(response) => Ok(response.verdicts),
            other => panic!("{other:?}"),
        }
    }

    /// The code of the refusal of one record.
    pub fn refused(&mut self, device: &Device, record: &Record) -> Code {
        match self.push(device, &[record]).remove(0) {
            Verdict::Rejected { refusal } => refusal.code,
            other => panic!("{other:?}"),
        }
    }

    pub fn accepted(&mut self, device: &Device, record: &Record) {
        assert_eq!(self.push(device, &[record]), [Verdict::Accepted], "{record:?}");
    }

    pub fn rows(&mut self, device: &Device, scope: Scope) -> Vec<FeedRow> {
        let query = FeedQuery { scope, cursor: None, limit: None };
        match self.ask(Request::Feed(device.bearer.clone(), query)).unwrap() {
            Response::Page(page) => page.rows,
            other => panic!("{other:?}"),
        }
    }

    pub fn items(&mut self, device: &Device, scope: Scope, kind: &str) -> Vec<FeedItem> {
        let rows = self.rows(device, scope).into_iter().map(|row| row.item);
        rows.filter(|item| item.kind() == kind).collect()
    }

    pub fn ledger(&mut self, auditor: &Device, household: HouseholdId) -> LedgerResponse {
        let query = LedgerQuery { household };
        match self.ask(Request::Ledger(auditor.bearer.clone(), query)).unwrap() {
            Response::Ledger(ledger) => *ledger,
            other => panic!("{other:?}"),
        }
    }

    pub fn lease(&mut self, device: &Device, number: u128) -> Result<(), Refusal> {
        let request = LeaseRequest { turf: turf(number) };
        self.ask(Request::Lease(device.bearer.clone(), request)).map(drop)
    }
}

pub fn shift_opened() -> Body {
    Body::ShiftOpened(ShiftOpened { point: point(POINT) })
}

pub fn shift_closed(shift: RecordId) -> Body {
    Body::ShiftClosed(ShiftClosed { point: point(POINT), shift })
}

pub fn line(material: &str, gross: u32, tare: u32) -> Line {
    Line {
        material: MaterialId(material.to_owned()),
        gross: Grams::new(gross).unwrap(),
        tare: Grams::new(tare).unwrap(),
        grade: Grade::Clean,
    }
}

/// 3.2 kg cardboard and 1.1 kg PET: 192 + 132 = 324 points.
pub fn usual_lines() -> Vec<Line> {
    vec![line("cardboard", 3_200, 0), line("pet", 1_300, 200)]
}

pub fn drop_off(shift: RecordId, household: HouseholdId, lines: Vec<Line>) -> Body {
    let card = card(household);
    Body::DropOff(DropOff { point: point(POINT), shift, household, card, tariff_version: 1, lines })
}

pub fn reversal(drop_off: RecordId, household: HouseholdId) -> Body {
    let reason = ReversalReason::WrongWeight;
    Body::Reversal(Reversal { point: point(POINT), drop_off, household, reason })
}

pub fn visit(number: u32, outcome: Outcome) -> Body {
    Body::Visit(Visit {
        turf: turf(TURF),
        door: door(number),
        outcome,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    })
}

pub fn community(code: &str) -> AreaCode {
    code.parse().unwrap()
}
