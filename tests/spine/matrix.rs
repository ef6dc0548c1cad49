//! Row 12: devices of three versions meet servers of three. Each pair works in the older's version;
//! the one that does not know how to step down keeps what it has, says so, and sends it later.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use reqwest::Method;
use tempfile::TempDir;
use wufei_api::{protocol::CURRENT, push::PushRequest, push::PushResponse, routes};
use wufei_domain::{refusal::Code, sync::Verdict, visit::Outcome};
use wufei_tests::harness::{Failure, Http, TestDevice, holds, now, same};

use crate::{
    city::{City, TURF, VOLUNTEER, door, turf},
    elder::Elder,
    front::{Front, Speaks},
    listening::Listening,
    proof::{Control, Databases, Requirement, shown},
};

/// How long a device may take that should be able to at once.
const AT_ONCE: Duration = Duration::from_secs(5);

/// What is changed in the servers of the matrix.
struct Matrix {
    arrange: fn(Speaks) -> Speaks,
}

impl Default for Matrix {
    fn default() -> Self {
        Self { arrange: |speaks| speaks }
    }
}

/// A town whose server is taken for one of `version`.
struct Town {
    city: City,
    _listening: Listening,
    front: Front,
}

impl Matrix {
    fn town(&self, version: u32) -> Result<Town, Failure> {
        let city = City::new()?;
        let listening = Listening::start(&city)?;
        let speaks = (self.arrange)(Speaks::up_to(version));
        let front = Front::start(listening.address()?, speaks)?;
        Ok(Town { city, _listening: listening, front })
    }
}

fn every_pair_meets(matrix: &mut Matrix) -> Result<(), Failure> {
    for server in 1..=CURRENT {
        let what = |failure: Failure| told(CURRENT, server, &failure);
        ours_meets(server, &matrix.town(server)?).map_err(what)?;
        for device in 1..CURRENT {
            let what = |failure: Failure| told(device, server, &failure);
            elder_meets(device, server, &matrix.town(server)?).map_err(what)?;
        }
    }
    Ok(())
}

fn told(device: u32, server: u32, failure: &Failure) -> Failure {
    let Failure { expected, seen } = failure;
    Failure::new(format!("device {device} and server {server}: {expected}"), seen)
}

/// What a device of an earlier version can do is what its time could; nothing it is told is beyond it.
fn elder_meets(device: u32, server: u32, town: &Town) -> Result<(), Failure> {
    let (city, front) = (&town.city, &town.front);
    let mut elder = Elder::enrolled(device, &front.address(), &city.code(VOLUNTEER)?)?;
    let visits: Vec<_> = (1..=3).map(|n| elder.visit(TURF, n, now())).collect::<Result<_, _>>()?;
    if device > server {
        for refused in [elder.takes(TURF)?.err(), elder.pushes(&visits)?.err()] {
            let refusal = refused.ok_or_else(|| Failure::new("a refusal", "none"))?;
            same("the refusal", &Code::ProtocolUnknown, &refusal.code)?;
            let max = refusal.args.get("max").cloned();
            same("the newest that is read", &Some(server.to_string()), &max)?;
        }
        // It kept what it had; the server is brought up to date.
        front.becomes(Speaks::up_to(CURRENT));
    }
    same("a turf", &Ok(()), &elder.takes(TURF)?)?;
    let said = |verdict: &str| Ok(vec![verdict.to_owned(); 3]);
    same("sent", &said("accepted"), &elder.pushes(&visits)?)?;
    same("sent again", &said("duplicate"), &elder.pushes(&visits)?)?;
    let ids = visits.iter().filter_map(|visit| visit["id"].as_str().map(str::to_owned)).collect();
    let read: BTreeSet<String> = elder.reads(TURF)??;
    same("read", &ids, &read)
}

/// The product's own device, over the product's own client.
fn ours_meets(server: u32, town: &Town) -> Result<(), Failure> {
    let (city, front) = (&town.city, &town.front);
    let folder = TempDir::new()?;
    let mut device = TestDevice::open(folder.path(), "phone", &front.address())?;
    device.enrol(&city.code(VOLUNTEER)?)?;
    is_heard(front, server)?;
    device.take_turf(turf(TURF))?;
    device.sync_and_walk(turf(TURF), "ten doors", |doors| doors.doors.len() == 10)?;
    for number in 1..=3 {
        device.visit(turf(TURF), door(number)?, Outcome::NotHome, &[])?;
    }
    device.sync()?;
    for own in device.store()?.records()? {
        same("state of a record", &"acknowledged", &own.state.as_str())?;
    }
    let booted = "SELECT COUNT(*) FROM records WHERE body LIKE '%\"boot\"%'";
    let known = if server < CURRENT { 0 } else { 3 };
    same("boots at a server that knows of them", &known, &city.count(booted, &[])?)?;
    same("versions that were read", &[server].into(), &heard(front))?;
    front.becomes(Speaks::up_to(CURRENT));
    device.restart()?;
    device.sync()?;
    // The process before may have asked for news once more.
    let after: BTreeSet<u32> = front
        .read()
        .into_iter()
        .skip_while(|spoken| *spoken == server && server < CURRENT)
        .collect();
    same("versions after a start", &[CURRENT].into(), &after)?;
    repeats_are_known(&device, &front.address())
}

fn heard(front: &Front) -> BTreeSet<u32> {
    front.read().into_iter().collect()
}

/// The first round comes by itself.
fn is_heard(front: &Front, server: u32) -> Result<(), Failure> {
    let deadline = Instant::now() + AT_ONCE;
    while Instant::now() < deadline {
        if heard(front).contains(&server) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err(Failure::new("a request in a version that the server reads", "none"))
}

/// What a server kept that did not know all of it is the same record when it is offered once more.
fn repeats_are_known(device: &TestDevice, address: &str) -> Result<(), Failure> {
    let store = device.store()?;
    let entries: Vec<_> = store.records()?.into_iter().map(|own| own.record).collect();
    let booted = entries.iter().all(|record| record.made_at.boot.is_some());
    holds("a boot in each record", booted, || format!("{entries:?}"))?;
    let request = PushRequest { device: store.device()?, entries, turn: None };
    let http = Http::new(address)?;
    let request = http.request(Method::POST, routes::PUSH, Some(&store.token()?)).json(&request);
    let answer: PushResponse = http.send(request)?.read()?;
    same("offered once more", &vec![Verdict::Duplicate; 3], &answer.verdicts)
}

#[test]
fn sync_req_12_three_versions_of_devices_meet_three_of_servers() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 12,
        words: "three versions of devices and of servers: each pair works in the older's version",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the versions in the refusal (something between leaves them out)",
            take: |matrix: &mut Matrix| {
                matrix.arrange = |speaks| Speaks { says_which: false, ..speaks };
                Ok(())
            },
            says: "a request in a version that the server reads",
        },
        Control {
            taken: "the version in the request (something between says the newest for all)",
            take: |matrix: &mut Matrix| {
                matrix.arrange = |speaks| Speaks { passed_off_as: Some(CURRENT), ..speaks };
                Ok(())
            },
            says: "fields of a page that it knows",
        },
    ];
    println!("\n{}", shown(&requirement, || Ok(Matrix::default()), every_pair_meets, &controls)?);
    Ok(())
}
