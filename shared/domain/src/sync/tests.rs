//! How long a device waits, and what a verdict says about its outbox.

use proptest::prelude::*;

use super::{BACKOFF_FIRST_MS, BACKOFF_LONGEST_MS, Verdict, backoff_ms};
use crate::refusal::{Code, Refusal};

#[test]
fn without_a_failure_there_is_no_wait() {
    assert_eq!(backoff_ms(0, u64::MAX), 0);
}

#[test]
fn the_longest_wait_doubles_up_to_ten_minutes() {
    for (failures, ceiling) in
        [(1, 2_000), (2, 4_000), (3, 8_000), (9, 512_000), (10, 600_000), (u32::MAX, 600_000)]
    {
        assert_eq!(backoff_ms(failures, ceiling), ceiling, "{failures} failures");
        assert_eq!(backoff_ms(failures, ceiling + 1), 0, "{failures} failures");
    }
}

/// Without jitter, two thousand phones that failed together come back together.
#[test]
fn phones_that_failed_together_come_back_apart() {
    let spread = |wait: &dyn Fn(u64) -> u64| {
        let waits = (0..2_000).map(|phone| wait(phone * 6_700_417));
        waits.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!(spread(&|random| backoff_ms(9, random)) > 1_900);
    assert_eq!(spread(&|_| BACKOFF_FIRST_MS << 8), 1);
}

#[test]
fn only_what_the_server_has_leaves_the_outbox() {
    assert!(Verdict::Accepted.is_stored() && Verdict::Duplicate.is_stored());
    assert!(!Verdict::RetryLater { after_ms: 1 }.is_stored());
    assert!(!Verdict::Held { after_ms: 1 }.is_stored());
    assert!(!Verdict::Rejected { refusal: Refusal::new(Code::LinesMissing) }.is_stored());
}

#[test]
fn a_verdict_goes_round() {
    let refusal = Refusal::new(Code::LinesTooMany).with("max", 20);
    for (verdict, json) in [
        (Verdict::Accepted, r#"{"verdict":"accepted"}"#),
        (Verdict::RetryLater { after_ms: 5 }, r#"{"verdict":"retry_later","after_ms":5}"#),
        (Verdict::Held { after_ms: 6 }, r#"{"verdict":"held","after_ms":6}"#),
        (
            Verdict::Rejected { refusal },
            r#"{"verdict":"rejected","refusal":{"code":"lines_too_many","args":{"max":"20"}}}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(&verdict).unwrap(), json);
        assert_eq!(serde_json::from_str::<Verdict>(json).unwrap(), verdict);
    }
}

proptest! {
    #[test]
    fn a_wait_stays_in_its_bounds(failures: u32, random: u64) {
        prop_assert!(backoff_ms(failures, random) <= BACKOFF_LONGEST_MS);
    }
}
