//! Row 16: a large feed comes as one snapshot, its size told first, fetched part by part over any
//! number of cuts, and is then read on: what a device holds in the end is what all pages give.

use wufei_api::turfs::LEASE_MS;
use wufei_domain::{refusal::Code, visit::Outcome};
use wufei_server::service::snapshot::FACTS_MIN;
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER, visit, walk},
    phone::{Fate, Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

/// Visits: more than a feed may have that is read in pages.
const MADE: u32 = 1_300;
/// Bytes of a part: small, so that there are many.
const PART: u64 = 400;
const ROUNDS_MAX: usize = 200;

/// A feed that one volunteer has filled, and what happens to another who begins to read it.
struct Newcomer {
    city: City,
    walker: Phone,
    /// What something in between makes of a part.
    on_the_way: fn(Vec<u8>) -> Vec<u8>,
    /// What somebody does to the phone's database between two rounds.
    meddle: &'static str,
}

fn newcomer() -> Result<Newcomer, Failure> {
    let mut city = City::new()?;
    let mut walker = Phone::walking(&mut city, 1, VOLUNTEER, TURF)?;
    walker.walks(city.now, MADE)?;
    walker.drain(&mut city)?;
    let many = city.count("SELECT MAX(facts) FROM feed_heads", &[])?.unsigned_abs();
    holds("a large feed", many >= FACTS_MIN, || many.to_string())?;
    Ok(Newcomer { city, walker, on_the_way: |part| part, meddle: "SELECT 1" })
}

impl Newcomer {
    fn arrives(&mut self) -> Result<Phone, Failure> {
        self.city.now = self.city.now.plus_ms(LEASE_MS);
        let mut phone = Phone::walking(&mut self.city, 2, OTHER_VOLUNTEER, TURF)?;
        (phone.on_the_way, phone.part_bytes) = (self.on_the_way, Some(PART));
        Ok(phone)
    }

    /// Rounds over a wire that loses every third answer, the app ended after each. Gives what the
    /// person was told of the size, in order.
    fn reads(&mut self, phone: &mut Phone) -> Result<Vec<(u64, u64)>, Failure> {
        let (mut told, mut exchanges) = (Vec::new(), 0_u32);
        for _ in 0..ROUNDS_MAX {
            let mut cut = || {
                exchanges += 1;
                if exchanges.is_multiple_of(3) { Fate::AnswerLost } else { Fate::Arrives }
            };
            match phone.round(&mut self.city, &mut cut) {
                Ok(report) => {
                    told.extend(report.fetching.map(|fetching| (fetching.have, fetching.bytes)));
                    if !report.more {
                        return Ok(told);
                    }
                }
                Err(refusal) => same("a round that was cut", &Code::Offline, &refusal.code)?,
            }
            phone.restart();
            phone.outside()?.execute_batch(self.meddle)?;
        }
        Err(Failure::new("a feed read to its end", format!("told so far: {told:?}")))
    }

    fn holds_the_same(&mut self, phone: &mut Phone) -> Result<(), Failure> {
        self.walker.drain(&mut self.city)?;
        let (paged, own) = (self.walker.facts(walk(TURF))?, phone.facts(walk(TURF))?);
        same("how many facts, as pages give them", &paged.len(), &own.len())?;
        holds("the facts that pages give", paged == own, String::new)?;
        same("feeds read again", &0, &phone.round(&mut self.city, &mut clean)?.healed)?;
        same("left over", &0, &phone.count("SELECT count(*) FROM snapshots")?)
    }
}

fn each_part_comes_once(newcomer: &mut Newcomer) -> Result<(), Failure> {
    let mut phone = newcomer.arrives()?;
    let told = newcomer.reads(&mut phone)?;
    let size = told.first().map_or(0, |(_, bytes)| *bytes);
    same("told before its first byte", &Some(&(0, size)), &told.first())?;
    let rising = told.is_sorted_by_key(|(have, _)| *have);
    holds("progress that never falls", rising && told.len() > 5, || format!("{told:?}"))?;
    same("bytes of parts that arrived", &size, &phone.part_bytes_arrived)?;
    // What is written after the snapshot was made comes by the feed.
    phone.visits(newcomer.city.now, visit(7, Outcome::Met)?)?;
    phone.drain(&mut newcomer.city)?;
    phone.all_arrived(&newcomer.city)?;
    newcomer.holds_the_same(&mut phone)
}

#[test]
fn sync_req_16_a_large_feed_comes_in_one_piece_that_can_be_resumed() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 16,
        words: "a large feed comes as a snapshot: size first, each part once over all cuts",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the parts that were kept (somebody deletes one of them)",
        take: |newcomer: &mut Newcomer| {
            newcomer.meddle = "DELETE FROM snapshot_parts WHERE position = 1200";
            Ok(())
        },
        says: "told",
    }];
    println!("\n{}", shown(&requirement, newcomer, each_part_comes_once, &controls)?);
    Ok(())
}

fn a_damaged_one_is_not_taken(newcomer: &mut Newcomer) -> Result<(), Failure> {
    newcomer.on_the_way = |mut part| {
        if let Some(byte) = part.last_mut() {
            *byte ^= 1;
        }
        part
    };
    let mut phone = newcomer.arrives()?;
    newcomer.reads(&mut phone)?;
    newcomer.holds_the_same(&mut phone)
}

#[test]
fn sync_req_16_a_damaged_snapshot_is_dropped_and_the_feed_read_in_pages() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 16,
        words: "a snapshot that is not what was offered is dropped; the feed is read in pages",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "a row that the pages brought (somebody deletes it after each round)",
        take: |newcomer: &mut Newcomer| {
            newcomer.meddle = "DELETE FROM facts WHERE kind = 'record' AND seq = 700";
            Ok(())
        },
        says: "a feed read to its end",
    }];
    println!("\n{}", shown(&requirement, newcomer, a_damaged_one_is_not_taken, &controls)?);
    Ok(())
}
