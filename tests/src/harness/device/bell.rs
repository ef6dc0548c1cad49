//! The shell of a test: wakes whoever waits for the view, keeps what was to be shared, and can do
//! nothing else.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use wufei_engine::{Platform, Refused, ShellQuestion};

/// Rings when the view is stale.
#[derive(Default)]
pub struct Bell {
    rings: Mutex<u64>,
    rung: Condvar,
    shared: Mutex<Vec<String>>,
}

/// A lost ring costs no more than this.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

impl Bell {
    fn heard(&self) -> MutexGuard<'_, u64> {
        self.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often it rang.
    pub fn rings(&self) -> u64 {
        *self.heard()
    }

    /// The last text that was to be shared.
    pub fn shared(&self) -> Option<String> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).last().cloned()
    }

    /// Waits for a ring after the `seen`-th, until `deadline` at most, and not long without
    /// looking.
    pub fn wait_past(&self, seen: u64, deadline: Instant) {
        let left = deadline.saturating_duration_since(Instant::now()).min(LOOK_AGAIN);
        let waited = self.rung.wait_timeout_while(self.heard(), left, |rings| *rings == seen);
        drop(waited);
    }
}

impl Platform for Bell {
    fn changed(&self) {
        *self.heard() += 1;
        self.rung.notify_all();
    }

    fn ask(&self, _: u64, question: ShellQuestion) -> Result<(), Refused> {
        if let ShellQuestion::Share { operation } = question {
            self.shared.lock().unwrap_or_else(PoisonError::into_inner).push(operation.text);
        }
        Err(Refused("a device under test has no camera, no voice, no place".to_owned()))
    }
}
