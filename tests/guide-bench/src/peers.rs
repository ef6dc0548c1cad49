//! Searches of others over the same names, each in a process of its own that clocks itself.
//!
//! They are given what a well-informed user would give them: characters and pairs of neighbours,
//! prefixes, slips, and each name's pinyin and initials as fields beside it.

use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::{
    beside,
    failure::Failure,
    writing::{Writing, latin},
};

/// A name as a peer indexes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Indexed {
    name: String,
    /// All syllables, empty for a name without one.
    sound: String,
    /// Their first letters, likewise.
    initials: String,
    item: usize,
}

impl Indexed {
    /// The names, as compared, with their items; `writing` tells of the same names.
    pub fn all(names: &[(String, usize)], writing: &Writing) -> Vec<Self> {
        let of_name = |((name, item), sounds): (&(String, usize), &Option<Vec<String>>)| {
            let letters: Vec<char> = name.chars().collect();
            let sounds = sounds.as_deref().unwrap_or_default();
            let has_sound = sounds.iter().any(|sound| !sound.is_empty());
            let text = |initials| {
                if has_sound { latin(&letters, sounds, initials) } else { String::new() }
            };
            Self { name: name.clone(), sound: text(false), initials: text(true), item: *item }
        };
        names.iter().zip(&writing.sounds).map(of_name).collect()
    }
}

/// What a peer has to do.
#[derive(Debug, Serialize)]
pub struct Work<'a> {
    /// To be indexed.
    pub names: &'a [Indexed],
    /// Asked once, for what is found.
    pub questions: &'a [String],
    /// Asked in each run, for the time it takes.
    pub strokes: &'a [String],
    /// How often.
    pub runs: usize,
}

/// What a peer says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Told {
    /// How it is set up.
    pub settings: String,
    /// Milliseconds until its index was built.
    pub ready_ms: f64,
    /// The first three items of each question.
    pub found: Vec<Vec<usize>>,
    /// Nanoseconds of each stroke in each run.
    pub nanoseconds: Vec<Vec<u64>>,
}

/// How a peer is started.
type Start = fn() -> Result<Command, Failure>;

/// The peers by name.
pub const ALL: [(&str, Start); 4] = [
    ("MiniSearch 7.2.0", || with_word(beside::node("search", "search.js"), "minisearch")),
    ("Fuse.js 7.5.0, tokens", || with_word(beside::node("search", "search.js"), "fuse-tokens")),
    ("Fuse.js 7.5.0, whole", || with_word(beside::node("search", "search.js"), "fuse-whole")),
    ("tantivy 0.27.0", || beside::cargo("tantivy", "wufei-peer-tantivy")),
];

fn with_word(command: Result<Command, Failure>, word: &str) -> Result<Command, Failure> {
    command.map(|mut command| {
        command.arg(word);
        command
    })
}

/// Sets a peer up and lets it work.
pub fn run(start: Start, work: &Work<'_>) -> Result<Told, Failure> {
    beside::ask(&mut start()?, work)
}
