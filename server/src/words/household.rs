//! The words after `consent`, `phone` and `household`. A phone number is never among them: it would stand
//! in the shell's history and in the list of processes.

use std::path::PathBuf;

use wufei_domain::{
    card::CardNumber,
    consent::{ConsentPurpose, Subject},
};

use super::{Order, WordsError, options::Options};

/// What to do with the consent register.
#[derive(Debug, PartialEq, Eq)]
pub enum ConsentOrder {
    List(Subject),
    /// With the version of the text that was signed; `None`: taken back.
    Say(Subject, ConsentPurpose, Option<u32>),
}

/// What to do with phone numbers.
#[derive(Debug, PartialEq, Eq)]
pub enum PhoneOrder {
    Set(Subject),
    Find,
    Erase(Subject),
}

/// What to do with a household's data.
#[derive(Debug, PartialEq, Eq)]
pub enum HouseholdOrder {
    Export(CardNumber, PathBuf),
    Erase(CardNumber),
}

fn subject(options: &Options<'_>) -> Result<Subject, WordsError> {
    match (options.parsed("--household")?, options.parsed("--actor")?) {
        (Some(household), None) => Ok(Subject::Household(household)),
        (None, Some(actor)) => Ok(Subject::Actor(actor)),
        _ => Err(WordsError::Missing("either --household or --actor")),
    }
}

/// Reads those after `consent`.
pub(super) fn consent(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let (who, purpose) = (["--database", "--household", "--actor"], "--purpose");
    let what = match what {
        "list" => {
            options.allow(&who, 0)?;
            ConsentOrder::List(subject(options)?)
        }
        "give" => {
            options.allow(&[&who[..], &[purpose, "--text"]].concat(), 0)?;
            let text = options.needed("--text")?;
            ConsentOrder::Say(subject(options)?, options.needed("--purpose")?, Some(text))
        }
        "withdraw" => {
            options.allow(&[&who[..], &[purpose]].concat(), 0)?;
            ConsentOrder::Say(subject(options)?, options.needed("--purpose")?, None)
        }
        other => return Err(WordsError::Unknown(format!("consent {other}"))),
    };
    Ok(Order::Consent { database: options.database()?, what })
}

/// Reads those after `phone`.
pub(super) fn phone(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let who = ["--database", "--household", "--actor"];
    let what = match what {
        "find" => options.allow(&["--database"], 0).map(|()| PhoneOrder::Find)?,
        "set" => options.allow(&who, 0).and_then(|()| subject(options)).map(PhoneOrder::Set)?,
        "erase" => options.allow(&who, 0).and_then(|()| subject(options)).map(PhoneOrder::Erase)?,
        other => return Err(WordsError::Unknown(format!("phone {other}"))),
    };
    Ok(Order::Phone { database: options.database()?, what })
}

/// Reads those after `household`.
pub(super) fn household(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let what = match what {
        "export" => {
            options.allow(&["--database", "--card", "--out"], 0)?;
            HouseholdOrder::Export(options.needed("--card")?, options.needed("--out")?)
        }
        "erase" => {
            options.allow(&["--database", "--card"], 0)?;
            HouseholdOrder::Erase(options.needed("--card")?)
        }
        other => return Err(WordsError::Unknown(format!("household {other}"))),
    };
    Ok(Order::Household { database: options.database()?, what })
}
