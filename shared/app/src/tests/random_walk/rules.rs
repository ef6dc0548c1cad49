//! What must hold after every step.

use std::collections::BTreeMap;

use wufei_domain::record::Body;

use super::super::{
    device::State,
    driver::{Driver, Seen},
    strings::Digest,
    town,
};
use crate::view::Screen;

/// How many records of each kind a walk left.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) drop_offs: usize,
    pub(super) reversals: usize,
    pub(super) visits: usize,
    pub(super) voids: usize,
    pub(super) shifts: usize,
    pub(super) others: usize,
    pub(super) withdrawn: usize,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Self) {
        self.drop_offs += other.drop_offs;
        self.reversals += other.reversals;
        self.visits += other.visits;
        self.voids += other.voids;
        self.shifts += other.shifts;
        self.others += other.others;
        self.withdrawn += other.withdrawn;
    }
}

pub(super) fn tally(driver: &Driver) -> Tally {
    let mut tally = Tally::default();
    for kept in &driver.device.kept {
        match &kept.record.body {
            Body::ShiftOpened(_) | Body::ShiftClosed(_) => tally.shifts += 1,
            Body::DropOff(_) => tally.drop_offs += 1,
            Body::Reversal(_) => tally.reversals += 1,
            Body::Visit(_) => tally.visits += 1,
            Body::VisitVoid(_) => tally.voids += 1,
            Body::DoorProposal(_) | Body::UnknownItem(_) => tally.others += 1,
        }
        if kept.state == State::Withdrawn {
            tally.withdrawn += 1;
        }
    }
    tally
}

/// A digest of what is shown.
///
/// # Errors
/// The rule that is broken.
pub(super) fn hold(driver: &Driver, seen: &Seen) -> Result<u64, String> {
    records(driver)?;
    counts(driver, seen)?;
    let (chinese, english) = (Digest::of(&seen.chinese), Digest::of(&seen.english));
    if chinese.gap || english.gap {
        return Err(format!("a message is missing: {:?}", seen.english));
    }
    Ok(english.hash())
}

fn count<T: Ord>(all: &mut BTreeMap<T, usize>, one: T) -> usize {
    let times = all.entry(one).or_default();
    *times += 1;
    *times
}

/// Each weight is typed once in a walk, so a weight that is logged twice was confirmed once and
/// stored twice.
fn records(driver: &Driver) -> Result<(), String> {
    let (mut weights, mut reversed, mut voided) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let (mut opened, mut closed) = (0_usize, BTreeMap::new());
    let standing = driver.device.kept.iter().filter(|kept| kept.state != State::Withdrawn);
    for record in standing.map(|kept| &kept.record) {
        match &record.body {
            Body::DropOff(drop_off) => {
                for line in &drop_off.lines {
                    if count(&mut weights, line.gross) > 1 {
                        return Err(format!("{} g were logged twice", line.gross));
                    }
                }
            }
            Body::Reversal(reversal) if count(&mut reversed, reversal.drop_off) > 1 => {
                return Err(format!("{} was reversed twice", reversal.drop_off));
            }
            Body::VisitVoid(void) if count(&mut voided, void.visit) > 1 => {
                return Err(format!("{} was voided twice", void.visit));
            }
            Body::Visit(visit) if visit.door == town::door(town::QUIET_DOOR) => {
                return Err("a household that asked for quiet was visited".to_owned());
            }
            Body::ShiftOpened(_) => opened += 1,
            Body::ShiftClosed(shift) if count(&mut closed, shift.shift) > 1 => {
                return Err(format!("shift {} was closed twice", shift.shift));
            }
            _ => {}
        }
    }
    // A shift that the server refused and somebody took back may still have its close.
    if opened > closed.len() + 1 { Err("two shifts are open".to_owned()) } else { Ok(()) }
}

/// What is shown as waiting is what waits, as soon as nothing is under way.
fn counts(driver: &Driver, seen: &Seen) -> Result<(), String> {
    let (shown, true_counts) = (seen.counts, driver.device.counts());
    let kept = u32::try_from(driver.device.kept.len()).unwrap();
    if shown.waiting.saturating_add(shown.needs_attention) > kept {
        return Err(format!("{shown:?} of {kept} records"));
    }
    let started = !matches!(seen.shown.screen, Screen::Starting { .. });
    if started && driver.open.is_empty() && shown != true_counts {
        return Err(format!("{shown:?} is shown of {true_counts:?}"));
    }
    Ok(())
}
