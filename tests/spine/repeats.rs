//! Row 1: a record's id is made on the device, and the server's unique index makes every repeat
//! harmless; the same id with another content is refused in sight of the person.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    thread,
};

use wufei_api::{
    protocol,
    push::{PushRequest, PushResponse},
    routes,
};
use wufei_domain::{
    ids::RecordId,
    record::{Body, Record, UnknownItem},
    refusal::Code,
    sync::Verdict,
    visit::Outcome,
};
use wufei_server::store::Statement;
use wufei_tests::harness::{Failure, PATIENCE, holds, same};

use crate::{
    city::{City, Sender, TURF, VOLUNTEER, visit},
    listening::Listening,
    phone::{Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

/// A batch is sent so often, all at once.
const TIMES_MAX: usize = 5;

/// A server that listens, and somebody who may send.
struct Street {
    listening: Listening,
    city: City,
    sender: Sender,
}

fn street() -> Result<Street, Failure> {
    let mut city = City::new()?;
    let sender = city.sender(VOLUNTEER)?;
    city.lease(&sender.bearer, TURF)?;
    Ok(Street { listening: Listening::start(&city)?, city, sender })
}

fn word(typed: &str) -> Body {
    Body::UnknownItem(UnknownItem {
        typed: typed.to_owned(),
        rulebook: "1".to_owned(),
        photos: Vec::new(),
    })
}

/// A push as it goes over the wire, byte for byte.
fn request(sender: &Sender, entries: &[Record]) -> Result<Vec<u8>, Failure> {
    let push = PushRequest { device: sender.device, entries: entries.to_vec(), turn: None };
    let body = serde_json::to_vec(&push)?;
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: spine\r\n{}: {}\r\n{}: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        routes::PUSH,
        protocol::HEADER,
        protocol::CURRENT,
        protocol::AUTHORIZATION,
        sender.bearer.0,
        body.len()
    );
    Ok([head.into_bytes(), body].concat())
}

/// Sends a part of a request and hangs up.
fn cut(address: SocketAddr, part: &[u8]) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(part)?;
    // The other end may have hung up first.
    let _ = stream.shutdown(Shutdown::Both);
    Ok(())
}

/// Sends a request whole; the verdicts.
fn send(address: SocketAddr, whole: &[u8]) -> Result<Vec<Verdict>, Failure> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(whole)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| Failure::new("an answer with a body", answer.clone()))?;
    let response: PushResponse = serde_json::from_str(body)
        .map_err(|error| Failure::new("verdicts", format!("{error}: {answer}")))?;
    Ok(response.verdicts)
}

/// Each of `made` stands in the table once.
fn stored_once(city: &City, made: &[Record]) -> Result<(), Failure> {
    for Record { id, .. } in made {
        let sql = "SELECT COUNT(*) FROM records WHERE id = $1";
        same("rows of one record", &1, &city.count(sql, &[&id])?)?;
    }
    Ok(())
}

/// The same batch so many times at once: stored once, accepted once, a repeat to all others.
fn sent_at_once(street: &Street, batch: &[Record], times: usize) -> Result<(), Failure> {
    let (address, whole) = (street.listening.address()?, request(&street.sender, batch)?);
    let answers = thread::scope(|threads| {
        let senders: Vec<_> = (0..times).map(|_| threads.spawn(|| send(address, &whole))).collect();
        let ends = senders.into_iter().map(thread::ScopedJoinHandle::join);
        ends.map(|end| end.map_err(|_| Failure::new("a sender", "a panic"))?)
            .collect::<Result<Vec<_>, Failure>>()
    })?;
    stored_once(&street.city, batch)?;
    for index in 0..batch.len() {
        let of = |verdict: &Verdict| answers.iter().filter(|all| all[index] == *verdict).count();
        let seen = (of(&Verdict::Accepted), of(&Verdict::Duplicate));
        same("accepted once, a repeat to the others", &(1, times - 1), &seen)?;
    }
    Ok(())
}

fn every_repeat_and_every_cut(street: &mut Street) -> Result<(), Failure> {
    let mut batch = vec![street.city.record(word("荔枝壳"))?];
    for times in 1..=TIMES_MAX {
        let words = [street.city.record(word("荔枝壳"))?];
        sent_at_once(street, &words, times)?;
        let visits = [
            street.city.record(Body::Visit(visit(1, Outcome::Met)?))?,
            street.city.record(Body::Visit(visit(2, Outcome::NotHome)?))?,
        ];
        sent_at_once(street, &visits, times)?;
    }
    batch.push(street.city.record(Body::Visit(visit(3, Outcome::Met)?))?);
    let whole = request(&street.sender, &batch)?;
    let address = street.listening.address()?;
    let before = street.city.count("SELECT COUNT(*) FROM records", &[])?;
    for end in 0..whole.len() {
        cut(address, &whole[..end])?;
    }
    let after = street.city.count("SELECT COUNT(*) FROM records", &[])?;
    same("records after a part of a batch", &before, &after)?;
    // The whole of it, but nobody waits for the answer: it may be stored or not.
    cut(address, &whole)?;
    let verdicts = send(address, &whole)?;
    let stored = verdicts.iter().all(Verdict::is_stored);
    holds("the batch taken in the end", stored, || format!("{verdicts:?}"))?;
    stored_once(&street.city, &batch)
}

#[test]
fn sync_req_01_every_repeat_and_every_cut_is_stored_once() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 1,
        words: "a batch sent 1 to 5 times at once, and cut after every byte, is stored once",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the unique indexes on ids",
        take: |street: &mut Street| {
            let drop = "DROP INDEX records_by_id; DROP INDEX records_by_community_and_id;";
            street.city.outside()?.batch(drop)
        },
        says: "rows of one record",
    }];
    println!("\n{}", shown(&requirement, street, every_repeat_and_every_cut, &controls)?);
    Ok(())
}

/// As a store that knows no hash does it: the last writer wins.
static REPLACE: Statement = Statement {
    name: "spine::replace",
    text: "INSERT INTO records
        (community, id, kind, hash, body, device, actor, made_at, received_at, clock_off_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (community, id) DO UPDATE SET kind = excluded.kind, hash = excluded.hash,
            body = excluded.body, device = excluded.device, actor = excluded.actor",
};

fn another_content(city: &mut City) -> Result<(), Failure> {
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    let first = phone.visits(city.now, visit(1, Outcome::Met)?)?;
    phone.drain(city)?;
    // A second installation that draws the same id, as a cloned phone does.
    let mut clone = Phone::walking(city, 2, VOLUNTEER, TURF)?;
    let elsewhere = Body::Visit(visit(2, Outcome::NotHome)?);
    clone.keep(&Record { body: elsewhere, ..first.clone() })?;
    let other = clone.visits(city.now, visit(3, Outcome::Met)?)?;
    clone.round(city, &mut clean)?;
    let attention: BTreeMap<RecordId, Code> = clone.attention()?.into_iter().collect();
    let wanted = BTreeMap::from([(first.id, Code::IdReused)]);
    same("records that need attention", &wanted, &attention)?;
    let sql = "SELECT COUNT(*) FROM records WHERE id = $1 AND hash = $2";
    let (id, hash) = (first.id.to_string(), first.hash().to_string());
    same("the first content at the server", &1, &city.count(sql, &[&id, &hash])?)?;
    stored_once(city, &[other])
}

#[test]
fn sync_req_01_another_content_under_the_same_id_is_refused_in_sight() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 1,
        words: "the same id with another hash is refused, and the person sees it",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the insert that a taken id stops (the last writer wins)",
        take: |city: &mut City| {
            let insert = &wufei_server::store::statements::record::INSERT;
            city.desk.connection.exchange(insert, &REPLACE)
        },
        says: "records that need attention",
    }];
    println!("\n{}", shown(&requirement, City::new, another_content, &controls)?);
    Ok(())
}
