//! Roles in time: what an ended or a changed one still lets in, and what it does not.

use serde_json::{Value, json};
use wufei_api::feed::FeedQuery;
use wufei_domain::{
    ids::RecordId,
    record::{Body, Record, UnknownItem},
    refusal::Code,
    scope::Scope,
    sync::{BACKOFF_LONGEST_MS, Verdict},
    time::DAY_MS,
    visit::Outcome,
};

use super::city::{
    ATTENDANT, City, Device, GULAI, JUKENG, MAXI, POINT, TURF, VOLUNTEER, actor, drop_off,
    household, point, roll, shift_opened, turf, usual_lines, visit,
};
use crate::{
    operate::{Limit, import_roll, limit_grant, list_grants, list_held, take_held},
    service::Request,
};

const HELD: Verdict = Verdict::Held { after_ms: BACKOFF_LONGEST_MS };

/// A volunteer in the field, with a visit that arrived.
fn in_the_field() -> (City, Device, Record) {
    let mut city = City::new();
    let device = city.enrol(VOLUNTEER);
    city.lease(&device, TURF).unwrap();
    let arrived = city.record(MAXI, visit(1, Outcome::Met));
    city.accepted(&device, &arrived);
    (city, device, arrived)
}

/// The roll with another line for somebody.
fn rolled_as(city: &City, person: u128, change: impl Fn(&mut Value)) {
    let mut changed = roll();
    let people = changed["people"].as_array_mut().unwrap();
    let id = actor(person).to_string();
    change(people.iter_mut().find(|line| line["actor"] == *id).unwrap());
    import_roll(&city.database(), &changed.to_string(), city.now).unwrap();
}

fn as_attendant(line: &mut Value) {
    line["role"] = json!("attendant");
    line["point"] = json!(point(POINT).to_string());
}

fn reads(city: &mut City, device: &Device, scope: Scope) -> Option<Code> {
    let query = FeedQuery { scope, cursor: None, limit: None };
    let read = city.ask(Request::Feed(device.bearer.clone(), query));
    read.err().map(|refusal| refusal.code)
}

fn waiting(city: &City) -> Vec<RecordId> {
    list_held(&city.database()).unwrap().ids().unwrap()
}

#[test]
fn a_role_that_ended_reads_nothing_and_what_it_recorded_waits_for_a_lead() {
    let (mut city, device, arrived) = in_the_field();
    let ended = limit_grant(&city.database(), actor(VOLUNTEER), Limit::Days(0), city.now).unwrap();
    assert_eq!(ended.1.until, Some(city.now));
    assert_eq!(reads(&mut city, &device, Scope::Turf(turf(TURF))), Some(Code::GrantEnded));
    assert_eq!(city.lease(&device, TURF).unwrap_err().code, Code::GrantEnded);
    let news = city.ask(Request::News(device.bearer.clone())).unwrap_err();
    assert_eq!(
        (news.code, &*news.args["until"]),
        (Code::GrantEnded, &*city.now.value().to_string())
    );

    let late = city.record(MAXI, visit(2, Outcome::Met));
    assert_eq!(city.push(&device, &[&arrived, &late]), [Verdict::Duplicate, HELD]);
    assert_eq!(city.push(&device, &[&late]), [HELD], "asked again");
    let typed = UnknownItem { typed: "榴莲壳".into(), rulebook: "1".into(), photos: Vec::new() };
    let word = city.record(MAXI, Body::UnknownItem(typed));
    assert_eq!(city.push(&device, &[&word]), [Verdict::Accepted], "kept without who typed it");
    assert_eq!(waiting(&city), [late.id]);
    take_held(&city.database(), late.id, city.now).unwrap();
    assert_eq!(city.count("SELECT COUNT(*) FROM visits"), 2);
    assert_eq!(city.push(&device, &[&late]), [Verdict::Duplicate]);

    limit_grant(&city.database(), actor(VOLUNTEER), Limit::Open, city.now).unwrap();
    assert_eq!(reads(&mut city, &device, Scope::Turf(turf(TURF))), None);
}

#[test]
fn a_role_ends_by_itself_and_no_roll_opens_it_again() {
    let (mut city, device, _) = in_the_field();
    limit_grant(&city.database(), actor(VOLUNTEER), Limit::Days(2), city.now).unwrap();
    let scope = Scope::Turf(turf(TURF));
    city.now = city.now.plus_ms(2 * DAY_MS - 1);
    assert_eq!(reads(&mut city, &device, scope), None, "the last moment");
    city.now = city.now.plus_ms(1);
    assert_eq!(reads(&mut city, &device, scope), Some(Code::GrantEnded));
    import_roll(&city.database(), &roll().to_string(), city.now).unwrap();
    assert_eq!(reads(&mut city, &device, scope), Some(Code::GrantEnded));
    let until = city.now.value();
    let listed = list_grants(&city.database()).unwrap().to_string();
    assert!(listed.contains(&format!("某人,volunteer,{MAXI},,{until}\n")), "{listed}");
    let acts: Vec<String> =
        city.acts().into_iter().filter(|act| act.starts_with("grant")).collect();
    assert_eq!(acts, ["grant_limited"]);
}

#[test]
fn a_role_that_has_not_begun_is_not_enrolled_and_keeps_its_code() {
    let mut city = City::new();
    let begins = city.now.plus_ms(1_000);
    rolled_as(&city, VOLUNTEER, |line| line["valid_from"] = json!(begins));
    let code = city.code(VOLUNTEER, 60_000);
    let device = city.device_id();
    let early = city.enrol_with(&code, device).err().unwrap();
    assert_eq!(
        (early.code, &*early.args["from"]),
        (Code::GrantNotBegun, &*begins.value().to_string())
    );
    city.now = begins;
    assert!(city.enrol_with(&code, device).is_ok());
}

/// In a village without signal while the roll makes an attendant of the volunteer.
#[test]
fn what_was_recorded_before_a_role_was_changed_waits_for_a_lead() {
    let (mut city, device, arrived) = in_the_field();
    let late = city.record(MAXI, visit(2, Outcome::Met));
    rolled_as(&city, VOLUNTEER, as_attendant);
    assert_eq!(city.push(&device, &[&arrived, &late]), [Verdict::Duplicate, HELD]);
    assert_eq!(reads(&mut city, &device, Scope::Turf(turf(TURF))), Some(Code::ScopeForbidden));
    assert_eq!(reads(&mut city, &device, Scope::Point(point(POINT))), None);
    let opened = city.record(MAXI, shift_opened());
    city.accepted(&device, &opened);
    take_held(&city.database(), late.id, city.now).unwrap();
    assert_eq!(city.count("SELECT COUNT(*) FROM visits"), 2);
    // Once more, as the same: nothing is written down twice.
    rolled_as(&city, VOLUNTEER, as_attendant);
    assert_eq!(city.count("SELECT COUNT(*) FROM former_grants"), 1);
}

/// The control: without what they were, the visit is refused, and nobody hears of it.
#[test]
fn a_former_role_that_was_not_kept_is_noticed() {
    let (mut city, device, _) = in_the_field();
    let late = city.record(MAXI, visit(2, Outcome::Met));
    rolled_as(&city, VOLUNTEER, as_attendant);
    city.tamper("DELETE FROM former_grants");
    assert_eq!(city.refused(&device, &late), Code::RoleForbidden);
    assert!(waiting(&city).is_empty());
}

#[test]
fn what_was_recorded_in_another_village_before_a_move_waits_for_a_lead() {
    let (mut city, device, _) = in_the_field();
    let late = city.record(MAXI, visit(2, Outcome::Met));
    let elsewhere = city.record(GULAI, visit(2, Outcome::Met));
    rolled_as(&city, VOLUNTEER, |line| line["community"] = json!(JUKENG));
    assert_eq!(city.push(&device, &[&late]), [HELD]);
    assert_eq!(city.refused(&device, &elsewhere), Code::TokenOtherArea, "they never were there");
    let scope = Scope::Community(MAXI.parse().unwrap());
    assert_eq!(reads(&mut city, &device, scope), Some(Code::ScopeForbidden));
}

#[test]
fn a_drop_off_of_a_former_attendant_is_taken_with_its_shift() {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let opened = city.record(MAXI, shift_opened());
    let logged = city.record(MAXI, drop_off(opened.id, household(MAXI, 1), usual_lines()));
    rolled_as(&city, ATTENDANT, |line| {
        line["role"] = json!("volunteer");
        line["point"] = Value::Null;
    });
    assert_eq!(city.push(&device, &[&opened, &logged]), [HELD, HELD]);
    let listed = list_held(&city.database()).unwrap().to_string();
    assert!(listed.contains(",drop_off,,某人,"), "without a turf: {listed}");
    let early = take_held(&city.database(), logged.id, city.now).unwrap_err();
    assert!(early.sentences().contains(&opened.id.to_string()), "{early:?}");
    take_held(&city.database(), opened.id, city.now).unwrap();
    take_held(&city.database(), logged.id, city.now).unwrap();
    assert_eq!(city.count("SELECT COUNT(*) FROM drop_offs"), 1);
    assert!(waiting(&city).is_empty());
}
