//! What the server refuses, over raw HTTP: each its own code, status and sentence in both languages.

use reqwest::Method;
use uuid::Uuid;
use wufei_api::{
    enrol::Token,
    protocol,
    push::{PushRequest, PushResponse},
    routes,
    turfs::LeaseRequest,
};
use wufei_domain::{
    area::AreaCode,
    ids::{DoorId, HouseholdId, TurfId},
    record::{Body, Record},
    refusal::Code,
    role::Role,
    sync::{BATCH_BYTES_MAX, Verdict},
    visit::Outcome,
};
use wufei_tests::{
    harness::{
        Failure, World, holds,
        records::{Sender, drop_off, shift, visit},
        same, sentences,
    },
    neighbourhood::units::{MAXI, XIBAO, YUEXIU},
};

fn maxi() -> Result<AreaCode, Failure> {
    Ok(MAXI.parse()?)
}

/// The one verdict of one record, which must be a refusal of this code.
fn is_rejected(sender: &Sender, record: Record, code: Code) -> Result<(), Failure> {
    let verdicts = sender.push(&[record])?;
    let [Verdict::Rejected { refusal }] = &verdicts[..] else {
        return Err(Failure::new(format!("a refusal, {}", code.as_str()), format!("{verdicts:?}")));
    };
    same("the refusal", &code, &refusal.code)?;
    sentences(refusal).map(drop)
}

#[test]
fn bodies_and_headers_that_cannot_be_read() -> Result<(), Failure> {
    let world = World::new()?;
    let sender = Sender::new(&world, Role::Volunteer, MAXI, 0)?;
    let (http, token) = (sender.http(), sender.enrolled.token.clone());
    let push = |body: Vec<u8>| {
        let request = http.request(Method::POST, routes::PUSH, Some(&token));
        http.send(request.header("content-type", "application/json").body(body))
    };
    push(b"{\"device\":".to_vec())?.is_refused(Code::BodyMalformed)?;
    push(b"[1, 2, 3]".to_vec())?.is_refused(Code::BodyMalformed)?;
    push(vec![b' '; BATCH_BYTES_MAX * 2])?.is_refused(Code::BodyTooLarge)?;
    let many = vec![visit(world.turf(0)?.id, world.turf(0)?.doors[0], Outcome::Met)?; 201];
    let short = many.iter().map(|record| record.id).collect::<Vec<_>>();
    let entries = serde_json::json!({ "device": sender.device, "entries": short });
    push(serde_json::to_vec(&entries)?)?.is_refused(Code::BatchTooLarge)?;

    let turfs = |name: &str, value: &str| {
        let bearer = format!("Bearer {}", token.0);
        let request = http.bare(Method::GET, routes::TURFS);
        http.send(request.header(protocol::AUTHORIZATION, bearer).header(name, value))
    };
    turfs(protocol::HEADER, "99")?.is_refused(Code::ProtocolUnknown)?;
    turfs(protocol::HEADER, "one")?.is_refused(Code::ProtocolUnknown)?;
    turfs("x-other", "1")?.is_refused(Code::ProtocolUnknown)?;
    same("the right one", &200, &turfs(protocol::HEADER, "1")?.status)?;

    http.get(routes::TURFS, None)?.is_refused(Code::TokenMissing)?;
    let unknown = Token("0".repeat(64));
    http.get(routes::TURFS, Some(&unknown))?.is_refused(Code::TokenUnknown)?;
    http.get("/v1/nowhere", Some(&token))?.is_refused(Code::NotFound)?;
    http.get(routes::PUSH, Some(&token))?.is_refused(Code::MethodUnknown)
}

#[test]
fn tokens_that_belong_elsewhere() -> Result<(), Failure> {
    let world = World::new()?;
    let elsewhere = Sender::new(&world, Role::Volunteer, XIBAO, 0)?;
    let (turf, door) = (world.turf(0)?.id, world.turf(0)?.doors[0]);
    is_rejected(&elsewhere, visit(turf, door, Outcome::Met)?, Code::TokenOtherArea)?;
    let lease = LeaseRequest { turf };
    let http = elsewhere.http();
    http.post(routes::LEASE, Some(&elsewhere.enrolled.token), &lease)?
        .is_refused(Code::TokenOtherArea)?;
    let scope = format!("{}?scope=turf:{turf}", routes::FEED);
    http.get(&scope, Some(&elsewhere.enrolled.token))?.is_refused(Code::ScopeForbidden)?;
    let household = HouseholdId::new(maxi()?, 1);
    let ledger = format!("{}?household={household}", routes::LEDGER);
    http.get(&ledger, Some(&elsewhere.enrolled.token))?.is_refused(Code::RoleForbidden)?;

    // The token of one installation, used by another.
    let first = Sender::new(&world, Role::Volunteer, MAXI, 0)?;
    let request = PushRequest { device: elsewhere.device, entries: Vec::new(), turn: None };
    first
        .http()
        .post(routes::PUSH, Some(&first.enrolled.token), &request)?
        .is_refused(Code::TokenUnknown)
}

#[test]
fn doors_that_are_not_there_or_not_theirs() -> Result<(), Failure> {
    let world = World::new()?;
    let sender = Sender::new(&world, Role::Volunteer, MAXI, 0)?;
    let turf = world.turf(0)?.clone();
    let nowhere = TurfId::from_uuid(Uuid::from_u128(999));
    is_rejected(&sender, visit(nowhere, turf.doors[0], Outcome::Met)?, Code::TurfUnknown)?;
    let lease = LeaseRequest { turf: turf.id };
    let leased = sender.http().post(routes::LEASE, Some(&sender.enrolled.token), &lease)?;
    same("the lease", &200, &leased.status)?;

    let nowhere = DoorId::new(maxi()?, 9_999);
    is_rejected(&sender, visit(turf.id, nowhere, Outcome::Met)?, Code::DoorUnknown)?;
    let outside = DoorId::new(maxi()?, 100);
    is_rejected(&sender, visit(turf.id, outside, Outcome::Met)?, Code::DoorOutsideTurf)?;
    let good = visit(turf.id, turf.doors[0], Outcome::Met)?;
    same("a right one", &vec![Verdict::Accepted], &sender.push(std::slice::from_ref(&good))?)?;
    same("again", &vec![Verdict::Duplicate], &sender.push(std::slice::from_ref(&good))?)?;

    let mut changed = good;
    if let Body::Visit(visit) = &mut changed.body {
        visit.outcome = Outcome::Refused;
    }
    is_rejected(&sender, changed, Code::IdReused)?;
    let count = world.server.count("SELECT count(*) FROM v_visits", [])?;
    same("visits at the server", &1, &count)
}

#[test]
fn weights_and_cards_that_no_device_would_send() -> Result<(), Failure> {
    let world = World::new()?;
    let sender = Sender::new(&world, Role::Attendant, MAXI, 0)?;
    let open = shift(&sender)?;
    same("the shift", &vec![Verdict::Accepted], &sender.push(std::slice::from_ref(&open))?)?;
    let household = HouseholdId::new(maxi()?, 1);
    let card = world.card(MAXI, 1)?;
    let changed = |change: &dyn Fn(&mut wufei_domain::drop_off::DropOff)| {
        let mut record = drop_off(&open, household, card, 3_200)?;
        if let Body::DropOff(drop_off) = &mut record.body {
            change(drop_off);
        }
        Ok::<_, Failure>(record)
    };
    is_rejected(&sender, drop_off(&open, household, card, 0)?, Code::WeightZero)?;
    is_rejected(&sender, drop_off(&open, household, card, 150_001)?, Code::WeightAboveScale)?;
    let tare = changed(&|drop_off| drop_off.lines[0].tare = drop_off.lines[0].gross)?;
    is_rejected(&sender, tare, Code::TareAboveGross)?;
    is_rejected(&sender, changed(&|drop_off| drop_off.lines.clear())?, Code::LinesMissing)?;
    let other = world.card(MAXI, 2)?;
    is_rejected(&sender, drop_off(&open, household, other, 3_200)?, Code::CardUnknown)?;

    // The wire's own form: a negative weight is no record at all.
    let right = serde_json::to_string(&drop_off(&open, household, card, 3_200)?)?;
    let negative = right.replacen("\"gross\":3200", "\"gross\":-3200", 1);
    holds("a negative weight in the text", right != negative, || right.clone())?;
    let body = format!("{{\"device\":\"{}\",\"entries\":[{negative}]}}", sender.device);
    let http = sender.http();
    let request = http.request(Method::POST, routes::PUSH, Some(&sender.enrolled.token)).body(body);
    let response: PushResponse = http.send(request)?.read()?;
    let refused = matches!(&response.verdicts[..], [Verdict::Rejected { refusal }]
        if refusal.code == Code::BodyMalformed);
    holds("body_malformed for that entry", refused, || format!("{:?}", response.verdicts))?;

    let stranger = Sender::new(&world, Role::Attendant, YUEXIU, 0)?;
    is_rejected(&stranger, drop_off(&open, household, card, 1_000)?, Code::TokenOtherArea)?;
    let count = world.server.count("SELECT count(*) FROM drop_offs", [])?;
    same("drop-offs at the server", &0, &count)
}

#[test]
fn an_area_table_with_a_broken_row_is_refused_whole() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = wufei_tests::harness::ServerProcess::new(folder.path())?;
    server.import_areas()?;
    let before = server.count("SELECT count(*) FROM areas", [])?;
    let table = folder.path().join("areas.csv");
    let rows =
        "code,level,parent,name\n330700000000,city,,金华市\n33078,county,330700000000,东阳市\n";
    std::fs::write(&table, rows)?;
    let said = server.operate(&["import", "areas", &table.to_string_lossy()]);
    let Err(failure) = said else {
        return Err(Failure::new("a refusal", "the table was taken"));
    };
    let named = failure.seen.contains(Code::AreaRowBroken.as_str()) && failure.seen.contains('3');
    holds("area_row_broken with its line", named, || failure.seen.clone())?;
    let count = server.count("SELECT count(*) FROM areas", [])?;
    same("areas, none of the refused table's", &before, &count)
}
