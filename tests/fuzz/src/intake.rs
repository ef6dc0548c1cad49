//! Target: the service behind the decoder, on a SQLite in memory. Whatever entries a push holds, each
//! has its verdict, what was accepted is a duplicate when it comes again, no failure of the store
//! comes of it, and a refusal carries every value that its sentence names.

use std::{cell::RefCell, collections::BTreeMap};

use proptest::prelude::*;
use wufei_api::{
    enrol::EnrolRequest,
    protocol,
    push::{PushEnvelope, PushResponse},
    turfs::LeaseRequest,
};
use wufei_disk::Disk;
use wufei_domain::{
    ids::{ActorId, DeviceId},
    refusal::Refusal,
    sync::Verdict,
    time::UnixMs,
};
use wufei_server::{
    Database,
    operate::{import_areas, import_roll, issue_code},
    service::{Failure, Request, Response, Service, authorise::Bearer},
    store::{Connection as _, sqlite::Sqlite},
};

use super::{corpus, recipe};

const NOW: UnixMs = UnixMs::new(1_795_000_000_000);
const AREAS: &str = include_str!("../town/areas.csv");
const ROLL: &str = include_str!("../town/roll.json");
const SENTENCES: &str = include_str!("../../../shared/domain/words/en/refusal.ftl");

/// Somebody of the town, with the device that the kept bodies are from.
struct Person {
    actor: u128,
    device: &'static str,
    /// Which of the kept bodies, in the order of their names.
    body: usize,
}

const ATTENDANT: Person =
    Person { actor: 1, device: "01a1ee56-5e00-7000-8000-00000000000a", body: 0 };
const VOLUNTEER: Person =
    Person { actor: 2, device: "01a1ee56-5e00-7000-8000-00000000000b", body: 1 };

/// A server's insides, with one person enrolled.
struct Desk {
    /// Where the database lies, as long as it is needed.
    _disk: Disk,
    connection: Sqlite,
    service: Service,
    bearer: Bearer,
}

impl Desk {
    fn new(person: &Person) -> Self {
        let disk = Disk::new(5).unwrap();
        let path = disk.path("server.sqlite");
        let database = Database::Sqlite(path.clone());
        import_areas(&database, AREAS, NOW).unwrap();
        import_roll(&database, ROLL, NOW).unwrap();
        let actor = ActorId::from_uuid(uuid::Uuid::from_u128(person.actor));
        let code = issue_code(&database, actor, 60_000, NOW).unwrap().to_string();
        let mut connection = Sqlite::open(&path).unwrap();
        connection.begin().unwrap();
        let service = Service::open(&mut connection, &mut |bytes| bytes.fill(7)).unwrap();
        let bearer = Bearer(String::new());
        let mut desk = Self { _disk: disk, connection, service, bearer };
        let device: DeviceId = person.device.parse().unwrap();
        let enrolled =
            desk.ask(Request::Enrol(EnrolRequest { code, device }, protocol::CURRENT)).unwrap();
        let Response::Enrolled(enrolled) = enrolled else { panic!("{enrolled:?}") };
        desk.bearer = Bearer(enrolled.token.0);
        if person.actor == VOLUNTEER.actor {
            let turf = uuid::Uuid::from_u128(200).to_string().parse().unwrap();
            let lease = Request::Lease(desk.bearer.clone(), LeaseRequest { turf });
            desk.ask(lease).unwrap();
        }
        desk.connection.commit().unwrap();
        desk
    }

    fn ask(&mut self, request: Request) -> Result<Response, Failure> {
        self.service.handle(&mut self.connection, request, NOW, &mut |bytes| bytes.fill(7))
    }

    /// A push, and the same again, in a transaction that does not last.
    fn push_twice(&mut self, envelope: &PushEnvelope) -> Result<[PushResponse; 2], Failure> {
        let request = Request::Push(self.bearer.clone(), envelope.clone());
        self.connection.begin()?;
        let first = self.ask(request.clone());
        let second = self.ask(request);
        self.connection.rollback()?;
        match (first?, second?) {
            (Response::Pushed(first), Response::Pushed(second)) => Ok([first, second]),
            other => panic!("{other:?}"),
        }
    }
}

/// The values that each sentence names.
fn values_named() -> BTreeMap<String, Vec<String>> {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut code = String::new();
    for line in SENTENCES.lines() {
        if let Some((id, _)) = line.split_once(" = ")
            && let Some(of) = id.strip_prefix("refusal-")
        {
            of.clone_into(&mut code);
            named.insert(code.clone(), Vec::new());
        }
        let names = line.split('$').skip(1).map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>()
        });
        if let Some(of) = named.get_mut(&code) {
            of.extend(names);
        }
    }
    named
}

fn says_all(refusal: &Refusal, named: &BTreeMap<String, Vec<String>>) -> Result<(), TestCaseError> {
    let code = refusal.code.as_str();
    let lacking: Vec<&String> =
        named[code].iter().filter(|name| !refusal.args.contains_key(*name)).collect();
    prop_assert!(lacking.is_empty(), "{} lacks {:?}: {:?}", code, lacking, refusal.args);
    Ok(())
}

/// Runs the target; `heard` is what becomes of an answer on its way to the device.
fn run(person: &Person, heard: fn(PushResponse) -> PushResponse) -> Result<(), String> {
    let desk = RefCell::new(Desk::new(person));
    let named = values_named();
    let kept = vec![corpus::bodies("intake").remove(person.body)];
    recipe::run(&recipe::bodies(kept), |recipe::Body(body)| {
        let Ok(envelope) = serde_json::from_slice::<PushEnvelope>(&body) else { return Ok(()) };
        let [first, second] = match desk.borrow_mut().push_twice(&envelope) {
            Ok(answers) => answers.map(heard),
            Err(Failure::Refused(refusal)) => return says_all(&refusal, &named),
            Err(failure) => return Err(TestCaseError::fail(failure.to_string())),
        };
        prop_assert_eq!(first.verdicts.len(), envelope.entries.len(), "a verdict an entry");
        for (once, again) in first.verdicts.iter().zip(&second.verdicts) {
            match once {
                Verdict::Accepted | Verdict::Duplicate => {
                    prop_assert_eq!(again, &Verdict::Duplicate, "it came again");
                }
                Verdict::Rejected { refusal } => says_all(refusal, &named)?,
                Verdict::RetryLater { after_ms } | Verdict::Held { after_ms } => {
                    prop_assert!(*after_ms > 0);
                }
            }
        }
        Ok(())
    })
}

#[test]
fn the_kept_bodies_are_taken_but_for_what_breaks_a_rule() {
    let mut found = Vec::new();
    for person in [ATTENDANT, VOLUNTEER] {
        let body = corpus::bodies("intake").remove(person.body);
        let envelope = serde_json::from_slice(&body).unwrap();
        let [first, _] = Desk::new(&person).push_twice(&envelope).unwrap();
        found.extend(first.verdicts.iter().map(Verdict::is_stored));
    }
    let mut wanted = [true; 12];
    // The last of the volunteer's is a door that is not to be visited.
    wanted[11] = false;
    assert_eq!(found, wanted);
}

#[test]
fn fuzz_what_an_attendant_sends() {
    run(&ATTENDANT, |answer| answer).unwrap();
}

#[test]
fn fuzz_what_a_volunteer_sends() {
    run(&VOLUNTEER, |answer| answer).unwrap();
}

fn control(reason: &str, heard: fn(PushResponse) -> PushResponse) {
    let broken = run(&ATTENDANT, heard).expect_err("nothing was noticed");
    assert!(broken.contains(reason), "{broken}");
}

#[test]
fn control_a_verdict_that_is_missing_is_noticed() {
    control("a verdict an entry", |mut answer| {
        answer.verdicts.pop();
        answer
    });
}

#[test]
fn control_a_record_that_is_stored_twice_is_noticed() {
    control("it came again", |mut answer| {
        for verdict in &mut answer.verdicts {
            if *verdict == Verdict::Duplicate {
                *verdict = Verdict::Accepted;
            }
        }
        answer
    });
}

#[test]
fn control_a_refusal_without_its_values_is_noticed() {
    control("lacks [\"", |mut answer| {
        for verdict in &mut answer.verdicts {
            if let Verdict::Rejected { refusal } = verdict {
                refusal.args.clear();
            }
        }
        answer
    });
}
