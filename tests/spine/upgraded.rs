//! Row 12: a phone is brought up to date with a full outbox, written by the oldest version there was.
//! All of it arrives as it was made, and what the server had already is known again.

use serde_json::{Value, json};
use wufei_domain::{ids::RecordId, record::Record, sync::Verdict, time::UnixMs};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, MAXI, Sender, TURF, VOLUNTEER, actor, outside, turf, walk},
    elder::frozen,
    phone::{Phone, database_in, folder},
    proof::{Control, Databases, Requirement, shown},
};

/// The tables of the oldest version.
const OLDEST: &str = include_str!("../../shared/engine/migrations/0001_first.sql");

/// More than two batches.
const MADE: u32 = 450;

/// What the server had taken when the power went, before the phone heard of it.
const TAKEN: usize = 30;

/// A town, and a phone as the oldest version left it.
struct Left {
    city: City,
    phone: Phone,
    made: Vec<Record>,
}

fn left() -> Result<Left, Failure> {
    let mut city = City::new()?;
    let sender = city.sender(VOLUNTEER)?;
    city.lease(&sender.bearer, TURF)?;
    let made: Vec<Record> = (0..MADE).map(|n| visit(n, city.now)).collect::<Result<_, _>>()?;
    let taken = city.push(&sender, &made[..TAKEN])?;
    same("taken, unheard", &vec![Verdict::Accepted; TAKEN], &taken)?;
    let folder = folder()?;
    write(&database_in(&folder), &city, &sender, &made)?;
    let phone = Phone::at(folder, 9, None)?;
    Ok(Left { city, phone, made })
}

/// A visit as the first version wrote it.
fn visit(number: u32, now: UnixMs) -> Result<Record, Failure> {
    let sample = frozen(1)?;
    let mut entries = sample["push"]["entries"].as_array().into_iter().flatten();
    let visit = entries.find(|entry| entry["body"]["kind"] == "visit").cloned();
    let mut visit: Value = visit.ok_or_else(|| Failure::new("a visit", "none"))?;
    let mut bytes = [9; 10];
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    visit["id"] = json!(RecordId::from_stamp(now, bytes));
    visit["made_at"]["wall"] = json!(now);
    visit["body"]["turf"] = json!(turf(TURF));
    visit["body"]["door"] = json!(format!("{MAXI}-{}", number % 10 + 1));
    visit["body"]["script_version"] = Value::Null;
    visit["body"]["answers"] = json!([]);
    Ok(serde_json::from_value(visit)?)
}

/// The database as the oldest version wrote it.
fn write(
    path: &std::path::Path,
    city: &City,
    sender: &Sender,
    made: &[Record],
) -> Result<(), Failure> {
    let mut db = outside(path)?;
    db.execute_batch(OLDEST)?;
    db.pragma_update(None, "user_version", 1)?;
    let tx = db.transaction()?;
    tx.execute("INSERT INTO device VALUES (1, ?1)", [sender.device.to_string()])?;
    let epoch = city.outside()?.row("SELECT value FROM meta WHERE name = 'epoch'", &[])?;
    let epoch = epoch.text(0)?.to_owned();
    let identity = json!({
        "actor": actor(VOLUNTEER), "label": "志愿者（合成）", "role": "volunteer", "community": MAXI,
        "community_name": "马溪村（合成）", "synthetic": true, "household": null, "point": null,
    });
    let values = [identity.to_string(), sender.bearer.0.clone(), epoch];
    tx.execute("INSERT INTO identity VALUES (1, ?1, ?2, ?3)", values)?;
    tx.execute("INSERT INTO scopes (scope) VALUES (?1)", [walk(TURF).to_string()])?;
    for record in made {
        let body = serde_json::to_string(record)?;
        let values = [
            record.id.to_string(),
            record.hash().to_string(),
            body,
            walk(TURF).to_string(),
            actor(VOLUNTEER).to_string(),
        ];
        tx.execute(
            "INSERT INTO records (id, kind, community, hash, body, made_at, place, actor, state)
             VALUES (?1, 'visit', '330683106273', ?2, ?3, 0, ?4, ?5, 'waiting')",
            values,
        )?;
        tx.execute(
            "INSERT INTO outbox (id, position) SELECT id, position FROM records WHERE id = ?1",
            [record.id.to_string()],
        )?;
    }
    tx.commit()?;
    Ok(())
}

fn all_of_it_arrives_as_it_was_made(left: &mut Left) -> Result<(), Failure> {
    let Left { city, phone, made } = left;
    let waiting = phone.count("SELECT COUNT(*) FROM v_outbox WHERE state = 'waiting'")?;
    same("what waits after the update", &i64::from(MADE), &waiting)?;
    let rounds = phone.drain(city)?;
    holds("batch after batch", rounds >= 3, || rounds.to_string())?;
    same("entries in need of attention", &Vec::new(), &phone.attention()?)?;
    phone.all_arrived(city)?;
    let hashes = "SELECT COUNT(*) FROM records WHERE hash = $1";
    for record in made {
        let there = city.count(hashes, &[&record.hash()])?;
        same("a record with the hash it was made with", &1, &there)?;
    }
    same(
        "records at the server",
        &i64::from(MADE),
        &city.count("SELECT COUNT(*) FROM records", &[])?,
    )
}

#[test]
fn sync_req_12_a_full_outbox_outlives_the_update_of_its_app() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 12,
        words: "a full outbox of the oldest version is sent by today's as it was made",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the bytes of what was made (something writes the clocks anew)",
            take: |left: &mut Left| {
                let anew = "UPDATE records SET body = json_set(body, '$.made_at.zone_minutes', 0)";
                left.phone.outside()?.execute(anew, [])?;
                Ok(())
            },
            says: "entries in need of attention",
        },
        Control {
            taken: "a row of the outbox (something loses it)",
            take: |left: &mut Left| {
                left.phone.outside()?.execute("DELETE FROM outbox WHERE position = 200", [])?;
                Ok(())
            },
            says: "an outbox that is empty",
        },
    ];
    println!("\n{}", shown(&requirement, left, all_of_it_arrives_as_it_was_made, &controls)?);
    Ok(())
}
