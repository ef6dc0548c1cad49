//! What the guide costs: bytes compiled in, heap, time until it can answer.
//!
//! Heap and time are told by processes of their own, each of which does nothing else: [`ready`].

use std::{
    io::Write,
    process::Command,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use wufei_guide::Guide;

use crate::{
    base::Base,
    beside,
    failure::Failure,
    figures::{megabytes, spread, times},
    heap,
    options::Options,
    sample,
};

/// The word by which this program starts itself to be measured.
pub const READY: &str = "ready";

/// Processes that are started whatever the number of runs, since each is short.
const STARTS_MIN: usize = 9;

/// What such a process tells.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Ready {
    /// Until the guide was read.
    read_ns: u64,
    /// The first question after that: what is made at first use is made now.
    first_ns: u64,
    /// The same question once more.
    second_ns: u64,
    heap_read: usize,
    heap_first: usize,
    heap_most: usize,
}

/// Reads the guide, asks it twice and tells what that took.
pub fn ready(out: &mut dyn Write) -> Result<(), Failure> {
    heap::count();
    let began = Instant::now();
    let guide = Guide::zhejiang().map_err(|broken| Failure::Guide(broken.to_string()))?;
    let read = began.elapsed();
    let heap_read = heap::bytes();
    let ask = || {
        let began = Instant::now();
        let found = guide.search("五号电池是什么垃圾？", 3).len();
        let judged = guide.classify("装过药的玻璃小瓶子");
        // Both are told to nobody; asking must not be left out for that.
        std::hint::black_box((found, judged));
        began.elapsed()
    };
    let (first, second) = (ask(), ask());
    let ns = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    let told = Ready {
        read_ns: ns(read),
        first_ns: ns(first),
        second_ns: ns(second),
        heap_read,
        heap_first: heap::bytes(),
        heap_most: heap::most(),
    };
    Ok(writeln!(out, "{}", serde_json::to_string(&told)?)?)
}

/// Bytes of the files that are compiled in: the items, the model, all else.
fn compiled_in() -> Result<[usize; 3], Failure> {
    let data = sample::data();
    let [mut items, mut model, mut rest] = [0; 3];
    for entry in std::fs::read_dir(data.join("items"))? {
        items += length(&entry?.path())?;
    }
    for entry in std::fs::read_dir(&data)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match name {
            "README.md" | "items" => {}
            "model.bin" => model += length(&path)?,
            _ => rest += length(&path)?,
        }
    }
    Ok([items, model, rest])
}

fn length(path: &std::path::Path) -> Result<usize, Failure> {
    Ok(usize::try_from(std::fs::metadata(path)?.len()).unwrap_or(usize::MAX))
}

/// Prints the table.
pub fn print(base: &Base<'_>, options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    let starts = options.runs.max(STARTS_MIN);
    let this = std::env::current_exe()?;
    let mut all = Vec::new();
    let mut whole = Vec::new();
    for _ in 0..starts {
        let began = Instant::now();
        let told = beside::output_of(Command::new(&this).arg(READY))?;
        whole.push(began.elapsed());
        all.push(serde_json::from_slice::<Ready>(&told)?);
    }
    let time = |of: fn(&Ready) -> u64| -> String {
        times(&all.iter().map(|one| Duration::from_nanos(of(one))).collect::<Vec<Duration>>())
    };
    let heap = |of: fn(&Ready) -> usize| {
        let spread = spread(&all.iter().map(of).collect::<Vec<usize>>()).unwrap_or_default();
        let [least, median, most] = spread.map(megabytes);
        if least == most { median } else { format!("{median} ({least}–{most})") }
    };
    let [items, model, rest] = compiled_in()?;
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    writeln!(out, "\n## Size\n\n{starts} processes, median (least–most); profile {profile}.\n")?;
    writeln!(out, "| what | |\n|---|---|")?;
    for (what, figure) in [
        ("items", base.guide.items().len().to_string()),
        ("shown names and aliases", base.names.len().to_string()),
        ("compiled in: items", megabytes(items)),
        ("compiled in: model", megabytes(model)),
        ("compiled in: rulebook, notes, tables of words and characters", megabytes(rest)),
        ("compiled in, all (without the crate `pinyin`)", megabytes(items + model + rest)),
        ("heap after reading", heap(|one| one.heap_read)),
        ("heap after the first answers", heap(|one| one.heap_first)),
        ("most heap on the way", heap(|one| one.heap_most)),
        ("read", time(|one| one.read_ns)),
        ("first search and judgement after that", time(|one| one.first_ns)),
        ("the same once more", time(|one| one.second_ns)),
        ("whole process, from its start to its end", times(&whole)),
    ] {
        writeln!(out, "| {what} | {figure} |")?;
    }
    Ok(())
}
