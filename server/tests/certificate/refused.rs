//! What is refused, in which words, and how many days are left.

use std::fs;

use tempfile::TempDir;
use wufei_domain::time::{DAY_MS, UnixMs};
use wufei_server::{
    Database, Server, Settings,
    certificate::{CertificateFiles, Held, LOW_DAYS, read},
};

use crate::authority::{ALWAYS, Authority, OVER};

/// 2026-11-24 00:00 UTC.
const NOW: UnixMs = UnixMs::new(1_795_478_400_000);

/// What is said of the files, with their folder left out.
fn said(folder: &TempDir, files: &CertificateFiles) -> String {
    let said = read(files, NOW).err().map_or_else(String::new, |error| error.to_string());
    said.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn a_pair_is_refused_outside_its_time_which_is_told() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    for (time, refused) in [
        (ALWAYS, ""),
        (OVER, "the certificate in c.pem expired at 2021-03-04 00:00 UTC"),
        (((2020, 1, 1), (2026, 11, 24)), ""),
        (
            ((2020, 1, 1), (2026, 11, 23)),
            "the certificate in c.pem expired at 2026-11-23 00:00 UTC",
        ),
        (((2026, 11, 24), (2027, 1, 1)), ""),
        (
            ((2026, 11, 25), (2027, 1, 1)),
            "the certificate in c.pem is not valid before 2026-11-25 00:00 UTC",
        ),
    ] {
        let files = authority.pair(time).put(folder.path());
        assert_eq!(said(&folder, &files), refused, "{time:?}");
    }
}

#[test]
fn each_file_is_refused_by_its_name_and_the_rule() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let (one, other) = (authority.pair(ALWAYS), authority.pair(ALWAYS));
    let secret = one.key.lines().nth(1).unwrap();
    let broken = one.chain.replace("-----END", "-----");
    let cut = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let no_key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
    let sealed = one.key.replace("PRIVATE", "ENCRYPTED PRIVATE");
    for (chain, key, refused) in [
        (
            &*one.chain,
            &*other.key,
            "the key in k.pem does not belong to the first certificate in c.pem",
        ),
        ("certificate", &one.key, "c.pem is no PEM: no line of it begins with -----BEGIN"),
        ("", &one.key, "c.pem is no PEM: no line of it begins with -----BEGIN"),
        (
            &one.key,
            &one.key,
            "c.pem holds no certificate: no line of it is -----BEGIN CERTIFICATE-----",
        ),
        (&broken, &one.key, "c.pem cannot be read: "),
        (cut, &one.key, "c.pem cannot be read: "),
        (&one.chain, "key", "k.pem is no PEM: no line of it begins with -----BEGIN"),
        (&one.chain, &one.chain, "k.pem holds no private key that can be read without a password"),
        (&one.chain, &sealed, "k.pem holds no private key that can be read without a password"),
        (&one.chain, no_key, "k.pem cannot be read: "),
    ] {
        let files = one.put(folder.path());
        fs::write(&files.chain, chain).unwrap();
        fs::write(&files.key, key).unwrap();
        let told = said(&folder, &files);
        assert!(told.starts_with(refused), "{refused}: {told}");
        assert!(!refused.is_empty() && !told.contains(secret), "{told}");
    }
    let files = one.put(folder.path());
    assert_eq!(said(&folder, &files), "", "the control: whole, it is taken");
    fs::remove_file(&files.key).unwrap();
    assert!(said(&folder, &files).starts_with("k.pem: No such file"), "{}", said(&folder, &files));
    let files = one.put(folder.path());
    fs::remove_file(&files.chain).unwrap();
    assert!(said(&folder, &files).starts_with("c.pem: No such file"), "{}", said(&folder, &files));
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_refused_with_its_mode() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let files = authority.pair(ALWAYS).put(folder.path());
    for (mode, refused) in [
        (0o600, ""),
        (0o400, ""),
        (
            0o640,
            "k.pem has mode 0640, so that others than its owner can read the key: it must have mode 0600",
        ),
        (
            0o604,
            "k.pem has mode 0604, so that others than its owner can read the key: it must have mode 0600",
        ),
    ] {
        crate::authority::set_mode(&files.key, mode);
        assert_eq!(said(&folder, &files), refused, "{mode:o}");
    }
}

/// Before a database is made or brought up to another schema.
#[test]
fn a_server_with_such_a_pair_does_not_start() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let certificate = Some(authority.pair(OVER).put(folder.path()));
    let database = Database::Sqlite(folder.path().join("city.sqlite"));
    let settings = Settings { certificate, ..Settings::loopback(database) };
    let refused = Server::start(settings).err().unwrap().to_string();
    assert!(refused.ends_with("c.pem expired at 2021-03-04 00:00 UTC"), "{refused}");
    assert!(!folder.path().join("city.sqlite").exists());
}

#[test]
fn the_days_left_are_told_once_a_day() {
    let (folder, authority) = (TempDir::new().unwrap(), Authority::new());
    let held = authority.pair(((2026, 1, 1), (2026, 12, 25))).put(folder.path());
    let held = Held::open(held, NOW).unwrap();
    let look = |ms: i64| {
        held.look(NOW.plus_ms(ms)).map(|left| {
            let said = left.to_string();
            (left.days, left.is_low(), said.rsplit_once("c.pem ").unwrap().1.to_owned())
        })
    };
    let until = "is valid until 2026-12-25 00:00 UTC";
    assert_eq!(look(0), Some((31, false, format!("{until}, 31 days more"))));
    assert_eq!(look(DAY_MS - 1), None);
    assert_eq!(look(DAY_MS), Some((LOW_DAYS, false, format!("{until}, 30 days more"))));
    assert_eq!(look(2 * DAY_MS), Some((29, true, format!("{until}, 29 days more"))));
    let over = "expired at 2026-12-25 00:00 UTC: nobody is let in by it";
    assert_eq!(look(31 * DAY_MS + 1), Some((-1, true, over.to_owned())));
    assert_eq!(look(DAY_MS).unwrap().0, LOW_DAYS, "a clock that was moved back is looked at");
    assert_eq!(look(DAY_MS), None);
    held.renew(NOW).unwrap();
    assert_eq!(look(DAY_MS).unwrap().0, LOW_DAYS, "a pair that was read again is looked at");
}
