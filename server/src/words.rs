//! The words after `wufei-server`, read into an order.

mod audit;
mod configured;
mod devices;
mod grant;
mod household;
mod login;
mod options;
mod papers;
mod usage;

use std::path::PathBuf;

pub use audit::AuditOrder;
use audit::audit;
use devices::device;
pub use grant::GrantOrder;
use grant::grant;
pub use household::{ConsentOrder, HouseholdOrder, PhoneOrder};
use household::{consent, household, phone};
pub use login::LoginOrder;
use login::login;
use options::Options;
use papers::{poster, rulebook};
pub use usage::USAGE;
use wufei_api::missing::{FLOOR, FLOOR_LOWEST};
use wufei_domain::{
    area::AreaCode,
    enrolment::VALID_MS,
    ids::{ActorId, DeviceId, RecordId, TurfId},
    lost::LostWord,
    words::Language,
};
use wufei_server::{
    Database, Settings,
    operate::{Poster, Printer},
    settings::{Configuration, ConfigurationError},
};

/// The option that names the file with the configuration.
const CONFIG: &str = "--config";

/// The option that says where people find the server.
const PUBLIC_ADDRESS: &str = "--public-address";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Order {
    Serve { settings: Settings, port_file: Option<PathBuf> },
    ShowConfiguration(Box<Configuration>),
    ImportAreas { database: Database, file: PathBuf },
    ImportRoll { database: Database, file: PathBuf },
    IssueCode { database: Database, actor: ActorId, valid_ms: i64 },
    ListDevices { database: Database },
    ReportLost { database: Database, device: DeviceId, word: LostWord },
    ReportFound { database: Database, device: DeviceId },
    RevokeDevice { database: Database, device: DeviceId },
    RenewEpoch { database: Database },
    Compact { database: Database },
    Audit { database: Database, what: AuditOrder },
    Login { database: Database, what: LoginOrder },
    Consent { database: Database, what: ConsentOrder },
    Phone { database: Database, what: PhoneOrder },
    Household { database: Database, what: HouseholdOrder },
    Grant { database: Database, what: GrantOrder },
    Lease { database: Database, what: LeaseOrder },
    Held { database: Database, what: HeldOrder },
    Missing { database: Database, what: MissingOrder },
    Screen { database: Database, what: ScreenOrder },
    Print { poster: Poster, printer: Printer },
    Rulebook { database: Database, what: RulebookOrder },
    Backup { database: Database, to: PathBuf },
    Restore { database: Database, from: PathBuf },
    ListGaps { database: Database },
    Copy { from: Database, to: Database },
    Distribution,
    Describe,
    Version,
    Usage,
}

/// What to do with leases.
#[derive(Debug, PartialEq, Eq)]
pub enum LeaseOrder {
    List,
    Revoke(TurfId, ActorId),
    Allow(TurfId, ActorId),
}

/// What to do with screens and posters that are counted.
#[derive(Debug, PartialEq, Eq)]
pub enum ScreenOrder {
    List,
    Add(AreaCode, String),
}

/// What to do with records that are held for a lead.
#[derive(Debug, PartialEq, Eq)]
pub enum HeldOrder {
    List,
    Take(RecordId),
    Refuse(RecordId, String),
}

/// What to do about words that the rulebook does not know.
#[derive(Debug, PartialEq, Eq)]
pub enum MissingOrder {
    List { area: AreaCode, floor: u64, photos: Option<PathBuf> },
    Answer(PathBuf),
}

/// What to do with the rulebook as a city reviews it.
#[derive(Debug, PartialEq, Eq)]
pub enum RulebookOrder {
    Pages { folder: PathBuf, language: Language },
    Correct { file: PathBuf, key: Option<PathBuf>, is_check: bool },
}

/// Words that make no order.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    #[error("\"{0}\" is not known here\n{USAGE}")]
    Unknown(String),
    #[error("{0} is missing\n{USAGE}")]
    Missing(&'static str),
    #[error("{0}: {1}")]
    Malformed(&'static str, String),
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
}

/// Reads the words.
pub fn read(words: &[String]) -> Result<Order, WordsError> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", rest @ ..] => configured::serve(&Options::read(rest)?),
        ["config", "show", rest @ ..] => configured::show(&Options::read(rest)?),
        ["import", "areas", rest @ ..] => {
            let (database, file) = database_and_file(rest)?;
            Ok(Order::ImportAreas { database, file })
        }
        ["import", "roll", rest @ ..] => {
            let (database, file) = database_and_file(rest)?;
            Ok(Order::ImportRoll { database, file })
        }
        ["code", "issue", rest @ ..] => issue(&Options::read(rest)?),
        ["device", verb, rest @ ..] => device(verb, &Options::read(rest)?),
        ["epoch", "renew", rest @ ..] => Ok(Order::RenewEpoch { database: database_alone(rest)? }),
        ["compact", rest @ ..] => Ok(Order::Compact { database: database_alone(rest)? }),
        ["audit", what, rest @ ..] => audit(what, &Options::read(rest)?),
        ["login", what, rest @ ..] => login(what, &Options::read(rest)?),
        ["consent", what, rest @ ..] => consent(what, &Options::read(rest)?),
        ["phone", what, rest @ ..] => phone(what, &Options::read(rest)?),
        ["household", what, rest @ ..] => household(what, &Options::read(rest)?),
        ["grant", what, rest @ ..] => grant(what, &Options::read(rest)?),
        ["lease", what, rest @ ..] => lease(what, &Options::read(rest)?),
        ["held", what, rest @ ..] => held(what, &Options::read(rest)?),
        ["missing", what, rest @ ..] => missing(what, &Options::read(rest)?),
        ["screen", what, rest @ ..] => screen(what, &Options::read(rest)?),
        ["poster", rest @ ..] => poster(&Options::read(rest)?),
        ["rulebook", what, rest @ ..] => rulebook(what, &Options::read(rest)?),
        ["backup", rest @ ..] => {
            let (database, to) = database_and_file(rest)?;
            Ok(Order::Backup { database, to })
        }
        ["restore", "list", rest @ ..] => Ok(Order::ListGaps { database: database_alone(rest)? }),
        ["restore", rest @ ..] => {
            let (database, from) = database_and_file(rest)?;
            Ok(Order::Restore { database, from })
        }
        ["copy", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--from", "--to"], 0)?;
            Ok(Order::Copy { from: options.needed("--from")?, to: options.needed("--to")? })
        }
        ["distribution"] => Ok(Order::Distribution),
        ["openapi"] => Ok(Order::Describe),
        ["version" | "--version"] => Ok(Order::Version),
        ["help" | "--help" | "-h"] => Ok(Order::Usage),
        [] => Err(WordsError::Missing("an order")),
        [first, ..] => Err(WordsError::Unknown((*first).to_owned())),
    }
}

fn database_alone(rest: &[&str]) -> Result<Database, WordsError> {
    let options = Options::read(rest)?;
    options.allow(&["--database"], 0)?;
    options.database()
}

fn database_and_file(rest: &[&str]) -> Result<(Database, PathBuf), WordsError> {
    let options = Options::read(rest)?;
    options.allow(&["--database"], 1)?;
    Ok((options.database()?, options.file()?))
}

fn lease(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let theirs = || -> Result<(TurfId, ActorId), WordsError> {
        options.allow(&["--database", "--turf", "--actor"], 0)?;
        Ok((options.needed("--turf")?, options.needed("--actor")?))
    };
    let what = match what {
        "list" => options.allow(&["--database"], 0).map(|()| LeaseOrder::List)?,
        "revoke" => theirs().map(|(turf, actor)| LeaseOrder::Revoke(turf, actor))?,
        "allow" => theirs().map(|(turf, actor)| LeaseOrder::Allow(turf, actor))?,
        other => return Err(WordsError::Unknown(format!("lease {other}"))),
    };
    Ok(Order::Lease { database: options.database()?, what })
}

fn held(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let what = match what {
        "list" => options.allow(&["--database"], 0).map(|()| HeldOrder::List)?,
        "take" => {
            options.allow(&["--database", "--record"], 0)?;
            HeldOrder::Take(options.needed("--record")?)
        }
        "refuse" => {
            options.allow(&["--database", "--record", "--why"], 0)?;
            HeldOrder::Refuse(options.needed("--record")?, options.needed("--why")?)
        }
        other => return Err(WordsError::Unknown(format!("held {other}"))),
    };
    Ok(Order::Held { database: options.database()?, what })
}

fn missing(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let what = match what {
        "list" => {
            options.allow(&["--database", "--area", "--floor", "--photos"], 0)?;
            let floor = options.parsed("--floor")?.unwrap_or(FLOOR);
            if floor < FLOOR_LOWEST {
                let why =
                    format!("{floor} is less than {FLOOR_LOWEST}: it could single people out");
                return Err(WordsError::Malformed("--floor", why));
            }
            let area = options.needed("--area")?;
            MissingOrder::List { area, floor, photos: options.photos()? }
        }
        "answer" => {
            options.allow(&["--database", "--file"], 0)?;
            MissingOrder::Answer(options.needed("--file")?)
        }
        other => return Err(WordsError::Unknown(format!("missing {other}"))),
    };
    Ok(Order::Missing { database: options.database()?, what })
}

fn screen(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let what = match what {
        "list" => options.allow(&["--database"], 0).map(|()| ScreenOrder::List)?,
        "add" => {
            options.allow(&["--database", "--area", "--place"], 0)?;
            ScreenOrder::Add(options.needed("--area")?, options.needed("--place")?)
        }
        other => return Err(WordsError::Unknown(format!("screen {other}"))),
    };
    Ok(Order::Screen { database: options.database()?, what })
}

fn issue(options: &Options<'_>) -> Result<Order, WordsError> {
    options.allow(&["--database", "--actor", "--valid-minutes"], 0)?;
    let minutes: Option<u32> = options.parsed("--valid-minutes")?;
    Ok(Order::IssueCode {
        database: options.database()?,
        actor: options.needed("--actor")?,
        valid_ms: minutes.map_or(VALID_MS, |minutes| i64::from(minutes) * 60_000),
    })
}

#[cfg(test)]
mod tests;
