//! The town with a device of each role, and how a cell of the matrix is asked.

use std::{fmt, net::SocketAddr, time::Duration};

use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime::Runtime};
use wufei_api::{
    protocol::OLDEST,
    routes::{
        CONSOLE_CONSENT, CONSOLE_CONSENTS, CONSOLE_HELD, CONSOLE_LOGIN, CONSOLE_LOGOUT,
        CONSOLE_MISSING, ENROL, LOOK_UP, MISSING, PUSH,
    },
};
use wufei_domain::{
    drop_off::{Reversal, ReversalReason},
    ids::RecordId,
    record::{Body, UnknownItem},
    role::Role,
    visit::{DoorProposal, Outcome, VisitVoid, VoidReason},
};

use super::{
    super::{
        city::{
            ATTENDANT, AUDITOR, COUNTY_ORGANISER, City, Device, FAR_AUDITOR, JUKENG, MAXI,
            ORGANISER, OTHER_VOLUNTEER, POINT, RESIDENT, TURF, VOLUNTEER, actor, community, door,
            drop_off, household, point, roll, shift_closed, shift_opened, turf, usual_lines, visit,
        },
        network::{PROTOCOL, Reply, ask},
    },
    rows::{Row, Shows},
    sessions,
};
use crate::{
    limits::client::TrustedProxies,
    operate::{Limit, add_screen, answer_missing, import_roll, limit_grant},
    pages::Pages,
    photos::PhotoFolder,
    routes::{
        Desk, Outside,
        described::{Route, Verb},
        router_of,
    },
    service::authorise::Bearer,
    writer::Writer,
};

/// What is asked with a form.
const FORMS: [&str; 7] = [
    LOOK_UP,
    CONSOLE_LOGIN,
    CONSOLE_LOGOUT,
    CONSOLE_MISSING,
    CONSOLE_HELD,
    CONSOLE_CONSENTS,
    CONSOLE_CONSENT,
];

/// A photo's bytes, as far as anybody looks at them here, and their SHA-256.
const PHOTO_BYTES: &str = "x";
const PHOTO_ID: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

/// Whether what is named lies inside what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Inside,
    Outside,
}

/// A role by its place in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who(pub Role);

impl Who {
    pub fn place(self) -> usize {
        Role::ALL.iter().position(|role| *role == self.0).unwrap()
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Without,
    Unknown,
    Revoked,
    /// A volunteer whose role ended.
    Ended,
    Of(Who, Side),
}

/// All columns.
pub fn columns() -> impl Iterator<Item = Column> {
    let of = |side| Role::ALL.into_iter().map(move |role| Column::Of(Who(role), side));
    [Column::Without, Column::Unknown, Column::Revoked, Column::Ended]
        .into_iter()
        .chain(of(Side::Inside))
        .chain(of(Side::Outside))
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Without => f.write_str("no token"),
            Self::Unknown => f.write_str("unknown token"),
            Self::Revoked => f.write_str("revoked token"),
            Self::Ended => f.write_str("ended role"),
            Self::Of(Who(role), Side::Inside) => write!(f, "{} in", role.code()),
            Self::Of(Who(role), Side::Outside) => write!(f, "{} out", role.code()),
        }
    }
}

/// Rows that answer a missing word, of a thing named by `key`.
pub fn rows_of(key: &str, name: &str) -> String {
    format!(
        "item | {key} | {name} | {key}\nbin | bulky | | advice wufei\n\
         why | 太大，放不进任何桶。 | It is too large for any bin.\n"
    )
}

/// People of roles that no other test needs.
const COLLECTOR: u128 = 20;
const MERCHANT: u128 = 21;
const ASSESSOR: u128 = 22;
const TEACHER: u128 = 23;
const LEAD: u128 = 24;

/// Somebody of each role.
pub const fn person_of(role: Role) -> u128 {
    match role {
        Role::Resident => RESIDENT,
        Role::Attendant => ATTENDANT,
        Role::Volunteer => VOLUNTEER,
        Role::Auditor => AUDITOR,
        Role::Organiser => COUNTY_ORGANISER,
        Role::Lead => LEAD,
        Role::Collector => COLLECTOR,
        Role::Merchant => MERCHANT,
        Role::Assessor => ASSESSOR,
        Role::Teacher => TEACHER,
    }
}

pub struct Town {
    pub city: City,
    /// In the order of [`Role::ALL`].
    devices: Vec<Device>,
    /// An organiser of the whole city.
    mayor: Device,
    /// Enrolled again since: this token ended.
    revoked: Device,
    /// Of a volunteer whose role ended.
    ended: Device,
    /// The code of a screen.
    screen: String,
}

impl Town {
    pub fn new() -> Self {
        let mut city = City::new();
        // A turf in another village than the volunteer's.
        let mut more = roll();
        let beyond = json!({
            "id": uuid::Uuid::from_u128(202).to_string(), "name": "二片", "community": JUKENG,
            "doors": [format!("{JUKENG}-1")],
        });
        more["turfs"].as_array_mut().unwrap().push(beyond);
        let people = [
            (COLLECTOR, "collector", MAXI, Some(point(POINT))),
            (MERCHANT, "merchant", MAXI, None),
            (ASSESSOR, "assessor", "330683000000", None),
            (TEACHER, "teacher", MAXI, None),
            (LEAD, "lead", MAXI, None),
        ];
        more["people"].as_array_mut().unwrap().extend(people.map(|(person, role, area, point)| {
            json!({ "actor": actor(person), "label": "某人", "role": role, "community": area,
                    "point": point })
        }));
        import_roll(&city.database(), &more.to_string(), city.now).unwrap();
        let roles = Role::ALL.map(person_of);
        let devices: Vec<Device> = roles.map(|person| city.enrol(person)).into();
        let mayor = city.enrol(ORGANISER);
        city.lease(&devices[2], TURF).unwrap();
        // A lead walked it before: its feed stays theirs to read, and what they recorded is theirs to send.
        let (before, lead) = (city.now.plus_ms(-1).value(), actor(LEAD));
        let walked = turf(TURF);
        city.tamper(&format!(
            "INSERT INTO leases (community, turf, actor, taken_at, until)
             VALUES ('{MAXI}', '{walked}', '{lead}', 0, {before})"
        ));
        let code = city.code(RESIDENT, 60_000);
        let device = city.device_id();
        let revoked = city.enrol_with(&code, device).unwrap();
        let code = city.code(RESIDENT, 60_000);
        city.enrol_with(&code, device).unwrap();
        let ended = city.enrol(OTHER_VOLUNTEER);
        limit_grant(&city.database(), actor(OTHER_VOLUNTEER), Limit::Days(0), city.now).unwrap();
        limit_grant(&city.database(), actor(FAR_AUDITOR), Limit::Days(0), city.now).unwrap();
        let screen = add_screen(&city.database(), community(MAXI), "村口", city.now).unwrap();
        let file = city.folder.path().join("answer.txt");
        answer_missing(&city.database(), &file, &rows_of("warp-drive", "曲率引擎"), city.now)
            .unwrap();
        Self { city, devices, mayor, revoked, ended, screen: screen.to_string() }
    }

    /// A token that its owner would never lend.
    pub fn of_the_auditor(&self) -> Bearer {
        self.devices[3].bearer.clone()
    }

    /// Who asks in a column. An answer for the city is inside what only an organiser of all of it
    /// holds.
    fn device(&self, row: &Row, column: Column) -> Option<&Device> {
        match column {
            Column::Without | Column::Unknown => None,
            Column::Revoked => Some(&self.revoked),
            Column::Ended => Some(&self.ended),
            Column::Of(Who(Role::Organiser), Side::Inside)
                if (row.verb, row.path) == (Verb::Post, MISSING) =>
            {
                Some(&self.mayor)
            }
            Column::Of(who, _) => self.devices.get(who.place()),
        }
    }

    /// The address of a row with its places filled in.
    fn address(&self, row: &Row, asked: &str) -> String {
        let path = row.path.replace("{code}", &self.screen).replace("{item}", "milk-carton");
        let path = path.replace("{lesson}", "hazardous").replace("{size}", "a4");
        let path = path.replace("{id}", PHOTO_ID);
        match row.verb {
            Verb::Get => path + asked,
            Verb::Patch => format!("{path}{asked}&checksum={PHOTO_ID}"),
            Verb::Post => path,
        }
    }

    fn body(&self, row: &Row, asked: &str, device: Option<&Device>, side: Side) -> String {
        match (row.verb, row.path) {
            (Verb::Get, _) => String::new(),
            (Verb::Patch, _) => PHOTO_BYTES.to_owned(),
            (_, ENROL) => {
                let body = json!({ "code": "33333-33333", "device": self.revoked.id });
                body.to_string()
            }
            (_, PUSH) => {
                let device = device.unwrap_or(&self.revoked);
                let entry = record(asked, side);
                json!({ "device": device.id, "entries": [entry] }).to_string()
            }
            (_, MISSING) => json!({ "rows": rows_of("dyson-sphere", "戴森球") }).to_string(),
            _ => asked.to_owned(),
        }
    }
}

/// A record of that kind with an id of its own.
pub fn record(kind: &str, side: Side) -> Value {
    let now = crate::machine::now();
    let new = || {
        let mut random = [0; 10];
        crate::machine::random(&mut random);
        RecordId::from_stamp(now, random)
    };
    let area = if side == Side::Inside { MAXI } else { "330602001001" };
    let body = match kind {
        "shift_opened" => shift_opened(),
        "shift_closed" => shift_closed(new()),
        "drop_off" => drop_off(new(), household(MAXI, 1), usual_lines()),
        "reversal" => Body::Reversal(Reversal {
            point: point(POINT),
            drop_off: new(),
            household: household(MAXI, 1),
            reason: ReversalReason::LoggedTwice,
        }),
        "visit" => visit(1, Outcome::Met),
        "visit_void" => Body::VisitVoid(VisitVoid {
            turf: turf(TURF),
            door: door(1),
            visit: new(),
            reason: VoidReason::Practice,
        }),
        "door_proposal" => Body::DoorProposal(DoorProposal {
            turf: turf(TURF),
            after: None,
            label: "3 幢".to_owned(),
        }),
        _ => Body::UnknownItem(UnknownItem {
            typed: "榴莲壳".into(),
            rulebook: "1".into(),
            photos: Vec::new(),
        }),
    };
    json!({
        "id": new(), "community": area, "body": body,
        "made_at": { "wall": now, "zone_minutes": 480, "monotonic_ms": 1 },
    })
}

/// Asks one cell: its status, and the code of what was refused, on a page too, or the verdict.
pub fn answered(town: &Town, at: SocketAddr, row: &Row, column: Column) -> String {
    let side = if let Column::Of(_, side) = column { side } else { Side::Inside };
    if row.shows == Shows::Session {
        return told(&sessions::asked(town, at, row, column, side));
    }
    let asked = row.asked[usize::from(side == Side::Outside)];
    let device = town.device(row, column);
    let mut headers = vec![PROTOCOL.to_owned()];
    if row.verb == Verb::Post && FORMS.contains(&row.path) {
        headers.push("content-type: application/x-www-form-urlencoded".to_owned());
    }
    let token = device.map(|device| device.bearer.0.as_str());
    let token = if column == Column::Unknown { Some("nobody") } else { token };
    headers.extend(token.map(|token| format!("authorization: Bearer {token}")));
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let body = town.body(row, asked, device, side);
    told(&ask(at, row.verb.name(), &town.address(row, asked), &headers, &body))
}

fn told(reply: &Reply) -> String {
    let body: Value = serde_json::from_str(&reply.body).unwrap_or_default();
    let verdict = &body["verdicts"][0];
    let said = [&body["error"]["code"], &verdict["refusal"]["code"], &verdict["verdict"]];
    let said = said.into_iter().find_map(Value::as_str);
    match said.or_else(|| sessions::said(reply)) {
        Some(said) => format!("{} {said}", reply.status),
        None => reply.status.to_string(),
    }
}

/// A server with a table of its own.
pub struct Changed {
    pub address: SocketAddr,
    runtime: Runtime,
}

impl Changed {
    pub fn start(town: &Town, table: Vec<Route>) -> Self {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let pages = Pages::new(format!("http://{address}").parse().unwrap()).unwrap();
        let (writer, _) = Writer::start(&town.city.database(), 5_000).unwrap();
        let photos = PhotoFolder::new(town.city.folder.path().join("photos"));
        let router = router_of(
            table,
            Desk::new(writer, pages, town.city.database(), photos),
            Outside { oldest: OLDEST, trusted: TrustedProxies::default() },
        );
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async move { axum::serve(listener, service).await });
        Self { address, runtime }
    }

    pub fn stop(self) {
        self.runtime.shutdown_timeout(Duration::from_secs(5));
    }
}
