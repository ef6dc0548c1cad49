//! Walking the chain, row by row from the first.

use super::{AuditHash, AuditRow, Head};

/// The first thing that is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A row says something else than when it was written.
    #[error("row {seq} was changed: its hash is not that of what it says")]
    Changed {
        /// Which.
        seq: u64,
    },
    /// A row is gone from between others.
    #[error("row {seq} is missing: row {found} stands where it should")]
    Missing {
        /// Which.
        seq: u64,
        /// What follows instead.
        found: u64,
    },
    /// A row that is right by itself follows another row than the one it was written after.
    #[error("row {seq} does not follow row {before}: one of the two was replaced", before = seq - 1)]
    Unlinked {
        /// The later of the two.
        seq: u64,
    },
    /// The words kept beside a row are not those it was written with.
    #[error("the words of row {seq} were changed")]
    WordsChanged {
        /// Which.
        seq: u64,
    },
    /// The end is gone.
    #[error("the log is cut off: it ends with row {last}, and the head is of row {head}")]
    CutOff {
        /// The last row there is; 0 for none.
        last: u64,
        /// The row the head was taken of.
        head: u64,
    },
    /// The chain holds by itself, but it is not the one the head was taken of.
    #[error("row {seq} is not the one the head was taken of: the log was written anew up to there")]
    Rewritten {
        /// The row the head was taken of.
        seq: u64,
    },
    /// A row stands behind the last one the server wrote.
    #[error("row {seq} was added past the log's own end")]
    Added {
        /// Which.
        seq: u64,
    },
}

/// What was walked so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    last: u64,
    hash: AuditHash,
    kept: Option<Head>,
}

impl Chain {
    /// Before the first row; `kept` is a head that was kept elsewhere.
    pub const fn new(kept: Option<Head>) -> Self {
        Self { last: 0, hash: AuditHash::NONE, kept }
    }

    /// Rows so far, and the hash of the last one.
    pub const fn end(&self) -> (u64, AuditHash) {
        (self.last, self.hash)
    }

    /// Takes the next row.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn take(&mut self, row: &AuditRow) -> Result<(), Broken> {
        let (seq, hash) = (self.last + 1, row.hash_of());
        if row.seq != seq {
            return Err(Broken::Missing { seq, found: row.seq });
        }
        if row.hash != hash.to_string() {
            return Err(Broken::Changed { seq });
        }
        if row.before != self.hash.to_string() {
            return Err(Broken::Unlinked { seq });
        }
        if self.kept.as_ref().is_some_and(|head| head.seq == seq && head.hash != hash) {
            return Err(Broken::Rewritten { seq });
        }
        (self.last, self.hash) = (seq, hash);
        Ok(())
    }

    /// After the last row: whether it ends where the database itself says (`own`, its last row and that
    /// row's hash), and does not end before the kept head.
    ///
    /// # Errors
    /// [`Broken::CutOff`], [`Broken::Added`], [`Broken::Rewritten`].
    pub fn finish(&self, own: (u64, AuditHash)) -> Result<(), Broken> {
        let last = self.last;
        let kept = self.kept.as_ref().map_or(0, |head| head.seq);
        match own.0.max(kept) {
            head if head > last => Err(Broken::CutOff { last, head }),
            _ if own.0 < last => Err(Broken::Added { seq: own.0 + 1 }),
            _ if own.1 != self.hash => Err(Broken::Rewritten { seq: last }),
            _ => Ok(()),
        }
    }
}
