//! Row 12: a device whose version is no longer served is told nothing more, but all that it made is
//! taken, and the person is asked to update the app.

use tempfile::TempDir;
use wufei_api::protocol::{CURRENT, OLDEST};
use wufei_domain::{refusal::Code, visit::Outcome};
use wufei_tests::harness::{Failure, TestDevice, holds, now, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, door, turf},
    elder::Elder,
    front::{Front, Speaks},
    listening::Listening,
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

/// More than two batches.
const VISITS: u32 = 450;

/// A town with a server of the next version before it, and a device of today.
struct Closing {
    city: City,
    _listening: Listening,
    front: Front,
    next: Speaks,
}

fn closing() -> Result<Closing, Failure> {
    let city = City::new()?;
    let listening = Listening::start(&city)?;
    let front = Front::start(listening.address()?, Speaks::up_to(CURRENT))?;
    Ok(Closing { city, _listening: listening, front, next: Speaks::after(CURRENT) })
}

fn what_was_made_is_taken(closing: &mut Closing) -> Result<(), Failure> {
    our_device_says_so(closing)?;
    an_operator_closes_it_to_elders()?;
    batch_follows_batch()
}

fn our_device_says_so(closing: &Closing) -> Result<(), Failure> {
    let Closing { city, front, next, .. } = closing;
    let folder = TempDir::new()?;
    let device = TestDevice::open(folder.path(), "phone", &front.address())?;
    device.enrol(&city.code(VOLUNTEER)?)?;
    device.take_turf(turf(TURF))?;
    device.sync_and_walk(turf(TURF), "ten doors", |doors| doors.doors.len() == 10)?;
    front.becomes(next.clone());
    for number in 1..=3 {
        device.visit(turf(TURF), door(number)?, Outcome::NotHome, &[])?;
    }
    // Each visit is followed by a round.
    let outbox = device.outbox()?;
    holds("an outbox that ends its rounds", outbox.attention.is_empty(), || format!("{outbox:?}"))?;
    let arrived = device.until("a round that ended", |view| {
        let line = view.sync_line.clone()?;
        let told = line.contains(&CURRENT.to_string()) && line.contains('4');
        told.then_some(line)
    })?;
    let there = city.count("SELECT COUNT(*) FROM records", &[])?;
    same("visits that were taken", &3, &there)?;
    let waiting = device.outbox()?.waiting;
    holds("nothing that waits", waiting == 0, || format!("{waiting}: {arrived}"))
}

/// `serve --oldest-protocol`.
fn an_operator_closes_it_to_elders() -> Result<(), Failure> {
    let city = City::new()?;
    let before = Listening::start(&city)?;
    let address =
        |listening: &Listening| Ok::<_, Failure>(format!("http://{}", listening.address()?));
    let leased = Elder::enrolled(1, &address(&before)?, &city.code(VOLUNTEER)?)?;
    same("a turf", &Ok(()), &leased.takes(TURF)?)?;
    drop(before);
    let listening = Listening::serving(&city, CURRENT)?;
    for version in OLDEST..CURRENT {
        let mut elder = Elder::enrolled(version, &address(&listening)?, &city.code(VOLUNTEER)?)?;
        let visit = elder.visit(TURF, version, now())?;
        let sent = elder.pushes(&[visit])?.map_err(|refusal| refusal.code);
        same("sent by an old device", &Ok(vec!["accepted".to_owned()]), &sent)?;
        for refused in [elder.takes(TURF)?.err(), elder.reads(TURF)?.err()] {
            let refusal = refused.ok_or_else(|| Failure::new("a refusal", "none"))?;
            same("the refusal", &Code::ProtocolUnknown, &refusal.code)?;
            let says = ["min", "max"].map(|name| refusal.args.get(name).cloned());
            same("what is served", &[CURRENT, CURRENT].map(|n| Some(n.to_string())), &says)?;
        }
    }
    Ok(())
}

/// The refusal of the feeds is no failure of the round: nothing waits longer for it.
fn batch_follows_batch() -> Result<(), Failure> {
    let mut city = City::new()?;
    let mut phone = Phone::walking(&mut city, 1, OTHER_VOLUNTEER, TURF)?;
    phone.drain(&mut city)?;
    phone.walks(city.now, VISITS)?;
    phone.unserved = true;
    for (left, more) in [(250, true), (50, true), (0, false)] {
        let report = phone.round(&mut city, &mut clean)?;
        same("what waits after a round", &left, &report.counts.waiting)?;
        same("whether the next may follow at once", &more, &report.more)?;
        let why = report.outdated.map(|refusal| refusal.code);
        same("why nothing was read", &Some(Code::ProtocolUnknown), &why)?;
    }
    phone.all_arrived(&city)
}

#[test]
fn sync_req_12_a_device_too_old_to_be_told_anything_still_sends_all() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 12,
        words: "an old device is told to update, and may always push what it made",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the push that is taken in every version (something between closes it too)",
        take: |closing: &mut Closing| {
            closing.next.takes = closing.next.serves.clone();
            Ok(())
        },
        says: "visits that were taken",
    }];
    println!("\n{}", shown(&requirement, closing, what_was_made_is_taken, &controls)?);
    Ok(())
}
