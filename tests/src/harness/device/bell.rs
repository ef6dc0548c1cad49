//! The shell of a test: wakes whoever waits for the view, and keeps the questions asked.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use wufei_engine::{Platform, Refused, ShellQuestion};

#[derive(Default)]
struct Heard {
    rings: u64,
    questions: Vec<(u64, ShellQuestion)>,
}

/// Rings when the view is stale.
#[derive(Default)]
pub struct Bell {
    heard: Mutex<Heard>,
    rung: Condvar,
}

/// A lost ring costs no more than this.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

impl Bell {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often it rang.
    pub fn rings(&self) -> u64 {
        self.heard().rings
    }

    /// Waits for a ring after the `seen`-th, until `deadline` at most, and not long without
    /// looking.
    pub fn wait_past(&self, seen: u64, deadline: Instant) {
        let left = deadline.saturating_duration_since(Instant::now()).min(LOOK_AGAIN);
        let waited = self.rung.wait_timeout_while(self.heard(), left, |heard| heard.rings == seen);
        drop(waited);
    }

    /// The oldest question nobody took yet.
    pub fn take_question(&self) -> Option<(u64, ShellQuestion)> {
        let mut heard = self.heard();
        if heard.questions.is_empty() { None } else { Some(heard.questions.remove(0)) }
    }
}

impl Platform for Bell {
    fn changed(&self) {
        self.heard().rings += 1;
        self.rung.notify_all();
    }

    fn ask(&self, id: u64, question: ShellQuestion) -> Result<(), Refused> {
        let mut heard = self.heard();
        heard.questions.push((id, question));
        heard.rings += 1;
        self.rung.notify_all();
        Ok(())
    }
}
