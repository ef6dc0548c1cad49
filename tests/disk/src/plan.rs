//! What is to go wrong, and when.

/// A kind of call that reaches the disk and can fail. Reads and locks do not fail here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// A file is opened or made.
    Open,
    /// Bytes are written.
    Write,
    /// What was written is to reach the platter.
    Sync,
    /// A file is cut off.
    Truncate,
    /// A file is deleted.
    Delete,
}

impl Call {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Open, Self::Write, Self::Sync, Self::Truncate, Self::Delete];

    /// For tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Write => "write",
            Self::Sync => "sync",
            Self::Truncate => "truncate",
            Self::Delete => "delete",
        }
    }
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// With an I/O error. A write may have got through in part; what a failed sync did not bring
    /// down, no later sync does.
    Error,
    /// The disk is full: a write may have got through in part. Other calls fail with an I/O error.
    Full,
    /// Power goes in the middle of it. All later calls fail until [`crate::Disk::crash`].
    PowerOff,
}

/// How long it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// The one call.
    Once,
    /// It and every later call of its kind.
    FromThenOn,
}

/// One fault. Calls are counted from when the plan is laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Which kind of call.
    pub call: Call,
    /// Which of them, from 1.
    pub nth: u64,
    /// What it meets.
    pub fault: Fault,
    /// How long.
    pub times: Times,
}

/// What a crash does with what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It had all come down: a program died, power did not go.
    Nothing,
    /// None of it had.
    Everything,
    /// Each change by chance of this seed: down, in part, or gone.
    Chance(u64),
}

/// How many calls of each kind reached a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calls([u64; Call::ALL.len()]);

impl Calls {
    /// Of one kind.
    pub const fn of(&self, call: Call) -> u64 {
        self.0[call as usize]
    }

    /// One more; gives the number of it.
    pub(crate) const fn count(&mut self, call: Call) -> u64 {
        self.0[call as usize] += 1;
        self.0[call as usize]
    }
}
