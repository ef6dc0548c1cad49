//! Photos that never became whole, as time passes; and what an organiser is told of those that are
//! still to come.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use wufei_api::{
    missing::FLOOR_LOWEST,
    photo::{PhotoClaim, PhotoState},
};
use wufei_domain::{
    photo::{PhotoId, UNFINISHED_KEPT_MS},
    record::{Body, UnknownItem},
    refusal::{Code, Refusal},
};

use super::{
    city::{City, JUKENG, MAXI, RESIDENT, community},
    network::running,
    photos::Stage,
};
use crate::{operate::list_missing, service::Request};

const ENGINE: &str = "曲率引擎";

impl Stage {
    /// What is kept no longer goes; gives how many those were.
    fn forgets(&mut self) -> usize {
        let city = &mut self.city;
        self.folder.forget_expired(&mut |request| city.ask(request)).unwrap()
    }

    /// Half of the photo is there, and then a week passes.
    fn half_expired() -> Self {
        let mut stage = Self::new();
        let bytes = stage.bytes.clone();
        stage.claim().unwrap();
        stage.take(0, &bytes[..2_000]).unwrap();
        stage.city.now = stage.city.now.plus_ms(UNFINISHED_KEPT_MS);
        stage
    }

    fn rows(&self) -> i64 {
        self.city.count("SELECT COUNT(*) FROM photos")
    }
}

#[test]
fn what_expired_leaves_neither_file_nor_row() {
    let mut stage = Stage::half_expired();
    let path = stage.folder.path_of(&stage.key());
    stage.city.now = stage.city.now.plus_ms(-1);
    assert_eq!((stage.forgets(), path.exists(), stage.rows()), (0, true, 1), "a moment before");
    stage.city.now = stage.city.now.plus_ms(1);
    assert_eq!((stage.forgets(), path.exists(), stage.rows()), (1, false, 0));
    assert!(stage.take_all().unwrap().is_whole(), "it may come again");
    stage.city.now = stage.city.now.plus_ms(9 * UNFINISHED_KEPT_MS);
    assert_eq!((stage.forgets(), path.exists(), stage.rows()), (0, true, 1), "a whole one stays");
}

/// The control: without the look in time, a claim of another photo leaves both. It asks the service for
/// its own photo alone.
#[test]
fn a_claim_looks_after_nothing_but_its_own_photo() {
    let mut stage = Stage::half_expired();
    let path = stage.folder.path_of(&stage.key());
    let mut asked = Vec::new();
    let claim = PhotoClaim { id: PhotoId::of(b"other"), community: community(MAXI), bytes: 9 };
    let (city, by) = (&mut stage.city, stage.walker.bearer.clone());
    let ask = &mut |request: Request| {
        asked.push(matches!(request, Request::Photo(..)));
        city.ask(request)
    };
    let claimed: Result<PhotoState, Refusal> = stage.folder.claim(ask, &by, claim);
    assert_eq!(claimed.unwrap_err().code, Code::PhotoUnknown);
    assert_eq!(asked, [true]);
    assert_eq!((path.exists(), stage.rows()), (true, 1));
}

#[test]
fn a_look_takes_fifty_and_the_next_one_the_others() {
    let mut stage = Stage::half_expired();
    for at in 1..=60 {
        stage.city.tamper(&format!(
            "INSERT INTO photos (community, id, bytes, received, is_whole, expires_at)
             VALUES ('{MAXI}', '{at:064x}', 9, 1, 0, {at})"
        ));
    }
    let removed = [stage.forgets(), stage.forgets(), stage.forgets()];
    assert_eq!((removed, stage.rows()), ([50, 11, 0], 0));
}

/// The clock of the test's city is not the server's: what expires at 1 has expired by every clock, what
/// expires in a thousand years by none.
#[test]
fn a_server_that_runs_looks_by_itself() {
    let stage = Stage::half_expired();
    let path = stage.folder.path_of(&stage.key());
    stage.city.tamper("UPDATE photos SET expires_at = 33000000000000");
    let server = running(&stage.city);
    std::thread::sleep(Duration::from_millis(500));
    server.stop().unwrap();
    assert_eq!((path.exists(), stage.rows()), (true, 1), "not before its time");
    stage.city.tamper("UPDATE photos SET expires_at = 1");
    let server = running(&stage.city);
    let ends = Instant::now() + Duration::from_secs(10);
    while stage.rows() > 0 && Instant::now() < ends {
        std::thread::sleep(Duration::from_millis(20));
    }
    server.stop().unwrap();
    assert_eq!((path.exists(), stage.rows()), (false, 0));
}

#[test]
fn a_missing_word_is_listed_with_its_photos_and_where_they_are() {
    let mut stage = Stage::empty_in(City::on_file());
    let resident = stage.city.enrol(RESIDENT);
    for (typed, times) in [(ENGINE, 3), ("榴莲外壳粉", 2)] {
        for _ in 0..times {
            let photos = vec![stage.id.clone()];
            let (typed, rulebook) = (typed.to_owned(), "1".to_owned());
            let item = UnknownItem { typed, rulebook, photos };
            let record = stage.city.record(MAXI, Body::UnknownItem(item));
            stage.city.accepted(&resident, &record);
        }
    }
    let listed = |stage: &Stage, area: &str, folder: Option<&Path>| {
        let folder = folder.map(Path::to_owned);
        list_missing(&stage.city.database(), community(area), FLOOR_LOWEST, folder).unwrap()
    };
    let photos_of = |stage: &Stage, folder: Option<&Path>| -> Vec<String> {
        let said = listed(stage, MAXI, folder).to_string();
        let photos = said.lines().filter_map(|line| line.strip_prefix("# photo of "));
        photos.map(str::to_owned).collect()
    };
    let id = stage.id.clone();
    // The word that is told too seldom to be listed shows nothing of its photo either.
    assert_eq!(photos_of(&stage, None), [format!("{ENGINE}: {id}, not here yet")]);
    stage.take_all().unwrap();
    let (folder, path) = (stage.folder.folder().to_owned(), stage.folder.path_of(&stage.key()));
    assert_eq!(photos_of(&stage, Some(&folder)), [format!("{ENGINE}: {}", path.display())]);
    let elsewhere = photos_of(&stage, None).remove(0);
    assert!(elsewhere.contains("--photos names another folder"), "{elsewhere}");
    let word = &listed(&stage, MAXI, None).told.words[0];
    let [photo] = word.photos.as_slice() else { panic!("{word:?}") };
    assert_eq!((&photo.id, photo.community, photo.is_whole), (&id, community(MAXI), true));
    // Another area's list knows nothing of it.
    stage.city.tamper(&format!(
        "INSERT INTO missing_words (community, word, told) VALUES ('{JUKENG}', '{ENGINE}', 5)"
    ));
    assert_eq!(listed(&stage, JUKENG, None).told.words[0].photos, []);
}
