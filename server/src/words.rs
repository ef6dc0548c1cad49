//! The words after `wufei-server`, read into an order.

use std::path::PathBuf;

use wufei_api::protocol::{CURRENT, OLDEST};
use wufei_domain::{
    area::AreaCode,
    enrolment::VALID_MS,
    ids::{ActorId, DeviceId, RecordId, TurfId},
    lost::LostWord,
};
use wufei_server::{
    Database, Settings,
    operate::{FLOOR, FLOOR_LOWEST},
    settings::TICK_MS,
};

/// How the program is called.
pub const USAGE: &str = "\
wufei-server serve --database sqlite:PATH [--listen 127.0.0.1:PORT] [--port-file FILE] [--tick-ms N]
                   [--oldest-protocol N]
wufei-server import areas --database sqlite:PATH FILE.csv
wufei-server import roll --database sqlite:PATH FILE.json
wufei-server code issue --database sqlite:PATH --actor UUID [--valid-minutes N]
wufei-server device list --database sqlite:PATH
wufei-server device lost --database sqlite:PATH --device UUID [--even-unsent]
wufei-server device found --database sqlite:PATH --device UUID
wufei-server epoch renew --database sqlite:PATH
wufei-server compact --database sqlite:PATH
wufei-server lease list --database sqlite:PATH
wufei-server lease revoke --database sqlite:PATH --turf UUID --actor UUID
wufei-server lease allow --database sqlite:PATH --turf UUID --actor UUID
wufei-server held list --database sqlite:PATH
wufei-server held take --database sqlite:PATH --record UUID
wufei-server held refuse --database sqlite:PATH --record UUID --why TEXT
wufei-server missing list --database sqlite:PATH --area CODE [--floor N]
wufei-server missing answer --database sqlite:PATH --file FILE
wufei-server backup --database sqlite:PATH FILE
wufei-server restore --database sqlite:PATH FILE
wufei-server restore list --database sqlite:PATH
wufei-server version";

/// Where it listens when nothing is said.
const LISTEN: &str = "127.0.0.1:8789";

/// An option without a value: its being there says all.
const EVEN_UNSENT: &str = "--even-unsent";

/// The option that closes the server to older devices, but for what they made.
const OLDEST_PROTOCOL: &str = "--oldest-protocol";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Order {
    Serve { settings: Settings, port_file: Option<PathBuf> },
    ImportAreas { database: Database, file: PathBuf },
    ImportRoll { database: Database, file: PathBuf },
    IssueCode { database: Database, actor: ActorId, valid_ms: i64 },
    ListDevices { database: Database },
    ReportLost { database: Database, device: DeviceId, word: LostWord },
    ReportFound { database: Database, device: DeviceId },
    RenewEpoch { database: Database },
    Compact { database: Database },
    Lease { database: Database, what: LeaseOrder },
    Held { database: Database, what: HeldOrder },
    Missing { database: Database, what: MissingOrder },
    Backup { database: Database, to: PathBuf },
    Restore { database: Database, from: PathBuf },
    ListGaps { database: Database },
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
    List { area: AreaCode, floor: u64 },
    Answer(PathBuf),
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
}

/// Options by name, each at most once, and what stands without a name.
struct Options<'a> {
    named: Vec<(&'a str, &'a str)>,
    plain: Vec<&'a str>,
}

/// Reads the words.
pub fn read(words: &[String]) -> Result<Order, WordsError> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", rest @ ..] => serve(&Options::read(rest)?),
        ["import", "areas", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--database"], 1)?;
            Ok(Order::ImportAreas { database: options.database()?, file: options.file()? })
        }
        ["import", "roll", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--database"], 1)?;
            Ok(Order::ImportRoll { database: options.database()?, file: options.file()? })
        }
        ["code", "issue", rest @ ..] => issue(&Options::read(rest)?),
        ["device", verb, rest @ ..] => device(verb, &Options::read(rest)?),
        ["epoch", "renew", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--database"], 0)?;
            Ok(Order::RenewEpoch { database: options.database()? })
        }
        ["compact", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--database"], 0)?;
            Ok(Order::Compact { database: options.database()? })
        }
        ["lease", what, rest @ ..] => lease(what, &Options::read(rest)?),
        ["held", what, rest @ ..] => held(what, &Options::read(rest)?),
        ["missing", what, rest @ ..] => missing(what, &Options::read(rest)?),
        ["backup", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--database"], 1)?;
            Ok(Order::Backup { database: options.database()?, to: options.file()? })
        }
        ["restore", "list", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--database"], 0)?;
            Ok(Order::ListGaps { database: options.database()? })
        }
        ["restore", rest @ ..] => {
            let options = Options::read(rest)?;
            options.allow(&["--database"], 1)?;
            Ok(Order::Restore { database: options.database()?, from: options.file()? })
        }
        ["version" | "--version"] => Ok(Order::Version),
        ["help" | "--help" | "-h"] => Ok(Order::Usage),
        [] => Err(WordsError::Missing("an order")),
        [first, ..] => Err(WordsError::Unknown((*first).to_owned())),
    }
}

fn serve(options: &Options<'_>) -> Result<Order, WordsError> {
    let names = ["--database", "--listen", "--port-file", "--tick-ms", OLDEST_PROTOCOL];
    options.allow(&names, 0)?;
    let oldest_protocol = options.parsed(OLDEST_PROTOCOL)?.unwrap_or(OLDEST);
    if !(OLDEST..=CURRENT).contains(&oldest_protocol) {
        let why = format!("{oldest_protocol} is not {OLDEST} to {CURRENT}");
        return Err(WordsError::Malformed(OLDEST_PROTOCOL, why));
    }
    let settings = Settings {
        database: options.database()?,
        listen: options
            .parsed("--listen")?
            .map_or_else(|| LISTEN.parse().map_err(|_| WordsError::Missing("--listen")), Ok)?,
        tick_ms: options.parsed("--tick-ms")?.unwrap_or(TICK_MS),
        oldest_protocol,
    };
    Ok(Order::Serve { settings, port_file: options.value("--port-file").map(PathBuf::from) })
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
            options.allow(&["--database", "--area", "--floor"], 0)?;
            let floor = options.parsed("--floor")?.unwrap_or(FLOOR);
            if floor < FLOOR_LOWEST {
                let why =
                    format!("{floor} is less than {FLOOR_LOWEST}: it could single people out");
                return Err(WordsError::Malformed("--floor", why));
            }
            MissingOrder::List { area: options.needed("--area")?, floor }
        }
        "answer" => {
            options.allow(&["--database", "--file"], 0)?;
            MissingOrder::Answer(options.needed("--file")?)
        }
        other => return Err(WordsError::Unknown(format!("missing {other}"))),
    };
    Ok(Order::Missing { database: options.database()?, what })
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

fn device(verb: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    match verb {
        "list" => {
            options.allow(&["--database"], 0)?;
            Ok(Order::ListDevices { database: options.database()? })
        }
        "lost" => {
            options.allow(&["--database", "--device", EVEN_UNSENT], 0)?;
            let even_unsent = options.value(EVEN_UNSENT).is_some();
            let word = if even_unsent { LostWord::GoToo } else { LostWord::SendFirst };
            Ok(Order::ReportLost {
                database: options.database()?,
                device: options.needed("--device")?,
                word,
            })
        }
        "found" => {
            options.allow(&["--database", "--device"], 0)?;
            Ok(Order::ReportFound {
                database: options.database()?,
                device: options.needed("--device")?,
            })
        }
        other => Err(WordsError::Unknown(format!("device {other}"))),
    }
}

impl<'a> Options<'a> {
    fn read(words: &[&'a str]) -> Result<Self, WordsError> {
        let mut options = Self { named: Vec::new(), plain: Vec::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if word.starts_with("--") {
                let value = if *word == EVEN_UNSENT { Some(&"") } else { words.next() };
                let value =
                    value.ok_or_else(|| WordsError::Unknown(format!("{word} without a value")))?;
                if options.value(word).is_some() {
                    return Err(WordsError::Unknown(format!("{word} for the second time")));
                }
                options.named.push((word, value));
            } else {
                options.plain.push(word);
            }
        }
        Ok(options)
    }

    fn allow(&self, names: &[&str], plain: usize) -> Result<(), WordsError> {
        let unknown = self.named.iter().map(|(name, _)| name).find(|name| !names.contains(name));
        match unknown.or_else(|| self.plain.get(plain)) {
            Some(word) => Err(WordsError::Unknown((*word).to_owned())),
            None => Ok(()),
        }
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        self.named.iter().find(|(named, _)| *named == name).map(|(_, value)| *value)
    }

    fn parsed<T>(&self, name: &'static str) -> Result<Option<T>, WordsError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let parse = |value: &str| {
            value.parse().map_err(|error: T::Err| WordsError::Malformed(name, error.to_string()))
        };
        self.value(name).map(parse).transpose()
    }

    fn needed<T>(&self, name: &'static str) -> Result<T, WordsError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        self.parsed(name)?.ok_or(WordsError::Missing(name))
    }

    fn database(&self) -> Result<Database, WordsError> {
        self.needed("--database")
    }

    fn file(&self) -> Result<PathBuf, WordsError> {
        self.plain.first().map(PathBuf::from).ok_or(WordsError::Missing("a file"))
    }
}

#[cfg(test)]
mod tests;
