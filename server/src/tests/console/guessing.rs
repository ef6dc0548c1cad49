//! Guessing: a name waits longer and longer, and thirty guesses at once are worth one.

use wufei_domain::time::UnixMs;

use super::{
    super::city::{City, ORGANISER, actor},
    Browser, NAME, PASSWORD,
};
use crate::service::console::{
    login::{Out, Tried},
    rules::LOCK_MS,
};

/// Guesses that arrive together.
const GUESSES: usize = 30;

#[test]
fn a_name_waits_longer_after_each_failed_try_and_is_free_after_one_that_is_right() {
    let mut city = City::new();
    let browser = Browser::of(&city, ORGANISER, NAME);
    for (failed, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (7, 30)] {
        let until = city.now.plus_ms(minutes * LOCK_MS);
        let actor = actor(ORGANISER);
        let tried = city.try_in(NAME, "falsch geraten", "123456");
        assert_eq!(tried, Tried::Out(Out::Wrong { actor, failed, until }));
        city.later(minutes * LOCK_MS - 1);
        let code = browser.code(city.now);
        let early = city.try_in(NAME, PASSWORD, &code);
        assert_eq!(early, Tried::Out(Out::Waits(actor)), "even the right one waits");
        city.later(1);
    }
    assert!(matches!(city.try_in(NAME, PASSWORD, &browser.code(city.now)), Tried::In(_)));
    assert_eq!(city.count("SELECT failed + locked_until FROM logins"), 0);
}

/// Password, code or both: the try fails alike, and the wait grows by the same.
#[test]
fn it_does_not_matter_what_was_wrong() {
    for (password, code_is_right) in [("falsch geraten", true), (PASSWORD, false), ("x", false)] {
        let mut city = City::new();
        let browser = Browser::of(&city, ORGANISER, NAME);
        let code = if code_is_right { browser.code(city.now) } else { "000000".to_owned() };
        let tried = city.try_in(NAME, password, &code);
        assert!(matches!(tried, Tried::Out(Out::Wrong { failed: 1, .. })), "{tried:?}");
    }
    let mut city = City::new();
    assert_eq!(city.try_in("nobody", PASSWORD, "000000"), Tried::Out(Out::Unknown));
}

/// All of them were proved against the same state before the first was decided on, as they are when
/// they arrive together; the right one is among them, and late.
fn thirty_at_once(city: &mut City, browser: &Browser) -> Vec<Tried> {
    let code = browser.code(city.now);
    let wrong = city.proof(NAME, "falsch geraten", &code);
    let right = city.proof(NAME, PASSWORD, &code);
    let proofs = (0..GUESSES).map(|guess| if guess == 20 { right.clone() } else { wrong.clone() });
    let proofs: Vec<_> = proofs.collect();
    proofs.into_iter().map(|proof| city.enter(proof)).collect()
}

#[test]
fn thirty_guesses_at_once_are_worth_one() {
    let mut city = City::new();
    let browser = Browser::of(&city, ORGANISER, NAME);
    let tried = thirty_at_once(&mut city, &browser);
    assert!(matches!(tried[0], Tried::Out(Out::Wrong { failed: 1, .. })));
    let waits = Tried::Out(Out::Waits(actor(ORGANISER)));
    assert!(tried[1..].iter().all(|tried| *tried == waits), "the right one is not looked at");
    assert_eq!(city.count("SELECT failed FROM logins"), 1);
    assert_eq!(city.count("SELECT count(*) FROM sessions"), 0);
}

/// The control: where the wait is not kept, the right one among thirty gets in.
#[test]
fn without_the_wait_one_of_thirty_gets_in() {
    let mut city = City::on_file();
    let browser = Browser::of(&city, ORGANISER, NAME);
    city.tamper(
        "CREATE TRIGGER forgets AFTER UPDATE ON logins WHEN new.locked_until > 0
         BEGIN UPDATE logins SET locked_until = 0 WHERE actor = new.actor; END",
    );
    let tried = thirty_at_once(&mut city, &browser);
    assert!(matches!(tried[20], Tried::In(_)));
}

/// The second control: where failures are not counted, the wait never grows.
#[test]
fn without_the_count_the_wait_does_not_grow() {
    let mut city = City::on_file();
    let _browser = Browser::of(&city, ORGANISER, NAME);
    city.tamper(
        "CREATE TRIGGER forgets AFTER UPDATE ON logins WHEN new.failed > 0
         BEGIN UPDATE logins SET failed = 0 WHERE actor = new.actor; END",
    );
    let mut waited: Vec<i64> = Vec::new();
    for _ in 0..3 {
        let Tried::Out(Out::Wrong { until, .. }) = city.try_in(NAME, "falsch", "1") else {
            panic!("let in")
        };
        waited.push(UnixMs::since_ms(until, city.now) / LOCK_MS);
        city.later(until.since_ms(city.now));
    }
    assert_eq!(waited, [1, 1, 1]);
}
