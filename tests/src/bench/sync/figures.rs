//! What was measured, and its rows: the median with the least and the most of the runs.

use std::{
    fmt::Display,
    io::{self, Write},
    time::Duration,
};

/// One run of the round trip.
#[derive(Debug, Clone, Copy)]
pub struct RoundTrip {
    /// From the word to begin until the last device has everything.
    pub wall: Duration,
    /// The server's processor time.
    pub server: Duration,
    /// The devices' processor time.
    pub devices: Duration,
    /// Bytes from all devices to the server.
    pub up_bytes: u64,
    /// Bytes to one device.
    pub down_bytes: u64,
    /// Requests of all devices.
    pub requests: u64,
}

/// The runs of one way to do it.
pub struct Runs {
    /// What it is, and what is not fair about it.
    pub name: String,
    /// One a run.
    pub runs: Vec<RoundTrip>,
}

/// Least, median and most.
pub fn spread<T: Ord + Copy + Default>(values: impl IntoIterator<Item = T>) -> [T; 3] {
    let mut sorted: Vec<T> = values.into_iter().collect();
    sorted.sort_unstable();
    let at = |index: usize| sorted.get(index).copied().unwrap_or_default();
    [at(0), at(sorted.len() / 2), at(sorted.len().saturating_sub(1))]
}

/// `median (least–most)`.
pub fn cell<T: Ord + Copy + Default, D: Display>(
    values: impl IntoIterator<Item = T>,
    show: impl Fn(T) -> D,
) -> String {
    let [least, median, most] = spread(values);
    format!("{} ({}–{})", show(median), show(least), show(most))
}

/// Seconds with two decimals.
pub fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// Milliseconds.
pub fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// Bytes, kilobytes or megabytes, of a thousand each.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000),
    }
}

impl Runs {
    /// None yet.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), runs: Vec::new() }
    }

    /// The median of a figure.
    pub fn median<T: Ord + Copy + Default>(&self, of: fn(&RoundTrip) -> T) -> T {
        spread(self.runs.iter().map(of))[1]
    }

    /// Its row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&self, out: &mut dyn Write) -> io::Result<()> {
        let runs = || self.runs.iter();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            self.name,
            cell(runs().map(|run| run.wall), seconds),
            cell(runs().map(|run| run.server), seconds),
            cell(runs().map(|run| run.devices), seconds),
            cell(runs().map(|run| run.up_bytes), bytes),
            cell(runs().map(|run| run.down_bytes), bytes),
            cell(runs().map(|run| run.requests), |requests| requests),
        )
    }
}

/// The head of the table that [`Runs::row`] fills.
///
/// # Errors
/// When it cannot be written.
pub fn round_trip_head(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "| what | wall | server CPU | devices CPU | up, all devices | down, a device | requests |\n\
         |---|---|---|---|---|---|---|"
    )
}

/// An aim beside what was measured: reached, or missed by how much.
pub fn against(what: &str, measured: f64, aim: f64, unit: &str) -> String {
    let verdict = if measured <= aim {
        "reached".to_owned()
    } else {
        format!("missed: {:.1} times the aim", measured / aim)
    };
    format!("- {what}: {measured:.2} {unit}, aim ≤ {aim} {unit}: {verdict}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_shows_the_median_between_least_and_most() {
        assert_eq!(cell([3_u64, 1, 2], |n| n), "2 (1–3)");
        assert_eq!(cell([], |n: u64| n), "0 (0–0)");
        assert_eq!(bytes(9_999), "9999 B");
        assert_eq!(bytes(12_345), "12.3 kB");
        assert_eq!(bytes(4_400_000), "4.40 MB");
    }

    #[test]
    fn an_aim_says_by_how_much_it_is_missed() {
        assert!(against("wall", 3.0, 3.0, "s").ends_with("reached"));
        assert!(against("wall", 6.0, 3.0, "s").ends_with("missed: 2.0 times the aim"));
    }
}
