//! What an organiser is told of missing words, and answers, over real HTTP.

use std::net::SocketAddr;

use serde_json::{Value, json};
use wufei_api::routes::MISSING;

use super::{
    city::{
        ATTENDANT, AUDITOR, COUNTY_ORGANISER, City, Device, MAXI, ORGANISER, RESIDENT, VOLUNTEER,
    },
    network::{PROTOCOL, Reply, ask, running},
};
use crate::Running;

const ROWS: &str = "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\n\
                    why | 太大，放不进任何桶。 | It is too large for any bin.\n";

fn opened(city: &City) -> (Running, SocketAddr) {
    city.tamper(&format!(
        "INSERT INTO missing_words (community, word, told)
         VALUES ('{MAXI}', '曲率引擎', 6), ('{MAXI}', '时间胶囊机', 4), ('330602001001', '远处的词', 9)"
    ));
    let server = running(city);
    let at = server.address();
    (server, at)
}

fn as_one(at: SocketAddr, device: &Device, method: &str, path: &str, body: &str) -> Reply {
    let bearer = format!("authorization: Bearer {}", device.bearer.0);
    ask(at, method, path, &[&bearer, PROTOCOL], body)
}

fn list(at: SocketAddr, device: &Device, asked: &str) -> Reply {
    as_one(at, device, "GET", &format!("{MISSING}?{asked}"), "")
}

fn answer(at: SocketAddr, device: &Device, rows: &str) -> Reply {
    as_one(at, device, "POST", MISSING, &json!({ "rows": rows }).to_string())
}

#[test]
fn an_organiser_sees_what_is_missing_and_answers_it() {
    let mut city = City::new();
    let organiser = city.enrol(ORGANISER);
    let (server, at) = opened(&city);
    let reply = list(at, &organiser, "area=330683106000");
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    let words = json!([{ "word": "曲率引擎", "told": 6 }]);
    assert_eq!(body, json!({ "words": words, "others": 1, "others_told": 4 }));
    let reply = list(at, &organiser, "area=330600000000&floor=3");
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(body["words"][0], json!({ "word": "远处的词", "told": 9 }));
    assert_eq!(body["words"].as_array().map(Vec::len), Some(3));

    let reply = answer(at, &organiser, ROWS);
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(
        (reply.status, &body["version"], &body["words"]),
        (200, &json!("2026.1.1"), &json!(1))
    );
    let body = list(at, &organiser, "area=330683106000").body;
    assert!(!body.contains("曲率引擎"), "{body}");
    server.stop().unwrap();
}

#[test]
fn nobody_else_sees_or_answers_it() {
    let mut city = City::new();
    let others = [RESIDENT, ATTENDANT, VOLUNTEER, AUDITOR].map(|person| city.enrol(person));
    let of_county = city.enrol(COUNTY_ORGANISER);
    let (server, at) = opened(&city);
    let refused = |reply: Reply| (reply.status, reply.code());
    for device in &others {
        let forbidden = (403, "role_forbidden".to_owned());
        assert_eq!(refused(list(at, device, &format!("area={MAXI}"))), forbidden);
        assert_eq!(refused(answer(at, device, ROWS)), forbidden);
    }
    assert_eq!(ask(at, "GET", &format!("{MISSING}?area={MAXI}"), &[PROTOCOL], "").status, 401);
    assert_eq!(list(at, &of_county, &format!("area={MAXI}")).status, 200);
    let elsewhere = (403, "token_other_area".to_owned());
    assert_eq!(refused(list(at, &of_county, "area=330600000000")), elsewhere);
    assert_eq!(refused(list(at, &of_county, "area=330602001001")), elsewhere);
    assert_eq!(refused(answer(at, &of_county, ROWS)), elsewhere, "it would be for the whole city");
    server.stop().unwrap();
    assert_eq!(city.count("SELECT count(*) FROM rulebook_patches"), 0);
}

#[test]
fn what_cannot_be_taken_is_named_and_nothing_is_kept() {
    let mut city = City::new();
    let organiser = city.enrol(ORGANISER);
    let (server, at) = opened(&city);
    for (asked, status, code) in [
        ("area=330683106273&floor=2", 422, "body_malformed"),
        ("area=1", 422, "body_malformed"),
        ("", 422, "body_malformed"),
        ("area=330699000000", 404, "area_unknown"),
    ] {
        let reply = list(at, &organiser, asked);
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{asked}");
    }
    let reply = answer(at, &organiser, &ROWS.replace("bulky", "bulk"));
    let body: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!((reply.status, reply.code().as_str()), (422, "rulebook_row_broken"));
    assert_eq!(body["error"]["args"]["line"], json!("2"));
    assert!(body["error"]["args"]["detail"].as_str().unwrap().contains("bulk"));
    let reply = answer(at, &organiser, &"# 很长\n".repeat(8_000));
    assert_eq!((reply.status, reply.code().as_str()), (413, "body_too_large"));
    assert_eq!(as_one(at, &organiser, "POST", MISSING, "{}").code(), "body_malformed");
    server.stop().unwrap();
    assert_eq!(city.count("SELECT count(*) FROM rulebook_patches"), 0);
}
