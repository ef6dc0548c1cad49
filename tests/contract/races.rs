//! Many at once, on both databases: one wins, the others are told, nothing is there twice.

use std::thread;

use wufei_api::{push::PushRequest, routes, turfs::LeaseRequest};
use wufei_domain::{
    ids::DeviceId,
    record::Body,
    refusal::{Code, Refusal},
    role::Role,
    sync::Verdict,
    visit::Outcome,
};
use wufei_tests::{
    harness::{
        Answer, Failure, Http, World, holds, now, random,
        records::{Sender, visit},
        same,
    },
    neighbourhood::units::MAXI,
};

use crate::sides::on_both;

/// Those who try at once.
const MANY: usize = 40;

/// All at once, each on a connection of its own.
fn at_once(
    world: &World,
    ask: impl Fn(usize, &Http) -> Result<Answer, Failure> + Sync,
) -> Result<Vec<Answer>, Failure> {
    let (address, ask) = (world.server.address(), &ask);
    thread::scope(|scope| {
        let address = &address;
        let asking: Vec<_> = (0..MANY)
            .map(|number| scope.spawn(move || ask(number, &Http::new(address)?)))
            .collect();
        asking
            .into_iter()
            .map(|one| one.join().map_err(|_| Failure::new("an answer", "a panic"))?)
            .collect()
    })
}

fn one_wins(answers: &[Answer], others: Code) -> Result<(), Failure> {
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    same("winners", &1, &won.len())?;
    lost.iter().try_for_each(|answer| answer.is_refused(others))
}

#[test]
fn of_many_who_use_one_code_one_is_enrolled() -> Result<(), Failure> {
    on_both(|world| {
        let code = world.code(Role::Volunteer, MAXI, 0)?;
        let answers = at_once(world, |_, http| {
            let device = DeviceId::from_stamp(now(), random()?);
            let request = wufei_api::enrol::EnrolRequest { code: code.clone(), device };
            http.post(routes::ENROL, None, &request)
        })?;
        one_wins(&answers, Code::EnrolmentCodeUsed)?;
        same("devices", &1, &world.server.counted("SELECT COUNT(*) FROM devices")?)
    })
}

#[test]
fn of_many_who_want_one_turf_one_walks_it() -> Result<(), Failure> {
    on_both(|world| {
        let senders = [
            Sender::new(world, Role::Volunteer, MAXI, 0)?,
            Sender::new(world, Role::Volunteer, MAXI, 1)?,
        ];
        let turf = world.turf(0)?.id;
        let answers = at_once(world, |number, http| {
            let token = &senders[number % 2].enrolled.token;
            http.post(routes::LEASE, Some(token), &LeaseRequest { turf })
        })?;
        let held = "SELECT COUNT(*) FROM leases";
        same("leases", &1, &world.server.counted(held)?)?;
        let told = answers.iter().filter(|answer| answer.status != 200);
        told.clone().try_for_each(|answer| answer.is_refused(Code::TurfLeased))?;
        same("those who were told", &(MANY / 2), &told.count())
    })
}

#[test]
fn of_many_bodies_with_one_id_one_is_kept() -> Result<(), Failure> {
    on_both(|world| {
        let volunteer = Sender::new(world, Role::Volunteer, MAXI, 0)?;
        let (turf, token) = (world.turf(0)?, &volunteer.enrolled.token);
        volunteer.http().post(routes::LEASE, Some(token), &LeaseRequest { turf: turf.id })?;
        let first = visit(turf.id, turf.doors[0], Outcome::Met)?;
        let answers = at_once(world, |number, http| {
            let mut record = first.clone();
            // Two bodies: each twenty times.
            if let (1, Body::Visit(visit)) = (number % 2, &mut record.body) {
                visit.outcome = Outcome::NotHome;
            }
            let request =
                PushRequest { device: volunteer.device, entries: vec![record], turn: None };
            http.post(routes::PUSH, Some(token), &request)
        })?;
        let mut counts = [0; 3];
        for answer in answers {
            let verdicts = answer.read::<wufei_api::push::PushResponse>()?.verdicts;
            let reused = Refusal::new(Code::IdReused);
            match &verdicts[..] {
                [Verdict::Accepted] => counts[0] += 1,
                [Verdict::Duplicate] => counts[1] += 1,
                [Verdict::Rejected { refusal }] if refusal.code == reused.code => counts[2] += 1,
                other => return Err(Failure::new("one of three verdicts", format!("{other:?}"))),
            }
        }
        same("accepted, repeated, refused", &[1, MANY / 2 - 1, MANY / 2], &counts)?;
        same("visits", &1, &world.server.counted("SELECT COUNT(*) FROM visits")?)?;
        let feed = "SELECT COUNT(*) FROM feed WHERE kind = 'record'";
        let told = world.server.counted(feed)?;
        holds("one line of the feed", told == 1, || told.to_string())
    })
}
