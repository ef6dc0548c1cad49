//! What was seen in a seed, for the table that a run ends with.

use std::collections::BTreeMap;

use crate::fault::Fault;

/// What was seen in a seed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// Taps, requests, answers, faults: what happened, without the steps in between.
    pub events: u64,
    /// Records that the server took.
    pub records: u64,
    pub faults: BTreeMap<Fault, u64>,
    /// Records that are refused in the end, by the code of the refusal.
    pub refused: BTreeMap<&'static str, u64>,
    /// Records held for the lead, as they decided.
    pub held_taken: u64,
    pub held_refused: u64,
    /// Records that a restore lost and that were refused when they were offered again, by the code.
    pub gaps_left: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Adds what was seen in another seed.
    pub fn add(&mut self, other: &Self) {
        self.events += other.events;
        self.records += other.records;
        self.held_taken += other.held_taken;
        self.held_refused += other.held_refused;
        add_each(&mut self.faults, &other.faults);
        add_each(&mut self.refused, &other.refused);
        add_each(&mut self.gaps_left, &other.gaps_left);
    }
}

fn add_each<K: Ord + Copy>(all: &mut BTreeMap<K, u64>, more: &BTreeMap<K, u64>) {
    for (key, times) in more {
        *all.entry(*key).or_default() += times;
    }
}
