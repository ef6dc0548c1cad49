//! The disk: one folder, one power switch, one plan.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    chance::Chance,
    folder::Folder,
    locks::HandleId,
    plan::{Call, Calls, Fault, Loss, Plan, Times},
    vfs,
};

/// One of SQLite's result codes, never the one for success.
pub type Code = i32;

/// SQLite did not take the file system.
#[derive(Debug, thiserror::Error)]
#[error("file system cannot be registered: SQLite says {0}")]
pub struct MountError(pub Code);

/// The first part of a path on a disk; its number follows.
const PREFIX: &str = "ram-";

static NUMBERS: AtomicU64 = AtomicU64::new(1);
static MOUNTED: Mutex<BTreeMap<u64, Weak<Mutex<State>>>> = Mutex::new(BTreeMap::new());

pub fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a disk is now.
#[derive(Debug)]
pub struct State {
    pub folder: Folder,
    pub chance: Chance,
    calls: Calls,
    /// With the number of the call at which it comes due.
    plan: Option<(Plan, u64)>,
    faults: u64,
    pub is_off: bool,
    pub crashes: u64,
    pub handles: HandleId,
}

impl State {
    /// Counts a call; gives the fault it meets.
    pub fn meets(&mut self, call: Call) -> Option<Fault> {
        let number = self.calls.count(call);
        let (plan, due) = self.plan.filter(|(plan, _)| plan.call == call)?;
        let is_met = match plan.times {
            Times::Once => number == due,
            Times::FromThenOn => number >= due,
        };
        if !is_met {
            return None;
        }
        self.faults += 1;
        self.is_off |= plan.fault == Fault::PowerOff;
        Some(plan.fault)
    }
}

/// A disk in memory. SQLite opens what lies under [`Disk::path`] on it; it is gone when this is
/// dropped and the last connection is closed.
#[derive(Debug)]
pub struct Disk {
    number: u64,
    state: Arc<Mutex<State>>,
}

impl Disk {
    /// An empty disk. The first one makes disks SQLite's default file system in this process, so
    /// that code that knows nothing of them runs on them; a path on none of them cannot be opened
    /// from then on. `seed` decides how much of a failing call gets through.
    ///
    /// # Errors
    /// [`MountError`].
    pub fn new(seed: u64) -> Result<Self, MountError> {
        vfs::register().map_err(MountError)?;
        Ok(Self::mount(Folder::default(), seed))
    }

    /// Another disk with the same files as programs see them now, all of it synced: a backup. No
    /// plan comes along.
    #[must_use]
    pub fn copy(&self, seed: u64) -> Self {
        let folder = held(&self.state).folder.copy();
        Self::mount(folder, seed)
    }

    fn mount(folder: Folder, seed: u64) -> Self {
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let state = Arc::new(Mutex::new(State {
            folder,
            chance: Chance::new(seed),
            calls: Calls::default(),
            plan: None,
            faults: 0,
            is_off: false,
            crashes: 0,
            handles: 0,
        }));
        held(&MOUNTED).insert(number, Arc::downgrade(&state));
        Self { number, state }
    }

    /// The path of a file on this disk.
    pub fn path(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("{PREFIX}{}/{name}", self.number))
    }

    /// The bytes of a file as programs read them now; `None` when there is none.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        held(&self.state).folder.find(name).map(|file| file.image.now().to_vec())
    }

    /// Lays a plan in place of the one before.
    pub fn lay(&self, plan: Plan) {
        let mut state = held(&self.state);
        let due = state.calls.of(plan.call) + plan.nth;
        state.plan = Some((plan, due));
    }

    /// Takes the plan away.
    pub fn spare(&self) {
        held(&self.state).plan = None;
    }

    /// How many calls there were since the disk was made.
    pub fn calls(&self) -> Calls {
        held(&self.state).calls
    }

    /// How many of them met a fault.
    pub fn faults(&self) -> u64 {
        held(&self.state).faults
    }

    /// Whether power is gone.
    pub fn is_off(&self) -> bool {
        held(&self.state).is_off
    }

    /// Power goes, if it has not yet, and comes back: what was not synced is lost as `loss` says,
    /// the plan is over, and every connection from before meets I/O errors until it is closed.
    pub fn crash(&self, loss: Loss) {
        let mut state = held(&self.state);
        let mut chance = match loss {
            Loss::Chance(seed) => Chance::new(seed),
            Loss::Nothing | Loss::Everything => state.chance.clone(),
        };
        state.folder.crash(loss, &mut chance);
        state.plan = None;
        state.is_off = false;
        state.crashes += 1;
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        held(&MOUNTED).remove(&self.number);
    }
}

/// The disk of a path, and the name on it.
pub fn mounted(path: &str) -> Option<(Arc<Mutex<State>>, &str)> {
    let (number, name) = path.strip_prefix(PREFIX)?.split_once('/')?;
    let disk = held(&MOUNTED).get(&number.parse().ok()?)?.upgrade()?;
    Some((disk, name))
}
