//! Known days, leap days, and days before 1970.

use proptest::prelude::*;

use super::{BootId, CHINA_ZONE_MINUTES, Civil, DAY_MS, DeviceTime, UnixMs};

fn civil(seconds: i64, zone_minutes: i16) -> (i64, u8, u8, u8, u8) {
    let civil = Civil::at(UnixMs::new(seconds * 1_000), zone_minutes);
    (civil.year, civil.month, civil.day, civil.hour, civil.minute)
}

#[test]
fn known_moments_have_their_days() {
    for (seconds, expected) in [
        (0, (1970, 1, 1, 0, 0)),
        (-1, (1969, 12, 31, 23, 59)),
        (-86_400, (1969, 12, 31, 0, 0)),
        (951_782_400, (2000, 2, 29, 0, 0)),
        (951_868_800, (2000, 3, 1, 0, 0)),
        (1_077_926_400, (2004, 2, 28, 0, 0)),
        (1_078_012_800, (2004, 2, 29, 0, 0)),
        (1_709_251_199, (2024, 2, 29, 23, 59)),
        (1_795_482_300, (2026, 11, 24, 1, 5)),
        (-2_203_891_200, (1900, 3, 1, 0, 0)),
        (-2_203_977_600, (1900, 2, 28, 0, 0)),
        (4_107_542_400, (2100, 3, 1, 0, 0)),
        (4_107_456_000, (2100, 2, 28, 0, 0)),
        (-62_167_219_200, (0, 1, 1, 0, 0)),
    ] {
        assert_eq!(civil(seconds, 0), expected, "{seconds}");
    }
}

#[test]
fn a_zone_moves_the_day() {
    assert_eq!(civil(1_795_482_300, CHINA_ZONE_MINUTES), (2026, 11, 24, 9, 5));
    assert_eq!(civil(57_600, CHINA_ZONE_MINUTES), (1970, 1, 2, 0, 0));
    assert_eq!(civil(57_599, CHINA_ZONE_MINUTES), (1970, 1, 1, 23, 59));
    assert_eq!(civil(0, -210), (1969, 12, 31, 20, 30));
}

#[test]
fn time_stops_at_its_ends() {
    let (first, last) = (UnixMs::new(i64::MIN), UnixMs::new(i64::MAX));
    assert_eq!(last.plus_ms(1), last);
    assert_eq!(first.plus_ms(-1), first);
    assert_eq!(last.since_ms(first), i64::MAX);
    assert_eq!(UnixMs::new(3).since_ms(UnixMs::new(5)), -2);
    assert!(Civil::at(first, i16::MIN).year < Civil::at(last, i16::MAX).year);
}

proptest! {
    #[test]
    fn the_next_day_is_the_next_day(days in -200_000..200_000_i64) {
        let today = Civil::at(UnixMs::new(days * DAY_MS), 0);
        let tomorrow = Civil::at(UnixMs::new((days + 1) * DAY_MS), 0);
        prop_assert!(today < tomorrow);
        let next = tomorrow.day == today.day + 1 && tomorrow.month == today.month;
        let new_month = tomorrow.day == 1 && (28..=31).contains(&today.day);
        prop_assert!(next || new_month);
        prop_assert!((1..=12).contains(&tomorrow.month));
    }

    #[test]
    fn a_common_year_has_365_days_and_a_leap_year_one_more(year in 1_600..2_400_i64) {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let first_day = |year: i64| {
            let y = year - 1;
            y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) - 719_162
        };
        prop_assert_eq!(first_day(year + 1) - first_day(year), 365 + i64::from(leap));
        let civil = Civil::at(UnixMs::new(first_day(year) * DAY_MS), 0);
        prop_assert_eq!((civil.year, civil.month, civil.day), (year, 1, 1));
    }
}

fn moment(wall: i64, monotonic_ms: u64, boot: Option<u8>) -> DeviceTime {
    let boot = boot.map(|byte| BootId::new([byte; BootId::BYTES]));
    DeviceTime { wall: UnixMs::new(wall), zone_minutes: 480, monotonic_ms, boot }
}

#[test]
fn two_moments_of_one_run_are_as_far_apart_as_they_were() {
    let (first, later) = (moment(DAY_MS, 1_000, Some(1)), moment(0, 61_000, Some(1)));
    assert_eq!(later.elapsed_since(&first), Some(60_000), "though the wall went back by a day");
    assert_eq!(first.elapsed_since(&later), Some(-60_000));
    assert_eq!(first.elapsed_since(&first), Some(0));
    let end = moment(0, u64::MAX, Some(1));
    assert_eq!(end.elapsed_since(&moment(0, u64::MAX - 1, Some(1))), Some(1));
    assert_eq!(end.elapsed_since(&first), None, "beyond 64 bits");
}

#[test]
fn two_runs_are_not_compared_nor_those_that_nobody_named() {
    let first = moment(0, 1_000, Some(1));
    for other in [moment(0, 2_000, Some(2)), moment(0, 2_000, None)] {
        assert_eq!(other.elapsed_since(&first), None);
        assert_eq!(first.elapsed_since(&other), None);
    }
    assert_eq!(moment(0, 2, None).elapsed_since(&moment(0, 1, None)), None);
}

#[test]
fn a_run_is_written_as_16_digits_and_left_out_when_nobody_named_it() {
    let json = serde_json::to_string(&moment(5, 7, None)).unwrap();
    assert_eq!(json, r#"{"wall":5,"zone_minutes":480,"monotonic_ms":7}"#);
    let json = serde_json::to_string(&moment(5, 7, Some(1))).unwrap();
    assert!(json.ends_with(r#","boot":"0101010101010101"}"#), "{json}");
    assert_eq!(serde_json::from_str::<DeviceTime>(&json).unwrap(), moment(5, 7, Some(1)));
    for broken in ["", "1", "0101010101010G01", "01010101010101010", "010101010101010A"] {
        assert!(broken.parse::<BootId>().is_err(), "{broken}");
    }
}
