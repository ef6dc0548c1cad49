//! What happens on a store, and what it must hold then.
//!
//! A history is a list of steps, each of which the store acknowledges or refuses. A run without
//! faults tells what the database holds after each step. What is held against that is strong and
//! short: after a fault the database holds what it held after the last acknowledged step, or what it
//! holds after the next one, and nothing else. So nothing acknowledged is lost, nothing is half
//! done, nothing doubled, nothing made up.

use rusqlite::{Connection, types::ValueRef};

use super::fault_loop::Wrong;
use crate::Disk;

/// A store with a history.
pub trait History: Sized {
    /// For the table.
    const STORE: &'static str;
    /// Its file.
    const FILE: &'static str;
    /// Columns that differ from run to run: only whether they are filled is compared.
    const DRAWN: &'static [&'static str];

    /// Steps of the history.
    fn length() -> usize;

    /// Steps before which the store is closed, ascending. What lies between is a chapter, and each
    /// chapter is a loop of its own on a copy of the disk: a fault late in the history does not make
    /// its beginning run again.
    const CLOSED_BEFORE: &'static [usize];

    /// Tables that tell each time a step was done: done again after it failed, it may stand there twice.
    const TOLD_EACH_TIME: &'static [&'static str] = &[];

    /// Opens the store, which has `done` steps behind it.
    fn open(disk: &Disk, done: usize) -> Result<Self, String>;

    /// Does step `number`, from 0. A step may be done again after it failed.
    fn step(&mut self, number: usize) -> Result<(), String>;

    /// Rules over rows, each as a statement that counts what breaks it.
    fn rules() -> &'static [(&'static str, &'static str)];
}

/// Everything a database holds, row by row.
pub type Held = Vec<String>;

pub fn held<H: History>(connection: &Connection) -> rusqlite::Result<Held> {
    let mut names = connection.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name")?;
    let tables: Vec<(String, Option<String>)> =
        names.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for (name, sql) in tables {
        let is_table = sql.as_deref().is_some_and(|sql| sql.starts_with("CREATE TABLE"));
        if is_table && !H::TOLD_EACH_TIME.contains(&name.as_str()) {
            rows::<H>(connection, &name, &mut all)?;
        }
        all.push(format!("{name}: {sql:?}"));
    }
    Ok(all)
}

fn rows<H: History>(connection: &Connection, table: &str, all: &mut Held) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let begin = all.len();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = table.to_owned();
        for (index, column) in columns.iter().enumerate() {
            let said = match row.get_ref(index)? {
                ValueRef::Null => "null".to_owned(),
                _ if H::DRAWN.contains(&column.as_str()) => "drawn".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => format!("{other:?}"),
            };
            line.push('|');
            line.push_str(&said);
        }
        all.push(line);
    }
    all[begin..].sort();
    Ok(())
}

fn look<H: History>(disk: &Disk) -> rusqlite::Result<Held> {
    held::<H>(&Connection::open(disk.path(H::FILE))?)
}

/// A part of the history.
pub struct Chapter {
    /// The disk at its beginning, with no store open on it.
    pub disk: Disk,
    pub begin: usize,
    pub end: usize,
}

/// A run without faults.
pub struct Reference {
    /// What the database holds after each step; the first before any.
    states: Vec<Held>,
    pub chapters: Vec<Chapter>,
}

impl Reference {
    /// Runs it.
    pub fn of<H: History>() -> Self {
        let disk = Disk::new(0).unwrap();
        let begins = [&[0], H::CLOSED_BEFORE].concat();
        let ends = [H::CLOSED_BEFORE, &[H::length()]].concat();
        let (mut states, mut chapters) = (Vec::new(), Vec::new());
        for (begin, end) in begins.into_iter().zip(ends) {
            chapters.push(Chapter { disk: disk.copy(0), begin, end });
            let mut store = H::open(&disk, begin).unwrap();
            let opened = look::<H>(&disk).unwrap();
            assert!(states.last().is_none_or(|last| *last == opened), "opening changes nothing");
            if begin == 0 {
                states.push(opened);
            }
            for number in begin..end {
                store.step(number).unwrap_or_else(|error| panic!("step {number}: {error}"));
                states.push(look::<H>(&disk).unwrap());
            }
        }
        Self { states, chapters }
    }

    /// Whether every step but those named changes something, so that to lose it is seen.
    pub fn sees_all_but(&self, reading: &[usize]) -> bool {
        let states = &self.states;
        let unseen = (0..states.len() - 1).filter(|step| states[*step] == states[step + 1]);
        unseen.collect::<Vec<_>>() == reading
    }

    /// Holds what there is against what may be: as after the last step done, or as after the next
    /// one if the chapter has one.
    pub fn judge(&self, found: &Held, done: usize, end: usize) -> Option<(Wrong, String)> {
        let states = &self.states;
        let last = end.min(done + 1);
        if states[done..=last].contains(found) {
            return None;
        }
        if let Some(step) = states[..done].iter().rposition(|state| state == found) {
            return Some((Wrong::Lost, format!("{done} steps acknowledged, {step} kept")));
        }
        let wanted = &states[last];
        let more = found.iter().filter(|line| !wanted.contains(line)).count();
        let less = wanted.iter().filter(|line| !found.contains(line)).count();
        Some((Wrong::Half, format!("{more} rows too many, {less} missing")))
    }
}
