//! What happened, a line each, and a hash over all lines: the same seed makes the same hash in
//! every process. Nothing that is drawn outside the seed may stand in a line.

use std::{
    fmt::{self, Write as _},
    io::Write,
};

/// FNV-1a, 64 bits: a running hash that is the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fnv(pub u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes in more bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

impl fmt::Display for Fnv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The trace of one seed.
pub(crate) struct Trace<'a> {
    hash: Fnv,
    line: String,
    out: Option<&'a mut (dyn Write + Send)>,
}

impl<'a> Trace<'a> {
    /// A trace that is only hashed, or written to `out` as well.
    pub fn new(out: Option<&'a mut (dyn Write + Send)>) -> Self {
        Self { hash: Fnv::default(), line: String::new(), out }
    }

    /// Adds a line: `at_ms` since the seed began, who, what.
    pub fn say(&mut self, at_ms: i64, who: impl fmt::Display, what: fmt::Arguments<'_>) {
        self.line.clear();
        // Writing to a string does not fail.
        let _ = writeln!(
            self.line,
            "{:>8}.{:03} {who:<9} {what}",
            at_ms / 1_000,
            at_ms.rem_euclid(1_000)
        );
        self.hash.add(self.line.as_bytes());
        if let Some(out) = &mut self.out {
            // A reader who has gone away does not stop the run.
            let _ = out.write_all(self.line.as_bytes());
        }
    }

    /// The hash of all lines so far.
    pub const fn hash(&self) -> Fnv {
        self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = Fnv::default();
        assert_eq!(hash.to_string(), "cbf29ce484222325");
        hash.add(b"foobar");
        assert_eq!(hash.to_string(), "85944171f73967e8");
    }

    #[test]
    fn what_is_written_is_what_is_hashed() {
        let mut written = Vec::new();
        let mut trace = Trace::new(Some(&mut written));
        trace.say(61_007, "server", format_args!("starts"));
        let hash = trace.hash();
        assert_eq!(String::from_utf8_lossy(&written), "      61.007 server    starts\n");
        let mut again = Fnv::default();
        again.add(&written);
        assert_eq!(again, hash);
    }
}
