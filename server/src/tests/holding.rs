//! Leases that are taken back, and what is held for a lead because of it.

use wufei_api::feed::FeedQuery;
use wufei_domain::{
    ids::RecordId,
    record::Body,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::{BACKOFF_LONGEST_MS, Verdict},
    visit::{Outcome, VisitVoid, VoidReason},
};

use super::city::{
    City, Device, MAXI, OTHER_VOLUNTEER, QUIET_DOOR, TURF, VOLUNTEER, actor, turf, visit,
};
use crate::{
    operate::{
        Decided, OperateError, allow_lease, list_held, list_leases, refuse_held, revoke_lease,
        take_held,
    },
    service::Request,
};

const HELD: Verdict = Verdict::Held { after_ms: BACKOFF_LONGEST_MS };

fn taken_back() -> (City, Device) {
    let mut city = City::new();
    let device = city.enrol(VOLUNTEER);
    city.lease(&device, TURF).unwrap();
    let before = city.record(MAXI, visit(1, Outcome::Met));
    city.accepted(&device, &before);
    revoke_lease(&city.database(), turf(TURF), actor(VOLUNTEER), city.now).unwrap();
    (city, device)
}

fn code(error: &OperateError) -> Option<Code> {
    match error {
        OperateError::Refused(refusals) => refusals.first().map(|refusal| refusal.code),
        _ => None,
    }
}

fn waiting(city: &City) -> Vec<RecordId> {
    list_held(&city.database()).unwrap().ids().unwrap()
}

#[test]
fn a_turf_that_was_taken_back_is_closed_to_its_volunteer_and_free_for_others() {
    let (mut city, device) = taken_back();
    let scope = Scope::Turf(turf(TURF));
    let query = FeedQuery { scope, cursor: None, limit: None };
    let read = |city: &mut City| city.ask(Request::Feed(device.bearer.clone(), query.clone()));
    assert_eq!(read(&mut city).unwrap_err().code, Code::ScopeForbidden);
    assert_eq!(city.lease(&device, TURF).unwrap_err().code, Code::LeaseRevoked);
    let again = revoke_lease(&city.database(), turf(TURF), actor(VOLUNTEER), city.now);
    assert_eq!(code(&again.unwrap_err()), Some(Code::NotFound));
    let other = city.enrol(OTHER_VOLUNTEER);
    city.lease(&other, TURF).unwrap();
    let rows = list_leases(&city.database()).unwrap().to_string();
    assert_eq!(rows.lines().count(), 3, "{rows}");
    assert!(rows.contains(&format!(",{}\n", city.now.value())), "{rows}");

    allow_lease(&city.database(), turf(TURF), actor(VOLUNTEER), city.now).unwrap();
    assert!(read(&mut city).is_ok());
    let again = allow_lease(&city.database(), turf(TURF), actor(VOLUNTEER), city.now);
    assert_eq!(code(&again.unwrap_err()), Some(Code::NotFound));
}

#[test]
fn what_still_comes_of_it_is_held_whole_and_counts_once_a_lead_takes_it() {
    let (mut city, device) = taken_back();
    let record = city.record(MAXI, visit(2, Outcome::Met));
    let Body::Visit(body) = &record.body else { unreachable!() };
    let void = VisitVoid {
        turf: body.turf,
        door: body.door,
        visit: record.id,
        reason: VoidReason::WrongDoor,
    };
    let void = city.record(MAXI, Body::VisitVoid(void));
    assert_eq!(city.push(&device, &[&record, &void]), [HELD, HELD]);
    assert_eq!(city.push(&device, &[&record, &void]), [HELD, HELD], "asked again");
    assert_eq!(city.count("SELECT COUNT(*) FROM visits"), 1, "only the one before");
    assert_eq!(waiting(&city), [record.id, void.id]);

    let early = take_held(&city.database(), void.id, city.now);
    assert_eq!(code(&early.unwrap_err()), Some(Code::VisitUnknown), "its visit is not here");
    assert_eq!(waiting(&city), [record.id, void.id]);
    let (came, now) = (city.now.value(), city.now.plus_ms(90_000));
    let decided = take_held(&city.database(), record.id, now);
    assert_eq!(decided.unwrap(), Decided::Taken(record.id));
    take_held(&city.database(), void.id, now).unwrap();
    assert!(waiting(&city).is_empty());
    let sql = format!("SELECT COUNT(*) FROM records WHERE received_at = {came}");
    assert_eq!(city.count(&sql), 3, "when it came is kept");
    assert_eq!(city.count("SELECT COUNT(*) FROM v_visits WHERE voided = 1"), 1);
    assert_eq!(city.push(&device, &[&record, &void]), [Verdict::Duplicate, Verdict::Duplicate]);
    let again = take_held(&city.database(), record.id, now);
    assert_eq!(code(&again.unwrap_err()), Some(Code::NotFound), "decided once");

    let other = city.enrol(OTHER_VOLUNTEER);
    city.lease(&other, TURF).unwrap();
    assert_eq!(city.items(&other, Scope::Turf(turf(TURF)), "record").len(), 3, "the feed tells");
}

#[test]
fn one_that_a_lead_does_not_take_is_told_why() {
    let (mut city, device) = taken_back();
    let record = city.record(MAXI, visit(2, Outcome::Met));
    assert_eq!(city.push(&device, &[&record]), [HELD]);
    let empty = refuse_held(&city.database(), record.id, "  ", city.now);
    assert_eq!(code(&empty.unwrap_err()), Some(Code::TextMissing));
    let long = refuse_held(&city.database(), record.id, &"长".repeat(201), city.now);
    assert_eq!(code(&long.unwrap_err()), Some(Code::TextTooLong));
    refuse_held(&city.database(), record.id, "另有人走过", city.now).unwrap();
    let refusal = Refusal::new(Code::RecordNotTaken).with("why", "另有人走过");
    assert_eq!(city.push(&device, &[&record]), [Verdict::Rejected { refusal }]);
    assert!(waiting(&city).is_empty());
    assert_eq!(city.count("SELECT COUNT(*) FROM visits"), 1);
}

#[test]
fn a_held_id_is_used_for_one_record() {
    let (mut city, device) = taken_back();
    let record = city.record(MAXI, visit(2, Outcome::Met));
    assert_eq!(city.push(&device, &[&record]), [HELD]);
    let mut other = record.clone();
    other.body = visit(3, Outcome::Met);
    assert_eq!(city.refused(&device, &other), Code::IdReused);
    city.tamper("UPDATE held_records SET hash = 'another'");
    assert_eq!(city.refused(&device, &record), Code::IdReused, "the control: the hash decides");
}

#[test]
fn a_held_record_that_breaks_a_rule_waits_on() {
    let (mut city, device) = taken_back();
    let record = city.record(MAXI, visit(QUIET_DOOR, Outcome::Met));
    assert_eq!(city.push(&device, &[&record]), [HELD]);
    let taken = take_held(&city.database(), record.id, city.now);
    assert_eq!(code(&taken.unwrap_err()), Some(Code::DoorOutsideTurf));
    assert_eq!(waiting(&city), [record.id]);
}

#[test]
fn one_that_came_in_another_way_waits_for_nobody() {
    let (mut city, device) = taken_back();
    let record = city.record(MAXI, visit(2, Outcome::Met));
    assert_eq!(city.push(&device, &[&record]), [HELD]);
    allow_lease(&city.database(), turf(TURF), actor(VOLUNTEER), city.now).unwrap();
    city.accepted(&device, &record);
    assert!(waiting(&city).is_empty());
}
