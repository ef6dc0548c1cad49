//! A household's data in one file, and its erasure.

use serde_json::Value;
use wufei_domain::{
    consent::{ConsentPurpose, Subject},
    refusal::Code,
    scope::Scope,
};

use super::city::{
    ATTENDANT, AUDITOR, City, Device, MAXI, POINT, RESIDENT, actor, card, drop_off, household,
    point, roll, shift_closed, shift_opened, usual_lines,
};
use crate::{
    operate::{
        OperateError, backup, erase_household, export_household, import_roll, record_consent,
        set_phone, verify_audit,
    },
    service::{Request, Response},
};

/// A household with points, a consent, a number, somebody with a phone; the attendant's device.
fn lived_in() -> (City, Device, Device) {
    lived_in_at(City::new())
}

fn lived_in_at(mut city: City) -> (City, Device, Device) {
    let (attendant, resident) = (city.enrol(ATTENDANT), city.enrol(RESIDENT));
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&attendant, &shift);
    let brought = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
    city.accepted(&attendant, &brought);
    let closed = city.record(MAXI, shift_closed(shift.id));
    city.accepted(&attendant, &closed);
    let ours = Subject::Household(household(MAXI, 1));
    let database = city.database();
    record_consent(&database, ours, ConsentPurpose::Points, Some(1), city.now).unwrap();
    set_phone(&database, ours, "13812345678".parse().unwrap(), city.now).unwrap();
    city.tamper("UPDATE households SET label = '越王路的一户' WHERE community = '330683106273' AND number = 1");
    (city, attendant, resident)
}

#[test]
fn all_that_is_held_stands_in_one_file_with_words() {
    let (city, _, resident) = lived_in();
    let file = city.folder.path().join("household.json");
    let done =
        export_household(&city.database(), card(household(MAXI, 1)), &file, city.now).unwrap();
    assert!(done.to_string().starts_with("household 330683106273-1: 7 parts written"));
    let text = std::fs::read_to_string(&file).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["roll"]["held"]["label"], "越王路的一户");
    assert_eq!(json["people"]["held"][0]["devices"][0]["device"], resident.id.to_string());
    assert_eq!(
        json["drop_offs"]["held"][0]["record"]["body"]["lines"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(json["transfers"]["held"][0]["points"], 324);
    assert_eq!(json["consents"]["held"][0]["purpose"], "points");
    assert_eq!(json["phones"]["held"][0]["number"], "138****5678");
    let acts: Vec<&str> = json["acts"]["held"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|act| act["act"].as_str())
        .collect();
    assert_eq!(acts, ["consent_given", "phone_set", "code_issued"]);
    for part in ["roll", "people", "drop_offs", "transfers", "consents", "phones", "acts"] {
        for language in ["zh-CN", "en"] {
            let about = json[part]["about"][language].as_str().unwrap();
            assert!(!about.contains('⟨') && about.chars().count() > 8, "{part} {about}");
        }
    }
    assert!(!text.contains("12345678") && !text.contains("token"));
    let again = export_household(&city.database(), card(household(MAXI, 1)), &file, city.now);
    assert!(matches!(again, Err(OperateError::Occupied(_))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let nobody = city.folder.path().join("nobody.json");
    let unknown = wufei_domain::card::CardNumber::from_serial(777).unwrap();
    let refused = export_household(&city.database(), unknown, &nobody, city.now);
    assert!(
        matches!(refused, Err(OperateError::Refused(refusals)) if refusals[0].code == Code::CardUnknown)
    );
    assert!(!nobody.exists(), "nothing is left of what failed");
}

#[test]
fn what_leads_to_people_goes_and_the_chains_still_hold() {
    let (mut city, attendant, resident) = lived_in();
    let auditor = city.enrol(AUDITOR);
    let (ours, old) = (household(MAXI, 1), card(household(MAXI, 1)));
    let ledger = city.ledger(&auditor, ours);
    let done = erase_household(&city.database(), old, city.now).unwrap().to_string();
    assert!(
        done.contains("phone numbers (1); labels and codes of people (1); access of devices (1)"),
        "{done}"
    );
    assert!(done.contains("仍保留：积分流水") && done.contains("Stays: entries"));

    let read = Request::Turfs(resident.bearer.clone());
    assert_eq!(city.ask(read).unwrap_err().code, Code::TokenUnknown, "its devices are out");
    assert_eq!(city.count("SELECT count(*) FROM phone_vault"), 0);
    let label = "SELECT count(*) FROM households WHERE label = '—' AND card <> '00000013'";
    assert_eq!(city.count(label), 1);
    let last = "SELECT CASE word WHEN 'withdrawn' THEN 1 ELSE 0 END FROM consents ORDER BY at DESC, id DESC LIMIT 1";
    assert_eq!(city.count(last), 1);
    assert!(verify_audit(&city.database(), None).is_ok());
    let after = city.ledger(&auditor, ours);
    assert_eq!(after.transfers, ledger.transfers, "points are as they were");

    // What the attendant's device reads next takes the old entry's place.
    let told = city.items(&attendant, Scope::Point(point(POINT)), "household");
    let told: Vec<String> = told.iter().map(|item| serde_json::to_string(item).unwrap()).collect();
    let own: Vec<&String> = told.iter().filter(|item| item.contains("330683106273-1\"")).collect();
    assert!(own.len() == 1 && own[0].contains('—') && !own[0].contains(&old.to_string()));
    let again = erase_household(&city.database(), old, city.now);
    assert!(matches!(again, Err(OperateError::Refused(_))), "the old card leads nowhere");
}

/// No file holds the label any more, and a new backup does not either. The controls: a backup from before
/// does, and so does the file where a label is replaced without freed pages being overwritten.
#[test]
fn no_file_holds_what_was_erased() {
    let (city, ..) = lived_in_at(City::on_file());
    let holds = |file: &str| {
        let bytes = std::fs::read(city.folder.path().join(file)).unwrap_or_default();
        let label = "越王路的一户".as_bytes();
        bytes.windows(label.len()).any(|part| part == label)
    };
    backup(&city.database(), &city.folder.path().join("before.sqlite")).unwrap();
    erase_household(&city.database(), card(household(MAXI, 1)), city.now).unwrap();
    backup(&city.database(), &city.folder.path().join("after.sqlite")).unwrap();
    assert!(holds("before.sqlite"), "the control: the search finds it where it is");
    assert!(!holds("after.sqlite"));
    let mut connection = city.connection;
    connection.close().unwrap();
    assert!(!holds("server.sqlite") && !holds("server.sqlite-wal"));
    let file = rusqlite::Connection::open(city.folder.path().join("server.sqlite")).unwrap();
    let label = "UPDATE households SET label = ?1 WHERE number = 2";
    file.execute_batch("PRAGMA secure_delete = OFF").unwrap();
    for written in ["越王路的一户，名字很长很长很长", "—"] {
        file.execute(label, [written]).unwrap();
    }
    drop(file);
    connection.close().unwrap();
    assert!(holds("server.sqlite"), "the control: it is left in a freed place");
}

/// The roll it came from still has it: an import leaves it erased.
#[test]
fn an_import_does_not_bring_it_back() {
    let (mut city, attendant, _) = lived_in();
    erase_household(&city.database(), card(household(MAXI, 1)), city.now).unwrap();
    import_roll(&city.database(), &roll().to_string(), city.now).unwrap();
    let resident = actor(RESIDENT);
    let blank = format!(
        "SELECT count(*) FROM people WHERE actor = '{resident}' AND label = '—' AND household IS NULL"
    );
    assert_eq!(city.count(&blank), 1);
    assert_eq!(city.count("SELECT count(*) FROM households WHERE label = '—'"), 1);
    let told = city.items(&attendant, Scope::Point(point(POINT)), "household");
    assert_eq!(
        told.iter().filter(|item| serde_json::to_string(item).unwrap().contains('—')).count(),
        1
    );
    // The control: without the note that it was erased, the import brings it back.
    city.tamper("DELETE FROM erased_subjects");
    import_roll(&city.database(), &roll().to_string(), city.now).unwrap();
    assert_eq!(city.count("SELECT count(*) FROM households WHERE label = '—'"), 0);
    assert!(matches!(city.ask(Request::Health), Ok(Response::Healthy)));
}
