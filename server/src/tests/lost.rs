//! Devices that were reported lost: what they are told, what is still taken from them, what an
//! organiser sees and may take back.

use wufei_api::{
    feed::FeedQuery,
    ledger::LedgerQuery,
    snapshot::{SnapshotId, SnapshotQuery},
    turfs::LeaseRequest,
};
use wufei_domain::{
    lost::LostWord,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::Verdict,
    visit::Outcome,
};

use super::city::{
    AUDITOR, City, Device, MAXI, TURF, VOLUNTEER, community, household, turf, visit,
};
use crate::{
    operate::{KnownDevice, OperateError, Reported, list_devices, report_found, report_lost},
    service::{Request, authorise::Bearer},
};

fn reports(city: &City, device: &Device, word: LostWord) {
    let reported = report_lost(&city.database(), device.id, word, city.now).unwrap();
    assert_eq!(reported, Reported::Lost(device.id, word));
}

fn code<T: std::fmt::Debug>(done: Result<T, OperateError>) -> Code {
    match done {
        Err(OperateError::Refused(refusals)) => refusals[0].code,
        other => panic!("{other:?}"),
    }
}

/// Everything a device may ask for but to take its records.
fn asks(bearer: &Bearer) -> Vec<Request> {
    let scope = Scope::Community(community(MAXI));
    let id = SnapshotId::try_from("a".repeat(64)).unwrap();
    let query = || bearer.clone();
    vec![
        Request::Feed(query(), FeedQuery { scope, cursor: None, limit: None }),
        Request::Snapshot(query(), SnapshotQuery { scope, id }, (0, None)),
        Request::Turfs(query()),
        Request::Lease(query(), LeaseRequest { turf: turf(TURF) }),
        Request::Ledger(query(), LedgerQuery { household: household(MAXI, 1) }),
    ]
}

fn told(city: &mut City, device: &Device) -> Vec<Option<Refusal>> {
    let lost = |refusal: &Refusal| LostWord::told_by(refusal).is_some();
    asks(&device.bearer).into_iter().map(|ask| city.ask(ask).err().filter(lost)).collect()
}

fn known(city: &City, device: &Device) -> KnownDevice {
    let list = list_devices(&city.database()).unwrap();
    list.0.into_iter().find(|known| known.id == device.id).unwrap()
}

/// A volunteer with a turf, and an auditor who is not concerned.
fn two() -> (City, Device, Device) {
    let mut city = City::new();
    let (volunteer, auditor) = (city.enrol(VOLUNTEER), city.enrol(AUDITOR));
    let lease = LeaseRequest { turf: turf(TURF) };
    city.ask(Request::Lease(volunteer.bearer.clone(), lease)).unwrap();
    (city, volunteer, auditor)
}

#[test]
fn a_lost_device_is_refused_everything_but_its_records() {
    for word in LostWord::ALL {
        let (mut city, device, other) = two();
        assert_eq!(told(&mut city, &device), vec![None; 5], "before");
        reports(&city, &device, word);
        assert_eq!(told(&mut city, &device), vec![Some(word.refusal()); 5]);
        let record = city.record(MAXI, visit(1, Outcome::Met));
        assert_eq!(city.push(&device, &[&record]), [Verdict::Accepted], "{word:?}");
        assert_eq!(told(&mut city, &other), vec![None; 5], "no other device is told");
    }
}

/// The control: the mark taken away by hand, it is answered as ever.
#[test]
fn without_the_mark_it_is_answered() {
    let (mut city, device, _) = two();
    reports(&city, &device, LostWord::SendFirst);
    city.tamper("UPDATE devices SET lost_word = NULL");
    assert_eq!(told(&mut city, &device), vec![None; 5]);
}

#[test]
fn a_report_is_taken_back_only_until_the_device_was_told() {
    let (mut city, device, _) = two();
    let database = city.database();
    assert_eq!(report_found(&database, device.id, city.now).unwrap(), Reported::NotLost(device.id));
    reports(&city, &device, LostWord::GoToo);
    let record = city.record(MAXI, visit(1, Outcome::Met));
    city.push(&device, &[&record]);
    assert!(known(&city, &device).told.is_none(), "a push tells nothing");
    assert_eq!(report_found(&database, device.id, city.now).unwrap(), Reported::Found(device.id));
    assert_eq!(told(&mut city, &device), vec![None; 5]);
    reports(&city, &device, LostWord::SendFirst);
    told(&mut city, &device);
    assert_eq!(code(report_found(&database, device.id, city.now)), Code::DeviceTold);
    assert_eq!(told(&mut city, &device).len(), 5);
}

#[test]
fn the_last_word_holds_and_the_list_says_which_one_arrived() {
    let (mut city, device, _) = two();
    let first = city.now;
    reports(&city, &device, LostWord::SendFirst);
    city.now = city.now.plus_ms(1_000);
    told(&mut city, &device);
    let told_first = Some((city.now, LostWord::SendFirst));
    city.now = city.now.plus_ms(1_000);
    reports(&city, &device, LostWord::GoToo);
    let before = known(&city, &device);
    assert_eq!(before.lost, Some((first, LostWord::GoToo)), "lost since it was first said");
    assert_eq!(before.told, told_first);
    city.now = city.now.plus_ms(1_000);
    assert_eq!(told(&mut city, &device), vec![Some(LostWord::GoToo.refusal()); 5]);
    assert_eq!(known(&city, &device).told, Some((city.now, LostWord::GoToo)));
    let line = known(&city, &device).to_string();
    assert!(line.ends_with(&format!(",go_too,{},go_too", city.now.value())), "{line}");
}

#[test]
fn a_device_is_heard_of_to_the_hour() {
    let (mut city, device, other) = two();
    let first = city.now;
    assert_eq!(known(&city, &device).last_contact, first);
    city.now = city.now.plus_ms(59 * 60_000);
    told(&mut city, &device);
    assert_eq!(known(&city, &device).last_contact, first, "no write for each contact");
    city.now = city.now.plus_ms(60_000);
    let record = city.record(MAXI, visit(1, Outcome::Met));
    city.push(&device, &[&record]);
    assert_eq!(known(&city, &device).last_contact, city.now);
    assert_eq!(known(&city, &other).last_contact, first);
}

#[test]
fn a_new_code_ends_the_report() {
    let (mut city, device, _) = two();
    reports(&city, &device, LostWord::GoToo);
    told(&mut city, &device);
    let code = city.code(VOLUNTEER, 60_000);
    let again = city.enrol_with(&code, device.id).unwrap();
    assert_eq!(told(&mut city, &again), vec![None; 5]);
    assert_eq!(known(&city, &again).lost, None);
}

#[test]
fn a_device_that_is_not_there_is_named() {
    let (mut city, device, _) = two();
    let database = city.database();
    let nobody = city.device_id();
    assert_eq!(code(report_lost(&database, nobody, LostWord::GoToo, city.now)), Code::NotFound);
    assert_eq!(code(report_found(&database, nobody, city.now)), Code::NotFound);
    let list = list_devices(&database).unwrap().to_string();
    assert!(list.starts_with("device,label,role,last_contact,lost_at"), "{list}");
    assert!(
        list.contains(&device.id.to_string())
            && list.ends_with("# 2 devices, 0 of them reported lost")
    );
}
