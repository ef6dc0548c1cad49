//! Figures as tables show them: shares, medians, percentiles, times, bytes.

use std::time::Duration;

/// A count as a number that can be divided.
#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]
pub const fn number(count: usize) -> f64 {
    count as f64
}

/// A part of a whole, 0 to 1; 0 of nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

/// `87.5 %`.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Smallest, median and largest; of an even number of values the upper of the two in the middle.
/// `None` of nothing.
pub fn spread<T: Copy + PartialOrd>(values: &[T]) -> Option<[T; 3]> {
    let mut sorted = values.to_vec();
    sorted
        .sort_unstable_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    Some([*sorted.first()?, *sorted.get(sorted.len() / 2)?, *sorted.last()?])
}

/// Median with the smallest and the largest, `87.5 % (87.1–88.0)`; alone when all are the same.
pub fn percents(shares: &[f64]) -> String {
    match spread(shares) {
        None => String::new(),
        Some([least, median, most]) if most - least < 0.000_5 => percent(median),
        Some([least, median, most]) => {
            format!("{} ({:.1}–{:.1})", percent(median), least * 100.0, most * 100.0)
        }
    }
}

/// The smallest value that so many hundredths of all are not above; zero of nothing.
pub fn percentile(sorted: &[Duration], hundredths: usize) -> Duration {
    let rank = (sorted.len() * hundredths).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// `850 ns`, `12.3 µs`, `4.56 ms`.
pub fn time(time: Duration) -> String {
    let nanoseconds = time.as_nanos();
    if nanoseconds < 10_000 {
        format!("{nanoseconds} ns")
    } else if nanoseconds < 1_000_000 {
        format!("{:.1} µs", time.as_secs_f64() * 1e6)
    } else {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    }
}

/// Median with the smallest and the largest.
pub fn times(all: &[Duration]) -> String {
    let Some([least, median, most]) = spread(all) else { return String::new() };
    if all.len() == 1 {
        return time(median);
    }
    format!("{} ({}–{})", time(median), time(least), time(most))
}

/// `1.25 MB`, of a million bytes.
pub fn megabytes(bytes: usize) -> String {
    format!("{:.2} MB", number(bytes) / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_seen() {
        let all: Vec<Duration> = (1..=200).map(Duration::from_micros).collect();
        for (hundredths, micros) in [(0, 1), (50, 100), (99, 198), (100, 200)] {
            assert_eq!(percentile(&all, hundredths), Duration::from_micros(micros), "{hundredths}");
        }
        assert_eq!(percentile(&[], 50), Duration::ZERO);
        assert_eq!(percentile(&all[..1], 99), Duration::from_micros(1));
    }

    #[test]
    fn figures_are_short() {
        assert_eq!(percent(share(7, 8)), "87.5 %");
        assert_eq!(percent(share(1, 0)), "0.0 %");
        assert_eq!(percents(&[0.5, 0.25, 0.75]), "50.0 % (25.0–75.0)");
        assert_eq!(percents(&[0.5, 0.5]), "50.0 %");
        assert_eq!(percents(&[]), "");
        assert_eq!(time(Duration::from_nanos(850)), "850 ns");
        assert_eq!(time(Duration::from_nanos(12_340)), "12.3 µs");
        assert_eq!(time(Duration::from_micros(4_560)), "4.56 ms");
        assert_eq!(times(&[3, 1, 2].map(Duration::from_nanos)), "2 ns (1 ns–3 ns)");
        assert_eq!(megabytes(1_250_000), "1.25 MB");
    }
}
