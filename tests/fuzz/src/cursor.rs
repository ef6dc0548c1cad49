//! Target: the cursor. What was signed is read again; with any bit changed, cut, lengthened, or
//! under another key, scope or epoch it is refused.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use wufei_api::feed::Cursor;
use wufei_domain::{
    refusal::{Code, Refusal},
    scope::Scope,
};
use wufei_server::service::cursor::{sign, verify};

use super::{corpus, recipe};

/// The door under test, or one that lacks a check.
type Verify = fn(&[u8], &str, Scope, &Cursor) -> Result<u64, Refusal>;

const SCOPES: [&str; 4] = [
    "community:330683106273",
    "household:330683106273-12",
    "point:01a20cff-7d00-7101-8101-010101010101",
    "turf:01a20cff-7d00-7101-8101-010101010101",
];

/// What a server keeps: a key, an epoch.
type Server = ([u8; 32], String);

fn servers() -> impl Strategy<Value = Server> {
    (any::<[u8; 32]>(), "[0-9a-f]{16}")
}

fn scopes() -> impl Strategy<Value = Scope> {
    prop::sample::select(&SCOPES[..]).prop_map(|text| text.parse().unwrap())
}

/// Code of the refusal; `None` when the cursor was taken.
fn refused(verify: Verify, server: &Server, scope: Scope, cursor: String) -> Option<Code> {
    verify(&server.0, &server.1, scope, &Cursor(cursor)).err().map(|refusal| refusal.code)
}

fn must(what: &str, found: Option<Code>, wanted: Code) -> Result<(), TestCaseError> {
    if found == Some(wanted) {
        return Ok(());
    }
    Err(TestCaseError::fail(format!("{what}: {found:?}")))
}

/// Every bit of the text, then every bit of what the text stands for.
fn bits_turned(cursor: &str) -> impl Iterator<Item = String> {
    let turned = |bytes: Vec<u8>| {
        (0..bytes.len() * 8).map(move |bit| {
            let mut turned = bytes.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            turned
        })
    };
    // What is no text any more cannot come in as one.
    let texts = turned(cursor.as_bytes().to_vec()).filter_map(|text| String::from_utf8(text).ok());
    let inside = turned(URL_SAFE_NO_PAD.decode(cursor).unwrap());
    texts.chain(inside.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)))
}

fn holds(
    verify: Verify,
    ours: &Server,
    theirs: &Server,
    (scope, other): (Scope, Scope),
    seq: u64,
) -> Result<(), TestCaseError> {
    let Cursor(cursor) = sign(&ours.0, &ours.1, scope, seq);
    let read = verify(&ours.0, &ours.1, scope, &Cursor(cursor.clone()));
    prop_assert_eq!(read, Ok(seq));
    let stranger = refused(verify, &(theirs.0, ours.1.clone()), scope, cursor.clone());
    must("another key", stranger, Code::CursorInvalid)?;
    if other != scope {
        let moved = refused(verify, ours, other, cursor.clone());
        must("another scope", moved, Code::CursorInvalid)?;
    }
    let restored = refused(verify, &(ours.0, theirs.1.clone()), scope, cursor.clone());
    must("another epoch", restored, Code::EpochChanged)?;
    for changed in bits_turned(&cursor) {
        must("a bit was turned", refused(verify, ours, scope, changed), Code::CursorInvalid)?;
    }
    for end in 0..cursor.len() {
        let cut = cursor[..end].to_owned();
        must("its end is gone", refused(verify, ours, scope, cut), Code::CursorInvalid)?;
    }
    for more in ["A", "=", "AAAA", " "] {
        let longer = format!("{cursor}{more}");
        must("it goes on", refused(verify, ours, scope, longer), Code::CursorInvalid)?;
    }
    Ok(())
}

fn run(verify: Verify) -> Result<(), String> {
    let seqs = prop_oneof![Just(0), Just(u64::MAX), any::<u64>()];
    let values = (servers(), servers(), scopes(), scopes(), seqs);
    recipe::run(&values, |(ours, theirs, scope, other, seq)| {
        prop_assume!(ours.0 != theirs.0 && ours.1 != theirs.1);
        holds(verify, &ours, &theirs, (scope, other), seq)
    })
}

#[test]
fn fuzz_a_cursor() {
    run(verify).unwrap();
}

/// What comes in as a cursor and never was one: kept texts, changed.
#[test]
fn fuzz_a_text_that_is_no_cursor() {
    let values = (recipe::bodies(corpus::bodies("cursor")), servers(), scopes());
    recipe::run(&values, |(recipe::Body(text), server, scope)| match String::from_utf8(text) {
        Ok(text) => {
            must("it was never signed", refused(verify, &server, scope, text), Code::CursorInvalid)
        }
        Err(_) => Ok(()),
    })
    .unwrap();
}

/// The form on the wire: a cursor that a device keeps must be readable after an update.
#[test]
fn a_kept_cursor_is_still_read() {
    let kept = String::from_utf8(corpus::bodies("cursor").remove(0)).unwrap();
    let scope = SCOPES[3].parse().unwrap();
    let read = verify(&[7; 32], "00112233445566ff", scope, &Cursor(kept));
    assert_eq!(read, Ok(4_711));
}

/// Reads the position without asking for the signature: as good as taking any key.
fn unsigned(_: &[u8], epoch: &str, scope: Scope, cursor: &Cursor) -> Result<u64, Refusal> {
    let invalid = || Refusal::new(Code::CursorInvalid);
    let bytes = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| invalid())?;
    let position = bytes.split_last_chunk::<32>().ok_or_else(invalid)?.0;
    let position = str::from_utf8(position).map_err(|_| invalid())?;
    let seq = position.strip_prefix(&format!("{epoch}|{scope}|")).ok_or_else(invalid)?;
    seq.parse().map_err(|_| invalid())
}

/// Passes over the last byte of the signature.
fn short(key: &[u8], epoch: &str, scope: Scope, cursor: &Cursor) -> Result<u64, Refusal> {
    verify(key, epoch, scope, cursor).or_else(|refusal| {
        let seq = unsigned(key, epoch, scope, cursor).map_err(|_| refusal.clone())?;
        let of = |cursor: &Cursor| {
            let bytes = URL_SAFE_NO_PAD.decode(&cursor.0).unwrap_or_default();
            bytes.split_last().map(|(_, but_the_last)| but_the_last.to_vec())
        };
        if of(&sign(key, epoch, scope, seq)) == of(cursor) { Ok(seq) } else { Err(refusal) }
    })
}

/// Takes a cursor of any scope it knows.
fn any_scope(key: &[u8], epoch: &str, scope: Scope, cursor: &Cursor) -> Result<u64, Refusal> {
    let others = SCOPES.iter().filter_map(|text| text.parse().ok());
    let mut found = others.filter_map(|scope| verify(key, epoch, scope, cursor).ok());
    found.next().map_or_else(|| verify(key, epoch, scope, cursor), Ok)
}

fn control(reason: &str, verify: Verify) {
    let broken = run(verify).expect_err("nothing was noticed");
    assert!(broken.contains(reason), "{broken}");
}

#[test]
fn control_a_cursor_of_another_key_is_noticed() {
    control("another key", unsigned);
}

#[test]
fn control_a_cursor_with_half_a_check_is_noticed() {
    control("a bit was turned", short);
}

#[test]
fn control_a_cursor_of_another_scope_is_noticed() {
    control("another scope", any_scope);
}
