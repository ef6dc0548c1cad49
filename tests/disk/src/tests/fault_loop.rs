//! The loop: fail the first call of a kind, then the second, the third, until a run meets no fault;
//! after each look at what the disk kept, and let the history go on to its end.

use std::fmt;

use rusqlite::Connection;

use super::history::{Chapter, History, Reference, held};
use crate::{Call, Disk, Fault, Loss, Plan, Times};

/// How a run goes on after the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The disk works again; the store stays open and the step is tried again.
    GoOn,
    /// Power goes too, right after it.
    Crash,
    /// Power goes, and again a few writes after it came back.
    CrashTwice,
}

/// One way to fail.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    pub fault: Fault,
    pub times: Times,
    pub after: After,
}

/// The ways every loop goes through.
pub const WAYS: [Way; 5] = [
    Way { fault: Fault::Error, times: Times::Once, after: After::GoOn },
    Way { fault: Fault::Error, times: Times::Once, after: After::Crash },
    Way { fault: Fault::Full, times: Times::FromThenOn, after: After::GoOn },
    POWER_OFF,
    Way { after: After::CrashTwice, ..POWER_OFF },
];

/// Power goes in the middle of the call.
pub const POWER_OFF: Way = Way { fault: Fault::PowerOff, times: Times::Once, after: After::Crash };

/// What was found wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Something acknowledged is gone.
    Lost,
    /// Neither before nor after the step: something is half done.
    Half,
    /// A rule over rows is broken.
    Rule,
    /// The file is damaged.
    Damaged,
    /// The store cannot be opened again.
    Closed,
    /// The history cannot go on.
    Stuck,
}

/// One of them.
struct Violation {
    wrong: Wrong,
    /// With how to see it again.
    seen: String,
}

/// All that a loop did.
#[derive(Default)]
pub struct Tally {
    runs: u64,
    faults: u64,
    crashes: u64,
    violations: Vec<Violation>,
}

impl Tally {
    fn add(&mut self, mut other: Self) {
        self.runs += other.runs;
        self.faults += other.faults;
        self.crashes += other.crashes;
        self.violations.append(&mut other.violations);
    }

    /// Whether something of this kind was found.
    pub fn has(&self, wrong: Wrong) -> bool {
        self.violations.iter().any(|violation| violation.wrong == wrong)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, faults, crashes, violations } = self;
        let violations = violations.len();
        write!(f, "runs {runs} | faults {faults} | crashes {crashes} | violations {violations}")
    }
}

/// A run in the making.
struct Run<'a, H> {
    reference: &'a Reference,
    chapter: &'a Chapter,
    disk: Disk,
    plan: Plan,
    seed: u64,
    done: usize,
    store: Option<H>,
    tally: Tally,
}

impl<H: History> Run<'_, H> {
    fn note(&mut self, wrong: Wrong, what: impl fmt::Display) {
        let Plan { call, nth, fault, .. } = self.plan;
        let seen = format!(
            "{} {nth} {fault:?} seed {} step {}: {what}",
            call.name(),
            self.seed,
            self.done
        );
        self.tally.violations.push(Violation { wrong, seen });
    }

    /// Opens the store if it is not open, and does steps until one fails.
    fn go(&mut self) -> Result<(), (Wrong, String)> {
        if self.store.is_none() {
            let opened = H::open(&self.disk, self.done);
            self.store = Some(opened.map_err(|error| (Wrong::Closed, error))?);
        }
        let Some(store) = &mut self.store else { return Ok(()) };
        while self.done < self.chapter.end {
            store.step(self.done).map_err(|error| (Wrong::Stuck, error))?;
            self.done += 1;
        }
        Ok(())
    }

    /// Looks at what is there, with a connection of its own.
    fn look(&mut self) {
        let connection = match Connection::open(self.disk.path(H::FILE)) {
            Ok(connection) => connection,
            Err(error) => return self.note(Wrong::Damaged, error),
        };
        let check = |sql| connection.query_row(sql, [], |row| row.get::<_, String>(0));
        match check("PRAGMA integrity_check") {
            Ok(said) if said == "ok" => {}
            other => return self.note(Wrong::Damaged, format!("{other:?}")),
        }
        for (name, sql) in H::rules() {
            match connection.query_row(sql, [], |row| row.get::<_, i64>(0)) {
                Ok(0) => {}
                broken => self.note(Wrong::Rule, format!("{name}: {broken:?}")),
            }
        }
        match held::<H>(&connection) {
            Ok(found) => {
                if let Some((wrong, what)) =
                    self.reference.judge(&found, self.done, self.chapter.end)
                {
                    self.note(wrong, what);
                }
            }
            Err(error) => self.note(Wrong::Damaged, error),
        }
    }

    fn crash(&mut self, seed: u64) {
        self.disk.crash(Loss::Chance(seed));
        self.tally.crashes += 1;
        self.store = None;
    }

    /// The rest of the history, after the fault.
    fn finish(&mut self, after: After) {
        if after != After::GoOn {
            self.crash(self.seed);
        }
        if after == After::CrashTwice {
            let (call, nth) = (Call::Write, 1 + self.seed % 16);
            self.disk.lay(Plan { call, nth, ..self.plan });
            // It ends by the second fault, or the history is over before that.
            let _ = self.go();
            self.crash(self.seed + 1);
        }
        self.disk.spare();
        if self.store.is_none() {
            match H::open(&self.disk, self.done) {
                Ok(store) => self.store = Some(store),
                Err(error) => return self.note(Wrong::Closed, error),
            }
        }
        self.look();
        if let Err((wrong, error)) = self.go() {
            return self.note(wrong, error);
        }
        self.store = None;
        self.look();
    }
}

fn run<H: History>(
    reference: &Reference,
    chapter: &Chapter,
    plan: Plan,
    after: After,
    seed: u64,
) -> Tally {
    let disk = chapter.disk.copy(seed);
    disk.lay(plan);
    let (done, tally) = (chapter.begin, Tally { runs: 1, ..Tally::default() });
    let mut run = Run::<H> { reference, chapter, disk, plan, seed, done, store: None, tally };
    if run.go().is_ok() {
        // Closing writes and deletes too.
        run.store = None;
    }
    run.tally.faults = run.disk.faults();
    if run.tally.faults > 0 {
        run.finish(after);
    }
    run.tally
}

/// Crashes tried at one call. A transaction has many writes, and each has a seed of its own; its
/// sync, with all of them under way, comes once.
const fn seeds(call: Call, fault: Fault) -> u64 {
    match (call, fault) {
        (_, Fault::Error | Fault::Full) => 1,
        (Call::Write, Fault::PowerOff) => 2,
        (_, Fault::PowerOff) => 8,
    }
}

/// In each chapter, fails the first call of a kind, the second, … until a run meets no fault; or
/// until one of each of these kinds of violation was found.
pub fn fail_each_until<H: History>(
    reference: &Reference,
    call: Call,
    way: Way,
    enough: &[Wrong],
) -> Tally {
    let mut all = Tally::default();
    let seeds = seeds(call, way.fault);
    for chapter in &reference.chapters {
        for nth in 1.. {
            let mut met = false;
            for seed in 0..seeds {
                let plan = Plan { call, nth, fault: way.fault, times: way.times };
                let seed = nth * seeds + seed;
                let tally = run::<H>(reference, chapter, plan, way.after, seed);
                met |= tally.faults > 0;
                all.add(tally);
            }
            if !enough.is_empty() && enough.iter().all(|wrong| all.has(*wrong)) {
                return all;
            }
            if !met {
                break;
            }
        }
    }
    all
}

/// A store that opens has its log, whatever failed on the way: the promise that a commit lasts at
/// `synchronous = FULL`, and that who reads does not wait for who writes, holds with a log only.
pub fn opens_with_its_log<H: History>() {
    for call in Call::ALL {
        for nth in 1.. {
            let disk = Disk::new(nth).unwrap();
            disk.lay(Plan { call, nth, fault: Fault::Error, times: Times::Once });
            let opened = H::open(&disk, 0);
            if disk.faults() == 0 {
                break;
            }
            disk.spare();
            if opened.is_ok() {
                let connection = Connection::open(disk.path(H::FILE)).unwrap();
                let sql = "PRAGMA journal_mode";
                let mode: String = connection.query_row(sql, [], |row| row.get(0)).unwrap();
                assert_eq!(mode, "wal", "{} {nth} failed, yet the store opened", call.name());
            }
        }
    }
}

/// All ways to fail a kind of call, a line for each, and no violation in any.
pub fn withstands<H: History>(call: Call) {
    let reference = Reference::of::<H>();
    for way in WAYS {
        let is_for = match (way.fault, way.after) {
            (Fault::Full, _) => call == Call::Write,
            (_, After::CrashTwice) => call == Call::Sync,
            _ => true,
        };
        if !is_for {
            continue;
        }
        let tally = fail_each_until::<H>(&reference, call, way, &[]);
        let Way { fault, times, after, .. } = way;
        println!("| {} | {} {fault:?} {times:?} {after:?} | {tally} |", H::STORE, call.name());
        let seen =
            tally.violations.iter().map(|found| format!("{:?}: {}", found.wrong, found.seen));
        assert_eq!(seen.collect::<Vec<_>>(), Vec::<String>::new());
        assert!(tally.faults > 0, "no {} in the whole history", call.name());
    }
}
