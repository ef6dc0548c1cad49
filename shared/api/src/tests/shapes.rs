//! A picture of each serialized type, in the order of its fields, and each read back.

use std::{collections::BTreeMap, fmt::Debug};

use serde::{Serialize, de::DeserializeOwned};
use wufei_domain::{
    digest::FeedDigest,
    ledger::Balance,
    news::NewsMark,
    record::Record,
    refusal::Code,
    role::Role,
    rulebook::{Patch, RulebookHash, RulebookKey, RulebookSignature},
    time::BootId,
    units::Points,
    whole::Whole,
};

use super::made::{
    MOMENT, actor, bodies, card, community, device, door, household, household_fact, items, leases,
    placed_point_fact, point, point_fact, record_fact, records, refusal, scopes, script, tariff,
    transfer_fact, turf, turf_fact, verdicts,
};
use crate::{
    enrol::{EnrolRequest, EnrolResponse, Identity, Token},
    error::{ErrorBody, status},
    feed::{Cursor, FeedCheck, FeedItem, FeedPage, FeedQuery, FeedRow, RecordFact},
    ledger::{LedgerQuery, LedgerResponse},
    missing::{
        MissingAnswerRequest, MissingAnswerResponse, MissingQuery, MissingResponse, MissingWord,
    },
    news::{NewsQuery, NewsResponse},
    protocol,
    push::{PushEnvelope, PushRequest, PushResponse, Turn},
    roll::{Roll, RollCommunity, RollDoor, RollHousehold, RollPerson, RollTurf},
    routes,
    rulebook::{RulebookAnswer, RulebookOffer, RulebookQuery},
    snapshot::{Snapshot, SnapshotId, SnapshotOffer, SnapshotQuery},
    turfs::{LEASE_MS, LeaseRequest, LeaseResponse, TurfOffer, TurfsResponse},
};

/// Reads `value` back from what it writes, then compares that with its picture.
pub(super) fn keeps<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let written = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&written).unwrap();
    assert_eq!(&read, value, "{written}");
    insta::assert_json_snapshot!(name, value);
}

fn identity() -> Identity {
    Identity {
        actor: actor(1),
        label: "志愿者 07".to_owned(),
        role: Role::Volunteer,
        community: community(),
        community_name: "嵊州市谷来镇马溪村".to_owned(),
        synthetic: true,
        household: Some(household_fact()),
        point: Some(point(1)),
        scopes: scopes(),
    }
}

#[test]
fn an_enrolment_keeps_its_shape() {
    keeps("enrol_request", &EnrolRequest { code: "3A4C6-D7E9F".to_owned(), device: device(1) });
    let response = EnrolResponse {
        token: Token("opaque".to_owned()),
        identity: identity(),
        epoch: "epoch-1".to_owned(),
        server_time: MOMENT,
        rulebook_key: None,
    };
    keeps("enrol_response", &response);
    let key = Some(RulebookKey::new([7; 32]));
    keeps("enrol_response_with_key", &EnrolResponse { rulebook_key: key, ..response });
    let plain = Identity { household: None, point: None, ..identity() };
    keeps("identity_without_household_and_point", &plain);
    keeps("roles", &Role::ALL.to_vec());
}

#[test]
fn a_token_is_never_in_a_debug_text() {
    let shown = format!("{:?}", Token("opaque".to_owned()));
    assert!(!shown.contains("opaque"), "{shown}");
}

fn turn() -> Turn {
    Turn { epoch: "epoch-1".to_owned(), number: 7, sent_at: Some(MOMENT) }
}

#[test]
fn a_push_with_every_kind_of_record_keeps_its_shape() {
    let request = PushRequest { device: device(1), entries: records(), turn: None };
    assert_eq!(request.entries.len(), bodies().len());
    keeps("push_request", &request);
    let entries = records().into_iter().take(1).collect();
    keeps("push_request_of_a_turn", &PushRequest { turn: Some(turn()), entries, ..request });
}

#[test]
fn a_server_reads_the_same_push_as_an_envelope() {
    let request = PushRequest { device: device(1), entries: records(), turn: Some(turn()) };
    let written = serde_json::to_string(&request).unwrap();
    let envelope: PushEnvelope = serde_json::from_str(&written).unwrap();
    assert_eq!(envelope.device, request.device);
    let read: Vec<_> = envelope
        .entries
        .iter()
        .map(|entry| serde_json::from_value(entry.clone()).unwrap())
        .collect();
    assert_eq!(request.entries, read);
    keeps("push_envelope", &PushEnvelope { entries: vec!["not a record".into()], ..envelope });
}

#[test]
fn an_answer_to_a_push_keeps_its_shape_with_every_verdict() {
    let response = PushResponse {
        verdicts: verdicts(),
        server_time: MOMENT,
        epoch: "epoch-1".to_owned(),
        turn: Some(8),
    };
    keeps("push_response", &response);
}

/// Version 3: the run of the steady clock, and a field that this version does not know.
#[test]
fn a_record_of_a_run_and_one_of_a_later_version_keep_their_shape() {
    let mut record = records().remove(4);
    record.made_at.boot = Some(BootId::new([7; BootId::BYTES]));
    keeps("record_of_a_run", &record);
    let mut later = serde_json::to_value(&record).unwrap();
    later["body"]["mood"] = "good".into();
    let fact = RecordFact { record: Whole::read(&later).unwrap(), ..record_fact() };
    keeps("feed_item_record_of_a_later_version", &FeedItem::Record(fact.clone()));
    let buffered = r#"{"fact":FACT,"kind":"record"}"#;
    let buffered = buffered.replace("FACT", &serde_json::to_string(&fact).unwrap());
    assert_eq!(
        serde_json::from_str::<FeedItem>(&buffered).unwrap(),
        FeedItem::Record(fact.clone())
    );
    let hashes = [fact.record.hash(), Record::clone(&fact.record).hash(), record.hash()];
    assert!(hashes[0] != hashes[1] && hashes[1] == hashes[2]);
    insta::assert_json_snapshot!("record_hashes_of_version_3", hashes);
}

#[test]
fn the_hash_of_each_kind_of_record_stays() {
    let hashes: Vec<_> = records()
        .iter()
        .map(|record| format!("{} {}", record.body.kind(), record.hash()))
        .collect();
    insta::assert_json_snapshot!("record_hashes", hashes);
}

#[test]
fn a_question_to_the_feed_keeps_its_shape() {
    for scope in scopes() {
        let kind = scope.to_string();
        let kind = kind.split(':').next().unwrap_or_default();
        keeps(&format!("feed_query_{kind}"), &FeedQuery { scope, cursor: None, limit: None });
    }
    let later = FeedQuery {
        scope: scopes().remove(0),
        cursor: Some(Cursor("signed".to_owned())),
        limit: Some(500),
    };
    keeps("feed_query_later", &later);
}

#[test]
fn each_kind_of_fact_keeps_its_shape_kind_and_key() {
    for item in items() {
        keeps(&format!("feed_item_{}", item.kind()), &item);
        let written = serde_json::to_value(&item).unwrap();
        assert_eq!(written.get("kind").and_then(|kind| kind.as_str()), Some(item.kind()));
    }
    let keys: Vec<_> =
        items().iter().map(|item| format!("{} {}", item.kind(), item.key())).collect();
    insta::assert_json_snapshot!("feed_keys", keys);
}

#[test]
fn a_page_of_the_feed_keeps_its_shape() {
    let page = FeedPage {
        rows: (1..).zip(items()).take(1).map(|(seq, item)| FeedRow { seq, item }).collect(),
        next: Cursor("signed".to_owned()),
        has_more: true,
        epoch: "epoch-1".to_owned(),
        check: None,
        snapshot: None,
        rulebook: None,
    };
    keeps("feed_page", &page);
    let id = SnapshotId::try_from("0f".repeat(32)).unwrap();
    let offer = SnapshotOffer { id: id.clone(), bytes: 1_200_000, facts: 85_000 };
    keeps("feed_page_first", &FeedPage { snapshot: Some(offer), ..page.clone() });
    keeps("snapshot_query", &SnapshotQuery { scope: scopes().remove(0), id });
    let FeedPage { rows, next, epoch, .. } = page.clone();
    keeps("snapshot", &Snapshot { scope: scopes().remove(0), epoch, next, rows });
    let check = FeedCheck { protocol: 1, rows: 1, digest: FeedDigest::default() };
    let last = FeedPage { has_more: false, check: Some(check), ..page };
    keeps("feed_page_last", &last);
    let (base, hash) = ("2026.1".to_owned(), RulebookHash::new([3; 32]));
    let rulebook = Some(RulebookOffer { base, edition: 2, hash });
    keeps("feed_page_with_rulebook", &FeedPage { rulebook, ..last });
}

#[test]
fn a_rulebook_keeps_its_shape() {
    let base = "2026.1".to_owned();
    keeps("rulebook_query", &RulebookQuery { base: base.clone(), after: 1 });
    let rows = "also | pizza-box | 意式薄饼盒\n".to_owned();
    let answer = RulebookAnswer {
        base,
        after: 1,
        patches: vec![Patch { version: "2026.1.2".to_owned(), rows }],
        hash: RulebookHash::new([3; 32]),
        signature: RulebookSignature::new([5; 64]),
        key: RulebookKey::new([7; 32]),
    };
    keeps("rulebook_answer", &answer);
}

#[test]
fn missing_words_keep_their_shape() {
    let query = MissingQuery { area: community(), floor: None };
    keeps("missing_query", &query);
    keeps("missing_query_with_floor", &MissingQuery { floor: Some(9), ..query });
    let words = vec![MissingWord { word: "曲率引擎".to_owned(), told: 6, photos: Vec::new() }];
    keeps("missing_response", &MissingResponse { words, others: 2, others_told: 4 });
    let rows = "also | pizza-box | 意式薄饼盒\n".to_owned();
    keeps("missing_answer_request", &MissingAnswerRequest { rows });
    let version = "2026.1.1".to_owned();
    keeps("missing_answer_response", &MissingAnswerResponse { version, things: 4_416, words: 1 });
}

#[test]
fn what_is_digested_of_a_fact_is_the_item_as_it_is_written() {
    for item in items() {
        let written = serde_json::to_string(&item).unwrap();
        let fact = written.split_once(r#""fact":"#).unwrap().1.strip_suffix('}').unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(fact).unwrap().is_object(), "{fact}");
        assert_eq!(FeedItem::digested(item.kind(), fact), written);
    }
}

#[test]
fn turfs_and_leases_keep_their_shape() {
    let offer = |state| TurfOffer { turf: turf_fact(), state };
    keeps("turfs_response", &TurfsResponse { turfs: leases().into_iter().map(offer).collect() });
    keeps("lease_request", &LeaseRequest { turf: turf(1) });
    let scope = scopes().remove(3);
    let until = MOMENT.plus_ms(LEASE_MS);
    keeps("lease_response", &LeaseResponse { turf: turf_fact(), until, scope });
}

#[test]
fn an_auditors_view_of_an_account_keeps_its_shape() {
    keeps("ledger_query", &LedgerQuery { household: household() });
    let response = LedgerResponse {
        household: household(),
        balance: Balance { pending: Points::new(366), booked: Points::new(-20) },
        records: vec![record_fact()],
        transfers: vec![transfer_fact()],
    };
    keeps("ledger_response", &response);
}

#[test]
fn a_roll_keeps_its_shape() {
    let person = |role, household, point| RollPerson {
        valid_from: None,
        valid_until: None,
        actor: actor(1),
        label: "志愿者 07".to_owned(),
        role,
        community: community(),
        household,
        point,
    };
    let roll = Roll {
        synthetic: true,
        source: "合成数据 synthetic".to_owned(),
        as_of: MOMENT,
        tariff: tariff(),
        script: script(),
        communities: vec![RollCommunity {
            code: community(),
            households: vec![RollHousehold {
                number: 12,
                label: "溪边 12 号".to_owned(),
                card_serial: 123,
            }],
            doors: vec![RollDoor { number: 7, label: "7 号".to_owned(), do_not_visit: true }],
        }],
        points: vec![point_fact(), placed_point_fact()],
        turfs: vec![RollTurf {
            id: turf(1),
            name: "溪东片".to_owned(),
            community: community(),
            doors: vec![door()],
        }],
        people: vec![
            person(Role::Resident, Some(household()), None),
            person(Role::Attendant, None, Some(point(1))),
            person(Role::Auditor, None, None),
        ],
    };
    keeps("roll", &roll);
}

#[test]
fn news_keep_their_shape() {
    let mark = NewsMark::new(0x0123_4567_89ab_cdef);
    keeps("news_query", &NewsQuery { mark: Some(mark), wait_seconds: 55 });
    keeps("news_query_first", &NewsQuery { mark: None, wait_seconds: 0 });
    keeps("news_response", &NewsResponse { mark });
}

#[test]
fn a_door_of_a_roll_may_be_visited_unless_it_says_otherwise() {
    let door: RollDoor = serde_json::from_str(r#"{"number":7,"label":"7 号"}"#).unwrap();
    assert!(!door.do_not_visit);
}

#[test]
fn an_error_keeps_its_shape_with_and_without_values() {
    keeps("error_body", &ErrorBody { error: refusal() });
    keeps("error_body_without_values", &ErrorBody { error: Code::Offline.into() });
}

#[test]
fn each_code_keeps_its_name_and_its_status() {
    let table: BTreeMap<&str, u16> =
        Code::ALL.iter().map(|code| (code.as_str(), status(*code))).collect();
    insta::assert_json_snapshot!("statuses", table);
    for code in Code::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        assert!((400..600).contains(&status(*code)), "{}", code.as_str());
    }
}

#[test]
fn the_protocol_and_every_address_stay() {
    assert_eq!(protocol::CURRENT.min(protocol::OLDEST), protocol::OLDEST);
    let table = [
        ("header", protocol::HEADER.to_owned()),
        ("authorization", protocol::AUTHORIZATION.to_owned()),
        ("current", protocol::CURRENT.to_string()),
        ("oldest", protocol::OLDEST.to_string()),
        ("health", routes::HEALTH.to_owned()),
        ("board", routes::BOARD.to_owned()),
        ("board style", routes::BOARD_STYLE.to_owned()),
        ("enrol", routes::ENROL.to_owned()),
        ("push", routes::PUSH.to_owned()),
        ("feed", routes::FEED.to_owned()),
        ("news", routes::NEWS.to_owned()),
        ("turfs", routes::TURFS.to_owned()),
        ("lease", routes::LEASE.to_owned()),
        ("ledger", routes::LEDGER.to_owned()),
        ("rulebook", routes::RULEBOOK.to_owned()),
    ];
    insta::assert_json_snapshot!("protocol_and_routes", table);
}

#[test]
fn a_card_is_written_with_its_check_digit() {
    assert_eq!(serde_json::to_value(card()).unwrap(), card().to_string());
}
