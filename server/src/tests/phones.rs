//! Phone numbers: in the vault, sealed, and nowhere else.

use std::path::Path;

use wufei_domain::{consent::Subject, phone::PhoneNumber, refusal::Code};

use super::city::{City, JUKENG, MAXI, RESIDENT, actor, household};
use crate::operate::{OperateError, backup, erase_phone, find_phone, list_audit, set_phone};

const NUMBER: &str = "138 1234 5678";

fn number() -> PhoneNumber {
    NUMBER.parse().unwrap()
}

fn ours() -> Subject {
    Subject::Household(household(MAXI, 1))
}

/// Whether any file of a folder holds the digits in a row.
fn holds(folder: &Path, digits: &str) -> bool {
    let files = std::fs::read_dir(folder).unwrap();
    let bytes: Vec<u8> =
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    bytes.windows(digits.len()).any(|part| part == digits.as_bytes())
}

#[test]
fn a_number_is_found_by_itself_and_shown_masked() {
    let city = City::new();
    let (database, now) = (city.database(), city.now);
    let set = set_phone(&database, ours(), number(), now).unwrap().to_string();
    assert!(set.starts_with("138****5678 is kept of household:330683106273-1"), "{set}");
    let resident = Subject::Actor(actor(RESIDENT));
    set_phone(&database, resident, "+8613812345678".parse().unwrap(), now).unwrap();
    set_phone(
        &database,
        Subject::Household(household(JUKENG, 1)),
        "139 1234 5678".parse().unwrap(),
        now,
    )
    .unwrap();
    let found = find_phone(&database, number(), now).unwrap();
    assert_eq!(found.subjects, [resident, ours()]);
    assert!(found.to_string().ends_with("# 138****5678 is kept of 2"));
    assert!(
        find_phone(&database, "13912345679".parse().unwrap(), now).unwrap().subjects.is_empty()
    );
    set_phone(&database, ours(), "13700000000".parse().unwrap(), now).unwrap();
    assert_eq!(find_phone(&database, number(), now).unwrap().subjects, [resident]);
    erase_phone(&database, resident, now).unwrap();
    assert!(find_phone(&database, number(), now).unwrap().subjects.is_empty());
    match erase_phone(&database, resident, now) {
        Err(OperateError::Refused(refusals)) => assert_eq!(refusals[0].code, Code::NotFound),
        other => panic!("{other:?}"),
    }
}

/// Database, its log, a backup, the audit log and the keys: no file holds the number. The control: the
/// same search finds a number that is written beside the vault.
#[test]
fn no_file_holds_a_number() {
    let city = City::on_file();
    let database = city.database();
    set_phone(&database, ours(), number(), city.now).unwrap();
    find_phone(&database, number(), city.now).unwrap();
    backup(&database, &city.folder.path().join("backup.sqlite")).unwrap();
    assert_eq!(city.count("SELECT count(*) FROM phone_vault"), 1);
    let (digits, middle) = ("13812345678", "8123456");
    assert!(!holds(city.folder.path(), digits) && !holds(city.folder.path(), middle));
    let log = list_audit(&database, 0).unwrap().to_string();
    assert!(log.contains("phone_set") && log.contains("phone_found"));
    assert!(!log.contains(middle) && !log.contains("5678"));
    city.tamper(&format!("UPDATE households SET label = '{digits}' WHERE number = 1"));
    assert!(holds(city.folder.path(), digits), "the search finds what is there");
}

/// A number sealed for one place does not open in another, so that rows cannot be swapped.
#[test]
fn a_sealed_number_belongs_to_its_row() {
    let city = City::new();
    let vault = crate::vault::Vault::open(&city.database()).unwrap();
    let sealed = vault.seal_phone(ours(), &number(), &mut crate::machine::random).unwrap();
    assert_eq!(vault.unseal_phone(ours(), &sealed), Some(number()));
    let other = Subject::Household(household(MAXI, 2));
    assert_eq!(vault.unseal_phone(other, &sealed), None);
}
