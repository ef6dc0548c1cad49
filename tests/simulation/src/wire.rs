//! The virtual network: a request is bytes on their way, and so is its answer. Either may be lost,
//! come twice, come late, or come cut; a device may be cut off for a while.
//!
//! A device waits 30 s for an answer, and 65 s for one that may wait for news, as its HTTP client does. What arrives after that is done by
//! the server all the same, and nobody hears of it.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use wufei_api::error::ErrorBody;
use wufei_disk::chance::Chance;
use wufei_domain::refusal::{Code, Refusal};

use crate::{fault::Fault, queue::DeviceNo};

/// How long a device waits for an answer.
const EXCHANGE_MS: i64 = 30_000;

/// How long the server waits for news.
pub(crate) const NEWS_MS: i64 = 55_000;

/// What a device waits beyond that.
const BEYOND_MS: i64 = 10_000;

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Push,
    Feed,
    Snapshot,
    News,
    Enrol,
    Turfs,
    Lease,
}

impl Route {
    /// How long a device waits for the answer.
    pub const fn patience_ms(self) -> i64 {
        match self {
            Self::News => NEWS_MS + BEYOND_MS,
            _ => EXCHANGE_MS,
        }
    }
}

/// Which process waits for which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Return {
    pub device: DeviceNo,
    pub life: u32,
    pub exchange: u64,
}

/// A request on its way.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub from: Return,
    pub route: Route,
    pub token: Option<String>,
    pub body: Vec<u8>,
    /// Until when it waits at the server, once it does.
    pub until_ms: Option<i64>,
}

/// An answer on its way.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub to: Return,
    /// Whether it is an answer, or why there is none.
    pub good: bool,
    pub body: Vec<u8>,
}

/// Which way a device is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CutOff {
    Out,
    In,
    Both,
}

impl CutOff {
    pub const ALL: [Self; 3] = [Self::Out, Self::In, Self::Both];

    const fn stops_out(self) -> bool {
        matches!(self, Self::Out | Self::Both)
    }

    const fn stops_in(self) -> bool {
        matches!(self, Self::In | Self::Both)
    }
}

/// How often what goes wrong, in a thousand bodies.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weather {
    pub lost: u64,
    pub twice: u64,
    pub late: u64,
    pub cut: u64,
}

/// The network.
#[derive(Default)]
pub(crate) struct Wire {
    pub weather: Weather,
    pub cut_off: BTreeMap<DeviceNo, CutOff>,
}

/// What becomes of a body: when it arrives, once or twice, whole or cut, and what went wrong.
pub(crate) struct Fate {
    pub after_ms: Vec<i64>,
    pub cut_to: Option<usize>,
    pub fault: Option<Fault>,
}

impl Wire {
    /// What becomes of a body of `bytes` bytes that leaves now; `is_request` tells which way.
    pub fn fate(&self, bytes: usize, is_request: bool, chance: &mut Chance) -> Fate {
        let Weather { lost, twice, late, cut } = self.weather;
        let usual = latency(chance);
        let drawn = chance.below(1_000);
        let whole = |after_ms, fault| Fate { after_ms, cut_to: None, fault };
        if drawn < lost {
            whole(Vec::new(), Some(Fault::Lost))
        } else if drawn < lost + twice {
            let again = usual + latency(chance);
            whole(vec![usual, again], Some(Fault::Twice))
        } else if drawn < lost + twice + late {
            let much = i64::try_from(chance.below(150_000)).unwrap_or_default();
            whole(vec![usual + 5_000 + much], Some(Fault::Late))
        } else if drawn < lost + twice + late + cut && bytes > 0 {
            let fault = if is_request { Fault::CutRequest } else { Fault::CutAnswer };
            let cut_to = Some(chance.index(bytes));
            Fate { after_ms: vec![usual], cut_to, fault: Some(fault) }
        } else {
            whole(vec![usual], None)
        }
    }

    /// Whether what a device sends, or what is sent to it, is stopped.
    pub fn stops(&self, device: DeviceNo, is_request: bool) -> bool {
        self.cut_off.get(&device).is_some_and(|cut_off| {
            if is_request { cut_off.stops_out() } else { cut_off.stops_in() }
        })
    }
}

/// From a good connection to a village's.
fn latency(chance: &mut Chance) -> i64 {
    let ceiling = if chance.hits(1, 8) { 3_000 } else { 250 };
    i64::try_from(chance.below(ceiling)).unwrap_or_default() + 15
}

/// A body.
///
/// # Errors
/// `body_malformed` for what has no JSON.
pub(crate) fn written(body: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(body)
        .map_err(|error| Refusal::new(Code::BodyMalformed).with("detail", error))
}

/// A request as the server's routes read it.
///
/// # Errors
/// `body_malformed`, as for a body that was cut.
pub(crate) fn request<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal::new(Code::BodyMalformed).with("detail", error))
}

/// An answer as the device's client reads it.
///
/// # Errors
/// The server's refusal; `server_failed` for what cannot be read.
pub(crate) fn answer<T: DeserializeOwned>(reply: &Reply) -> Result<T, Refusal> {
    if reply.good {
        return serde_json::from_slice(&reply.body).map_err(|_| Code::ServerFailed.into());
    }
    let refused: Result<ErrorBody, _> = serde_json::from_slice(&reply.body);
    Err(refused.map_or_else(|_| Code::ServerFailed.into(), |body| body.error))
}

/// A part of a snapshot; cut, it is a shorter one.
///
/// # Errors
/// As [`answer`].
pub(crate) fn bytes(reply: &Reply) -> Result<Vec<u8>, Refusal> {
    if reply.good { Ok(reply.body.clone()) } else { answer(reply) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weather_decides_what_becomes_of_a_body() {
        let mut chance = Chance::new(1);
        let fates = |weather: Weather, chance: &mut Chance| {
            let wire = Wire { weather, ..Wire::default() };
            (0..200).map(|_| wire.fate(100, true, chance)).collect::<Vec<_>>()
        };
        let good = fates(Weather::default(), &mut chance);
        assert!(good.iter().all(|fate| fate.fault.is_none() && fate.after_ms.len() == 1));
        let lost = fates(Weather { lost: 1_000, ..Weather::default() }, &mut chance);
        assert!(lost.iter().all(|fate| fate.after_ms.is_empty()));
        let twice = fates(Weather { twice: 1_000, ..Weather::default() }, &mut chance);
        assert!(twice.iter().all(|fate| fate.after_ms.len() == 2));
        let cut = fates(Weather { cut: 1_000, ..Weather::default() }, &mut chance);
        assert!(cut.iter().all(|fate| fate.cut_to.is_some_and(|bytes| bytes < 100)));
    }

    #[test]
    fn a_device_that_is_cut_off_one_way_hears_or_is_heard() {
        let mut wire = Wire::default();
        wire.cut_off.insert(2, CutOff::Out);
        assert!(wire.stops(2, true) && !wire.stops(2, false) && !wire.stops(1, true));
        wire.cut_off.insert(2, CutOff::Both);
        assert!(wire.stops(2, true) && wire.stops(2, false));
    }

    #[test]
    fn a_body_that_was_cut_is_refused_at_either_end() {
        let body = written(&serde_json::json!({ "turfs": [] })).unwrap();
        let cut = body[..body.len() - 1].to_vec();
        let read: Result<serde_json::Value, _> = request(&cut);
        assert_eq!(read.unwrap_err().code, Code::BodyMalformed);
        let to = Return { device: 0, life: 0, exchange: 1 };
        let answered: Result<serde_json::Value, _> = answer(&Reply { to, good: true, body: cut });
        assert_eq!(answered.unwrap_err().code, Code::ServerFailed);
    }
}
