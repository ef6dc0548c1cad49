//! Time and chance: the only place of the engine that reads a clock or draws a random number, and
//! the thread that ends waits.

use std::{
    collections::{BTreeMap, hash_map::RandomState},
    hash::{BuildHasher as _, Hasher as _},
    io,
    sync::{LazyLock, mpsc},
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use wufei_app::effect::clock::Stamp;
use wufei_domain::time::{BootId, CHINA_ZONE_MINUTES, DeviceTime, UnixMs};

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Names what is counted from [`STARTED`]: the run of this process.
static BOOT: LazyLock<BootId> = LazyLock::new(|| {
    let random = random();
    BootId::new(random.first_chunk().copied().unwrap_or_default())
});

/// Longest a wait may last, in milliseconds: a day. The app never asks for more than minutes.
const WAIT_LONGEST_MS: u64 = 24 * 60 * 60 * 1_000;

/// The device's wall clock. Before 1970 it reads 0.
pub fn now() -> UnixMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMs::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A moment with 16 random bytes. The zone is China's, which has one all year.
pub fn stamp() -> Stamp {
    let monotonic_ms = u64::try_from(STARTED.elapsed().as_millis()).unwrap_or(u64::MAX);
    Stamp {
        time: DeviceTime {
            wall: now(),
            zone_minutes: CHINA_ZONE_MINUTES,
            monotonic_ms,
            boot: Some(*BOOT),
        },
        random: random(),
    }
}

/// Random bytes of the operating system.
pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        // The system's source failed, which no phone has shown. The seeds of hash maps come from it
        // too, were drawn earlier, and differ at each call: enough for an id, and no crash.
        for half in bytes.chunks_exact_mut(8) {
            half.copy_from_slice(&RandomState::new().build_hasher().finish().to_le_bytes());
        }
    }
    bytes
}

type Alarm = Box<dyn FnOnce() + Send>;

enum Message {
    Wait(Instant, Alarm),
    Stop,
}

/// Ends waits: one thread for all of them, so that none holds up another.
pub(crate) struct Timer(mpsc::Sender<Message>);

impl Timer {
    /// # Errors
    /// The thread cannot be started.
    pub fn start() -> io::Result<(Self, JoinHandle<()>)> {
        // Counts from the first device of the process.
        LazyLock::force(&STARTED);
        LazyLock::force(&BOOT);
        let (sender, messages) = mpsc::channel();
        let thread =
            thread::Builder::new().name("timer".to_owned()).spawn(move || tick(&messages))?;
        Ok((Self(sender), thread))
    }

    /// Calls `alarm` on the timer's thread after `ms`. After a stop nothing happens.
    pub fn wait(&self, ms: u64, alarm: impl FnOnce() + Send + 'static) {
        let due = Instant::now() + Duration::from_millis(ms.min(WAIT_LONGEST_MS));
        let _ = self.0.send(Message::Wait(due, Box::new(alarm)));
    }

    /// Ends the thread at once; waits that are not over are forgotten.
    pub fn stop(&self) {
        let _ = self.0.send(Message::Stop);
    }
}

fn tick(messages: &mpsc::Receiver<Message>) {
    // The number keeps apart what is due at the same instant.
    let mut waits: BTreeMap<(Instant, u64), Alarm> = BTreeMap::new();
    let mut count = 0;
    loop {
        let message = match waits.first_key_value() {
            Some(((due, _), _)) => {
                messages.recv_timeout(due.saturating_duration_since(Instant::now()))
            }
            None => messages.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected),
        };
        match message {
            Ok(Message::Wait(due, alarm)) => {
                count += 1;
                waits.insert((due, count), alarm);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                if let Some((_, alarm)) = waits.pop_first() {
                    alarm();
                }
            }
            Ok(Message::Stop) | Err(mpsc::RecvTimeoutError::Disconnected) => return,
        }
    }
}
