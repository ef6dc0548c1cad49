//! Words that the rulebook does not know: counted without anybody, listed above a floor, answered by
//! rows that become a signed rulebook.

use std::path::Path;

use ring::signature::{ED25519, UnparsedPublicKey};
use wufei_api::{
    feed::{FeedPage, FeedQuery},
    missing::{FLOOR, MissingResponse, MissingWord},
    push::{PushEnvelope, Turn},
    rulebook::{RulebookAnswer, RulebookQuery},
};
use wufei_domain::{
    record::{Body, Record, UnknownItem},
    refusal::Code,
    rulebook::signed,
    scope::Scope,
    sync::Verdict,
    whole::Whole,
};
use wufei_guide::Guide;

use super::city::{City, Device, GULAI, JUKENG, MAXI, RESIDENT, VOLUNTEER, community, household};
use crate::{
    operate::{OperateError, answer_missing, list_missing},
    service::{Request, Response},
};

const ENGINE: &str = "曲率引擎";
const ROWS: &str = "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\n\
                    why | 太大，放不进任何桶。 | It is too large for any bin.\n";

fn word(city: &mut City, area: &str, typed: &str) -> Record {
    let item = UnknownItem {
        typed: typed.to_owned(),
        rulebook: "zhejiang 2026.1".to_owned(),
        photos: Vec::new(),
    };
    city.record(area, Body::UnknownItem(item))
}

/// As a device tells it, with the turn that names the first record of its push.
fn tell(city: &mut City, device: &Device, record: &Record) -> Verdict {
    let turn = Turn { epoch: city.service.epoch().to_owned(), number: 0, sent_at: None };
    let entries = vec![serde_json::to_value(record).unwrap()];
    let envelope = PushEnvelope { device: device.id, entries, turn: Some(turn) };
    match city.ask(Request::Push(device.bearer.clone(), envelope)).unwrap() {
        Response::Pushed(mut response) => response.verdicts.remove(0),
        other => panic!("{other:?}"),
    }
}

/// What the whole file says of a record: whether its word, or a hash that a word is found by, stands
/// beside the id that its device's push is known by.
fn is_linked(city: &City, record: &Record) -> bool {
    let Body::UnknownItem(item) = &record.body else { panic!("{record:?}") };
    let sql = format!(
        "SELECT COUNT(*) FROM devices d JOIN records r ON r.id = d.turn_first
         WHERE r.body LIKE '%{}%' OR r.hash = '{}'",
        item.typed,
        record.hash()
    );
    city.count(&sql) > 0
}

#[test]
fn a_word_is_counted_and_nothing_ties_it_to_who_told_it() {
    let mut city = City::new();
    let device = city.enrol(RESIDENT);
    let told = word(&mut city, MAXI, " 曲率 引擎");
    assert_eq!(tell(&mut city, &device, &told), Verdict::Accepted);
    let known = format!("SELECT COUNT(*) FROM devices WHERE turn_first = '{}'", told.id);
    assert_eq!(city.count(&known), 1, "the push itself is known, or nothing would be shown");
    assert!(!is_linked(&city, &told));
    assert_eq!(city.count("SELECT COUNT(*) FROM records WHERE body LIKE '%曲率%'"), 0);
    let counted = format!("SELECT told FROM missing_words WHERE word = '{ENGINE}'");
    assert_eq!(city.count(&counted), 1);
    assert_eq!(city.push(&device, &[&told]), [Verdict::Duplicate]);
    assert_eq!(city.count(&counted), 1, "told again, counted once");
    let other = word(&mut city, JUKENG, "别的词");
    let other = Record { id: told.id, ..other };
    assert_eq!(city.refused(&device, &other), Code::IdReused);
}

/// The control: kept as it was before, the file says whose word it was.
#[test]
fn the_former_row_of_a_word_says_who_told_it() {
    let mut city = City::new();
    let device = city.enrol(RESIDENT);
    let told = word(&mut city, MAXI, ENGINE);
    assert_eq!(tell(&mut city, &device, &told), Verdict::Accepted);
    let (id, hash) = (told.id, told.hash());
    let body = serde_json::to_string(&told).unwrap();
    city.tamper(&format!("UPDATE records SET body = '{body}' WHERE id = '{id}'"));
    assert!(is_linked(&city, &told), "by the word");
    city.tamper(&format!("UPDATE records SET body = '', hash = '{hash}' WHERE id = '{id}'"));
    assert!(is_linked(&city, &told), "by trial");
}

/// A record of a word that an earlier version had kept lost word and hash in the migration; the device
/// that offers it again after a restore is told that it is there.
#[test]
fn a_word_of_an_earlier_version_is_still_a_repeat() {
    let mut city = City::new();
    let device = city.enrol(RESIDENT);
    let told = word(&mut city, MAXI, ENGINE);
    city.accepted(&device, &told);
    city.tamper("UPDATE records SET body = '', hash = '' WHERE kind = 'unknown_item'");
    assert_eq!(city.push(&device, &[&told]), [Verdict::Duplicate]);
}

#[test]
fn a_number_or_a_sentence_is_taken_and_counted_nowhere() {
    let mut city = City::new();
    let device = city.enrol(RESIDENT);
    for typed in ["13800138000", &"长".repeat(21), "？？"] {
        let told = word(&mut city, MAXI, typed);
        city.accepted(&device, &told);
    }
    assert_eq!(city.count("SELECT COUNT(*) FROM missing_words"), 0);
    assert_eq!(city.count("SELECT COUNT(*) FROM records"), 3);
}

fn told_by_many(city: &mut City) {
    let device = city.enrol(RESIDENT);
    let volunteer = city.enrol(VOLUNTEER);
    let told = [(MAXI, ENGINE, 4), (MAXI, "时间胶囊机", 6), (MAXI, "榴莲外壳粉", 2)];
    for (area, typed, times) in told {
        for n in 0..times {
            let record = word(city, area, typed);
            let teller = if n % 2 == 0 { &device } else { &volunteer };
            city.accepted(teller, &record);
        }
    }
    city.tamper(&format!(
        "INSERT INTO missing_words (community, word, told) VALUES ('{JUKENG}', '{ENGINE}', 3),
         ('{GULAI}', '{ENGINE}', 1), ('330602001001', '远处的词', 9)"
    ));
}

fn listed(city: &City, area: &str, floor: u64) -> MissingResponse {
    list_missing(&city.database(), community(area), floor, None).unwrap().told
}

fn told(word: &str, told: u64) -> MissingWord {
    MissingWord { word: word.to_owned(), told, photos: Vec::new() }
}

#[test]
fn words_are_ranked_in_the_asked_area_and_rare_ones_only_summed_up() {
    let mut city = City::new();
    told_by_many(&mut city);
    let village = listed(&city, MAXI, FLOOR);
    assert_eq!(village.words, [told("时间胶囊机", 6)]);
    assert_eq!((village.others, village.others_told), (2, 6));
    let town = listed(&city, "330683106000", FLOOR);
    assert_eq!(town.words, [told(ENGINE, 8), told("时间胶囊机", 6)]);
    assert_eq!((town.others, town.others_told), (1, 2));
    let listed_town =
        list_missing(&city.database(), community("330683106000"), FLOOR, None).unwrap();
    assert_eq!(
        listed_town.to_string(),
        "word,told\n曲率引擎,8\n时间胶囊机,6\n# others: 1 words, told 2 times in all"
    );
    assert_eq!(listed(&city, "330600000000", 9).words, [told("远处的词", 9)]);
    assert_eq!(listed(&city, MAXI, 0).words.len(), 2, "no floor is below 3");
    let unknown = list_missing(&city.database(), community("330603000000"), FLOOR, None);
    assert!(matches!(unknown, Err(OperateError::Refused(_))), "{unknown:?}");
}

fn answered(city: &City, rows: &str) -> Result<String, String> {
    let done = answer_missing(&city.database(), Path::new("answer.txt"), rows, city.now);
    done.map(|answered| answered.to_string()).map_err(|error| error.to_string())
}

fn page(city: &mut City, device: &Device, scope: Scope) -> FeedPage {
    let query = FeedQuery { scope, cursor: None, limit: None };
    match city.ask(Request::Feed(device.bearer.clone(), query)).unwrap() {
        Response::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn asked(city: &mut City, device: &Device, base: &str, after: u32) -> Option<RulebookAnswer> {
    let query = RulebookQuery { base: base.to_owned(), after };
    match city.ask(Request::Rulebook(device.bearer.clone(), query)) {
        Ok(Response::Rulebook(answer)) => Some(*answer),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => {
            assert_eq!(refusal.code, Code::NotFound);
            None
        }
    }
}

#[test]
fn an_answer_is_signed_offered_with_the_feed_and_told_as_patches() {
    let mut city = City::new();
    told_by_many(&mut city);
    let device = city.enrol(RESIDENT);
    assert_eq!(device.response.rulebook_key, None, "no key before the first need");
    let scope = Scope::Community(community(MAXI));
    assert_eq!(page(&mut city, &device, scope).rulebook, None);
    assert_eq!(asked(&mut city, &device, "2026.1", 0), None);
    let before = news(&mut city, &device);

    let things = Guide::zhejiang().unwrap().items().len() + 1;
    let said = answered(&city, ROWS).unwrap();
    assert_eq!(said, format!("rulebook 2026.1.1: {things} things, answers 1 words more; signed"));
    assert_eq!(listed(&city, "330683106000", FLOOR).words, [told("时间胶囊机", 6)]);
    answered(&city, "also | warp-drive | 时间胶囊机").unwrap();
    assert_ne!(news(&mut city, &device), before, "it is news");

    let offer = page(&mut city, &device, scope).rulebook.unwrap();
    assert_eq!((offer.base.as_str(), offer.edition), ("2026.1", 2));
    let own = Scope::Household(household(MAXI, 1));
    assert_eq!(page(&mut city, &device, own).rulebook, None, "once a round is enough");
    let whole = asked(&mut city, &device, "2026.1", 0).unwrap();
    let last = asked(&mut city, &device, "2026.1", 1).unwrap();
    assert_eq!((whole.after, whole.patches.len()), (0, 2));
    assert_eq!((last.after, last.patches.as_slice()), (1, &whole.patches[1..]));
    assert_eq!(asked(&mut city, &device, "2026.1", 9), Some(whole.clone()), "beyond the newest");
    assert_eq!(asked(&mut city, &device, "2020.4", 0), None);

    let guide = Guide::zhejiang().unwrap().patched(&whole.patches).unwrap();
    assert_eq!((guide.hash(), offer.hash), (whole.hash, whole.hash));
    let key = city.enrol(RESIDENT).response.rulebook_key.unwrap();
    assert_eq!(key, whole.key);
    let verify = |said: String| {
        UnparsedPublicKey::new(&ED25519, key.bytes())
            .verify(said.as_bytes(), whole.signature.bytes())
    };
    assert!(verify(signed("2026.1.2", &whole.hash)).is_ok());
    assert!(verify(signed("2026.1.1", &whole.hash)).is_err());
}

fn news(city: &mut City, device: &Device) -> String {
    match city.ask(Request::News(device.bearer.clone())).unwrap() {
        Response::News(news) => news.mark.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_wrong_row_is_named_by_its_line_and_nothing_is_kept() {
    let city = City::new();
    let wrong = ROWS.replace("bulky", "bulk");
    let both = format!("{ROWS}also | nowhere | 词语词语\n");
    for (rows, said) in [
        (wrong.as_str(), "answer.txt:2: \"bulk\" is no stream and no other place"),
        (&both, "answer.txt:4: no item \"nowhere\" in the rulebook"),
        ("# nothing\n", "answer.txt:1: no item at all"),
    ] {
        assert_eq!(answered(&city, rows), Err(said.to_owned()));
    }
    assert_eq!(city.count("SELECT COUNT(*) FROM rulebook_patches"), 0);
    answered(&city, ROWS).unwrap();
    let again = answered(&city, ROWS).unwrap_err();
    assert_eq!(again, "answer.txt:1: the key \"warp-drive\" was used before");
}

#[test]
fn the_kept_record_is_still_a_record_without_its_word() {
    let mut city = City::new();
    let told = Whole::from(word(&mut city, MAXI, ENGINE));
    let kept = told.kept();
    assert!(!kept.json().unwrap().contains(ENGINE));
    assert_ne!(kept.hash(), told.hash());
    assert_eq!(kept.id, told.id);
}
