//! All that is held of a household, as one JSON file with a sentence in both languages above each part.

use std::{
    fmt, fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};
use wufei_domain::{
    audit::AuditAct,
    card::CardNumber,
    consent::{Consent, Subject},
    ids::HouseholdId,
    phone::PhoneNumber,
    time::UnixMs,
    words::Words,
};

use super::{both, of_card, people, subjects};
use crate::{
    operate::{OperateError, in_transaction},
    service::{audit::Entry, consent, enrol::household},
    settings::Database,
    store::{
        Connection, Row, StoreError, integer,
        statements::{consent as vaulted, household as stored},
        text,
    },
    vault::Vault,
};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    household: HouseholdId,
    to: PathBuf,
    parts: usize,
}

impl fmt::Display for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { household, to, parts } = self;
        write!(f, "household {household}: {parts} parts written to {}", to.display())
    }
}

/// Writes all that is held of the household with `card` into the new file `to`, which only its owner
/// reads. A phone number is masked there as everywhere.
///
/// # Errors
/// [`wufei_domain::refusal::Code::CardUnknown`]; [`OperateError::Occupied`]; what file and database say.
pub fn export_household(
    database: &Database,
    card: CardNumber,
    to: &Path,
    now: UnixMs,
) -> Result<Exported, OperateError> {
    let words = both()?;
    let vault = Vault::open(database).map_err(OperateError::Key)?;
    // The file is there before the log says so, and empty until all of it is known.
    let mut file = new_file(to)?;
    let written = in_transaction(database, |connection| {
        let id = of_card(connection, card)?;
        let parts = parts(connection, id, &vault)?;
        Entry::by_operator(AuditAct::HouseholdExported)
            .of(Subject::Household(id))
            .within(id.community)
            .append(connection, now)?;
        let json = told(&words, id, &parts, now);
        let json = serde_json::to_string_pretty(&json)
            .map_err(|error| OperateError::Unwritten(error.to_string()))?;
        let written = writeln!(file, "{json}").and_then(|()| file.sync_all());
        written.map_err(OperateError::at(to))?;
        Ok(Exported { household: id, to: to.to_owned(), parts: parts.len() })
    });
    written.inspect_err(|_| {
        // Nothing of a household is left where its export failed.
        let _ = fs::remove_file(to);
    })
}

fn new_file(to: &Path) -> Result<fs::File, OperateError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => OperateError::Occupied(to.to_owned()),
        _ => OperateError::at(to)(error),
    })
}

fn told(
    words: &[Words; 2],
    id: HouseholdId,
    parts: &[(&'static str, Value)],
    now: UnixMs,
) -> Value {
    let about = |name: &str| {
        let id = format!("household-about-{name}");
        let said = words
            .iter()
            .map(|words| (words.language().tag().to_owned(), Value::from(words.text(&id))));
        Value::Object(said.collect())
    };
    let mut all = Map::new();
    all.insert("about".to_owned(), about("all"));
    all.insert("household".to_owned(), Value::from(id.to_string()));
    all.insert("made_at".to_owned(), Value::from(now.value()));
    for (name, value) in parts {
        all.insert((*name).to_owned(), json!({ "about": about(name), "held": value }));
    }
    Value::Object(all)
}

fn parts(
    connection: &mut dyn Connection,
    id: HouseholdId,
    vault: &Vault,
) -> Result<Vec<(&'static str, Value)>, OperateError> {
    let people = people(connection, id)?;
    let subjects = subjects(id, &people);
    let of_household = [text(id.community), integer(id.number)];
    let fact = household(connection, id)?;
    let entry = fact.map(|fact| json!({ "label": fact.label, "card": fact.card }));
    let mut lived = Vec::new();
    for (actor, label, role) in &people {
        let devices = rows(
            connection.query(&stored::DEVICES, &[text(actor)])?,
            &["device", "enrolled_at", "seen_at", "revoked_at"],
        );
        lived.push(json!({ "actor": actor, "label": label, "role": role, "devices": devices }));
    }
    let drop_offs = connection.query(&stored::DROP_OFFS, &of_household)?;
    let drop_offs: Result<Vec<Value>, StoreError> = drop_offs.iter().map(drop_off).collect();
    let transfers = rows(
        connection.query(&stored::TRANSFERS, &of_household)?,
        &["id", "drop_off", "phase", "debit", "credit", "points", "written_at"],
    );
    Ok(vec![
        ("roll", entry.into()),
        ("people", lived.into()),
        ("drop_offs", drop_offs?.into()),
        ("transfers", transfers.into()),
        ("consents", consents(connection, id, &subjects)?.into()),
        ("phones", phones(connection, id, &subjects, vault)?.into()),
        ("acts", acts(connection, id, &subjects)?.into()),
    ])
}

/// Rows as objects: columns by these names, nothing for a column without a value.
fn rows(rows: Vec<Row>, names: &[&str]) -> Vec<Value> {
    use crate::store::Value as Stored;
    let value = |value: Stored| match value {
        Stored::Null => Value::Null,
        Stored::Integer(number) => number.into(),
        Stored::Text(text) => text.into(),
    };
    let object = |row: Row| {
        let named = names.iter().zip(row.0);
        named.map(|(name, column)| ((*name).to_owned(), value(column))).collect::<Map<_, _>>()
    };
    rows.into_iter().map(|row| Value::Object(object(row))).collect()
}

fn drop_off(row: &Row) -> Result<Value, StoreError> {
    let record: Option<Value> = if row.has(4) { Some(row.json(4)?) } else { None };
    let (id, point): (String, String) = (row.read(0)?, row.read(1)?);
    let (received_at, taken_back): (i64, Option<String>) = (row.integer(2)?, row.read_if_any(3)?);
    Ok(json!({
        "id": id, "point": point, "received_at": received_at, "taken_back": taken_back,
        "record": record,
    }))
}

fn consents(
    connection: &mut dyn Connection,
    id: HouseholdId,
    subjects: &[Subject],
) -> Result<Vec<Value>, StoreError> {
    let mut all = Vec::new();
    for subject in subjects {
        for (consent, by) in consent::said(connection, id.community, *subject)? {
            let Consent { purpose, word, text_version, at, channel } = consent;
            all.push(json!({
                "subject": subject.to_string(), "purpose": purpose.code(), "word": word.code(),
                "text_version": text_version, "at": at.value(), "channel": channel.code(),
                "said_by": by,
            }));
        }
    }
    Ok(all)
}

fn phones(
    connection: &mut dyn Connection,
    id: HouseholdId,
    subjects: &[Subject],
    vault: &Vault,
) -> Result<Vec<Value>, StoreError> {
    let mut all = Vec::new();
    for subject in subjects {
        let values = [text(id.community), text(subject)];
        let Some(row) = connection.first(&vaulted::PHONE, &values)? else { continue };
        let number: Option<PhoneNumber> = vault.unseal_phone(*subject, row.text(0)?);
        let set_at: i64 = row.integer(1)?;
        let number = number.map(|number| number.to_string());
        all.push(json!({ "subject": subject.to_string(), "number": number, "set_at": set_at }));
    }
    Ok(all)
}

fn acts(
    connection: &mut dyn Connection,
    id: HouseholdId,
    subjects: &[Subject],
) -> Result<Vec<Value>, StoreError> {
    let mut all = Vec::new();
    for subject in subjects {
        // Before consents and numbers, acts named a person by the id alone.
        let names = match subject {
            Subject::Household(_) => vec![subject.to_string()],
            Subject::Actor(actor) => vec![subject.to_string(), actor.to_string()],
        };
        for name in names {
            let found = connection.query(&stored::ACTS, &[text(id.community), text(name)])?;
            all.extend(rows(found, &["seq", "at", "act"]));
        }
    }
    Ok(all)
}
