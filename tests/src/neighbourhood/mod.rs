//! A made-up neighbourhood on Shaoxing's real area codes: the same bytes each time it is made.
//!
//! Everything in it is synthetic 合成数据: addresses, cards, people's pseudonyms, rates. Labels are
//! addresses, never names. Start here: [`roll`]; the units are in [`units`], the tariff and the
//! script in [`scheme`], who may enrol in [`people`], a made-up morning at the points in [`morning`].

pub mod morning;
pub mod people;
pub mod scheme;
pub mod units;

use uuid::Uuid;
use wufei_api::roll::Roll;
use wufei_domain::{area::AreaCode, ids::ActorId, time::UnixMs};

/// 2025-01-01 in China: before the clock of any machine this runs on.
pub const AS_OF: UnixMs = UnixMs::new(1_735_660_800_000);

/// The city of the area table.
pub const CITY: &str = "330600000000";

/// A code that is written down wrong in this crate.
#[derive(Debug, thiserror::Error)]
#[error("area code {code} of the neighbourhood cannot be read: {why}")]
pub struct CodeBroken {
    code: &'static str,
    why: String,
}

/// What an id stands for, so that no two of them are the same.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Actor = 1,
    Point = 2,
    Turf = 3,
}

/// The version 7 UUID of the `number`-th thing of a kind: fixed time, bytes that follow from both.
pub(crate) fn fixed_uuid(kind: Kind, number: u64) -> Uuid {
    let mixed = mix((kind as u64) << 32 | number).to_be_bytes();
    let mut random = [0; 10];
    random[0] = kind as u8;
    random[1] = u8::try_from(number % 256).unwrap_or(0);
    random[2..].copy_from_slice(&mixed);
    ActorId::from_stamp(AS_OF, random).uuid()
}

/// The finaliser of SplitMix64: spreads neighbouring numbers.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

pub(crate) fn code(code: &'static str) -> Result<AreaCode, CodeBroken> {
    code.parse().map_err(|why| CodeBroken { code, why: format!("{why}") })
}

/// The whole roll.
///
/// # Errors
/// [`CodeBroken`] when a code in this module is no area code.
pub fn roll() -> Result<Roll, CodeBroken> {
    let communities = units::communities()?;
    let people = people::people()?;
    Ok(Roll {
        synthetic: true,
        source: "合成数据 synthetic".to_owned(),
        as_of: AS_OF,
        tariff: scheme::tariff(),
        script: scheme::script(),
        communities,
        points: units::points()?,
        turfs: units::turfs()?,
        people,
    })
}
