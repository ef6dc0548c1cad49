//! Locks of one file among its open handles: the five levels of a database file, and the eight
//! slots of the shared memory beside a write-ahead log, with that memory.
//!
//! A lock that is not free is refused at once, as SQLite wants it; nobody waits here.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::AtomicU64,
};

/// An open handle of a disk.
pub type HandleId = u64;

/// A lock that somebody else holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held;

/// How far a handle has locked its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not at all.
    None,
    /// It reads.
    Shared,
    /// It reads and means to write.
    Reserved,
    /// It waits for the readers to go; no new one may come.
    Pending,
    /// It writes.
    Exclusive,
}

/// The levels held on one file.
#[derive(Debug, Default)]
pub struct FileLocks(BTreeMap<HandleId, Level>);

impl FileLocks {
    fn of(&self, handle: HandleId) -> Level {
        self.0.get(&handle).copied().unwrap_or(Level::None)
    }

    /// The highest level of everybody else.
    fn others(&self, handle: HandleId) -> Level {
        let others = self.0.iter().filter(|(other, _)| **other != handle);
        others.map(|(_, level)| *level).max().unwrap_or(Level::None)
    }

    /// Whether anybody means to write.
    pub fn is_reserved(&self) -> bool {
        self.0.values().any(|level| *level >= Level::Reserved)
    }

    /// Raises the level of a handle.
    ///
    /// # Errors
    /// [`Held`]; who wanted to write keeps [`Level::Pending`], so that readers run out.
    pub fn lock(&mut self, handle: HandleId, level: Level) -> Result<(), Held> {
        let (own, others) = (self.of(handle), self.others(handle));
        if own >= level {
            return Ok(());
        }
        let highest = match level {
            Level::None => return Ok(()),
            Level::Shared => Level::Reserved,
            Level::Reserved | Level::Pending | Level::Exclusive => Level::Shared,
        };
        if others > highest {
            return Err(Held);
        }
        let must_wait = level == Level::Exclusive && others == Level::Shared;
        let granted = if must_wait { Level::Pending } else { level };
        self.0.insert(handle, granted);
        if granted == level { Ok(()) } else { Err(Held) }
    }

    /// Lowers the level of a handle.
    pub fn unlock(&mut self, handle: HandleId, level: Level) {
        if level == Level::None {
            self.0.remove(&handle);
        } else if self.of(handle) > level {
            self.0.insert(handle, level);
        }
    }
}

/// Slots that SQLite locks.
pub const SLOTS: u32 = 8;

/// How a slot is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// With others.
    Shared,
    /// Alone.
    Exclusive,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slots {
    shared: u8,
    exclusive: u8,
}

/// The memory that connections to one file share, with its locks. It lasts as long as somebody
/// uses it, never beyond a crash.
#[derive(Debug, Default)]
pub struct SharedMemory {
    regions: Vec<Box<[AtomicU64]>>,
    users: BTreeSet<HandleId>,
    slots: BTreeMap<HandleId, Slots>,
}

impl SharedMemory {
    /// The memory of a region, all zeros when it is new; `None` when there is none and none is to
    /// be made. It stays where it is until the last user is gone.
    pub fn map(
        &mut self,
        handle: HandleId,
        region: usize,
        bytes: usize,
        make: bool,
    ) -> Option<&[AtomicU64]> {
        self.users.insert(handle);
        if self.regions.len() <= region && make {
            let words = bytes.div_ceil(size_of::<u64>());
            let fresh = || (0..words).map(|_| AtomicU64::new(0)).collect();
            self.regions.resize_with(region + 1, fresh);
        }
        self.regions.get(region).map(AsRef::as_ref)
    }

    /// Locks slots, all or none.
    ///
    /// # Errors
    /// [`Held`].
    pub fn lock(&mut self, handle: HandleId, mask: u8, mode: Mode) -> Result<(), Held> {
        let mut others = self.slots.iter().filter(|(other, _)| **other != handle);
        let is_held = others.any(|(_, slots)| match mode {
            Mode::Shared => slots.exclusive & mask != 0,
            Mode::Exclusive => (slots.shared | slots.exclusive) & mask != 0,
        });
        if is_held {
            return Err(Held);
        }
        let own = self.slots.entry(handle).or_default();
        match mode {
            Mode::Shared => own.shared |= mask,
            Mode::Exclusive => own.exclusive |= mask,
        }
        Ok(())
    }

    /// Lets slots go.
    pub fn unlock(&mut self, handle: HandleId, mask: u8) {
        if let Some(own) = self.slots.get_mut(&handle) {
            own.shared &= !mask;
            own.exclusive &= !mask;
        }
    }

    /// A handle has no more use for it; the last one takes the memory along.
    pub fn leave(&mut self, handle: HandleId) {
        self.slots.remove(&handle);
        self.users.remove(&handle);
        if self.users.is_empty() {
            self.regions.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writes_and_readers_run_out() {
        let mut locks = FileLocks::default();
        locks.lock(1, Level::Shared).unwrap();
        locks.lock(2, Level::Shared).unwrap();
        locks.lock(1, Level::Reserved).unwrap();
        assert!(locks.is_reserved());
        assert_eq!(locks.lock(2, Level::Reserved), Err(Held));
        assert_eq!(locks.lock(1, Level::Exclusive), Err(Held));
        assert_eq!(locks.lock(3, Level::Shared), Err(Held), "no new reader while one waits");
        locks.unlock(2, Level::None);
        locks.lock(1, Level::Exclusive).unwrap();
        assert_eq!(locks.lock(2, Level::Shared), Err(Held));
        locks.unlock(1, Level::Shared);
        locks.lock(2, Level::Shared).unwrap();
    }

    #[test]
    fn a_slot_is_held_by_many_or_by_one() {
        let mut memory = SharedMemory::default();
        memory.lock(1, 0b0110, Mode::Shared).unwrap();
        memory.lock(2, 0b0100, Mode::Shared).unwrap();
        assert_eq!(memory.lock(2, 0b1010, Mode::Exclusive), Err(Held), "all or none");
        memory.lock(3, 0b1000, Mode::Exclusive).unwrap();
        assert_eq!(memory.lock(1, 0b1000, Mode::Shared), Err(Held));
        memory.unlock(1, 0b0010);
        memory.lock(2, 0b0010, Mode::Exclusive).unwrap();
        memory.leave(3);
        memory.lock(1, 0b1000, Mode::Exclusive).unwrap();
    }

    #[test]
    fn memory_goes_with_its_last_user() {
        use std::sync::atomic::Ordering::Relaxed;
        let mut memory = SharedMemory::default();
        assert!(memory.map(1, 0, 64, false).is_none());
        memory.map(1, 0, 64, true).unwrap()[7].store(5, Relaxed);
        assert_eq!(memory.map(2, 0, 64, false).unwrap()[7].load(Relaxed), 5);
        memory.leave(1);
        assert_eq!(memory.map(2, 0, 64, false).unwrap()[7].load(Relaxed), 5);
        memory.leave(2);
        assert!(memory.map(1, 0, 64, false).is_none());
    }
}
