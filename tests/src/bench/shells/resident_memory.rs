//! What Linux says of this process's memory.

use std::fs;

use crate::harness::Failure;

fn line(name: &str) -> Result<u64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let found = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kib = found.and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse().ok());
    kib.ok_or_else(|| Failure::new(format!("{name} in /proc/self/status"), "none"))
}

/// Heap and stacks that lie in memory now: the heap cannot be larger.
pub(super) fn anonymous_kib() -> Result<u64, Failure> {
    line("RssAnon")
}

/// The most that ever lay in memory, code and files included.
pub(super) fn peak_kib() -> Result<u64, Failure> {
    line("VmHWM")
}
