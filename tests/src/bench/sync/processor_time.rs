//! Processor time of this process and of others, as Linux counts it: hundredths of a second.

use std::{collections::BTreeMap, fs, time::Duration};

use crate::harness::Failure;

/// `USER_HZ`, which is 100 on every architecture that Rust runs on.
const TICK: Duration = Duration::from_millis(10);

/// Where `utime`, `stime`, `cutime` and `cstime` stand behind the name, from 0.
const TIMES: std::ops::Range<usize> = 11..15;

/// Where the parent stands behind the name, from 0.
const PARENT: usize = 1;

/// What a process and all below it have used so far, also those below it that have ended.
///
/// # Errors
/// When it is not there.
pub fn of_tree(root: u32) -> Result<Duration, Failure> {
    let mut processes = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process may end while its neighbours are read.
        if let Some((_, rest)) = stat(&format!("/proc/{id}/stat")) {
            processes.insert(id, rest);
        }
    }
    if !processes.contains_key(&root) {
        return Err(Failure::new(format!("process {root}"), "none"));
    }
    let mut below = vec![root];
    let mut at = 0;
    while let Some(parent) = below.get(at).copied() {
        let children =
            processes.iter().filter(|(_, rest)| field(rest, PARENT) == u64::from(parent));
        below.extend(children.map(|(id, _)| *id));
        at += 1;
    }
    let of = |id: &u32| processes.get(id).map_or(0, |rest| TIMES.map(|at| field(rest, at)).sum());
    Ok(ticks(below.iter().map(of).sum()))
}

/// What this process has used so far, also in threads that have ended, without those of its threads
/// that still run and have one of the given names.
///
/// # Errors
/// When Linux does not say.
pub fn of_own_but(names: &[&str]) -> Result<Duration, Failure> {
    let mut named = Duration::ZERO;
    for entry in fs::read_dir("/proc/self/task")? {
        let path = entry?.path().join("stat");
        if let Some((name, rest)) = stat(&path.to_string_lossy())
            && names.contains(&name.as_str())
        {
            named += own(&rest);
        }
    }
    let all = stat("/proc/self/stat").ok_or_else(|| Failure::new("this process", "none"))?;
    Ok(own(&all.1).saturating_sub(named))
}

/// What this thread has used so far.
pub fn of_this_thread() -> Duration {
    stat("/proc/thread-self/stat").map_or(Duration::ZERO, |(_, rest)| own(&rest))
}

/// Without those below it.
fn own(rest: &[String]) -> Duration {
    ticks(field(rest, TIMES.start) + field(rest, TIMES.start + 1))
}

fn ticks(ticks: u64) -> Duration {
    TICK * u32::try_from(ticks).unwrap_or(u32::MAX)
}

/// The name, and the words behind it.
fn stat(path: &str) -> Option<(String, Vec<String>)> {
    let text = fs::read_to_string(path).ok()?;
    let (before, rest) = text.rsplit_once(')')?;
    let name = before.split_once('(')?.1;
    Some((name.to_owned(), rest.split_whitespace().map(str::to_owned).collect()))
}

fn field(rest: &[String], at: usize) -> u64 {
    rest.get(at).and_then(|word| word.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Works until its thread has used so much.
    fn work(until: Duration) -> Duration {
        let mut sum = 0_u64;
        while of_this_thread() < until {
            sum = (0..100_000_u64).fold(sum, |sum, n| sum.wrapping_mul(31).wrapping_add(n));
        }
        std::hint::black_box(sum);
        of_this_thread()
    }

    #[test]
    fn work_is_counted_also_of_a_thread_that_has_ended() {
        let worked = std::thread::spawn(|| work(Duration::from_millis(20))).join().unwrap();
        assert!(worked >= Duration::from_millis(20));
        assert!(of_own_but(&[]).unwrap() >= worked);
        assert!(of_tree(std::process::id()).unwrap() >= worked);
        assert!(of_tree(u32::MAX).is_err());
    }
}
