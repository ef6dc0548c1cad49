//! The same seeds on SQLite and on PostgreSQL: the same events, the same verdicts, the same bytes in
//! every answer. Where two traces part, the first step that differs is told.

use std::io::Write;

use crate::{
    ground::Ground,
    run::on_each_core,
    story::{self, Seed},
    town::{self, Meddling, Template},
    violation::Violation,
};

/// Seeds that differ and are told one by one.
const TOLD_MAX: usize = 10;

/// A seed whose two stories part.
struct Parted {
    number: u64,
    /// In words: the step, and what stands there on either side.
    told: String,
}

/// Plays each seed from `first` on on both databases and tells of those that differ; gives how many
/// there are. With a `meddling` the database of PostgreSQL is changed from outside, and the run ends
/// once that was noticed.
///
/// # Errors
/// When the town cannot be set up, or nothing can be written.
pub fn compare(
    first: u64,
    seeds: u64,
    meddling: Option<Meddling>,
    out: &mut (dyn Write + Send),
) -> Result<u64, Violation> {
    let sqlite = Template::new(Ground::SparedDisk, None)?;
    let postgres = Template::new(Ground::Postgres, meddling)?;
    let tariff = town::tariff()?;
    let compared = |number: u64| -> Option<Parted> {
        let one = story::play(number, &sqlite, &tariff, None, None);
        let two = story::play(number, &postgres, &tariff, None, None);
        if one.hash == two.hash && one.outcome == two.outcome {
            return one.outcome.err().map(|red| Parted { number, told: format!("both: {red}") });
        }
        let (mut left, mut right) = (Vec::new(), Vec::new());
        story::play(number, &sqlite, &tariff, None, Some(&mut left));
        story::play(number, &postgres, &tariff, None, Some(&mut right));
        Some(Parted { number, told: first_other(&left, &right, &one, &two) })
    };
    let parted = on_each_core(first, seeds, &compared, &|_| meddling.is_some());
    for Parted { number, told } in parted.iter().take(TOLD_MAX) {
        writeln!(out, "seed {number}: {told}").map_err(Violation::own)?;
    }
    Ok(u64::try_from(parted.len()).unwrap_or(u64::MAX))
}

/// Where two traces part. Steps count from 1, as the lines of `--trace` do.
fn first_other(left: &[u8], right: &[u8], one: &Seed, two: &Seed) -> String {
    let (left, right) = (String::from_utf8_lossy(left), String::from_utf8_lossy(right));
    let (mut left, mut right) = (left.lines(), right.lines());
    for step in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (on_sqlite, on_postgres) if on_sqlite != on_postgres => {
                let line = |line: Option<&str>| line.unwrap_or("the end").trim().to_owned();
                return format!(
                    "step {step} differs: on SQLite \"{}\", on PostgreSQL \"{}\"",
                    line(on_sqlite),
                    line(on_postgres)
                );
            }
            _ => {}
        }
    }
    format!("ends differ: {:?} on SQLite, {:?} on PostgreSQL", one.outcome, two.outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{tally::Tally, trace::Fnv};

    #[test]
    fn the_first_other_step_is_told() {
        let seed =
            || Seed { number: 1, tally: Tally::default(), hash: Fnv::default(), outcome: Ok(()) };
        let told = first_other(b"a\nb\nc\n", b"a\nd\nc\n", &seed(), &seed());
        assert_eq!(told, "step 2 differs: on SQLite \"b\", on PostgreSQL \"d\"");
        let told = first_other(b"a\n", b"a\nb\n", &seed(), &seed());
        assert!(told.contains("step 2") && told.contains("the end"), "{told}");
    }
}
