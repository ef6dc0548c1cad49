//! A device of an earlier version, made of what such devices wrote: the frozen samples of the wire. It
//! reads an answer only if nothing in it came after its time.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use wufei_api::{
    columns,
    protocol::{self, PACKED_SINCE},
    routes,
};
use wufei_domain::{
    ids::{DeviceId, RecordId},
    refusal::Refusal,
    time::UnixMs,
};
use wufei_tests::harness::{Answer, Failure, Http, holds, random, same};

use crate::city::{MAXI, turf};

const FROZEN: [(u32, &str); 2] = [
    (1, include_str!("../../shared/api/src/tests/frozen_v1.json")),
    (2, include_str!("../../shared/api/src/tests/frozen_v2.json")),
];

/// A device of version 1 or 2.
pub struct Elder {
    version: u32,
    frozen: Value,
    http: Http,
    device: DeviceId,
    token: String,
    epoch: Value,
    turn: Value,
}

/// The samples of a version.
///
/// # Errors
/// For a version that nobody froze.
pub fn frozen(version: u32) -> Result<Value, Failure> {
    let found = FROZEN.iter().find(|(frozen, _)| *frozen == version);
    let (_, text) = found.ok_or_else(|| Failure::new("a frozen version", version.to_string()))?;
    Ok(serde_json::from_str(text)?)
}

fn names(of: &Value) -> BTreeSet<String> {
    of.as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect()
}

/// All values of a field of the rows.
fn kinds(rows: &Value, at: &str) -> BTreeSet<String> {
    let rows = rows.as_array().into_iter().flatten();
    rows.filter_map(|row| row.pointer(at)?.as_str().map(str::to_owned)).collect()
}

fn is_read(what: &str, known: &BTreeSet<String>, told: BTreeSet<String>) -> Result<(), Failure> {
    let unknown: Vec<&String> = told.difference(known).collect();
    holds(&format!("{what} that it knows"), unknown.is_empty(), || format!("{unknown:?}"))
}

impl Elder {
    /// One that is enrolled with a code.
    ///
    /// # Errors
    /// When it is refused.
    pub fn enrolled(version: u32, address: &str, code: &str) -> Result<Self, Failure> {
        let (http, frozen) = (Http::new(address)?, frozen(version)?);
        let device = DeviceId::from_stamp(wufei_tests::harness::now(), random()?);
        let asked = json!({ "code": code, "device": device });
        let request = http.bare(Method::POST, routes::ENROL).json(&asked);
        let answer: Value = http.send(request)?.read()?;
        let token = answer["token"].as_str().unwrap_or_default().to_owned();
        if version >= PACKED_SINCE {
            let known = &frozen["enrolled"];
            is_read("fields of an enrolment", &names(known), names(&answer))?;
            let (known, told) = (names(&known["identity"]), names(&answer["identity"]));
            is_read("fields of an identity", &known, told)?;
        }
        let (epoch, turn) = (answer["epoch"].clone(), json!(0));
        Ok(Self { version, frozen, http, device, token, epoch, turn })
    }

    fn asks(
        &self,
        method: Method,
        path: &str,
        body: Option<(&'static str, Value)>,
    ) -> Result<Answer, Failure> {
        let request = self.http.bare(method, path).header(protocol::HEADER, self.version);
        let bearer = format!("Bearer {}", self.token);
        let mut request = request.header(protocol::AUTHORIZATION, bearer);
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body.to_string());
        }
        self.http.send(request)
    }

    /// Asks for a turf; the refusal if it is one.
    ///
    /// # Errors
    /// When the answer is neither.
    pub fn takes(&self, number: u128) -> Result<Result<(), Refusal>, Failure> {
        let body = json!({ "turf": turf(number) });
        let answer = self.asks(Method::POST, routes::LEASE, Some(("application/json", body)))?;
        if answer.status == 200 { Ok(Ok(())) } else { answer.refusal().map(Err) }
    }

    /// A visit as devices of this version wrote it, to a door of a turf of this town.
    ///
    /// # Errors
    /// When there is no sample of one.
    pub fn visit(&self, number: u128, door: u32, at: UnixMs) -> Result<Value, Failure> {
        let entries = self.frozen["push"]["entries"].as_array().into_iter().flatten();
        let mut sample = entries.filter(|entry| entry["body"]["kind"] == "visit");
        let mut visit = sample.next().cloned().ok_or_else(|| Failure::new("a visit", "none"))?;
        visit["id"] = json!(RecordId::from_stamp(at, random()?));
        visit["made_at"]["wall"] = json!(at);
        visit["body"]["turf"] = json!(turf(number));
        visit["body"]["door"] = json!(format!("{MAXI}-{door}"));
        visit["body"]["script_version"] = Value::Null;
        visit["body"]["answers"] = json!([]);
        Ok(visit)
    }

    /// Pushes; the names of the verdicts, or the refusal of it all.
    ///
    /// # Errors
    /// When it could not read the answer.
    pub fn pushes(&mut self, entries: &[Value]) -> Result<Result<Vec<String>, Refusal>, Failure> {
        let mut body = json!({ "device": self.device, "entries": entries });
        let mut kind = "application/json";
        let mut known: BTreeSet<String> =
            ["verdicts", "server_time", "epoch"].map(str::to_owned).into();
        if self.version >= PACKED_SINCE {
            body["turn"] = json!({ "epoch": self.epoch, "number": self.turn });
            // Its columns were by name.
            body.sort_all_objects();
            body = columns::pack(body, "entries");
            kind = columns::MEDIA_TYPE;
            known.insert("turn".to_owned());
        }
        let answer = self.asks(Method::POST, routes::PUSH, Some((kind, body)))?;
        if answer.status != 200 {
            return answer.refusal().map(Err);
        }
        let answer: Value = answer.read()?;
        is_read("fields of an answer", &known, names(&answer))?;
        self.turn = answer.get("turn").cloned().unwrap_or_default();
        let said = kinds(&answer["verdicts"], "/verdict");
        let known = ["accepted", "duplicate", "rejected", "retry_later"].map(str::to_owned);
        is_read("verdicts", &known.into(), said)?;
        let verdicts = answer["verdicts"].as_array().into_iter().flatten();
        let name = |verdict: &Value| verdict["verdict"].as_str().unwrap_or_default().to_owned();
        Ok(Ok(verdicts.map(name).collect()))
    }

    /// The ids of the records of a turf's feed, or the refusal.
    ///
    /// # Errors
    /// When it could not read the page.
    pub fn reads(&self, number: u128) -> Result<Result<BTreeSet<String>, Refusal>, Failure> {
        let path = format!("{}?scope=turf:{}", routes::FEED, turf(number));
        let answer = self.asks(Method::GET, &path, None)?;
        if answer.status != 200 {
            return answer.refusal().map(Err);
        }
        let (page, known): (Value, &Value) = (answer.read()?, &self.frozen["page"]);
        is_read("fields of a page", &names(known), names(&page))?;
        let known = kinds(&known["rows"], "/item/kind");
        is_read("kinds of facts", &known, kinds(&page["rows"], "/item/kind"))?;
        if let Some(check) = page.get("check") {
            same("the version that is counted", &json!(self.version), &check["protocol"])?;
        }
        Ok(Ok(kinds(&page["rows"], "/item/fact/record/id")))
    }
}
