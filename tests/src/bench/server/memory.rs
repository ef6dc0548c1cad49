//! How much memory a process holds, and has held at most, as Linux counts it.

use std::{
    fs,
    process::Child,
    thread,
    time::{Duration, Instant},
};

use crate::harness::Failure;

/// Between two looks at a process that ends by itself.
const LOOK: Duration = Duration::from_millis(10);

/// Bytes that a process holds now.
///
/// # Errors
/// When there is no such process.
pub fn held(id: u32) -> Result<u64, Failure> {
    status(&id.to_string(), "VmRSS:")
}

/// Bytes that a process has held at most.
///
/// # Errors
/// When there is no such process.
pub fn peak(id: u32) -> Result<u64, Failure> {
    status(&id.to_string(), "VmHWM:")
}

/// Bytes that this process has held at most.
///
/// # Errors
/// When Linux does not say.
pub fn own_peak() -> Result<u64, Failure> {
    status("self", "VmHWM:")
}

/// Waits for a process that ends by itself; how long it took since `began`, and bytes held at most.
///
/// # Errors
/// When it does not end well.
pub fn until_end(mut child: Child, began: Instant) -> Result<(Duration, u64), Failure> {
    let mut most = 0;
    loop {
        // The last look finds nothing any more.
        most = peak(child.id()).unwrap_or(0).max(most);
        if let Some(status) = child.try_wait()? {
            let took = began.elapsed();
            return if status.success() {
                Ok((took, most))
            } else {
                Err(Failure::new("a program that ends well", status.to_string()))
            };
        }
        thread::sleep(LOOK);
    }
}

fn status(process: &str, name: &str) -> Result<u64, Failure> {
    let all = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = all.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    let kilobytes: u64 = kilobytes.ok_or_else(|| Failure::new(name, "no such line"))?;
    Ok(kilobytes * 1_024)
}
