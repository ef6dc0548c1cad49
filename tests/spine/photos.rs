//! Row 14: photos come after their records, in chunks that can be cut anywhere, under the SHA-256 of
//! their bytes; the product's own device code sends them to the product's own service and files.

use image::{ImageFormat, RgbImage};
use wufei_api::photo::{ChunkQuery, PhotoClaim, PhotoState};
use wufei_domain::{
    photo::{PhotoId, UNFINISHED_KEPT_MS, checksum},
    record::Record,
    refusal::{Code, Refusal},
    visit::{Outcome, Visit},
};
use wufei_engine::{
    photo::{
        prepare,
        send::{NotSent, PhotoWire, send},
    },
    store::photo::DuePhoto,
};
use wufei_server::{
    photos::PhotoFolder,
    service::{authorise::Bearer, photo::PhotoKey},
    store::{Statement, statements},
};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, OTHER_TURF, OTHER_VOLUNTEER, TURF, VOLUNTEER, door, turf, visit},
    phone::{Fate, Phone, clean},
    proof::{Control, Databases, Requirement, shown},
    wire::through,
};

/// Chunks of the photo below, and exchanges for it: one is the claim.
const CHUNKS: usize = 3;
const EXCHANGES: usize = CHUNKS + 1;

/// A city with its folder, and what something in between makes of chunks.
struct Town {
    city: City,
    folder: PhotoFolder,
    on_the_way: fn(usize, &mut ChunkQuery, &mut Vec<u8>),
}

fn town() -> Result<Town, Failure> {
    let city = City::new()?;
    let folder = city.photos();
    Ok(Town { city, folder, on_the_way: |_, _, _| {} })
}

/// A wire to the town that counts what passes.
struct Counting<'a> {
    town: &'a mut Town,
    bearer: Bearer,
    wire: &'a mut dyn FnMut(usize) -> Fate,
    exchanges: usize,
    chunks: usize,
    /// Bytes of chunks that the server took.
    taken: usize,
    refused: Vec<Code>,
}

impl<'a> Counting<'a> {
    fn new(
        town: &'a mut Town,
        phone: &mut Phone,
        wire: &'a mut dyn FnMut(usize) -> Fate,
    ) -> Result<Self, Failure> {
        let bearer = phone.bearer()?;
        Ok(Self { town, bearer, wire, exchanges: 0, chunks: 0, taken: 0, refused: Vec::new() })
    }

    fn fate(&mut self) -> Fate {
        self.exchanges += 1;
        (self.wire)(self.exchanges - 1)
    }
}

impl PhotoWire for Counting<'_> {
    fn claim(&mut self, claim: &PhotoClaim) -> Result<PhotoState, Refusal> {
        let fate = self.fate();
        let Town { city, folder, .. } = &mut *self.town;
        through(fate, || folder.claim(&mut |ask| city.ask(ask), &self.bearer, claim.clone()))
    }

    fn chunk(
        &mut self,
        id: &PhotoId,
        query: &ChunkQuery,
        chunk: &[u8],
    ) -> Result<PhotoState, Refusal> {
        let fate = self.fate();
        let (mut query, mut chunk) = (query.clone(), chunk.to_vec());
        let Town { city, folder, on_the_way } = &mut *self.town;
        on_the_way(self.chunks, &mut query, &mut chunk);
        self.chunks += 1;
        let (taken, refused) = (&mut self.taken, &mut self.refused);
        through(fate, || {
            let ask = &mut |ask| city.ask(ask);
            let state = folder.take(ask, &self.bearer, id.clone(), &query, &chunk);
            match &state {
                Ok(_) => *taken += chunk.len(),
                Err(refusal) => refused.push(refusal.code),
            }
            state
        })
    }
}

/// A phone whose record names a photo of [`CHUNKS`] chunks.
struct Photographer {
    phone: Phone,
    record: Record,
    photo: DuePhoto,
    bytes: Vec<u8>,
}

impl Photographer {
    fn new(town: &mut Town, seed: u8, person: u128, walks: u128) -> Result<Self, Failure> {
        let mut phone = Phone::walking(&mut town.city, seed, person, walks)?;
        let picked = phone.folder.path().join("picked");
        grainy()
            .save_with_format(&picked, ImageFormat::Png)
            .map_err(|error| Failure::new("a picture", error.to_string()))?;
        let ready = prepare(&picked, phone.store.photo_folder())?;
        let bytes = std::fs::read(&ready.path)?;
        let (number, photos) = (if walks == TURF { 1 } else { 11 }, vec![ready.id.clone()]);
        let seen = visit(number, Outcome::Met)?;
        let seen = Visit { turf: turf(walks), door: door(number)?, photos, ..seen };
        let record = phone.visits(town.city.now, seen)?;
        let photo = DuePhoto { id: ready.id, community: record.community };
        Ok(Self { phone, record, photo, bytes })
    }

    /// One whose record is there.
    fn reported(town: &mut Town) -> Result<Self, Failure> {
        let mut one = Self::new(town, 1, VOLUNTEER, TURF)?;
        one.phone.drain(&mut town.city)?;
        Ok(one)
    }

    fn is_whole(&self, town: &Town) -> Result<(), Failure> {
        let key = PhotoKey { community: self.photo.community, id: self.photo.id.clone() };
        let kept = std::fs::read(town.folder.path_of(&key))?;
        holds("the bytes that were sent", kept == self.bytes, || format!("{}", kept.len()))?;
        same("whole photos", &1, &town.city.count("SELECT SUM(is_whole) FROM photos", &[])?)
    }
}

/// A picture that becomes a photo of more than two chunks and of at most three.
fn grainy() -> RgbImage {
    let mut state = 11_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    };
    RgbImage::from_fn(500, 450, |_, _| image::Rgb([next(), next(), next()]))
}

fn is_sent(sent: Result<(), NotSent>) -> Result<(), Failure> {
    holds("a photo that is sent", sent.is_ok(), || format!("{sent:?}"))
}

fn each_chunk_comes_once(town: &mut Town) -> Result<(), Failure> {
    let mut one = Photographer::reported(town)?;
    let whole = &mut |_| Fate::Arrives;
    for fate in [Fate::RequestLost, Fate::AnswerLost] {
        for cut in 0..EXCHANGES {
            let mut wire = |exchange| if exchange == cut { fate } else { Fate::Arrives };
            let mut first = Counting::new(town, &mut one.phone, &mut wire)?;
            let ended = send(&mut first, &one.photo, &one.bytes);
            let offline = NotSent::NoneNow(Code::Offline.into());
            same("a wire that was cut", &Err(offline), &ended)?;
            let before = first.taken;
            let mut then = Counting::new(town, &mut one.phone, whole)?;
            is_sent(send(&mut then, &one.photo, &one.bytes))?;
            let taken = before + then.taken;
            same(&format!("bytes taken, cut at {cut}"), &one.bytes.len(), &taken)?;
            one.is_whole(town)?;
            town.city.outside()?.execute("DELETE FROM photos", &[])?;
        }
    }
    Ok(())
}

#[test]
fn sync_req_14_a_photo_cut_at_every_exchange_arrives_each_byte_once() -> Result<(), Failure> {
    const FORGETFUL: Statement = Statement {
        name: "forgetful",
        text: "UPDATE photos SET expires_at = $5
            WHERE community = $1 AND id = $2 AND received = $3 AND CAST($4 AS BIGINT) > 0",
    };
    let requirement = Requirement {
        number: 14,
        words: "a photo cut at every exchange goes on where it was: each byte is taken once",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "how much is there (the row no longer grows)",
        take: |town: &mut Town| {
            town.city.desk.connection.exchange(&statements::photo::GROW, &FORGETFUL)
        },
        says: "a photo that is sent",
    }];
    println!("\n{}", shown(&requirement, town, each_chunk_comes_once, &controls)?);
    Ok(())
}

fn a_changed_bit_is_found(town: &mut Town) -> Result<(), Failure> {
    let mut one = Photographer::reported(town)?;
    let mut wire = |_| Fate::Arrives;
    let mut damaged = Counting::new(town, &mut one.phone, &mut wire)?;
    is_sent(send(&mut damaged, &one.photo, &one.bytes))?;
    let (refused, taken) = (damaged.refused.clone(), damaged.taken);
    same("what was said of chunks", &vec![Code::ChunkDamaged; CHUNKS], &refused)?;
    same("bytes taken", &one.bytes.len(), &taken)?;
    one.is_whole(town)
}

/// Each chunk is changed the first time it comes.
#[expect(clippy::ptr_arg, reason = "others on the way cut the chunk, and all are of one kind")]
fn flips_one_bit(count: usize, _: &mut ChunkQuery, chunk: &mut Vec<u8>) {
    if count.is_multiple_of(2)
        && let Some(byte) = chunk.last_mut()
    {
        *byte ^= 4;
    }
}

#[test]
fn sync_req_14_a_bit_that_changed_on_the_way_is_found_in_its_chunk() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 14,
        words: "a chunk in which one bit changed is refused, nothing of it kept, and comes again",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the checksum (something in between makes one that fits what it changed)",
        take: |town: &mut Town| {
            town.on_the_way = |count, query, chunk| {
                flips_one_bit(count, query, chunk);
                query.checksum = checksum(chunk);
            };
            Ok(())
        },
        says: "PhotoHashWrong",
    }];
    let make = || Ok(Town { on_the_way: flips_one_bit, ..town()? });
    println!("\n{}", shown(&requirement, make, a_changed_bit_is_found, &controls)?);
    Ok(())
}

fn a_half_one_is_kept_a_week(town: &mut Town) -> Result<(), Failure> {
    let mut one = Photographer::reported(town)?;
    let mut two_chunks = |exchange| if exchange < 3 { Fate::Arrives } else { Fate::RequestLost };
    let mut first = Counting::new(town, &mut one.phone, &mut two_chunks)?;
    holds("a cut", send(&mut first, &one.photo, &one.bytes).is_err(), String::new)?;
    let had = first.taken;
    town.city.now = town.city.now.plus_ms(UNFINISHED_KEPT_MS);
    // Whoever goes on without asking is told so.
    let chunk = &one.bytes[had..];
    let checksum = checksum(chunk);
    let query = ChunkQuery { community: one.photo.community, offset: had, checksum };
    let mut wire = |_| Fate::Arrives;
    let mut late = Counting::new(town, &mut one.phone, &mut wire)?;
    let refused = late.chunk(&one.photo.id, &query, chunk).map_err(|refusal| refusal.code);
    same("refused as expired", &Err(Code::PhotoExpired), &refused)?;
    is_sent(send(&mut late, &one.photo, &one.bytes))?;
    let taken = late.taken;
    same("bytes taken from the beginning", &one.bytes.len(), &taken)?;
    one.is_whole(town)
}

#[test]
fn sync_req_14_what_came_of_a_photo_expires_and_it_begins_anew() -> Result<(), Failure> {
    const FOR_EVER: Statement = Statement {
        name: "for_ever",
        text: "SELECT bytes, received, is_whole, expires_at + 100000000000 FROM photos
            WHERE community = $1 AND id = $2",
    };
    let requirement = Requirement {
        number: 14,
        words: "half a photo is kept for a week; then it is refused as expired and begins anew",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the end of that week (no row says when it is)",
        take: |town: &mut Town| {
            town.city.desk.connection.exchange(&statements::photo::FIND, &FOR_EVER)
        },
        says: "refused as expired",
    }];
    println!("\n{}", shown(&requirement, town, a_half_one_is_kept_a_week, &controls)?);
    Ok(())
}

fn the_same_one_comes_once(town: &mut Town) -> Result<(), Failure> {
    let mut one = Photographer::reported(town)?;
    let mut other = Photographer::new(town, 2, OTHER_VOLUNTEER, OTHER_TURF)?;
    other.phone.drain(&mut town.city)?;
    same("ids of one picture", &one.photo, &other.photo)?;
    let mut wire = |_| Fate::Arrives;
    let mut first = Counting::new(town, &mut one.phone, &mut wire)?;
    is_sent(send(&mut first, &one.photo, &one.bytes))?;
    let mut second = Counting::new(town, &mut other.phone, &mut wire)?;
    is_sent(send(&mut second, &other.photo, &other.bytes))?;
    let taken = second.taken;
    same("bytes that the second sent", &0, &taken)?;
    one.is_whole(town)
}

#[test]
fn sync_req_14_the_same_photo_is_sent_once() -> Result<(), Failure> {
    const ALWAYS_NEW: Statement = Statement {
        name: "always_new",
        text: "SELECT bytes, received, is_whole, expires_at FROM photos
            WHERE community = $1 AND id = $2 AND is_whole = 0",
    };
    let requirement = Requirement {
        number: 14,
        words: "two devices with the same photo: the second sends none of its bytes",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "what is whole (the server sees only what is not)",
        take: |town: &mut Town| {
            town.city.desk.connection.exchange(&statements::photo::FIND, &ALWAYS_NEW)
        },
        says: "bytes that the second sent",
    }];
    println!("\n{}", shown(&requirement, town, the_same_one_comes_once, &controls)?);
    Ok(())
}

fn the_record_goes_first(town: &mut Town) -> Result<(), Failure> {
    let mut one = Photographer::new(town, 1, VOLUNTEER, TURF)?;
    same("a photo that could be sent", &None, &one.phone.store.due_photo()?)?;
    let mut wire = |_| Fate::Arrives;
    let mut early = Counting::new(town, &mut one.phone, &mut wire)?;
    let claim = PhotoClaim {
        id: one.photo.id.clone(),
        community: one.photo.community,
        bytes: one.bytes.len(),
    };
    let refused = early.claim(&claim).map_err(|refusal| refusal.code);
    same("refused before its record", &Err(Code::PhotoUnknown), &refused)?;
    // No byte of the photo is there, and the record arrives.
    one.phone.round(&mut town.city, &mut clean)?;
    let sql = "SELECT COUNT(*) FROM visits WHERE id = $1";
    same("the visit", &1, &town.city.count(sql, &[&one.record.id])?)?;
    same("a photo that follows", &Some(one.photo.clone()), &one.phone.store.due_photo()?)?;
    let mut then = Counting::new(town, &mut one.phone, &mut wire)?;
    is_sent(send(&mut then, &one.photo, &one.bytes))?;
    one.is_whole(town)
}

#[test]
fn sync_req_14_a_record_never_waits_for_its_photo() -> Result<(), Failure> {
    const ANY: Statement =
        Statement { name: "any", text: "SELECT CAST($2 AS TEXT) WHERE CAST($1 AS TEXT) <> ''" };
    let requirement = Requirement {
        number: 14,
        words: "a record arrives without its photo; a photo is taken once its record is there",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the question whether a record names it",
        take: |town: &mut Town| town.city.desk.connection.exchange(&statements::photo::NAMED, &ANY),
        says: "refused before its record",
    }];
    println!("\n{}", shown(&requirement, town, the_record_goes_first, &controls)?);
    Ok(())
}
