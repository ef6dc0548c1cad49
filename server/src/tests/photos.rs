//! Photos: taken only under a record that arrived, only by who may, only whole; shown to few, and of an
//! unknown thing tied to nobody.

use wufei_api::{
    photo::{ChunkQuery, PhotoClaim, PhotoState},
    routes::{PHOTOS, photo},
};
use wufei_domain::{
    photo::{CHUNK_BYTES_MAX, PHOTO_BYTES_MAX, PhotoId, checksum},
    record::{Body, UnknownItem},
    refusal::{Code, Refusal},
    visit::{Outcome, Visit},
};

use super::{
    city::{City, Device, JUKENG, MAXI, ORGANISER, RESIDENT, TURF, VOLUNTEER, community, visit},
    network::{PROTOCOL, ask, running},
};
use crate::{photos::PhotoFolder, service::photo::PhotoKey};

/// A JPEG as far as segments go, with `coded` bytes of a picture.
fn picture(coded: usize) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xC0, 0, 8, 8, 0, 9, 0, 9, 1, 0xFF, 0xDA, 0, 2];
    bytes.extend((0..coded).map(|at| u8::try_from(at % 251).unwrap()));
    bytes.extend([0xFF, 0xD9]);
    bytes
}

/// A city with a photo and whoever sends it.
pub(super) struct Stage {
    pub(super) city: City,
    pub(super) folder: PhotoFolder,
    pub(super) walker: Device,
    pub(super) bytes: Vec<u8>,
    pub(super) id: PhotoId,
}

impl Stage {
    fn empty() -> Self {
        Self::empty_in(City::new())
    }

    pub(super) fn empty_in(mut city: City) -> Self {
        let walker = city.enrol(VOLUNTEER);
        city.lease(&walker, TURF).unwrap();
        let bytes = picture(100_000);
        let id = PhotoId::of(&bytes);
        Self {
            folder: PhotoFolder::new(city.folder.path().join("photos")),
            city,
            walker,
            bytes,
            id,
        }
    }

    /// With a visit that names the photo.
    pub(super) fn new() -> Self {
        let mut stage = Self::empty();
        let Body::Visit(one) = visit(1, Outcome::Met) else { panic!() };
        let named = Body::Visit(Visit { photos: vec![stage.id.clone()], ..one });
        let record = stage.city.record(MAXI, named);
        stage.city.accepted(&stage.walker, &record);
        stage
    }

    fn claim_at(&mut self, by: &Device, area: &str) -> Result<PhotoState, Refusal> {
        let bytes = self.bytes.len();
        let claim = PhotoClaim { id: self.id.clone(), community: community(area), bytes };
        let city = &mut self.city;
        self.folder.claim(&mut |request| city.ask(request), &by.bearer, claim)
    }

    pub(super) fn claim(&mut self) -> Result<PhotoState, Refusal> {
        self.claim_at(&self.walker.clone(), MAXI)
    }

    pub(super) fn take(&mut self, offset: usize, chunk: &[u8]) -> Result<PhotoState, Refusal> {
        let query = ChunkQuery { community: community(MAXI), offset, checksum: checksum(chunk) };
        let (city, id) = (&mut self.city, self.id.clone());
        let ask = &mut |request| city.ask(request);
        self.folder.take(ask, &self.walker.bearer, id, &query, chunk)
    }

    pub(super) fn take_all(&mut self) -> Result<PhotoState, Refusal> {
        let bytes = self.bytes.clone();
        let mut state = self.claim()?;
        while !state.is_whole() {
            let to = bytes.len().min(state.offset + CHUNK_BYTES_MAX);
            state = self.take(state.offset, &bytes[state.offset..to])?;
        }
        Ok(state)
    }

    pub(super) fn key(&self) -> PhotoKey {
        PhotoKey { community: community(MAXI), id: self.id.clone() }
    }

    fn see(&mut self, by: &Device) -> Result<Vec<u8>, Refusal> {
        let (key, city) = (self.key(), &mut self.city);
        self.folder.see(&mut |request| city.ask(request), &by.bearer, key)
    }
}

fn code<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Code {
    answer.unwrap_err().code
}

#[test]
fn a_photo_is_taken_in_chunks_and_seen_by_its_maker_and_the_organiser() {
    let mut stage = Stage::new();
    let organiser = stage.city.enrol(ORGANISER);
    let resident = stage.city.enrol(RESIDENT);
    let walker = stage.walker.clone();
    assert_eq!(code(stage.see(&organiser)), Code::NotFound, "not whole yet");
    assert!(stage.take_all().unwrap().is_whole());
    for by in [&organiser, &walker] {
        assert_eq!(stage.see(by).unwrap(), stage.bytes);
    }
    assert_eq!(code(stage.see(&resident)), Code::RoleForbidden);
    // What the disk has made of it is shown to nobody.
    std::fs::write(stage.folder.path_of(&stage.key()), picture(100_001)).unwrap();
    assert_eq!(code(stage.see(&organiser)), Code::NotFound);
}

#[test]
fn a_photo_that_no_record_names_is_not_taken() {
    let mut stage = Stage::empty();
    assert_eq!(code(stage.claim()), Code::PhotoUnknown);
    assert_eq!(code(stage.take(0, b"x")), Code::PhotoUnknown);
    let mut stage = Stage::new();
    assert_eq!(code(stage.take(0, b"x")), Code::PhotoExpired, "never claimed");
    let walker = stage.walker.clone();
    assert_eq!(code(stage.claim_at(&walker, JUKENG)), Code::TokenOtherArea);
    stage.bytes = vec![0; PHOTO_BYTES_MAX + 1];
    assert_eq!(code(stage.claim()), Code::PhotoFileTooLarge);
    stage.bytes = Vec::new();
    assert_eq!(code(stage.claim()), Code::PhotoBroken);
}

#[test]
fn a_chunk_stands_where_the_last_one_ended() {
    let mut stage = Stage::new();
    let bytes = stage.bytes.clone();
    assert_eq!(stage.claim().unwrap().offset, 0);
    assert_eq!(stage.take(0, &bytes[..1_000]).unwrap().offset, 1_000);
    for wrong in [0, 999, 1_001, 100_000] {
        let refused = stage.take(wrong, &bytes[..10]).unwrap_err();
        let told = (refused.code, refused.args["wanted"].as_str());
        assert_eq!(told, (Code::OffsetWrong, "1000"), "{wrong}");
    }
    assert_eq!(code(stage.take(1_000, &[])), Code::BodyMalformed);
    assert_eq!(code(stage.take(1_000, &vec![0; CHUNK_BYTES_MAX + 1])), Code::BodyTooLarge);
    let damaged = ChunkQuery {
        community: community(MAXI),
        offset: 1_000,
        checksum: checksum(&bytes[1_000..2_000]),
    };
    let (city, id) = (&mut stage.city, stage.id.clone());
    let ask = &mut |request| city.ask(request);
    let refused = stage.folder.take(ask, &stage.walker.bearer, id, &damaged, &bytes[..1_000]);
    assert_eq!(code(refused), Code::ChunkDamaged);
    assert_eq!(stage.claim().unwrap().offset, 1_000, "nothing of all that was kept");
    assert!(stage.take_all().unwrap().is_whole());
    assert!(stage.take(0, b"more").unwrap().is_whole(), "nothing is written over");
    assert_eq!(std::fs::read(stage.folder.path_of(&stage.key())).unwrap(), bytes);
}

#[test]
fn what_is_not_the_photo_begins_anew() {
    let mut stage = Stage::new();
    let bytes = stage.bytes.clone();
    stage.claim().unwrap();
    stage.take(0, &bytes[..50_000]).unwrap();
    let mut other = bytes[50_000..].to_vec();
    other[7] ^= 1;
    assert_eq!(code(stage.take(50_000, &other)), Code::PhotoHashWrong);
    assert_eq!(stage.claim().unwrap().offset, 0);
    assert!(stage.take_all().unwrap().is_whole());
    // A photo by its hash that is no photo by its bytes.
    let mut stage = Stage::empty();
    stage.bytes = b"not a picture at all".to_vec();
    stage.id = PhotoId::of(&stage.bytes);
    let Body::Visit(one) = visit(1, Outcome::Met) else { panic!() };
    let named = Body::Visit(Visit { photos: vec![stage.id.clone()], ..one });
    let record = stage.city.record(MAXI, named);
    stage.city.accepted(&stage.walker, &record);
    assert_eq!(code(stage.take_all()), Code::PhotoBroken);
    assert_eq!(stage.city.count("SELECT SUM(is_whole) FROM photos"), 0);
}

#[test]
fn what_was_cut_off_or_is_gone_does_not_count() {
    let mut stage = Stage::new();
    let bytes = stage.bytes.clone();
    stage.claim().unwrap();
    stage.take(0, &bytes[..2_000]).unwrap();
    // Power went while the next chunk was being written: its bytes are there, its row is not.
    let path = stage.folder.path_of(&stage.key());
    std::fs::write(&path, [&bytes[..2_000], b"half a chunk"].concat()).unwrap();
    assert_eq!(stage.claim().unwrap().offset, 2_000);
    stage.take(2_000, &bytes[2_000..4_000]).unwrap();
    // A database that was put back knows of files that are gone.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(code(stage.take(4_000, &bytes[4_000..5_000])), Code::OffsetWrong);
    assert!(stage.take_all().unwrap().is_whole());
    std::fs::remove_file(&path).unwrap();
    assert_eq!(stage.claim().unwrap().offset, 0, "one that was whole, too");
    assert!(stage.take_all().unwrap().is_whole());
}

#[test]
fn nobody_begins_a_photo_anew_that_is_whole() {
    let mut stage = Stage::new();
    stage.take_all().unwrap();
    let whole = std::mem::replace(&mut stage.bytes, vec![0; 7]);
    assert!(stage.claim().unwrap().is_whole());
    assert_eq!(std::fs::read(stage.folder.path_of(&stage.key())).unwrap(), whole);
}

#[test]
fn a_photo_of_an_unknown_thing_is_tied_to_nobody() {
    let mut stage = Stage::empty_in(City::on_file());
    let resident = stage.city.enrol(RESIDENT);
    let item = UnknownItem {
        typed: "曲率引擎".to_owned(),
        rulebook: "1".to_owned(),
        photos: vec![stage.id.clone()],
    };
    let record = stage.city.record(MAXI, Body::UnknownItem(item));
    stage.city.accepted(&resident, &record);
    stage.take_all().unwrap();
    let sql = "SELECT COUNT(*) FROM missing_word_photos WHERE word = '曲率引擎'";
    assert_eq!(stage.city.count(sql), 1);
    // Neither its id nor the word stands beside the record, and no row of it says who or when.
    let linked = format!("SELECT COUNT(*) FROM records WHERE body LIKE '%{}%'", stage.id);
    assert_eq!(stage.city.count(&linked), 0);
    let columns = "SELECT COUNT(*) FROM pragma_table_info('photos')
        WHERE name NOT IN ('community', 'id', 'bytes', 'received', 'is_whole', 'expires_at')";
    assert_eq!(stage.city.count(columns), 0);
    assert_eq!(stage.city.count("SELECT COUNT(*) FROM photos WHERE expires_at IS NULL"), 1);
    assert_eq!(code(stage.see(&resident)), Code::RoleForbidden, "its maker is nobody");
    let organiser = stage.city.enrol(ORGANISER);
    assert_eq!(stage.see(&organiser).unwrap(), stage.bytes);
}

#[test]
fn over_http_each_refusal_has_its_status() {
    let mut stage = Stage::new();
    let server = running(&stage.city);
    let at = server.address();
    let token = format!("authorization: Bearer {}", stage.walker.bearer.0);
    let headers = [PROTOCOL, token.as_str()];
    let (id, bytes) = (stage.id.clone(), stage.bytes.len());
    let claim = |id: &PhotoId| format!(r#"{{"id":"{id}","community":"{MAXI}","bytes":{bytes}}}"#);
    let other = PhotoId::of(b"other");
    let reply = ask(at, "POST", PHOTOS, &headers, &claim(&other));
    assert_eq!((reply.status, reply.code().as_str()), (404, "photo_unknown"));
    let reply = ask(at, "POST", PHOTOS, &headers, &claim(&id));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let state: PhotoState = serde_json::from_str(&reply.body).unwrap();
    assert_eq!((state.offset, state.is_whole()), (0, false));
    // The bodies of this test are text.
    let chunk = "text";
    let place = |offset: usize, sum: &str| {
        format!("{}?community={MAXI}&offset={offset}&checksum={sum}", photo(&id))
    };
    let good = checksum(chunk.as_bytes());
    for (path, status, code) in [
        (place(9, &good), 409, "offset_wrong"),
        (place(0, "0"), 422, "chunk_damaged"),
        (photo(&id), 422, "body_malformed"),
        (place(0, &good).replace(id.as_str(), "nothing"), 422, "id_malformed"),
        (place(0, &good).replace(id.as_str(), other.as_str()), 404, "photo_unknown"),
    ] {
        let reply = ask(at, "PATCH", &path, &headers, chunk);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{path}");
    }
    let reply = ask(at, "PATCH", &place(0, &good), &headers, chunk);
    assert_eq!((reply.status, reply.body.contains("\"offset\":4")), (200, true), "{}", reply.body);
    server.stop().unwrap();
    // The clock of the test's city is not the server's: it begins with a row of its own.
    stage.city.tamper("DELETE FROM photos");
    stage.take_all().unwrap();
    let server = running(&stage.city);
    let see = format!("{}?community={MAXI}", photo(&id));
    let reply = ask(server.address(), "GET", &see, &headers, "");
    assert_eq!((reply.status, &reply.bytes), (200, &stage.bytes));
    assert!(reply.head.contains("content-type: image/jpeg"), "{}", reply.head);
    assert!(reply.head.contains("no-store"), "{}", reply.head);
    server.stop().unwrap();
}
