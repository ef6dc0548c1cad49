//! Row 19: a lost phone is emptied at its next contact. What it did not send it sends first, unless an
//! organiser said that this may go too.

use std::collections::BTreeSet;

use wufei_app::effect::sync::{Lost, RoundReport};
use wufei_domain::{
    ids::RecordId,
    lost::LostWord,
    refusal::{Code, Refusal},
};
use wufei_server::{
    operate::report_lost,
    store::{Statement, statements},
};
use wufei_tests::harness::{Failure, holds, same};

use crate::{
    city::{City, OTHER_VOLUNTEER, TURF, VOLUNTEER},
    outside::{ALWAYS, Does, Sql, Trigger},
    people::{TELLING, full},
    phone::{Fate, Phone, clean},
    proof::{Control, Databases, Requirement, shown},
};

/// More than a batch.
const UNSENT: u32 = 250;

/// Rounds after which a phone counts as not emptied.
const ROUNDS_MAX: usize = 10;

/// What stands in the files of a phone in use beside [`TELLING`]: its turf, a door, whose it is.
const IN_USE: [&str; 3] = ["一片（合成）", "7 号（合成）", "志愿者（合成）"];

const TABLES: [&str; 10] = [
    "records",
    "sealed_records",
    "outbox",
    "facts",
    "scopes",
    "drafts",
    "sealed_drafts",
    "snapshots",
    "snapshot_parts",
    "identity",
];

/// A town, and what is done to the phone's database before the report: nothing, in the product.
struct Reported {
    city: City,
    on_phone: &'static str,
}

fn reported() -> Result<Reported, Failure> {
    Ok(Reported { city: City::new()?, on_phone: "" })
}

fn report(city: &City, phone: &mut Phone, word: LostWord) -> Result<(), Failure> {
    report_lost(&city.database(), phone.store.device()?, word, city.now)?;
    Ok(())
}

/// Nothing is left of whoever used it, and it is another installation.
fn is_as_new(phone: &mut Phone, was: &str) -> Result<(), Failure> {
    let words: Vec<&str> = TELLING.into_iter().chain(IN_USE).collect();
    same("words left in a file", &Vec::<&str>::new(), &phone.readable(&words)?)?;
    for table in TABLES {
        let rows = phone.count(&format!("SELECT COUNT(*) FROM {table}"))?;
        same(&format!("rows left in {table}"), &0, &rows)?;
    }
    let now = phone.store.device()?.to_string();
    holds("an id of its own", now != was, || now.clone())?;
    let bearer = phone.bearer().err().map(|refusal| refusal.code);
    same("its token", &Some(Code::TokenMissing), &bearer)
}

fn emptied(ended: &Result<RoundReport, Refusal>) -> bool {
    ended.as_ref().is_ok_and(|report| report.lost == Some(Lost::Emptied))
}

fn at_the_next_contact(reported: &mut Reported) -> Result<(), Failure> {
    let Reported { city, on_phone } = reported;
    let mut phone = Phone::with_key(1)?;
    phone.enrol(city, VOLUNTEER)?;
    phone.lease(city, TURF)?;
    let made = phone.walks(city.now, 8)?;
    phone.drain(city)?;
    same("what can be read in its files", &3, &phone.readable(&IN_USE)?.len())?;
    phone.outside()?.execute_batch(on_phone)?;
    let was = phone.store.device()?.to_string();
    report(city, &mut phone, LostWord::SendFirst)?;
    let ended = phone.round(city, &mut clean);
    holds("a phone that is emptied at its next contact", emptied(&ended), || format!("{ended:?}"))?;
    is_as_new(&mut phone, &was)?;
    all_there(city, &made)
}

fn all_there(city: &City, made: &[RecordId]) -> Result<(), Failure> {
    let mut missing = BTreeSet::new();
    for id in made {
        if city.count("SELECT COUNT(*) FROM records WHERE id = $1", &[&id])? != 1 {
            missing.insert(id.to_string());
        }
    }
    same("records that nobody has any more", &BTreeSet::new(), &missing)
}

#[test]
fn sync_req_19_a_lost_phone_is_emptied_at_its_next_contact() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 19,
        words: "a lost phone with nothing to send is emptied at its next contact",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the mark of the lost device (a trigger takes it back)",
            take: |reported: &mut Reported| {
                reported.city.lay(&Trigger {
                    name: "unmark",
                    when: "AFTER UPDATE OF lost_word ON devices",
                    only: Sql::Both("NEW.lost_word IS NOT NULL"),
                    does: Does::Runs(Sql::Both("UPDATE devices SET lost_word = NULL")),
                })
            },
            says: "a phone that is emptied at its next contact",
        },
        Control {
            taken: "the deletion of records (a trigger swallows it)",
            take: |reported: &mut Reported| {
                reported.on_phone = "CREATE TRIGGER keep BEFORE DELETE ON records BEGIN
                    SELECT RAISE(IGNORE); END";
                Ok(())
            },
            says: "a phone that is emptied at its next contact",
        },
        Control {
            taken: "the deletion of the identity (a trigger swallows it)",
            take: |reported: &mut Reported| {
                reported.on_phone = "CREATE TRIGGER keep BEFORE DELETE ON identity BEGIN
                    SELECT RAISE(IGNORE); END";
                Ok(())
            },
            says: "words left in a file",
        },
        Control {
            taken: "the cleaning of pages and log (a trigger takes the mark back)",
            take: |reported: &mut Reported| {
                reported.on_phone = "CREATE TRIGGER unmark AFTER UPDATE OF traces ON device
                    WHEN NEW.traces = 1 BEGIN UPDATE device SET traces = 0; END";
                Ok(())
            },
            says: "words left in a file",
        },
    ];
    println!("\n{}", shown(&requirement, reported, at_the_next_contact, &controls)?);
    Ok(())
}

/// A volunteer's phone with a full outbox; the refused record was taken back.
fn walked(city: &mut City, on_phone: &str) -> Result<(Phone, Vec<RecordId>, String), Failure> {
    let (mut phone, waits) = full(city, VOLUNTEER, UNSENT)?;
    phone
        .outside()?
        .execute("UPDATE records SET state = 'withdrawn' WHERE state = 'attention'", [])?;
    phone.outside()?.execute_batch(on_phone)?;
    let was = phone.store.device()?.to_string();
    Ok((phone, waits, was))
}

fn sent_first(reported: &mut Reported) -> Result<(), Failure> {
    let Reported { city, on_phone } = reported;
    let (mut phone, waits, was) = walked(city, on_phone)?;
    report(city, &mut phone, LostWord::SendFirst)?;
    // The first batch arrives, the phone is told, then the network goes.
    let mut exchanges = 0;
    let mut goes = || {
        exchanges += 1;
        if exchanges > 2 { Fate::RequestLost } else { Fate::Arrives }
    };
    let cut = phone.round(city, &mut goes).err().map(|refusal| refusal.code);
    same("how the first round ends", &Some(Code::Offline), &cut)?;
    let kept = "SELECT COUNT(*) FROM sealed_records WHERE state = 'waiting'";
    same("records that wait, sealed", &i64::from(UNSENT - 200), &phone.count(kept)?)?;
    same("words of it in a file", &Vec::<&str>::new(), &phone.readable(&TELLING)?)?;
    phone.restart();
    // Then a bad one: each third answer is lost.
    let mut bad = || {
        exchanges += 1;
        if exchanges % 3 == 0 { Fate::AnswerLost } else { Fate::Arrives }
    };
    let mut last = String::new();
    for _ in 0..ROUNDS_MAX {
        let ended = phone.round(city, &mut bad);
        if emptied(&ended) {
            is_as_new(&mut phone, &was)?;
            return all_there(city, &waits);
        }
        last = format!("{ended:?}");
    }
    Err(Failure::new("a phone that is emptied in the end", last))
}

/// What something in between makes of `send_first`.
static HURRIED: Statement = Statement {
    name: "hurried",
    text: "SELECT seen_at, CASE WHEN lost_word IS NULL THEN NULL ELSE 'go_too' END, told_word
        FROM devices WHERE token_hash = $1 AND revoked_at IS NULL",
};

/// What something in between makes of `go_too`.
static HELD_BACK: Statement = Statement {
    name: "held back",
    text: "SELECT seen_at, CASE WHEN lost_word IS NULL THEN NULL ELSE 'send_first' END, told_word
        FROM devices WHERE token_hash = $1 AND revoked_at IS NULL",
};

#[test]
fn sync_req_19_a_lost_phone_sends_before_it_is_emptied() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 19,
        words: "a lost phone with a full outbox sends all of it, sealed meanwhile, then is emptied",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the word that what was not sent goes up first (another one is told)",
            take: |reported: &mut Reported| {
                let connection = &mut reported.city.desk.connection;
                connection.exchange(&statements::device::CONTACT, &HURRIED)
            },
            says: "how the first round ends",
        },
        Control {
            taken: "the sealing meanwhile (a trigger writes the plain body beside it)",
            take: |reported: &mut Reported| {
                reported.on_phone = "CREATE TABLE beside (body TEXT);
                    CREATE TRIGGER leak AFTER INSERT ON sealed_records BEGIN
                      INSERT INTO beside SELECT body FROM records WHERE id = NEW.id; END";
                Ok(())
            },
            says: "words of it in a file",
        },
        Control {
            taken: "the keeping until the server has it (a trigger drops what waits)",
            take: |reported: &mut Reported| {
                reported.on_phone = "CREATE TRIGGER drop_it AFTER INSERT ON sealed_records
                    WHEN NEW.position = 230 BEGIN
                      DELETE FROM sealed_records WHERE id = NEW.id; END";
                Ok(())
            },
            says: "records that wait, sealed",
        },
        Control {
            taken: "the server's copy of one record (a trigger drops it)",
            take: |reported: &mut Reported| {
                reported.city.lay(&Trigger {
                    name: "drop_it",
                    when: "AFTER UPDATE OF told_at ON devices",
                    only: ALWAYS,
                    does: Does::Runs(Sql::Both(
                        "DELETE FROM records WHERE id = (SELECT MAX(id) FROM records)",
                    )),
                })
            },
            says: "records that nobody has any more",
        },
    ];
    println!("\n{}", shown(&requirement, reported, sent_first, &controls)?);
    Ok(())
}

/// What can never go up from this phone: a refused record, and what another person did not send.
fn by_the_organisers_word(reported: &mut Reported) -> Result<(), Failure> {
    let Reported { city, on_phone } = reported;
    let (mut phone, waits) = full(city, VOLUNTEER, UNSENT)?;
    phone.enrol(city, OTHER_VOLUNTEER)?;
    phone.lease_next(city, TURF)?;
    phone.walks(city.now, 5)?;
    phone.outside()?.execute_batch(on_phone)?;
    let was = phone.store.device()?.to_string();
    report(city, &mut phone, LostWord::SendFirst)?;
    for _ in 0..3 {
        let report = phone.round(city, &mut clean)?;
        same("without the word", &Some(Lost::Sending), &report.lost)?;
    }
    let sealed = "SELECT COUNT(*) FROM sealed_records";
    let unsent = i64::from(UNSENT) + 1;
    same("what still waits for the word", &unsent, &phone.count(sealed)?)?;
    let before = phone.pushes;
    report(city, &mut phone, LostWord::GoToo)?;
    let ended = phone.round(city, &mut clean);
    holds("a phone that is emptied at once", emptied(&ended), || format!("{ended:?}"))?;
    is_as_new(&mut phone, &was)?;
    same("batches sent after the word", &before, &phone.pushes)?;
    let gone = waits.iter().map(ToString::to_string).collect::<Vec<_>>().join("','");
    let sql = format!("SELECT COUNT(*) FROM records WHERE id IN ('{gone}')");
    same("what the word let go, at the server", &0, &city.count(&sql, &[])?)
}

#[test]
fn sync_req_19_an_organisers_word_empties_a_phone_at_once() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 19,
        words: "what a lost phone cannot send stays, sealed, until an organiser's word lets it go",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the organiser's word (another one is told)",
            take: |reported: &mut Reported| {
                let connection = &mut reported.city.desk.connection;
                connection.exchange(&statements::device::CONTACT, &HELD_BACK)
            },
            says: "a phone that is emptied at once",
        },
        Control {
            taken: "the wait for it (another word is told from the first)",
            take: |reported: &mut Reported| {
                let connection = &mut reported.city.desk.connection;
                connection.exchange(&statements::device::CONTACT, &HURRIED)
            },
            says: "without the word",
        },
        Control {
            taken: "the deletion of what is sealed (a trigger swallows it)",
            take: |reported: &mut Reported| {
                reported.on_phone = "CREATE TRIGGER keep BEFORE DELETE ON sealed_records
                    WHEN OLD.state = 'waiting' BEGIN SELECT RAISE(IGNORE); END";
                Ok(())
            },
            says: "rows left in sealed_records",
        },
    ];
    println!("\n{}", shown(&requirement, reported, by_the_organisers_word, &controls)?);
    Ok(())
}
