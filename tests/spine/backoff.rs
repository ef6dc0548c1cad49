//! Row 13: after failures a device waits exponentially longer with full jitter up to a cap, so that
//! two thousand phones do not come back at once, and none stays away for long.

use wufei_disk::chance::Chance;
use wufei_domain::sync::{BACKOFF_LONGEST_MS, backoff_ms};
use wufei_tests::harness::{Failure, holds, same};

use crate::proof::{Control, Databases, Requirement, shown};

const DEVICES: u64 = 2_000;
/// An idle device asks once a minute.
const POLL_MS: u64 = 60_000;
/// The server is away for an hour from the moment at which all of them ask.
const AWAY_MS: u64 = 60 * 60 * 1_000;
const SECOND_MS: u64 = 1_000;

/// How long a device waits after so many failures, with its own dice.
type WaitMs = fn(u32, &mut Chance) -> u64;

struct Outage {
    wait_ms: WaitMs,
}

fn as_the_product(failures: u32, dice: &mut Chance) -> u64 {
    backoff_ms(failures, dice.next())
}

/// When a device is back, and when it asks in the ten minutes after.
fn asks_after(seed: u64, wait_ms: WaitMs) -> (u64, Vec<u64>) {
    let mut dice = Chance::new(seed);
    let (mut at, mut failures) = (0, 0);
    while at < AWAY_MS {
        failures += 1;
        at += wait_ms(failures, &mut dice).max(1);
    }
    let end = AWAY_MS + BACKOFF_LONGEST_MS;
    let back = at;
    let times = (0..=BACKOFF_LONGEST_MS / POLL_MS)
        .map(|n| back + n * POLL_MS)
        .filter(|at| *at < end)
        .collect();
    (back, times)
}

fn no_herd_and_nobody_stays_away(outage: &mut Outage) -> Result<(), Failure> {
    let seconds = usize::try_from(BACKOFF_LONGEST_MS / SECOND_MS).unwrap_or_default();
    let mut load = vec![0_u64; seconds];
    let mut last = 0;
    for seed in 0..DEVICES {
        let (back, times) = asks_after(seed, outage.wait_ms);
        last = last.max(back);
        for at in times {
            load[usize::try_from((at - AWAY_MS) / SECOND_MS).unwrap_or_default()] += 1;
        }
    }
    let steady = DEVICES * SECOND_MS / POLL_MS;
    let peak = load.into_iter().max().unwrap_or_default();
    let bound = 2 * steady;
    holds("a peak below twice the steady load", peak < bound, || format!("{peak} of {bound}"))?;
    let late = last.saturating_sub(AWAY_MS);
    holds("every device back within the longest wait", late <= BACKOFF_LONGEST_MS, || {
        format!("{late} ms after the end")
    })?;
    for failures in 1..40 {
        let waits: Vec<u64> = (0..64).map(|seed| backoff_ms(failures, seed * 7_919_017)).collect();
        let bounded = waits.iter().all(|wait| *wait <= BACKOFF_LONGEST_MS);
        same("waits within the cap", &true, &bounded)?;
    }
    Ok(())
}

mod once {
    use super::*;

    #[test]
    fn sync_req_13_two_thousand_devices_come_back_without_a_herd() -> Result<(), Failure> {
        let requirement = Requirement {
            number: 13,
            words: "2,000 devices after an hour's outage: peak below twice the steady load, all back",
            missing: None,
            shown_on: Databases::OnlySqlite("no server takes part"),
        };
        let controls = [
            Control {
                taken: "the jitter (every device draws the same)",
                take: |outage: &mut Outage| {
                    outage.wait_ms = |failures, _| backoff_ms(failures, 1_999);
                    Ok(())
                },
                says: "a peak below twice the steady load",
            },
            Control {
                taken: "the cap (waits double for ever)",
                take: |outage: &mut Outage| {
                    outage.wait_ms = |failures, dice| {
                        let ceiling = 2_000_u64.saturating_mul(1 << (failures - 1).min(40));
                        dice.next() % (ceiling + 1)
                    };
                    Ok(())
                },
                says: "every device back within the longest wait",
            },
        ];
        let make = || Ok(Outage { wait_ms: as_the_product });
        println!("\n{}", shown(&requirement, make, no_herd_and_nobody_stays_away, &controls)?);
        Ok(())
    }
}
