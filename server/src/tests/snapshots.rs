//! A snapshot over real HTTP: offered with its size, fetched in ranges, and what it holds.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use wufei_api::{
    columns,
    routes::{FEED, SNAPSHOT},
    snapshot::{ROWS, Snapshot, UNPACKED_BYTES_MAX},
};
use wufei_domain::record::hex;

use super::{
    city::{ATTENDANT, City, MAXI},
    network::{PROTOCOL, ask, running},
};

/// Facts that are written past the service.
const MADE: u64 = 1_200;

fn large_feed(city: &City) {
    let scope = format!("community:{MAXI}");
    city.tamper(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MADE})
         INSERT INTO feed (scope, seq, kind, key, item)
         SELECT f.scope, h.seq + n.i, f.kind, 'made-' || n.i, f.item
         FROM n, feed f JOIN feed_heads h ON h.scope = f.scope
         WHERE f.scope = '{scope}' AND f.seq = 1"
    ));
    city.tamper(&format!(
        "UPDATE feed_heads SET seq = seq + {MADE}, facts = NULL, digest = NULL
         WHERE scope = '{scope}'"
    ));
}

#[test]
fn a_large_feed_is_offered_in_one_piece_and_fetched_in_ranges() {
    let mut city = City::new();
    let token = format!("authorization: Bearer {}", city.enrol(ATTENDANT).bearer.0);
    large_feed(&city);
    let server = running(&city);
    let get = |path: &str, range: &str| {
        ask(server.address(), "GET", path, &[PROTOCOL, &token, &format!("range: {range}")], "")
    };
    let page: Value =
        serde_json::from_str(&get(&format!("{FEED}?scope=community:{MAXI}"), "").body).unwrap();
    let (id, size) = (&page["snapshot"]["id"], page["snapshot"]["bytes"].as_u64().unwrap());
    let id = id.as_str().unwrap();
    let address = format!("{SNAPSHOT}?scope=community:{MAXI}&id={id}");
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < size {
        let from = bytes.len();
        let part = get(&address, &format!("bytes={from}-{}", from + 299));
        assert_eq!(part.status, 206, "{}", part.head);
        let last = from + part.bytes.len() - 1;
        let range = format!("content-range: bytes {from}-{last}/{size}");
        assert!(part.head.contains(&range) && part.head.contains(id), "{}", part.head);
        assert!(part.bytes.len() <= 300 && !part.bytes.is_empty());
        bytes.extend(part.bytes);
    }
    assert_eq!(hex(&Sha256::digest(&bytes)), id);
    let unpacked = zstd::decode_all(bytes.as_slice()).unwrap();
    let body =
        columns::unpack(serde_json::from_slice(&unpacked).unwrap(), ROWS, UNPACKED_BYTES_MAX);
    let snapshot: Snapshot = serde_json::from_value(body.unwrap()).unwrap();
    assert!(snapshot.rows.len() as u64 >= MADE);
    assert_eq!(json!(snapshot.rows.len()), page["snapshot"]["facts"]);
    assert!(snapshot.rows.windows(2).all(|pair| pair[0].seq < pair[1].seq));

    let next = format!("{FEED}?scope=community:{MAXI}&cursor={}", snapshot.next.0);
    let next: Value = serde_json::from_str(&get(&next, "").body).unwrap();
    assert_eq!(next["rows"], json!([]), "the feed goes on behind it");
    assert_eq!(next["check"]["rows"], json!(snapshot.rows.len()));

    let gone = get(&address.replace(id, &"0".repeat(64)), "bytes=0-9");
    assert_eq!((gone.status, gone.code().as_str()), (404, "not_found"));
    assert_eq!(get(&address, &format!("bytes={size}-")).status, 404, "beyond its end");
    let foreign = get(&address.replace(MAXI, "330683106999"), "bytes=0-9");
    assert_eq!((foreign.status, foreign.code().as_str()), (403, "scope_forbidden"));
    server.stop().unwrap();
}
