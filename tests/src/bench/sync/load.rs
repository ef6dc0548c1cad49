//! What every peer is given: the same check-ins, as the JSON that our own records are.
//!
//! They are made up by a fixed rule: volunteers walk a turf door by door through an evening, two to
//! four minutes apart.

use wufei_domain::{
    area::AreaCode,
    ids::{DoorId, RecordId, TurfId},
    record::{Body, Record},
    time::{BootId, DeviceTime, UnixMs},
    visit::{Outcome, Visit},
};

use crate::harness::Failure;

/// The village of the walk; the synthetic neighbourhood does not use it.
pub const VILLAGE: &str = "330683106272";

/// Doors of the turf that everybody walks.
pub const DOORS: u32 = 400;

/// 2026-03-01, 18:00 in China.
const EVENING: i64 = 1_772_359_200_000;

const ZONE_MINUTES: i16 = 480;

/// How much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Devices.
    pub devices: u32,
    /// Check-ins of each.
    pub check_ins: u32,
}

impl Size {
    /// Check-ins of all devices.
    pub const fn all(self) -> u32 {
        self.devices * self.check_ins
    }
}

/// The check-ins.
pub struct Load {
    /// How many.
    pub size: Size,
    /// A list a device, in the order in which they were made.
    pub records: Vec<Vec<Record>>,
}

impl Load {
    /// Check-ins in a turf.
    ///
    /// # Errors
    /// When the village's code is none.
    pub fn new(size: Size, turf: TurfId) -> Result<Self, Failure> {
        let community: AreaCode = VILLAGE.parse()?;
        let records = (0..size.devices)
            .map(|device| {
                (0..size.check_ins)
                    .map(|number| check_in(device, number, turf, community))
                    .collect()
            })
            .collect();
        Ok(Self { size, records })
    }

    /// Those of a device as lines of JSON.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn lines(&self, device: usize) -> Result<String, Failure> {
        let mut lines = String::new();
        for record in self.records.get(device).into_iter().flatten() {
            lines.push_str(&serde_json::to_string(record)?);
            lines.push('\n');
        }
        Ok(lines)
    }

    /// Bytes of JSON of a check-in, on average.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn mean_bytes(&self) -> Result<usize, Failure> {
        let mut bytes = 0;
        for record in self.records.iter().flatten() {
            bytes += serde_json::to_vec(record)?.len();
        }
        Ok(bytes / self.records.iter().flatten().count().max(1))
    }
}

fn check_in(device: u32, number: u32, turf: TurfId, community: AreaCode) -> Record {
    let drawn = mix(u64::from(device) << 32 | u64::from(number));
    let walked_ms = i64::from(number) * 180_000 + i64::try_from(drawn % 60_000).unwrap_or(0);
    let wall = UnixMs::new(EVENING).plus_ms(walked_ms);
    let mut random = [0; 10];
    random[..8].copy_from_slice(&drawn.to_be_bytes());
    random[8..].copy_from_slice(&mix(drawn).to_be_bytes()[..2]);
    // Each device begins elsewhere in the turf.
    let door = DoorId::new(community, (device * 37 + number) % DOORS + 1);
    let outcomes = Outcome::ALL;
    let at = usize::try_from(mix(drawn ^ 1)).unwrap_or(0) % outcomes.len();
    let outcome = outcomes.get(at).copied().unwrap_or(Outcome::NotHome);
    let visit = Visit {
        turf,
        door,
        outcome,
        script_version: None,
        answers: Vec::new(),
        supersedes: None,
        photos: Vec::new(),
    };
    Record {
        id: RecordId::from_stamp(wall, random),
        community,
        made_at: DeviceTime {
            wall,
            zone_minutes: ZONE_MINUTES,
            monotonic_ms: u64::try_from(walked_ms).unwrap_or(0),
            boot: Some(BootId::new(mix(u64::from(device)).to_be_bytes())),
        },
        body: Body::Visit(visit),
    }
}

/// The finaliser of SplitMix64.
const fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_check_ins_are_made_each_time_and_no_two_are_one() {
        let size = Size { devices: 3, check_ins: 50 };
        let turf = TurfId::from_stamp(UnixMs::new(EVENING), [1; 10]);
        let [once, again] = [0; 2].map(|_| Load::new(size, turf).unwrap());
        assert_eq!(once.records, again.records);
        let ids: BTreeSet<RecordId> = once.records.iter().flatten().map(|r| r.id).collect();
        assert_eq!(ids.len(), 150);
        assert!(once.records.iter().flatten().all(|record| record.validate().is_ok()));
        assert_eq!(once.lines(0).unwrap().lines().count(), 50);
    }
}
