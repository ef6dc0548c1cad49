//! Row 4: a server put back to an older backup is noticed by its epoch: devices read its feeds from
//! the beginning and offer again what it lost. Cursors are opaque and signed.

use std::collections::BTreeSet;

use wufei_api::feed::{Cursor, FeedPage, FeedQuery};
use wufei_domain::{refusal::Code, refusal::Refusal, scope::Scope};
use wufei_server::{Server, Settings, operate, service::cursor};
use wufei_tests::harness::{Failure, holds, now, same};

use crate::{
    city::{City, MAXI, OTHER_TURF, Sender, TURF, VOLUNTEER, walk},
    ground::Ground,
    phone::Phone,
    proof::{Control, Databases, Requirement, shown},
};

struct Restored {
    city: City,
    /// Whether the operator gives the restored database its new epoch.
    renewed: bool,
}

fn to_be_restored() -> Result<Restored, Failure> {
    Ok(Restored { city: City::new()?, renewed: true })
}

fn nothing_is_lost(restored: &mut Restored) -> Result<(), Failure> {
    let Restored { city, renewed } = restored;
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    phone.walks(city.now, 5)?;
    phone.drain(city)?;
    let backup = city.back_up()?;
    phone.walks(city.now, 3)?;
    phone.drain(city)?;
    phone.walks(city.now, 2)?;
    city.restarted(|ground| {
        ground.put_back(&backup)?;
        if *renewed {
            operate::renew_epoch(&ground.database()?, now())?;
        }
        Ok(())
    })?;
    same("visits in the backup", &5, &city.count("SELECT COUNT(*) FROM visits", &[])?)?;
    phone.drain(city)?;
    let visits = city.count("SELECT COUNT(*) FROM visits", &[])?;
    same("visits at the server after a restore", &10, &visits)?;
    phone.all_arrived(city)?;
    let served = city.feed(&phone.bearer()?, walk(TURF))?;
    let served: BTreeSet<String> = served.into_iter().map(|(_, key)| key).collect();
    let own = phone.outside()?;
    let mut statement = own.prepare("SELECT key FROM facts WHERE scope = ?1")?;
    let keys = statement.query_map([walk(TURF).to_string()], |row| row.get(0))?;
    let keys: BTreeSet<String> = keys.collect::<Result<_, _>>()?;
    same("facts on the phone, as the server has them", &served, &keys)
}

#[test]
fn sync_req_04_after_an_older_backup_everything_is_offered_again() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 4,
        words: "an older backup is noticed by its epoch: feeds anew, nothing acknowledged is lost",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the new epoch of the restored server",
        take: |restored: &mut Restored| {
            restored.renewed = false;
            Ok(())
        },
        says: "an outbox that is empty",
    }];
    println!("\n{}", shown(&requirement, to_be_restored, nothing_is_lost, &controls)?);
    Ok(())
}

/// The server is started on a database and stopped.
fn started_once(ground: &Ground) -> Result<(), Failure> {
    let running = Server::start(Settings::loopback(ground.database()?))?;
    running.stop()?;
    Ok(())
}

fn a_file_put_back_by_hand_is_noticed(restored: &mut Restored) -> Result<(), Failure> {
    let Restored { city, renewed: marked } = restored;
    let mut phone = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    let mut backup = None;
    for walks in [5, 3, 2] {
        // As an official's copy of the folder would be made, evening by evening.
        city.restarted(started_once)?;
        if walks == 3 {
            backup = Some(city.back_up()?);
        }
        phone.walks(city.now, walks)?;
        phone.drain(city)?;
    }
    city.restarted(|ground| {
        if let Some(backup) = &backup {
            ground.put_back(backup)?;
        }
        if !*marked {
            ground.outside()?.execute("DELETE FROM meta WHERE name = 'mark'", &[])?;
        }
        started_once(ground)
    })?;
    same("visits in the copy", &5, &city.count("SELECT COUNT(*) FROM visits", &[])?)?;
    phone.drain(city)?;
    let visits = city.count("SELECT COUNT(*) FROM visits", &[])?;
    same("visits at the server after a copy was put back", &10, &visits)?;
    phone.all_arrived(city)
}

mod once {
    use super::*;

    #[test]
    fn sync_req_04_a_file_put_back_by_hand_is_noticed_at_the_next_start() -> Result<(), Failure> {
        let requirement = Requirement {
            number: 4,
            words: "a database file put back by hand is noticed at the next start: a new epoch",
            missing: None,
            shown_on: Databases::OnlySqlite(
                "a file; PostgreSQL tells its own past (`contract/outages.rs`)",
            ),
        };
        let controls = [Control {
            taken: "the mark in the database (somebody deletes it before the start)",
            take: |restored: &mut Restored| {
                restored.renewed = false;
                Ok(())
            },
            says: "visits at the server after a copy was put back",
        }];
        let line =
            shown(&requirement, to_be_restored, a_file_put_back_by_hand_is_noticed, &controls)?;
        println!("\n{line}");
        Ok(())
    }
}

/// What a stranger takes for the signing key.
const GUESS: &str = "a guess";

fn page(
    city: &mut City,
    sender: &Sender,
    scope: Scope,
    cursor: Option<Cursor>,
) -> Result<FeedPage, Refusal> {
    let query = FeedQuery { scope, cursor, limit: Some(3) };
    city.desk.page(city.now, &sender.bearer, query)
}

fn no_cursor_is_forged(city: &mut City) -> Result<(), Failure> {
    let sender = city.sender(VOLUNTEER)?;
    for turf in [TURF, OTHER_TURF] {
        city.lease(&sender.bearer, turf)?;
    }
    let first = page(city, &sender, walk(TURF), None)?;
    let real = first.next.clone();
    let refused = |page: Result<FeedPage, Refusal>, what: &str| match page {
        Err(refusal) => same(what, &Code::CursorInvalid, &refusal.code),
        Ok(page) => Err(Failure::new(what, format!("{} rows", page.rows.len()))),
    };
    let forged = cursor::sign(GUESS.as_bytes(), &first.epoch, walk(TURF), 6);
    refused(page(city, &sender, walk(TURF), Some(forged)), "a forged cursor to be refused")?;
    refused(page(city, &sender, walk(OTHER_TURF), Some(real.clone())), "that of another feed")?;
    for at in 0..real.0.len() {
        let other = if real.0.as_bytes()[at] == b'A' { "B" } else { "A" };
        let mut changed = real.0.clone();
        changed.replace_range(at..=at, other);
        refused(page(city, &sender, walk(TURF), Some(Cursor(changed))), "a changed cursor")?;
    }
    let rest = page(city, &sender, walk(TURF), Some(real))?;
    let numbers: Vec<u64> = first.rows.iter().chain(&rest.rows).map(|row| row.seq).collect();
    same("numbers of two pages", &vec![1, 2, 3, 4, 5, 6], &numbers)?;
    holds("more to come", first.has_more && rest.has_more, || MAXI.to_owned())
}

#[test]
fn sync_req_04_a_cursor_cannot_be_forged() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 4,
        words: "cursors are opaque and signed, good for one scope of one epoch",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [Control {
        taken: "the secrecy of the signing key",
        take: |city: &mut City| {
            let sql = "UPDATE meta SET value = $1 WHERE name = 'cursor_key'";
            city.outside()?.execute(sql, &[&GUESS])?;
            city.restarted(|_| Ok(()))
        },
        says: "a forged cursor to be refused",
    }];
    println!("\n{}", shown(&requirement, City::new, no_cursor_is_forged, &controls)?);
    Ok(())
}
