//! The city's rulebook: taken when it is the city's, left where anything is wrong with it, and then
//! the one that is here goes on answering.

use std::sync::LazyLock;

use ring::signature::{Ed25519KeyPair, KeyPair as _};
use rusqlite::params;
use wufei_api::rulebook::{RulebookAnswer, RulebookOffer, RulebookQuery};
use wufei_app::effect::store::{Book, LoadStart};
use wufei_domain::{
    refusal::Code,
    rulebook::{Patch, RulebookHash, RulebookKey, RulebookSignature, signed},
    scope::Scope,
};
use wufei_guide::{Answer as Said, Guide};

use super::count;
use crate::{
    lane::Answer as _,
    samples::{EPOCH, Folder, community, enrolment, page, scopes},
    store::{
        Store,
        rulebook::{NotTaken, SAVE, SETTLE},
    },
};

const ENGINE: &str = "曲率引擎";
const NAMES: [&str; 3] = ["曲速引擎", "超光速引擎", "跃迁引擎"];

static ROWS: LazyLock<[String; 3]> = LazyLock::new(|| {
    let item = format!(
        "item | warp-drive | {ENGINE} | Warp drive\nalso | {}\nbin | bulky | | advice wufei\n\
         why | 太大，放不进任何桶。 | It is too large for any bin.\n",
        NAMES[0]
    );
    let more = |at: usize| format!("also | warp-drive | {}\n", NAMES[at]);
    [item, more(1), more(2)]
});

/// Who signs.
struct City(Ed25519KeyPair);

impl City {
    fn new(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    fn key(&self) -> RulebookKey {
        RulebookKey::new(*self.0.public_key().as_ref().first_chunk().unwrap())
    }

    fn sign(&self, version: &str, hash: &RulebookHash) -> RulebookSignature {
        let signature = self.0.sign(signed(version, hash).as_bytes());
        RulebookSignature::new(*signature.as_ref().first_chunk().unwrap())
    }

    /// The rulebook with the first `edition` answers, told after the first `after`.
    fn answer(&self, after: u32, edition: u32) -> RulebookAnswer {
        let patches: Vec<Patch> = (1..=edition)
            .zip(ROWS.iter())
            .map(|(at, rows)| Patch { version: format!("2026.1.{at}"), rows: rows.clone() })
            .collect();
        let hash = Guide::zhejiang().unwrap().patched(&patches).unwrap().hash();
        let version = format!("2026.1.{edition}");
        RulebookAnswer {
            base: "2026.1".to_owned(),
            after,
            patches: patches[usize::try_from(after).unwrap()..].to_vec(),
            hash,
            signature: self.sign(&version, &hash),
            key: self.key(),
        }
    }
}

/// A device that was enrolled by `city`, to which a feed offered its rulebook of that edition.
fn offered(folder: &Folder, city: &City, edition: u32) -> Store {
    let mut store = folder.store();
    let mut response = enrolment(1, EPOCH, scopes());
    response.rulebook_key = Some(city.key());
    store.enrol(&response).unwrap();
    offer(&mut store, city.answer(0, edition).hash);
    store
}

fn offer(store: &mut Store, hash: RulebookHash) {
    let next = format!("after {hash}");
    let mut page = page(1, vec![], &next);
    page.rulebook = Some(RulebookOffer { base: "2026.1".to_owned(), edition: 1, hash });
    store.take_page(Scope::Community(community()), None, &page).unwrap();
    let cursor = "UPDATE scopes SET cursor = NULL";
    store.db.execute(cursor, []).unwrap();
}

fn knows(book: Option<&Book>, query: &str) -> bool {
    let said = book.map(|book| book.0.look_up(query));
    matches!(said, Some(Said::Found(item)) if item.key == "warp-drive")
}

/// What answers after a start.
fn started(store: &mut Store) -> Option<Book> {
    store.answer(&LoadStart).unwrap().book
}

fn wanted(after: u32) -> RulebookQuery {
    RulebookQuery { base: "2026.1".to_owned(), after }
}

#[test]
fn a_signed_rulebook_answers_at_once_and_after_a_restart() {
    let (folder, city) = (Folder::new(), City::new(1));
    let mut store = offered(&folder, &city, 1);
    assert_eq!(started(&mut store), None);
    assert_eq!(store.rulebook_wanted(false), Ok(Some(wanted(0))));
    let book = store.take_rulebook(&city.answer(0, 1)).unwrap().unwrap();
    assert!(knows(Some(&book), ENGINE));
    assert_eq!(book.0.rulebook().version, "2026.1.1");
    assert_eq!(store.rulebook_wanted(false), Ok(None), "it is here");
    drop(store);
    let mut store = folder.store();
    assert!(knows(started(&mut store).as_ref(), NAMES[0]));

    let second = city.answer(1, 2);
    offer(&mut store, second.hash);
    assert_eq!(store.rulebook_wanted(false), Ok(Some(wanted(1))), "only what it lacks");
    assert_eq!(store.rulebook_wanted(true), Ok(Some(wanted(0))));
    store.take_rulebook(&second).unwrap().unwrap();
    let whole = city.answer(0, 3);
    offer(&mut store, whole.hash);
    assert!(knows(Some(&store.take_rulebook(&whole).unwrap().unwrap()), NAMES[2]));
    assert!(knows(started(&mut store).as_ref(), NAMES[1]));
}

/// Each wrong in one way; `mend` takes that away again from outside, and then it is taken: so that,
/// and nothing else, is why it was not.
struct Wrong {
    what: &'static str,
    answer: RulebookAnswer,
    why: NotTaken,
    mend: fn(&City, &Store, &mut RulebookAnswer),
}

fn signed_anew(city: &City, _: &Store, answer: &mut RulebookAnswer) {
    let version = &answer.patches.last().unwrap().version;
    answer.signature = city.sign(version, &answer.hash);
}

fn hashed_anew(city: &City, store: &Store, answer: &mut RulebookAnswer) {
    let held = city.answer(0, answer.after).patches;
    let patches = [held, answer.patches.clone()].concat();
    answer.hash = Guide::zhejiang().unwrap().patched(&patches).unwrap().hash();
    signed_anew(city, store, answer);
}

fn wrongs(city: &City) -> Vec<Wrong> {
    let forger = City::new(66);
    let good = || city.answer(1, 2);
    let with = |change: fn(&mut RulebookAnswer)| {
        let mut answer = good();
        change(&mut answer);
        answer
    };
    let wrong = |what, answer, why, mend| Wrong { what, answer, why, mend };
    vec![
        wrong(
            "signed by another, who gives his own key",
            forger.answer(1, 2),
            NotTaken::Signature,
            // The device believes the forger's key.
            |_, store, answer| {
                let sql = "UPDATE city_key SET key = ?1";
                store.db.execute(sql, [answer.key.to_string()]).unwrap();
            },
        ),
        wrong(
            "a byte of its hash changed",
            with(|answer| answer.hash = RulebookHash::new([9; 32])),
            NotTaken::Signature,
            hashed_anew,
        ),
        wrong(
            "a letter of its rows changed",
            with(|answer| answer.patches[0].rows = "also | warp-drive | 超光束引擎\n".to_owned()),
            NotTaken::Hash,
            hashed_anew,
        ),
        wrong(
            "a version that was not signed",
            with(|answer| answer.patches[0].version = "2026.1.3".to_owned()),
            NotTaken::Order,
            |_, _, answer| answer.patches[0].version = "2026.1.2".to_owned(),
        ),
        wrong(
            "over another version of the app's",
            with(|answer| answer.base = "2025.4".to_owned()),
            NotTaken::Base,
            |_, _, answer| answer.base = "2026.1".to_owned(),
        ),
        wrong(
            "after patches that are not here",
            city.answer(2, 3),
            NotTaken::Order,
            |city, _, answer| *answer = city.answer(1, 3),
        ),
        wrong(
            "no patch at all",
            with(|answer| answer.patches.clear()),
            NotTaken::Signature,
            |city, _, answer| *answer = city.answer(1, 2),
        ),
    ]
}

#[test]
fn whatever_is_wrong_with_it_the_one_that_is_here_stays() {
    let city = City::new(1);
    for Wrong { what, mut answer, why, mend } in wrongs(&city) {
        let folder = Folder::new();
        let mut store = offered(&folder, &city, 1);
        store.take_rulebook(&city.answer(0, 1)).unwrap().unwrap();
        let before = started(&mut store);
        offer(&mut store, answer.hash);
        let refused = store.take_rulebook(&answer).unwrap().err();
        assert_eq!(refused, Some(why), "{what}");
        assert_eq!(started(&mut store), before, "{what}");
        store.leave_rulebook(why).unwrap();
        assert_eq!(store.rulebook_wanted(false), Ok(None), "{what}: not asked for again");
        drop(store);
        let mut store = folder.store();
        assert!(knows(started(&mut store).as_ref(), ENGINE), "{what}: after a restart");
        let line = "SELECT refused FROM rulebook_offer";
        let line: String = folder.outside().query_row(line, [], |row| row.get(0)).unwrap();
        assert!(!line.is_empty() && line.is_ascii(), "a line without words: {line}");

        mend(&city, &store, &mut answer);
        let taken = store.take_rulebook(&answer).unwrap();
        assert!(taken.is_ok(), "{what}, mended: {taken:?}");
    }
}

#[test]
fn rows_that_cannot_be_read_are_left_even_when_they_are_signed() {
    let (folder, city) = (Folder::new(), City::new(1));
    let mut store = offered(&folder, &city, 1);
    let mut answer = city.answer(0, 1);
    answer.patches[0].rows = answer.patches[0].rows.replace("bulky", "bulk");
    assert_eq!(store.take_rulebook(&answer).unwrap().err(), Some(NotTaken::Rows));
    assert_eq!(started(&mut store), None);
}

#[test]
fn an_answer_is_never_taken_back_by_an_older_rulebook() {
    let (folder, city) = (Folder::new(), City::new(1));
    let mut store = offered(&folder, &city, 2);
    store.take_rulebook(&city.answer(0, 2)).unwrap().unwrap();
    assert_eq!(store.take_rulebook(&city.answer(0, 1)).unwrap().err(), Some(NotTaken::Order));
    assert!(knows(started(&mut store).as_ref(), NAMES[1]));
}

const NO_SETTLING: &str = "CREATE TRIGGER cut BEFORE UPDATE ON rulebook_offer
  BEGIN SELECT RAISE(ABORT, 'power failed'); END";
const HALF: &str = "SELECT edition * 10 + (SELECT settled FROM rulebook_offer) FROM rulebook";

#[test]
fn one_that_is_cut_half_way_is_as_if_it_had_never_come() {
    let (folder, city) = (Folder::new(), City::new(1));
    let mut store = offered(&folder, &city, 1);
    store.take_rulebook(&city.answer(0, 1)).unwrap().unwrap();
    let second = city.answer(1, 2);
    offer(&mut store, second.hash);
    folder.outside().execute_batch(NO_SETTLING).unwrap();
    assert_eq!(store.take_rulebook(&second).unwrap_err().code, Code::StoreFailed);
    drop(store);
    let mut store = folder.store();
    assert_eq!(count(&folder.outside(), HALF), 10, "the first, and the offer still open");
    assert!(!knows(started(&mut store).as_ref(), NAMES[1]));
    folder.outside().execute_batch("DROP TRIGGER cut").unwrap();
    assert_eq!(store.rulebook_wanted(false), Ok(Some(wanted(1))));
    store.take_rulebook(&second).unwrap().unwrap();
    assert!(knows(started(&mut store).as_ref(), NAMES[1]));
}

/// The control: without the transaction the same two statements leave the half of it.
#[test]
fn without_the_transaction_a_half_would_stay() {
    let (folder, city) = (Folder::new(), City::new(1));
    let mut store = offered(&folder, &city, 1);
    store.take_rulebook(&city.answer(0, 1)).unwrap().unwrap();
    offer(&mut store, city.answer(1, 2).hash);
    folder.outside().execute_batch(NO_SETTLING).unwrap();
    store.db.execute(SAVE, params!["2026.1", 2, "[]", "", ""]).unwrap();
    assert!(store.db.execute(SETTLE, [None::<&str>]).is_err());
    assert_eq!(count(&folder.outside(), HALF), 20, "the second, and the offer still open");
    assert_eq!(started(&mut store), None, "what is half there answers nothing all the same");
}

#[test]
fn a_device_that_was_enrolled_before_takes_the_first_key_and_no_other() {
    let (folder, city) = (Folder::new(), City::new(1));
    let mut store = folder.enrolled();
    let forger = City::new(66);
    let mut unproved = city.answer(0, 1);
    unproved.key = forger.key();
    assert_eq!(store.take_rulebook(&unproved).unwrap().err(), Some(NotTaken::Signature));
    assert_eq!(count(&folder.outside(), "SELECT count(*) FROM city_key"), 0, "it proves nothing");
    store.take_rulebook(&city.answer(0, 1)).unwrap().unwrap();
    assert_eq!(store.take_rulebook(&forger.answer(1, 2)).unwrap().err(), Some(NotTaken::Signature));
    assert!(knows(started(&mut store).as_ref(), ENGINE));
}

#[test]
fn one_that_was_damaged_in_the_file_is_dropped_and_asked_for_again() {
    for damage in ["patches = replace(patches, 'bulky', 'residual')", "hash = 'no hash'"] {
        let (folder, city) = (Folder::new(), City::new(1));
        let mut store = offered(&folder, &city, 1);
        store.take_rulebook(&city.answer(0, 1)).unwrap().unwrap();
        folder.outside().execute_batch(&format!("UPDATE rulebook SET {damage}")).unwrap();
        assert_eq!(started(&mut store), None, "{damage}");
        assert_eq!(store.rulebook_wanted(false), Ok(Some(wanted(0))), "{damage}");
        store.take_rulebook(&city.answer(0, 1)).unwrap().unwrap();
        assert!(knows(started(&mut store).as_ref(), ENGINE));
    }
}
