//! Every string of a view, read out of its debug text.

use std::{
    fmt::{self, Debug, Write},
    hash::{DefaultHasher, Hasher as _},
};

/// The strings between quotes, escapes resolved.
pub(super) fn strings(value: &impl Debug) -> Vec<String> {
    let text = format!("{value:?}");
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (&mut open, c) {
            (None, '"') => open = Some(String::new()),
            (Some(_), '"') => found.extend(open.take()),
            (Some(string), '\\') => string.extend(chars.next()),
            (Some(string), c) => string.push(c),
            (None, _) => {}
        }
    }
    found
}

/// What one pass over a debug text finds.
#[derive(Default)]
pub(super) struct Digest {
    /// Whether a message is missing somewhere: it is shown as `⟨id⟩`.
    pub(super) gap: bool,
    hash: DefaultHasher,
}

impl Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.gap = self.gap || text.contains('⟨');
        self.hash.write(text.as_bytes());
        Ok(())
    }
}

impl Digest {
    pub(super) fn of(value: &impl Debug) -> Self {
        let mut digest = Self::default();
        write!(digest, "{value:?}").unwrap();
        digest
    }

    pub(super) fn hash(&self) -> u64 {
        self.hash.finish()
    }
}

pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}
