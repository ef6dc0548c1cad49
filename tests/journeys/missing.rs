//! A word that the rulebook does not know, from the people who ask for it to the answer on their
//! phones: told, counted, listed, answered, signed, taken, and there without a network.

use std::{fs, path::PathBuf};

use rusqlite::Connection;
use wufei_app::{
    event::Tab,
    view::{Screen, lookup::LookupResult},
};
use wufei_domain::{
    record::{Body, UnknownItem},
    role::Role,
    sync::Verdict,
};
use wufei_tests::{
    harness::{Failure, PATIENCE, TestDevice, World, holds, records, records::Sender, same},
    neighbourhood::units::MAXI,
};

const ENGINE: &str = "曲率引擎";
const TOWN: &str = "330683106000";
const FIRST: &str = "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\n\
                     why | 太大，放不进任何桶。 | It is too large for any bin.\n";
const SECOND: &str = "also | warp-drive | 曲速引擎\n";
const FOURTH: &str = "also | warp-drive | 虫洞引擎\n";
const THIRD: &str = "also | warp-drive | 跃迁引擎\n";

/// Three people tell the word with nothing but a token.
fn others_tell(world: &World) -> Result<(), Failure> {
    for index in 2..5 {
        let sender = Sender::new(world, Role::Resident, MAXI, index)?;
        let item = UnknownItem {
            typed: ENGINE.to_owned(),
            rulebook: "zhejiang 2026.1".to_owned(),
            photos: Vec::new(),
        };
        let record = records::record(MAXI.parse()?, Body::UnknownItem(item))?;
        same("the word taken", &vec![Verdict::Accepted], &sender.push(&[record])?)?;
    }
    Ok(())
}

fn answer(world: &World, folder: &tempfile::TempDir, rows: &str) -> Result<String, Failure> {
    let file = folder.path().join("answer.txt");
    fs::write(&file, rows)?;
    world.server.operate(&["missing", "answer", "--file", &file.to_string_lossy()])
}

/// The version that answers, and whether the word is answered.
fn asked(device: &TestDevice, word: &str) -> Result<(bool, String), Failure> {
    let found = matches!(device.look_up(word)?, LookupResult::Found { .. });
    let line = match device.view()?.screen {
        Screen::Lookup { lookup } => lookup.rulebook_line,
        other => return Err(Failure::new("the look-up", format!("{other:?}"))),
    };
    Ok((found, line))
}

fn knows(device: &TestDevice, word: &str, version: &str) -> Result<(), Failure> {
    let (found, line) = asked(device, word)?;
    holds(&format!("an answer for {word} at {}", device.name()), found, || line.clone())?;
    holds("the version that answers", line.contains(version), || line.clone())
}

fn tampered(database: PathBuf, sql: &str) -> Result<(), Failure> {
    let connection = Connection::open(database)?;
    connection.busy_timeout(PATIENCE)?;
    holds("a row to be changed", connection.execute(sql, [])? == 1, || sql.to_owned())
}

fn database_of(world: &World, phone: &TestDevice) -> PathBuf {
    world.device_folder(phone.name()).join("device.sqlite")
}

/// Rounds until the last answer is heard of.
const ROUNDS: u8 = 5;

/// The phone took nothing of the last answer, says so in its own file alone, and goes on with what it
/// had.
fn was_left(world: &World, phone: &TestDevice, why: &str, version: &str) -> Result<(), Failure> {
    let connection = Connection::open(database_of(world, phone))?;
    let mut line = String::new();
    // A round that was under way may have asked before the server had its answer.
    for _ in 0..ROUNDS {
        phone.sync()?;
        let said = "SELECT coalesce(refused, '') FROM rulebook_offer";
        line = connection.query_row(said, [], |row| row.get(0))?;
        if line == why {
            break;
        }
    }
    same("why it was left", &why, &line.as_str())?;
    knows(phone, ENGINE, version)?;
    same("no problem shown", &None, &phone.problem()?)
}

#[test]
fn a_word_that_five_ask_for_is_answered_on_their_phones() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let mut world = World::new()?;
    let mut phones = Vec::new();
    for (index, name) in ["first", "second"].into_iter().enumerate() {
        let phone = world.device(name, Role::Resident, MAXI, index)?;
        let (known, _) = asked(&phone, ENGINE)?;
        holds("that nobody knows it yet", !known, || ENGINE.to_owned())?;
        phone.tell_us()?;
        phone.sync()?;
        phones.push(phone);
    }
    let list = ["missing", "list", "--area", TOWN];
    let few = world.server.operate(&list)?;
    same("told by two", &"word,told\n# others: 1 words, told 2 times in all", &few.as_str())?;
    others_tell(&world)?;
    let listed = world.server.operate(&list)?;
    holds("told by five", listed.contains(&format!("\n{ENGINE},5\n")), || listed.clone())?;

    let said = answer(&world, &folder, FIRST)?;
    holds("what the answer came to", said.contains("2026.1.1"), || said.clone())?;
    for phone in &phones {
        phone.sync_until(Tab::Lookup, "the new version", |view| match &view.screen {
            Screen::Lookup { lookup } => lookup.rulebook_line.contains("2026.1.1").then_some(()),
            _ => None,
        })?;
        knows(phone, ENGINE, "2026.1.1")?;
    }
    world.server.kill()?;
    for phone in &mut phones {
        phone.restart()?;
        knows(phone, ENGINE, "2026.1.1")?;
    }
    world.server.start()?;
    what_was_changed_is_left(&world, &folder, &phones)?;
    what_another_signed_is_left(&world, &folder, &phones)
}

/// The second answer is changed by a letter in the server's own file: the phones keep the first. The
/// third brings the second as it was signed, also to a phone whose first was damaged meanwhile: it
/// asks for the whole.
fn what_was_changed_is_left(
    world: &World,
    folder: &tempfile::TempDir,
    phones: &[TestDevice],
) -> Result<(), Failure> {
    answer(world, folder, SECOND)?;
    let change = |from: &str, to: &str| {
        let sql = format!(
            "UPDATE rulebook_patches SET body = replace(body, '{from}', '{to}') WHERE edition = 2"
        );
        tampered(world.server.database(), &sql)
    };
    change("曲速引擎", "曲束引擎")?;
    for phone in phones {
        was_left(world, phone, "hash", "2026.1.1")?;
        let (known, line) = asked(phone, "曲束引擎")?;
        holds("that the changed name answers nothing", !known, || line.clone())?;
    }
    change("曲束引擎", "曲速引擎")?;
    answer(world, folder, THIRD)?;
    let damage = "UPDATE rulebook SET patches = replace(patches, '太大', '很大')";
    tampered(database_of(world, &phones[0]), damage)?;
    for phone in phones {
        was_left(world, phone, "", "2026.1.3")?;
        knows(phone, "曲速引擎", "2026.1.3")?;
        knows(phone, "跃迁引擎", "2026.1.3")?;
    }
    Ok(())
}

/// The fourth answer carries a signature that is not its own. The control: with its own a phone takes
/// it, one that is new, and so all four at once.
fn what_another_signed_is_left(
    world: &World,
    folder: &tempfile::TempDir,
    phones: &[TestDevice],
) -> Result<(), Failure> {
    answer(world, folder, FOURTH)?;
    let own: String = world.server.read()?.query_row(
        "SELECT signature FROM rulebook_patches WHERE edition = 4",
        [],
        |row| row.get(0),
    )?;
    let sign = "UPDATE rulebook_patches SET signature =
        (SELECT signature FROM rulebook_patches WHERE edition = 3) WHERE edition = 4";
    tampered(world.server.database(), sign)?;
    for phone in phones {
        was_left(world, phone, "signature", "2026.1.3")?;
    }
    let back = format!("UPDATE rulebook_patches SET signature = '{own}' WHERE edition = 4");
    tampered(world.server.database(), &back)?;
    let fresh = world.device("fresh", Role::Resident, MAXI, 5)?;
    was_left(world, &fresh, "", "2026.1.4")?;
    knows(&fresh, "虫洞引擎", "2026.1.4")
}
