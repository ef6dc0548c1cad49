//! Orders for paper: posters, and the rulebook as a city reviews it.

use std::path::PathBuf;

use wufei_domain::words::Language;
use wufei_server::{
    operate::{Poster, Printer, Way},
    sheet::Subject,
};

use super::{
    Order, PUBLIC_ADDRESS, RulebookOrder, WordsError,
    options::{CHECK, NO_SANDBOX, Options},
};

/// Reads an order for paper.
pub(super) fn poster(options: &Options<'_>) -> Result<Order, WordsError> {
    let names = [
        "--item",
        "--lesson",
        "--out",
        "--size",
        "--lang",
        PUBLIC_ADDRESS,
        "--code",
        "--database",
        "--chromium",
        NO_SANDBOX,
    ];
    options.allow(&names, 0)?;
    let language = match options.value("--lang") {
        None => Language::default(),
        Some(tag) => Language::from_tag(tag)
            .ok_or_else(|| WordsError::Malformed("--lang", format!("{tag} is not zh-CN or en")))?,
    };
    // A code is looked up, so that none gets onto paper that nobody counts.
    let code = match options.parsed("--code")? {
        None => None,
        Some(code) => Some((code, options.database()?)),
    };
    let way = match options.parsed(PUBLIC_ADDRESS)? {
        Some(address) => Some(Way { address, code }),
        None if code.is_some() => return Err(WordsError::Missing(PUBLIC_ADDRESS)),
        None => None,
    };
    let poster = Poster {
        subject: match (options.parsed("--item")?, options.parsed("--lesson")?) {
            (Some(item), None) => Subject::Item(item),
            (None, Some(lesson)) => Subject::Lesson(lesson),
            _ => return Err(WordsError::Missing("either --item or --lesson")),
        },
        paper: options.parsed("--size")?.unwrap_or_default(),
        language,
        way,
        out: options.needed("--out")?,
    };
    let chromium = options.value("--chromium").map(PathBuf::from);
    let no_sandbox = options.value(NO_SANDBOX).is_some();
    Ok(Order::Print { poster, printer: Printer { chromium, no_sandbox } })
}

/// Reads an order about the rulebook as a city reviews it.
pub(super) fn rulebook(what: &str, options: &Options<'_>) -> Result<Order, WordsError> {
    let what = match what {
        "pages" => {
            options.allow(&["--database", "--out", "--lang"], 0)?;
            let tag = options.value("--lang").unwrap_or_else(|| Language::Chinese.tag());
            let language = Language::from_tag(tag).ok_or_else(|| {
                WordsError::Malformed("--lang", format!("{tag} is not zh-CN or en"))
            })?;
            RulebookOrder::Pages { folder: options.needed("--out")?, language }
        }
        "correct" => {
            options.allow(&["--database", "--key", CHECK], 1)?;
            let key = options.value("--key").map(PathBuf::from);
            let is_check = options.value(CHECK).is_some();
            RulebookOrder::Correct { file: options.file()?, key, is_check }
        }
        other => return Err(WordsError::Unknown(format!("rulebook {other}"))),
    };
    Ok(Order::Rulebook { database: options.database()?, what })
}
