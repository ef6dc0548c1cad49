//! The server's store and service on the failing disk.

use wufei_api::{
    enrol::EnrolRequest,
    feed::FeedQuery,
    protocol,
    push::{PushEnvelope, PushResponse},
    turfs::LeaseRequest,
};
use wufei_domain::{
    enrolment::EnrolmentCode,
    ids::{ActorId, DeviceId},
    record::Record,
    refusal::{Code, Refusal},
    scope::Scope,
    sync::Verdict,
    time::{DAY_MS, UnixMs},
};
use wufei_server::{
    Database,
    operate::{import_areas, import_roll},
    service::{
        Failure, Request, Response, Service,
        authorise::{Bearer, secret_hash},
    },
    store::{
        Connection as _, StoreError, integer,
        sqlite::Sqlite,
        statements::person::{FIND_CODE, INSERT_CODE},
        text,
    },
};

use super::{
    fault_loop::{POWER_OFF, WAYS, Wrong, fail_each_until, opens_with_its_log, withstands},
    history::{History, Reference},
    meddling::{Without, without},
    server_rules,
    town::{
        AREAS, ATTENDANT, VOLUNTEER, drop_off, point, reversal, roll, shift, shift_closed, turf,
        uuid, visit,
    },
};
use crate::{Call, Disk};

const NOW: UnixMs = UnixMs::new(1_795_000_000_000);

#[derive(Debug, Clone, Copy)]
enum Who {
    Attendant,
    Volunteer,
}

impl Who {
    fn actor(self) -> ActorId {
        ActorId::from_uuid(uuid(match self {
            Self::Attendant => ATTENDANT,
            Self::Volunteer => VOLUNTEER,
        }))
    }

    /// The byte that chance draws all through for this person.
    fn drawn(self) -> u8 {
        match self {
            Self::Attendant => 0x00,
            Self::Volunteer => 0xff,
        }
    }

    /// 32 such bytes in base64, so that a token whose answer was lost is known all the same.
    fn bearer(self) -> Bearer {
        Bearer(match self {
            Self::Attendant => "A".repeat(43),
            Self::Volunteer => format!("{}8", "_".repeat(42)),
        })
    }

    fn code(self) -> EnrolmentCode {
        EnrolmentCode::from_random([self.drawn(); 10])
    }

    fn device(self) -> DeviceId {
        DeviceId::from_stamp(NOW, [self.drawn(); 10])
    }
}

/// What happens, in order; each is one transaction.
#[derive(Debug, Clone, Copy)]
enum Step {
    Areas,
    Roll(&'static str),
    Code(Who),
    Enrol(Who),
    /// The shift is opened, and drop-offs come.
    Open,
    Lease,
    /// Two people push in one transaction: visits, one of them at no door, and a reversal, with the
    /// end of the shift.
    Both,
    Feed,
    /// This much later.
    Tick(i64),
    /// A record comes again, and one more.
    Again,
    /// The log goes into the file, as when the server ends.
    Checkpoint,
}

const HISTORY: [Step; 14] = [
    Step::Areas,
    Step::Roll("一片"),
    Step::Code(Who::Attendant),
    Step::Enrol(Who::Attendant),
    Step::Code(Who::Volunteer),
    Step::Enrol(Who::Volunteer),
    Step::Open,
    Step::Lease,
    Step::Both,
    Step::Tick(0),
    Step::Feed,
    Step::Again,
    Step::Roll("二片"),
    Step::Checkpoint,
];

/// As the writer's thread has it, without the thread.
struct Desk {
    database: Database,
    connection: Sqlite,
    service: Service,
}

fn told(error: impl ToString) -> String {
    error.to_string()
}

impl Desk {
    /// Decides a group as the writer does: one transaction, a mark a request, answers only after
    /// the commit.
    fn settle(
        &mut self,
        group: Vec<Request>,
        drawn: u8,
        now: UnixMs,
    ) -> Result<Vec<Result<Response, Refusal>>, String> {
        let decided = self.decide_all(group, drawn, now);
        if decided.is_err() {
            self.service.forget();
            self.connection.rollback().map_err(told)?;
        }
        decided.map_err(told)
    }

    fn decide_all(
        &mut self,
        group: Vec<Request>,
        drawn: u8,
        now: UnixMs,
    ) -> Result<Vec<Result<Response, Refusal>>, StoreError> {
        self.connection.begin()?;
        let mut answers = Vec::new();
        for request in group {
            let mark = self.connection.savepoint()?;
            let random = &mut |bytes: &mut [u8]| bytes.fill(drawn);
            match self.service.handle(&mut self.connection, request, now, random) {
                Ok(response) => {
                    self.connection.release(mark)?;
                    answers.push(Ok(response));
                }
                Err(failure) => {
                    self.connection.rollback_to(mark)?;
                    if let Failure::Store(_) = failure {
                        self.service.forget();
                    }
                    answers.push(Err(failure.refusal()));
                }
            }
        }
        self.connection.commit()?;
        Ok(answers)
    }

    fn ask(&mut self, group: Vec<Request>, now: UnixMs) -> Result<Vec<Response>, String> {
        let answers = self.settle(group, 0, now)?;
        answers.into_iter().collect::<Result<_, _>>().map_err(told)
    }

    /// The code is one that nobody is given twice: a second try finds it.
    fn issue(&mut self, who: Who) -> Result<(), StoreError> {
        self.connection.begin()?;
        let hash = text(secret_hash(who.code().letters()));
        if self.connection.first(&FIND_CODE, std::slice::from_ref(&hash))?.is_none() {
            let values = [hash, text(who.actor()), integer(NOW.plus_ms(DAY_MS).value())];
            self.connection.execute(&INSERT_CODE, &values)?;
        }
        self.connection.commit()
    }

    /// That the code is used up means that an answer was lost; the token is known here.
    fn enrol(&mut self, who: Who) -> Result<(), String> {
        let request = EnrolRequest { code: who.code().to_string(), device: who.device() };
        let answers =
            self.settle(vec![Request::Enrol(request, protocol::CURRENT)], who.drawn(), NOW)?;
        match answers.as_slice() {
            [Ok(Response::Enrolled(response))] if response.token.0 == who.bearer().0 => Ok(()),
            [Err(refusal)] if refusal.code == Code::EnrolmentCodeUsed => Ok(()),
            other => Err(format!("{other:?}")),
        }
    }

    /// Pushes in one transaction; tells which records the server has now.
    fn push(&mut self, pushes: &[(Who, &[Record])]) -> Result<Vec<bool>, String> {
        let request = |(who, records): &(Who, &[Record])| {
            let json = |record| serde_json::to_value(record).unwrap();
            let (device, entries) = (who.device(), records.iter().map(json).collect());
            Request::Push(who.bearer(), PushEnvelope { device, entries, turn: None })
        };
        let answers = self.ask(pushes.iter().map(request).collect(), NOW)?;
        let verdicts = answers.into_iter().map(|answer| match answer {
            Response::Pushed(PushResponse { verdicts, .. }) => Ok(verdicts),
            other => Err(format!("{other:?}")),
        });
        let verdicts: Vec<Vec<Verdict>> = verdicts.collect::<Result<_, _>>()?;
        Ok(verdicts.iter().flatten().map(Verdict::is_stored).collect())
    }

    /// All rows of the point's feed, which have no gap.
    fn feed(&mut self) -> Result<(), String> {
        let query = FeedQuery { scope: Scope::Point(point()), cursor: None, limit: None };
        let answer = self.ask(vec![Request::Feed(Who::Attendant.bearer(), query)], NOW)?;
        let [Response::Page(page)] = answer.as_slice() else { return Err(format!("{answer:?}")) };
        let gaps = page.rows.iter().zip(1..).filter(|(row, seq)| row.seq != *seq).count();
        if gaps == 0 && page.rows.len() > 8 { Ok(()) } else { Err(format!("{page:?}")) }
    }
}

fn all_but(stored: &[bool], refused: &[usize]) -> Result<(), String> {
    let unstored = (0..stored.len()).filter(|index| !stored[*index]);
    if unstored.collect::<Vec<_>>() == refused { Ok(()) } else { Err(format!("{stored:?}")) }
}

impl History for Desk {
    const STORE: &'static str = "server";
    const FILE: &'static str = "server.sqlite";
    const DRAWN: &'static [&'static str] = &[];
    const CLOSED_BEFORE: &'static [usize] = &[1, 6, 9];
    const TOLD_EACH_TIME: &'static [&'static str] = &["audit", "audit_heads"];

    fn length() -> usize {
        HISTORY.len()
    }

    fn open(disk: &Disk, _: usize) -> Result<Self, String> {
        let path = disk.path(Self::FILE);
        let mut connection = Sqlite::open(&path).map_err(told)?;
        connection.begin().map_err(told)?;
        let random = &mut |bytes: &mut [u8]| bytes.fill(5);
        let service = Service::open(&mut connection, random).map_err(told)?;
        connection.commit().map_err(told)?;
        Ok(Self { database: Database::Sqlite(path), connection, service })
    }

    fn step(&mut self, number: usize) -> Result<(), String> {
        match HISTORY[number] {
            Step::Areas => import_areas(&self.database, AREAS, NOW).map(drop).map_err(told),
            Step::Roll(name) => {
                import_roll(&self.database, &roll(name), NOW).map(drop).map_err(told)
            }
            Step::Code(who) => {
                let issued = self.issue(who);
                if issued.is_err() {
                    self.connection.rollback().map_err(told)?;
                }
                issued.map_err(told)
            }
            Step::Enrol(who) => self.enrol(who),
            Step::Open => {
                let records = [shift(NOW), drop_off(1, NOW, 1), drop_off(2, NOW, 2)];
                all_but(&self.push(&[(Who::Attendant, &records)])?, &[])
            }
            Step::Lease => {
                let request = LeaseRequest { turf: turf() };
                self.ask(vec![Request::Lease(Who::Volunteer.bearer(), request)], NOW).map(drop)
            }
            Step::Both => {
                let visits = [visit(3, NOW, 1), visit(4, NOW, 99), visit(5, NOW, 2)];
                let last = [reversal(6, NOW, 2, 2), shift_closed(7, NOW)];
                let pushes = [(Who::Volunteer, &visits[..]), (Who::Attendant, &last[..])];
                all_but(&self.push(&pushes)?, &[1])
            }
            Step::Feed => self.feed(),
            Step::Tick(later_ms) => self.ask(vec![Request::Tick], NOW.plus_ms(later_ms)).map(drop),
            Step::Again => {
                let visits = [visit(3, NOW, 1), visit(8, NOW, 3)];
                all_but(&self.push(&[(Who::Volunteer, &visits)])?, &[])
            }
            Step::Checkpoint => self.connection.close().map_err(told),
        }
    }

    fn rules() -> &'static [(&'static str, &'static str)] {
        server_rules::RULES
    }
}

/// Reading and the checkpoint change nothing; all else is seen if it is lost.
#[test]
fn every_step_of_the_server_leaves_a_trace() {
    let reading = |step: &usize| matches!(HISTORY[*step], Step::Feed | Step::Checkpoint);
    let reading: Vec<usize> = (0..HISTORY.len()).filter(reading).collect();
    assert!(Reference::of::<Desk>().sees_all_but(&reading));
}

#[test]
fn a_server_that_opens_has_its_log() {
    opens_with_its_log::<Desk>();
}

#[test]
fn the_server_withstands_each_write_that_fails() {
    withstands::<Desk>(Call::Write);
}

#[test]
fn the_server_withstands_each_sync_that_fails() {
    withstands::<Desk>(Call::Sync);
}

#[test]
fn the_server_withstands_each_truncation_that_fails() {
    withstands::<Desk>(Call::Truncate);
}

#[test]
fn the_server_withstands_each_opening_that_fails() {
    withstands::<Desk>(Call::Open);
}

#[test]
fn the_server_withstands_each_deletion_that_fails() {
    withstands::<Desk>(Call::Delete);
}

/// The control: the same service, history and loop, but its transactions are passed over.
#[test]
fn without_transactions_the_loop_finds_things_half_done_on_the_server() {
    let reference = Reference::of::<Desk>();
    let kinds = [Wrong::Half, Wrong::Rule];
    let found = without(Without::Transactions, || {
        fail_each_until::<Desk>(&reference, Call::Sync, WAYS[1], &kinds)
    });
    println!("| server without transactions | sync Error Crash | {found} |");
    assert!(kinds.iter().all(|kind| found.has(*kind)), "{found}");
}

/// The control: the same, but no commit waits for the disk.
#[test]
fn without_syncs_the_loop_finds_things_lost_on_the_server() {
    let reference = Reference::of::<Desk>();
    let kinds = [Wrong::Lost];
    let found = without(Without::Syncs, || {
        fail_each_until::<Desk>(&reference, Call::Write, POWER_OFF, &kinds)
    });
    println!("| server without syncs | write PowerOff | {found} |");
    assert!(found.has(Wrong::Lost), "{found}");
}
