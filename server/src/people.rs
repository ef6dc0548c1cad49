//! Running `consent`, `phone` and `household`. A number comes from the first line of the standard input.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use wufei_domain::phone::PhoneNumber;
use wufei_server::{
    Database,
    machine::now,
    operate::{
        OperateError, erase_household, erase_phone, export_household, find_phone, list_consents,
        record_consent, set_phone,
    },
};

use crate::{
    operated, say,
    words::{ConsentOrder, HouseholdOrder, PhoneOrder},
};

/// Does what was ordered about consent.
pub fn consent(database: &Database, what: &ConsentOrder) -> Result<(), String> {
    match *what {
        ConsentOrder::List(subject) => say(&operated(list_consents(database, subject))?),
        ConsentOrder::Say(subject, purpose, given_to) => {
            say(&operated(record_consent(database, subject, purpose, given_to, now()))?)
        }
    }
}

/// Does what was ordered about a phone number.
pub fn phone(database: &Database, what: &PhoneOrder) -> Result<(), String> {
    match *what {
        PhoneOrder::Set(subject) => say(&operated(set_phone(database, subject, number()?, now()))?),
        PhoneOrder::Find => say(&operated(find_phone(database, number()?, now()))?),
        PhoneOrder::Erase(subject) => say(&operated(erase_phone(database, subject, now()))?),
    }
}

/// Does what was ordered about a household.
pub fn household(database: &Database, what: &HouseholdOrder) -> Result<(), String> {
    match what {
        HouseholdOrder::Export(card, out) => {
            say(&operated(export_household(database, *card, out, now()))?)
        }
        HouseholdOrder::Erase(card) => say(&operated(erase_household(database, *card, now()))?),
    }
}

fn number() -> Result<PhoneNumber, String> {
    let failed = |error: std::io::Error| format!("phone number: {error}");
    if std::io::stdin().is_terminal() {
        let mut out = std::io::stderr();
        write!(out, "phone number: ").and_then(|()| out.flush()).map_err(failed)?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    operated(line.parse().map_err(OperateError::from))
}
