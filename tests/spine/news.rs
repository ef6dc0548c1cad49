//! Row 21, beyond the table: a commit is shown on another device that is online without waiting for a
//! poll, and no change is ever missed for it: a device whose mark is the server's has every fact.

use std::{
    sync::atomic::{AtomicU8, Ordering},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use wufei_app::view::Screen;
use wufei_disk::chance::Chance;
use wufei_domain::{
    news::NewsMark,
    record::Body,
    scope::Scope,
    sync::Verdict,
    visit::{Outcome, Visit},
};
use wufei_engine::sync::{Input, NetStep, Step, StoreStep, SyncClient};
use wufei_server::{
    machine, operate,
    service::{Request, Response},
};
use wufei_tests::harness::{Failure, TestDevice, holds};

use crate::{
    city::{
        City, MAXI, OTHER_TURF, OTHER_VOLUNTEER, Sender, TURF, VOLUNTEER, actor, door, turf, visit,
        walk,
    },
    listening::Listening,
    phone::Phone,
    proof::{Control, Databases, Requirement, shown},
};

/// Rounds of one phone, each with somebody else's visits in between wherever they fall.
const ROUNDS: usize = 60;
const SEEDS: u64 = 4;

/// A phone that follows its village and two turfs, and somebody else who walks both.
struct Busy {
    city: City,
    phone: Phone,
    client: SyncClient,
    other: Sender,
    dice: Chance,
    /// The mark that a round keeps is taken when it keeps it, not before it began.
    is_late: bool,
}

fn busy(seed: u64) -> Result<Busy, Failure> {
    let mut city = City::new()?;
    let mut phone = Phone::walking(&mut city, 1, VOLUNTEER, TURF)?;
    phone.lease(&mut city, OTHER_TURF)?;
    let other = city.sender(OTHER_VOLUNTEER)?;
    city.outside()?.execute("UPDATE leases SET until = taken_at", &[])?;
    for turf in [TURF, OTHER_TURF] {
        city.now = city.now.plus_ms(1);
        city.lease(&other.bearer, turf)?;
    }
    let (client, dice) = (SyncClient::default(), Chance::new(seed));
    Ok(Busy { city, phone, client, other, dice, is_late: false })
}

impl Busy {
    fn mark(&mut self) -> Result<NewsMark, Failure> {
        match self.city.ask(Request::News(self.phone.bearer()?))? {
            Response::News(news) => Ok(news.mark),
            other => Err(Failure::new("news", format!("{other:?}"))),
        }
    }

    /// Now and then somebody visits a door of one of the turfs.
    fn perhaps_somebody_visits(&mut self) -> Result<(), Failure> {
        if !self.dice.hits(1, 16) {
            return Ok(());
        }
        let visit = match self.dice.index(2) {
            0 => visit(u32::try_from(self.dice.index(10)).unwrap_or_default() + 1, Outcome::Met)?,
            _ => Visit { turf: turf(OTHER_TURF), door: door(11)?, ..visit(1, Outcome::NotHome)? },
        };
        let record = self.city.record(Body::Visit(visit))?;
        let verdicts = self.city.push(&self.other, &[record])?;
        holds("a visit that is taken", verdicts == [Verdict::Accepted], || format!("{verdicts:?}"))
    }

    /// A round after news, as the engine does it, with others at work between any two steps.
    fn round(&mut self, heard: NewsMark) -> Result<(), Failure> {
        let now = self.city.now;
        let mut step = self.client.handle(Input::Begin(Some(heard)));
        loop {
            self.perhaps_somebody_visits()?;
            let input = match step {
                Step::Over(result) => return Ok(result.map(drop)?),
                Step::Store(StoreStep::KeepMark { read, .. }) if self.is_late => {
                    let late = StoreStep::KeepMark { mark: self.mark()?, read };
                    late.carry_out(&mut self.phone.store, now)
                }
                Step::Store(step) => step.carry_out(&mut self.phone.store, now),
                Step::Net(NetStep::Pull(query)) => {
                    let bearer = self.phone.bearer()?;
                    Input::Pulled(self.city.desk.page(now, &bearer, query))
                }
                Step::Net(other) => return Err(Failure::new("only pulls", format!("{other:?}"))),
            };
            step = self.client.handle(input);
        }
    }

    /// A phone whose mark is the server's lacks nothing. Gives back whether it was.
    fn lacks_nothing(&mut self) -> Result<bool, Failure> {
        if self.phone.store.news_mark()? != Some(self.mark()?) {
            return Ok(false);
        }
        for scope in [walk(TURF), walk(OTHER_TURF), Scope::Community(MAXI.parse()?)] {
            let newest = "SELECT COALESCE(MAX(seq), 0) FROM feed_heads WHERE scope = $1";
            let newest = self.city.count(newest, &[&scope])?;
            let here = self.phone.facts(scope)?.last().map_or(0, |(seq, ..)| *seq);
            holds(
                "every fact on a phone that takes itself for up to date",
                here == newest,
                || format!("a change was missed: {scope} stands at {here}, the server at {newest}"),
            )?;
        }
        Ok(true)
    }
}

fn no_change_is_missed(busy: &mut Busy) -> Result<(), Failure> {
    let mut quiet = 0;
    for _ in 0..ROUNDS {
        settle(busy)?;
        quiet += u32::from(busy.lacks_nothing()?);
    }
    // Else the phone was never up to date, and nothing was tried.
    holds("a phone that is up to date now and then", quiet > 5, || quiet.to_string())
}

/// News, if there are any, and the round that follows.
fn settle(busy: &mut Busy) -> Result<(), Failure> {
    let told = busy.mark()?;
    busy.perhaps_somebody_visits()?;
    if busy.phone.store.news_mark()? == Some(told) {
        return Ok(());
    }
    busy.round(told)
}

#[test]
fn sync_req_21_no_change_is_missed_for_a_mark() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 21,
        words: "a device whose mark is the server's has every fact of its feeds",
        missing: None,
        shown_on: Databases::Both,
    };
    let seed = AtomicU8::new(0);
    let make = || busy(u64::from(seed.fetch_add(1, Ordering::Relaxed)));
    for _ in 1..SEEDS {
        no_change_is_missed(&mut make()?)?;
    }
    let controls = [Control {
        taken: "the mark told before the feeds were read (taken after them)",
        take: |busy: &mut Busy| {
            busy.is_late = true;
            Ok(())
        },
        says: "a change was missed",
    }];
    println!("\n{}", shown(&requirement, make, no_change_is_missed, &controls)?);
    Ok(())
}

/// Within this a commit is on the other screen; a poll would take a minute.
const SOON: Duration = Duration::from_secs(5);

/// Two devices on one turf; the server that both speak with.
struct Online {
    city: City,
    server: Listening,
    folder: TempDir,
    /// The one who records does so on a connection of their own, which nobody listens to.
    is_aside: bool,
}

fn online() -> Result<Online, Failure> {
    let city = City::new()?;
    let server = Listening::start(&city)?;
    let folder = tempfile::Builder::new().prefix("wufei-spine-").tempdir()?;
    Ok(Online { city, server, folder, is_aside: false })
}

impl Online {
    fn device(&self, name: &str, person: u128) -> Result<TestDevice, Failure> {
        let address = format!("http://{}", self.server.address()?);
        let device = TestDevice::open(self.folder.path(), name, &address)?;
        let valid_ms = 60_000;
        let code =
            operate::issue_code(&self.city.database(), actor(person), valid_ms, machine::now())?;
        device.enrol(&code.to_string())?;
        device.take_turf(turf(TURF))?;
        let opened = device.walk(turf(TURF), "its doors", |view| view.loading.is_none());
        self.city.outside()?.execute("UPDATE leases SET until = taken_at", &[])?;
        opened.map(|_| device)
    }

    /// The sender of the one who records aside.
    fn sender(&mut self) -> Result<Sender, Failure> {
        self.city.now = machine::now();
        let sender = self.city.sender(VOLUNTEER)?;
        self.city.lease(&sender.bearer, TURF)?;
        Ok(sender)
    }

    fn visit_aside(&mut self, sender: &Sender, number: u32) -> Result<(), Failure> {
        self.city.now = machine::now();
        let record = self.city.record(Body::Visit(visit(number, Outcome::NotHome)?))?;
        let verdicts = self.city.push(sender, &[record])?;
        holds("a visit that is taken", verdicts == [Verdict::Accepted], || format!("{verdicts:?}"))
    }
}

fn a_commit_is_shown_soon(online: &mut Online) -> Result<(), Failure> {
    let far = online.device("far", OTHER_VOLUNTEER)?;
    let near = online.device("near", VOLUNTEER)?;
    let aside = online.is_aside.then(|| online.sender()).transpose()?;
    // Both have read all and wait for news.
    std::thread::sleep(Duration::from_millis(1_500));
    for number in [1, 2] {
        let (at, begun) = (door(number)?, Instant::now());
        match &aside {
            Some(sender) => online.visit_aside(sender, number)?,
            None => near.visit(turf(TURF), at, Outcome::NotHome, &[])?,
        }
        let what = "a commit of another device on the screen";
        far.until_within(SOON, what, |view| {
            let Screen::Doors { doors } = &view.screen else { return None };
            let row = doors.doors.iter().find(|row| row.door == at)?;
            row.outcome.as_ref().map(drop)
        })?;
        holds("soon", begun.elapsed() < SOON, || format!("{:?}", begun.elapsed()))?;
    }
    Ok(())
}

#[test]
fn sync_req_21_a_commit_is_shown_without_a_poll() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 21,
        words: "a commit is shown on another device online without waiting for a poll",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the wake after a commit (it is made on a connection beside the server's)",
        take: |online: &mut Online| {
            online.is_aside = true;
            Ok(())
        },
        says: "a commit of another device on the screen",
    }];
    println!("\n{}", shown(&requirement, online, a_commit_is_shown_soon, &controls)?);
    Ok(())
}
