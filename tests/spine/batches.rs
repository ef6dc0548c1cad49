//! Row 15: a batch is bounded by its bytes, not by its count alone, and a body above the bound is
//! refused before it is read.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use flate2::{Compression, write::GzEncoder};
use serde_json::json;
use wufei_api::{columns, protocol, routes};
use wufei_domain::{
    refusal::Code,
    sync::{BATCH_BYTES_MAX, BATCH_ENTRIES_MAX},
    visit::{Outcome, Visit},
};
use wufei_server::routes::BODY_BYTES_MAX;
use wufei_tests::harness::{Failure, PATIENCE, holds};

use crate::{
    city::{City, TURF, VOLUNTEER, visit},
    listening::Listening,
    phone::Phone,
    proof::{Control, Databases, Requirement, shown},
    roll::all_answers,
};

/// Fewer than a batch may have, with more bytes than it may have.
const MADE: u32 = 190;

struct Evening {
    city: City,
    phone: Phone,
}

fn evening() -> Result<Evening, Failure> {
    let mut city = City::new()?;
    let mut phone = Phone::walking(&mut city, 1, VOLUNTEER, TURF)?;
    for n in 0..MADE {
        let answers = all_answers();
        let answered =
            Visit { script_version: Some(1), answers, ..visit(n % 10 + 1, Outcome::Met)? };
        phone.visits(city.now, answered)?;
    }
    Ok(Evening { city, phone })
}

fn no_body_is_above_the_bound(evening: &mut Evening) -> Result<(), Failure> {
    let Evening { city, phone } = evening;
    let rows = "SELECT COALESCE(SUM(LENGTH(CAST(body AS BLOB))), 0) FROM records";
    let bytes = usize::try_from(phone.count(rows)?).unwrap_or_default();
    let fit_by_count = usize::try_from(MADE).is_ok_and(|made| made < BATCH_ENTRIES_MAX);
    holds("more bytes than a batch may have", fit_by_count && bytes > BATCH_BYTES_MAX, || {
        format!("{MADE} records of {bytes} bytes")
    })?;
    phone.drain(city)?;
    let largest = phone.largest_push;
    holds("no body above the bound in bytes", largest <= BATCH_BYTES_MAX, || largest.to_string())?;
    holds("more than one batch", phone.pushes > 1, || phone.pushes.to_string())?;
    phone.all_arrived(city)?;
    a_body_above_it_is_not_read(city, phone)
}

/// A gigabyte that is announced, and bodies of some kilobytes that would become one: the answer comes
/// when one byte too many has arrived or was unpacked.
fn a_body_above_it_is_not_read(city: &City, phone: &mut Phone) -> Result<(), Failure> {
    let listening = Listening::start(city)?;
    let gigabyte = b"content-type: application/json\r\ncontent-length: 1000000000\r\n\r\n";
    let plain = [gigabyte.as_slice(), &vec![b' '; BODY_BYTES_MAX + 1]].concat();
    let packed = |kind: &str, body: &[u8]| -> Result<Vec<u8>, Failure> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body)?;
        let body = encoder.finish()?;
        let head = format!(
            "content-type: {kind}\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        Ok([head.as_bytes(), &body].concat())
    };
    let spaces = packed("application/json", &vec![b' '; 64 * BODY_BYTES_MAX])?;
    let device = phone.store.device()?;
    let one = json!({ "count": 1_000_000_000, "column": { "=": "a row" } });
    let rows = json!({ "device": device, "entries": one }).to_string();
    let rows = packed(columns::MEDIA_TYPE, rows.as_bytes())?;
    for (what, bomb) in [("a gigabyte", plain), ("a bomb of gzip", spaces), ("of columns", rows)] {
        let answer = sent(&listening, phone, &bomb)?;
        let refused = answer.contains(Code::BodyTooLarge.as_str());
        holds(&format!("{what} refused before it is read"), refused, || answer.clone())?;
    }
    Ok(())
}

fn sent(listening: &Listening, phone: &mut Phone, rest: &[u8]) -> Result<String, Failure> {
    let mut stream = TcpStream::connect(listening.address()?)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: spine\r\n{}: {}\r\n{}: Bearer {}\r\nconnection: close\r\n",
        routes::PUSH,
        protocol::HEADER,
        protocol::CURRENT,
        protocol::AUTHORIZATION,
        phone.bearer()?.0,
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(rest)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn sync_req_15_a_batch_is_bounded_by_its_bytes() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 15,
        words: "batches are bounded by bytes; bodies beyond that, bombs too, are cut off",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the bound in bytes of the device's store",
        take: |evening: &mut Evening| {
            evening.phone.bytes_max = Some(usize::MAX);
            Ok(())
        },
        says: "no body above the bound in bytes",
    }];
    println!("\n{}", shown(&requirement, evening, no_body_is_above_the_bound, &controls)?);
    Ok(())
}
