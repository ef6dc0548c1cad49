//! How many tests passed and failed, read from what the runners print and write.
//!
//! Ignored tests count as neither. An unreadable line is no test: the exit status speaks then.

use super::Tally;

/// Sums the lines `test result: ok. 3 passed; 0 failed; …` of cargo's test runner.
pub fn cargo_test(output: &str) -> Tally {
    output
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("test result: "))
        .filter_map(|rest| {
            let counts = rest.split_once(". ").map(|(_, counts)| counts)?;
            Some(Tally {
                passed: number_before(counts, " passed")?,
                failed: number_before(counts, " failed")?,
            })
        })
        .fold(Tally::default(), Tally::add)
}

/// The counts of a Surefire report, from the attributes of its first `testsuite`.
pub fn surefire(report: &str) -> Option<Tally> {
    let tag = report.split_once("<testsuite ")?.1.split_once('>')?.0;
    let tests = attribute(tag, "tests")?;
    let failed = attribute(tag, "failures")? + attribute(tag, "errors")?;
    let skipped = attribute(tag, "skipped")?;
    Some(Tally { passed: tests.checked_sub(failed + skipped)?, failed })
}

/// The counts of a last line `NAME: 18 WHAT, 0 WORD`, where the second number is what failed.
pub fn closing_line(output: &str, name: &str, what: &str, word: &str) -> Option<Tally> {
    pair(last_line(output)?.strip_prefix(name)?.strip_prefix(": ")?, what, word)
}

/// The counts of a last line `500 WHAT, 0 WORD`, where the second number is what failed.
pub fn last_pair(output: &str, what: &str, word: &str) -> Option<Tally> {
    pair(last_line(output)?, what, word)
}

fn last_line(output: &str) -> Option<&str> {
    output.lines().rev().map(str::trim).find(|line| !line.is_empty())
}

fn pair(text: &str, what: &str, word: &str) -> Option<Tally> {
    let (all, failed) = text.split_once(", ")?;
    let all: u64 = all.strip_suffix(what)?.trim_end().parse().ok()?;
    let failed: u64 = failed.strip_suffix(word)?.trim_end().parse().ok()?;
    Some(Tally { passed: all.checked_sub(failed)?, failed })
}

fn number_before(text: &str, word: &str) -> Option<u64> {
    let before = text.split_once(word)?.0;
    before.rsplit([' ', ';']).next()?.parse().ok()
}

fn attribute(tag: &str, name: &str) -> Option<u64> {
    tag.split_whitespace().find_map(|pair| {
        let value = pair.strip_prefix(name)?.strip_prefix("=\"")?;
        value.trim_end_matches('/').strip_suffix('"')?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_all_binaries_are_summed() {
        let output = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished\n\
            test a ... FAILED\n\
            test result: FAILED. 4 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(cargo_test(output), Tally { passed: 6, failed: 3 });
    }

    #[test]
    fn output_without_results_counts_nothing() {
        assert_eq!(cargo_test("error: could not compile"), Tally::default());
    }

    #[test]
    fn a_report_tells_its_failures_errors_and_skips() {
        let report = "<?xml version=\"1.0\"?>\n<testsuite xmlns:xsi=\"x\" version=\"3.0.2\" \
            name=\"org.wufei.JourneyTest\" time=\"1.2\" tests=\"7\" errors=\"1\" skipped=\"1\" \
            failures=\"2\">\n<testcase/></testsuite>";
        assert_eq!(surefire(report), Some(Tally { passed: 3, failed: 3 }));
    }

    #[test]
    fn a_broken_report_is_no_tally() {
        assert_eq!(surefire("<testsuite tests=\"7\""), None);
        assert_eq!(
            surefire("<testsuite tests=\"1\" errors=\"1\" skipped=\"1\" failures=\"1\">"),
            None
        );
    }

    #[test]
    fn the_tour_is_counted_by_its_last_line() {
        let output = "areas: 6 counties\ntour: 18 steps, 2 failed\n\n";
        let tally = closing_line(output, "tour", "steps", "failed");
        assert_eq!(tally, Some(Tally { passed: 16, failed: 2 }));
    }

    #[test]
    fn seeds_are_counted_by_the_last_line() {
        let output = "trace 0123\n500 seeds, 2 violations\n";
        let tally = last_pair(output, "seeds", "violations");
        assert_eq!(tally, Some(Tally { passed: 498, failed: 2 }));
        assert_eq!(last_pair(output, "controls", "green"), None);
    }

    #[test]
    fn a_closing_line_must_be_the_last_one() {
        let output = "tour: 18 steps, 0 failed\nthread panicked";
        assert_eq!(closing_line(output, "tour", "steps", "failed"), None);
    }
}
