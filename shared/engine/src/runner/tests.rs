//! The queue, the lanes and the questions under threads, with an app and workers of the tests' own.

mod probe;

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use probe::{Disk, Does, Server, crashing, device, until, workers};
use wufei_app::effect::shell::{Scanned, ShellAnswer, ShellQuestion, Spoken};

use super::*;

fn text(text: &str) -> ShellAnswer {
    ShellAnswer::Scan { output: Scanned::Text { text: text.to_owned() } }
}

#[test]
fn a_record_goes_through_the_store_and_a_round_through_sync() {
    let (disk, server) = (Disk::default(), Server::new(Duration::ZERO));
    let (device, fake) = device(&disk, &server);
    device.send(Does::Make(1));
    assert_eq!(device.view().made, [1], "the screen does not wait for the disk");
    until("stored", || device.view().stored == 1);
    device.send(Does::Sync);
    until("a round", || device.view().rounds == 1);
    assert_eq!(*server.calls.lock().unwrap(), ["sync"], "on its own thread");
    assert_eq!(disk.0.lock().unwrap().len(), 1);
    assert!(fake.changes.load(Ordering::SeqCst) >= 2);
}

#[test]
fn a_wrong_answer_leaves_the_question_open_and_a_second_one_is_refused() {
    let (device, fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    device.send(Does::Scan);
    device.send(Does::Read);
    let ids: Vec<u64> = fake.asked.lock().unwrap().iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 2, "one space of ids");
    let wrong = ShellAnswer::ReadAloud { output: Spoken::Done };
    assert_eq!(device.answer(ids[0], wrong.clone()), Err(AnswerError::Mismatch(ids[0])));
    assert_eq!(device.view().scanned, []);
    assert_eq!(device.answer(ids[0], text("a")), Ok(()));
    assert_eq!(device.view().scanned, [Scanned::Text { text: "a".to_owned() }]);
    assert_eq!(device.answer(ids[0], text("a")), Err(AnswerError::NotOpen(ids[0])));
    assert_eq!(device.answer(99, wrong.clone()), Err(AnswerError::NotOpen(99)));
    assert_eq!(device.answer(ids[1], wrong), Ok(()));
    assert_eq!(device.view().spoken, 1);
}

#[test]
fn an_answer_from_inside_ask_and_one_from_another_thread() {
    let (device, fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    fake.on_ask(|device, id, question| {
        if let ShellQuestion::Scan { .. } = question {
            device.answer(id, text("inside")).unwrap();
            assert!(device.answer(id, text("inside")).is_err());
            return Err(Refused("after answering".to_owned())); // must not undo the answer
        }
        Ok(())
    });
    device.send(Does::Scan);
    assert_eq!(device.view().scanned, [Scanned::Text { text: "inside".to_owned() }]);
    device.send(Does::Read);
    let (id, _) = fake.asked.lock().unwrap()[1].clone();
    let there = device.clone();
    let spoken = ShellAnswer::ReadAloud { output: Spoken::Done };
    thread::spawn(move || there.answer(id, spoken)).join().unwrap().unwrap();
    assert_eq!(device.view().spoken, 1);
}

#[test]
fn a_refused_question_is_answered_as_unavailable() {
    let (device, fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    fake.on_ask(|_, _, _| Err(Refused("no camera".to_owned())));
    device.send(Does::Scan);
    assert_eq!(device.view().scanned, [Scanned::Unavailable { why: "no camera".to_owned() }]);
    assert_eq!(device.answer(1, text("late")), Err(AnswerError::NotOpen(1)));
}

#[test]
fn a_crash_in_a_lane_is_an_answer_and_the_lane_goes_on() {
    let (device, _fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    device.send(Does::Make(crashing()));
    until("a refusal", || device.view().refused.as_ref().is_some());
    assert_eq!(device.view().refused.unwrap().code, Code::StoreFailed);
    device.send(Does::Make(2));
    until("stored", || device.view().stored == 1);
}

#[test]
fn dropping_finishes_the_store_and_ends_the_threads() {
    let threads = || std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
    let (disk, server) = (Disk::default(), Server::new(Duration::from_micros(50)));
    let before = threads();
    let mut seen = 0;
    for round in 0..20 {
        let (device, fake) = device(&disk, &server);
        for n in 0..50 {
            device.send(Does::Make(round * 100 + n));
        }
        device.send(Does::Pause(60_000));
        let start = Instant::now();
        drop(device);
        assert!(start.elapsed() < Duration::from_secs(5), "a wait does not hold up the end");
        let changes = fake.changes.load(Ordering::SeqCst);
        thread::sleep(Duration::from_millis(2));
        assert_eq!(changes, fake.changes.load(Ordering::SeqCst), "silent after the drop");
        seen += 50;
        assert_eq!(disk.0.lock().unwrap().len(), seen);
    }
    // Other tests run beside this one, so only a leak of 80 would show.
    assert!(threads() < before + 60, "{} then {}", before, threads());
}

/// The last handle may be let go by the platform, on a lane's thread.
#[test]
fn the_platform_may_drop_the_device() {
    struct Holder(Mutex<Option<Arc<Runner<probe::Probe>>>>, Mutex<mpsc::Sender<String>>);
    impl Platform for Holder {
        fn changed(&self) {
            if thread::current().name() == Some("sync") {
                let device = self.0.lock().unwrap().take();
                drop(device);
                let _ = self.1.lock().unwrap().send("dropped".to_owned());
            }
        }
        fn ask(&self, _: u64, _: ShellQuestion) -> Result<(), Refused> {
            Ok(())
        }
    }
    let (done, dropped) = mpsc::channel();
    let holder = Arc::new(Holder(Mutex::new(None), Mutex::new(done)));
    let server = Server::new(Duration::from_millis(20));
    let workers = workers(&Disk::default(), &server);
    let core = Core::new_with(probe::Probe, probe::Model::default());
    let device = Arc::new(Runner::start(core, holder.clone(), workers).unwrap());
    *holder.0.lock().unwrap() = Some(device.clone());
    let weak = Arc::downgrade(&device);
    device.send(Does::Sync);
    drop(device);
    assert_eq!(dropped.recv_timeout(Duration::from_secs(5)).unwrap(), "dropped");
    assert!(weak.upgrade().is_none());
}

/// A bug in `update`, met on a lane's thread: the core is poisoned, says so, and still closes.
#[test]
fn a_poisoned_core_reports_it_and_closes() {
    let disk = Disk::default();
    let (device, _fake) = device(&disk, &Server::new(Duration::ZERO));
    for n in 0..5 {
        device.send(Does::Make(n));
    }
    assert!(catch_unwind(AssertUnwindSafe(|| device.send(Does::Panic))).is_err());
    let dead = || catch_unwind(AssertUnwindSafe(|| device.send(Does::Scan))).is_err();
    until("poison", dead);
    drop(device);
    assert_eq!(disk.0.lock().unwrap().len(), 5, "what came before is stored");
}

/// Deep chains of answers from inside `ask` must not nest: nested, this overflows the stack.
#[test]
fn many_answers_from_inside_ask_do_not_nest() {
    let (device, fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    let left = Arc::new(AtomicUsize::new(100_000));
    fake.on_ask(move |device, id, _| {
        if left.fetch_sub(1, Ordering::SeqCst) > 1 {
            device.send(Does::Scan); // asks again from inside ask
        }
        device.answer(id, ShellAnswer::Scan { output: Scanned::Cancelled }).unwrap();
        Ok(())
    });
    device.send(Does::Scan);
    assert_eq!(fake.asked.lock().unwrap().len(), 100_000);
}

#[test]
fn records_arrive_at_the_store_in_the_order_of_the_model() {
    for round in 0..20 {
        let disk = Disk::default();
        let (device, _fake) = device(&disk, &Server::new(Duration::ZERO));
        thread::scope(|scope| {
            for t in 0..4 {
                let device = &device;
                scope.spawn(move || {
                    for n in 0..200 {
                        device.send(Does::Make(round * 1_000 + t * 200 + n));
                    }
                });
            }
        });
        until("all", || disk.0.lock().unwrap().len() == 800);
        assert_eq!(device.view().made, *disk.0.lock().unwrap());
    }
}

#[test]
fn waits_do_not_hold_up_one_another() {
    let (device, _fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    let start = Instant::now();
    for ms in [60_000, 40, 20, 0] {
        device.send(Does::Pause(ms));
    }
    until("three", || device.view().pauses == 3);
    assert!(start.elapsed() >= Duration::from_millis(40), "none ends early");
}

#[test]
fn a_stamp_is_answered_at_once_and_never_the_same() {
    let (device, _fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    for _ in 0..100 {
        device.send(Does::Stamp);
    }
    let stamps = device.view().stamps;
    assert_eq!(stamps.len(), 100);
    assert_eq!(stamps.iter().map(|stamp| stamp.random).collect::<HashSet<_>>().len(), 100);
    assert!(stamps.is_sorted_by_key(|stamp| stamp.time.monotonic_ms));
    let boots: HashSet<_> = stamps.iter().map(|stamp| stamp.time.boot).collect();
    assert!(boots.len() == 1 && !boots.contains(&None), "one run: {boots:?}");
}

#[test]
fn a_slow_round_holds_up_nothing_else() {
    let (device, _fake) = device(&Disk::default(), &Server::new(Duration::from_millis(400)));
    device.send(Does::Sync);
    device.send(Does::Make(1));
    device.send(Does::Pause(1));
    until("stored", || device.view().stored == 1 && device.view().pauses == 1);
    assert_eq!(device.view().rounds, 0, "still under way");
}

#[test]
fn a_wait_for_news_holds_up_nothing_and_ends_with_the_device() {
    let (device, fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    device.send(Does::Listen);
    device.send(Does::Sync);
    device.send(Does::Make(1));
    until("a round and a record", || device.view().rounds == 1 && device.view().stored == 1);
    assert_eq!(device.view().heard, 0, "still under way");
    // One that has not begun when the device closes ends as well.
    device.send(Does::Listen);
    let start = Instant::now();
    drop(device);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    let changes = fake.changes.load(Ordering::SeqCst);
    thread::sleep(Duration::from_millis(20));
    assert_eq!(changes, fake.changes.load(Ordering::SeqCst), "silent after the drop");
}

/// A foreign shell may throw where it must not: what `update` asked for behind it is done all the
/// same, and the question it did not take is answered.
#[test]
fn a_shell_that_fails_loses_nothing() {
    struct Broken;
    impl Platform for Broken {
        fn changed(&self) {
            panic!("thrown by the shell");
        }
        fn ask(&self, _: u64, _: ShellQuestion) -> Result<(), Refused> {
            panic!("thrown by the shell");
        }
    }
    let disk = Disk::default();
    let workers = workers(&disk, &Server::new(Duration::ZERO));
    let core = Core::new_with(probe::Probe, probe::Model::default());
    let device = Runner::start(core, Arc::new(Broken), workers).unwrap();
    device.send(Does::Make(1));
    device.send(Does::Scan);
    let why = "the shell failed".to_owned();
    assert_eq!(device.view().scanned, [Scanned::Unavailable { why }]);
    drop(device);
    assert_eq!(*disk.0.lock().unwrap(), [1]);
}

/// An event that another thread has still to run, right before the last handle goes: what it makes
/// after its stamp reaches the store all the same.
#[test]
fn a_record_that_waits_for_its_stamp_is_saved_before_the_stop() {
    struct Slow(Mutex<Option<mpsc::Receiver<()>>>, Mutex<mpsc::Sender<()>>);
    impl Platform for Slow {
        fn changed(&self) {
            if thread::current().name() == Some("sync")
                && let Some(go_on) = self.0.lock().unwrap().take()
            {
                self.1.lock().unwrap().send(()).unwrap();
                go_on.recv().unwrap();
            }
        }
        fn ask(&self, _: u64, _: ShellQuestion) -> Result<(), Refused> {
            Ok(())
        }
    }
    let (go_on, held) = mpsc::channel();
    let (there, arrived) = mpsc::channel();
    let disk = Disk::default();
    let workers = workers(&disk, &Server::new(Duration::from_millis(50)));
    let core = Core::new_with(probe::Probe, probe::Model::default());
    let slow = Arc::new(Slow(Mutex::new(Some(held)), Mutex::new(there)));
    let device = Runner::start(core, slow, workers).unwrap();
    device.send(Does::Sync);
    arrived.recv_timeout(Duration::from_secs(5)).unwrap();
    device.send(Does::StampAndMake(2));
    let dropping = thread::spawn(move || drop(device));
    thread::sleep(Duration::from_millis(50));
    go_on.send(()).unwrap();
    dropping.join().unwrap();
    assert_eq!(*disk.0.lock().unwrap(), [2]);
}

/// What the platform is called with carries no lock: a view may be pulled from inside.
#[test]
fn the_view_may_be_pulled_from_inside_ask() {
    let (device, fake) = device(&Disk::default(), &Server::new(Duration::ZERO));
    fake.on_ask(|device, id, _| {
        let seen = device.view().made.len();
        device.answer(id, text(&seen.to_string())).unwrap();
        Ok(())
    });
    device.send(Does::Make(7));
    device.send(Does::Scan);
    assert_eq!(device.view().scanned, [Scanned::Text { text: "1".to_owned() }]);
}
