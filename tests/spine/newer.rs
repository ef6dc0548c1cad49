//! Row 12: fields that a newer device adds to its records are kept by a server that does not know
//! them: stored and hashed as they came, told to the feeds, and there on every device that reads them.

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use wufei_api::{
    columns,
    push::{PushResponse, ROWS},
    routes,
};
use wufei_domain::{
    record::{Body, Record},
    refusal::Code,
    sync::Verdict,
    visit::Outcome,
    whole::Whole,
};
use wufei_tests::harness::{Failure, Http, TestDevice, holds, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, Sender, TURF, VOLUNTEER, turf, visit, walk},
    listening::Listening,
    outside::{ALWAYS, Does, Outside, Sql, Trigger},
    proof::{Control, Databases, Requirement, shown},
};

/// A town with a sender of a later version, and what lies between the two.
struct Later {
    city: City,
    listening: Listening,
    sender: Sender,
    /// What becomes of a push on its way: nothing, in the product.
    on_the_way: fn(&mut Value),
}

fn later() -> Result<Later, Failure> {
    let mut city = City::new()?;
    let sender = city.sender(VOLUNTEER)?;
    city.lease(&sender.bearer, TURF)?;
    let listening = Listening::start(&city)?;
    Ok(Later { city, listening, sender, on_the_way: |_| {} })
}

impl Later {
    fn address(&self) -> Result<String, Failure> {
        Ok(format!("http://{}", self.listening.address()?))
    }

    /// Pushes what this program has no types for, as columns.
    fn push(&self, entries: &[Value]) -> Result<Vec<Verdict>, Failure> {
        let mut body = json!({ "device": self.sender.device, "entries": entries });
        (self.on_the_way)(&mut body);
        let body = columns::pack(body, ROWS).to_string();
        let token = wufei_api::enrol::Token(self.sender.bearer.0.clone());
        let http = Http::new(&self.address()?)?;
        let request = http.request(Method::POST, routes::PUSH, Some(&token));
        let request = request.header("content-type", columns::MEDIA_TYPE).body(body);
        Ok(http.send(request)?.read::<PushResponse>()?.verdicts)
    }

    /// A visit as today's devices write it.
    fn plain(&mut self, door: u32) -> Result<Value, Failure> {
        let body = Body::Visit(visit(door, Outcome::Met)?);
        Ok(serde_json::to_value(self.city.record(body)?)?)
    }

    /// A visit as a later version may write it: a field more in front, inside and behind.
    fn newer(&mut self, door: u32) -> Result<Value, Failure> {
        let plain = self.plain(door)?;
        let (mut record, mut made_at) = (json!({ "weather": { "rain": 0.1, "at": 7 } }), json!({}));
        for (name, value) in plain.as_object().into_iter().flatten() {
            record[name] = value.clone();
        }
        for (name, value) in plain["made_at"].as_object().into_iter().flatten() {
            made_at[name] = value.clone();
            made_at["satellites"] = json!([3, 1, 2]);
        }
        record["made_at"] = made_at;
        record["body"]["mood"] = json!("good");
        Ok(record)
    }
}

fn what_is_unknown_is_kept(later: &mut Later) -> Result<(), Failure> {
    let newer = later.newer(1)?;
    let entries = [later.plain(2)?, newer.clone(), later.plain(3)?];
    same("sent", &vec![Verdict::Accepted; 3], &later.push(&entries)?)?;
    as_it_came(&later.city, &newer)?;
    same("sent again", &vec![Verdict::Duplicate; 3], &later.push(&entries)?)?;
    let mut other = newer.clone();
    other["body"]["mood"] = json!("bad");
    same("with another value", &vec![Some(Code::IdReused)], &codes(&later.push(&[other])?))?;
    a_kind_that_is_unknown_is_refused_alone(later)?;
    every_reader_has_it(later, &newer)
}

/// Stored and hashed over its own JSON, by whoever counts with their own SQL.
fn as_it_came(city: &City, newer: &Value) -> Result<(), Failure> {
    let sql = "SELECT body, hash FROM records WHERE id = $1";
    let id = newer["id"].as_str().unwrap_or_default();
    let row = city.outside()?.row(sql, &[&id])?;
    same("the record as it was sent", &newer.to_string().as_str(), &row.text(0)?)?;
    let own = Whole::<Record>::read(newer)?;
    same("the hash of that", &own.hash().to_string().as_str(), &row.text(1)?)?;
    let known = own.into_value().hash().to_string();
    holds("not the hash of what is known of it", row.text(1)? != known, || known.clone())
}

fn codes(verdicts: &[Verdict]) -> Vec<Option<Code>> {
    let code = |verdict: &Verdict| match verdict {
        Verdict::Rejected { refusal } => Some(refusal.code),
        _ => None,
    };
    verdicts.iter().map(code).collect()
}

fn a_kind_that_is_unknown_is_refused_alone(later: &mut Later) -> Result<(), Failure> {
    let mut unknown = later.plain(4)?;
    unknown["body"]["kind"] = json!("singing");
    let entries = [later.plain(5)?, unknown, later.plain(6)?];
    let verdicts = later.push(&entries)?;
    same("the others", &vec![None, Some(Code::BodyMalformed), None], &codes(&verdicts))?;
    let nest = format!("{}{}", "[".repeat(90), "]".repeat(90));
    let mut deep = later.plain(7)?;
    deep["body"]["mood"] = serde_json::from_str(&nest)?;
    let entries = [deep, later.plain(8)?];
    let refused = codes(&later.push(&entries)?);
    same(
        "a nest that no reader of the feed could read",
        &vec![Some(Code::BodyMalformed), None],
        &refused,
    )?;
    let named = format!("{:?}", verdicts[1]).contains("singing");
    holds("the kind in its refusal", named, || format!("{verdicts:?}"))
}

/// A device that does not know the fields reads them over the wire, keeps them, and counts them as
/// the server does: the feed as it holds it is the server's, byte for byte.
fn every_reader_has_it(later: &mut Later, newer: &Value) -> Result<(), Failure> {
    later.city.now = wufei_tests::harness::now();
    let folder = TempDir::new()?;
    let device = TestDevice::open(folder.path(), "reader", &later.address()?)?;
    // A fortnight later the turf may be somebody else's: here its lease is taken back.
    later.city.outside()?.execute("UPDATE leases SET until = 0", &[])?;
    device.enrol(&later.city.code(OTHER_VOLUNTEER)?)?;
    device.take_turf(turf(TURF))?;
    device.sync_and_walk(turf(TURF), "ten doors", |doors| doors.doors.len() == 10)?;
    let feed = "SELECT seq, item FROM feed WHERE scope = $1 ORDER BY seq";
    let held = "SELECT seq, '{\"kind\":\"' || kind || '\",\"fact\":' || body || '}' FROM facts
        WHERE scope = $1 ORDER BY seq";
    let rows = |at: &Outside, sql: &str| -> Result<Vec<(i64, String)>, Failure> {
        let rows = at.rows(sql, &[&walk(TURF)])?;
        rows.iter().map(|row| Ok((row.integer(0)?, row.text(1)?.to_owned()))).collect()
    };
    let outside = Outside::on_file(&folder.path().join("reader").join(wufei_engine::DATABASE))?;
    let (told, kept) = (rows(&later.city.outside()?, feed)?, rows(&outside, held)?);
    let own = newer.to_string();
    let among =
        |rows: &[(i64, String)]| rows.iter().filter(|(_, fact)| fact.contains(&own)).count();
    same("the record in the feed", &1, &among(&told))?;
    same("the record on the device", &1, &among(&kept))?;
    same("the feed on the device", &told, &kept)
}

#[test]
fn sync_req_12_what_a_newer_device_adds_is_kept_hashed_and_told() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 12,
        words: "fields that a server does not know are stored, hashed and told as they came",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the order of the fields (something between writes them by name)",
            take: |later: &mut Later| {
                later.on_the_way = Value::sort_all_objects;
                Ok(())
            },
            says: "the record as it was sent",
        },
        Control {
            taken: "the unknown field in the feed (a trigger takes it out)",
            take: |later: &mut Later| {
                later.city.lay(&Trigger {
                    name: "leave_out",
                    when: "AFTER INSERT ON feed",
                    only: ALWAYS,
                    does: Does::Runs(Sql::Both(
                        r#"UPDATE feed SET item = replace(item, ',"mood":"good"', '')
                            WHERE scope = NEW.scope AND seq = NEW.seq"#,
                    )),
                })
            },
            says: "the record in the feed",
        },
        Control {
            taken: "the unknown field in the record (a trigger takes it out, its hash with it)",
            take: |later: &mut Later| {
                later.city.lay(&Trigger {
                    name: "leave_out",
                    when: "AFTER INSERT ON records",
                    only: ALWAYS,
                    does: Does::Runs(Sql::Both(
                        r#"UPDATE records SET body = replace(body, ',"mood":"good"', '')
                            WHERE id = NEW.id"#,
                    )),
                })
            },
            says: "the record as it was sent",
        },
    ];
    println!("\n{}", shown(&requirement, later, what_is_unknown_is_kept, &controls)?);
    Ok(())
}
