//! A filled-in table, read: a workbook, or CSV in whatever encoding and with whatever separator a
//! spreadsheet wrote it. What comes out are the rows with a correction, each with its line.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _},
    panic::catch_unwind,
    path::Path,
};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use encoding_rs::{Encoding, GB18030};

use super::{
    columns::{FILLED, GIVEN},
    wrong::{Broken, Wrong},
};
use crate::operate::OperateError;

/// Bytes of a file at most.
pub(super) const BYTES_MAX: usize = 10 << 20;

/// Cells of a sheet at most; a row of the rulebook has nineteen.
const CELLS_MAX: usize = 1_000_000;

/// Bytes that a workbook unpacks to at most, as its own directory says.
const UNPACKED_MAX: u64 = 256 << 20;

/// Columns of a sheet that are looked at.
const COLUMNS_MAX: usize = 100;

/// Columns that must be there; of those that are filled in, at least one.
const NEEDED: [&str; 4] = ["book", "mark", "key", "number"];

/// A workbook is a ZIP archive.
const ZIP: &[u8] = b"PK";

/// A row with a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    /// Sheet, for a workbook.
    pub sheet: Option<String>,
    /// Line in the file or sheet, from 1.
    pub line: u32,
    /// Cells by their column's word, without space around; the empty ones are left out.
    pub cells: BTreeMap<&'static str, String>,
}

impl Filled {
    /// What stands in a column; empty where nothing does.
    pub(super) fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Lines with their cells.
pub(super) type Lines = Vec<(u32, Vec<String>)>;

/// Which column stands where.
type Head = Vec<(&'static str, usize)>;

/// The rows of a file that have a correction; at least one.
///
/// # Errors
/// [`OperateError::Corrections`] for what is wrong with the whole file; what the disk says.
pub(super) fn read(path: &Path) -> Result<Vec<Filled>, OperateError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(OperateError::at(path))?;
    let most = u64::try_from(BYTES_MAX + 1).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut bytes).map_err(OperateError::at(path))?;
    filled(&bytes).map_err(|rule| OperateError::Corrections(vec![Wrong::file(path, rule)]))
}

/// As [`read`], of the file's bytes.
pub(super) fn filled(bytes: &[u8]) -> Result<Vec<Filled>, Broken> {
    if bytes.len() > BYTES_MAX {
        return Err(Broken::TooLarge(BYTES_MAX));
    }
    let sheets = if bytes.starts_with(ZIP) {
        workbook(bytes)?
    } else {
        vec![(None, separated(&text(bytes)?))]
    };
    if sheets.iter().all(|(_, lines)| lines.is_empty()) {
        return Err(Broken::Empty);
    }
    let mut missing = Broken::HeadMissing(NEEDED.join(", "));
    for (sheet, lines) in sheets {
        match under_head(sheet, &lines) {
            Ok(rows) if rows.is_empty() => return Err(Broken::NothingFilledIn),
            Ok(rows) => return Ok(rows),
            Err(broken) => missing = broken,
        }
    }
    Err(missing)
}

/// The rows with a correction under the row that names the columns.
fn under_head(sheet: Option<String>, lines: &Lines) -> Result<Vec<Filled>, Broken> {
    let (at, head) = head(lines)?;
    let row = |(line, cells): &(u32, Vec<String>)| {
        let cell = |(column, at): &(&'static str, usize)| {
            let text = cells.get(*at)?.trim();
            (!text.is_empty()).then(|| (*column, text.to_owned()))
        };
        let cells: BTreeMap<&'static str, String> = head.iter().filter_map(cell).collect();
        let is_filled = FILLED.iter().any(|column| cells.contains_key(column));
        is_filled.then(|| Filled { sheet: sheet.clone(), line: *line, cells })
    };
    Ok(lines.iter().skip(at + 1).filter_map(row).collect())
}

/// The place of the first line that names all needed columns, and where each known column stands.
fn head(lines: &Lines) -> Result<(usize, Head), Broken> {
    for (at, (_, cells)) in lines.iter().enumerate() {
        let known: Head =
            cells.iter().enumerate().filter_map(|(at, cell)| Some((column(cell)?, at))).collect();
        let has = |column: &str| known.iter().any(|(known, _)| *known == column);
        if !NEEDED.iter().all(|column| has(column)) || !FILLED.iter().any(|column| has(column)) {
            continue;
        }
        let repeated = |(at, (column, _)): (usize, &(&str, usize))| {
            known.iter().take(at).any(|(other, _)| other == column)
        };
        if known.iter().enumerate().any(repeated) {
            return Err(Broken::HeadRepeated);
        }
        return Ok((at, known));
    }
    let needed = NEEDED.into_iter().chain(["new_place"]).collect::<Vec<_>>();
    Err(Broken::HeadMissing(needed.join(", ")))
}

/// A head's last word is the column's.
fn column(head: &str) -> Option<&'static str> {
    let word = head.split_whitespace().last()?;
    GIVEN.into_iter().chain(FILLED).find(|column| *column == word)
}

/// The text of a CSV file: as its mark says, else UTF-8, else GB18030 as spreadsheets in China write.
pub(super) fn text(bytes: &[u8]) -> Result<String, Broken> {
    let (encoding, length) = Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let rest = bytes.get(length..).unwrap_or_default();
    let mut tried = vec![encoding];
    if length == 0 {
        tried.push(GB18030);
    }
    let decoded = tried.into_iter().find_map(|encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?;
        (!text.contains('\0')).then(|| text.into_owned())
    });
    decoded.ok_or(Broken::Encoding)
}

/// The lines of separated text: by whichever separator makes a head of a line, else by commas.
pub(super) fn separated(text: &str) -> Lines {
    let by = |separator: u8| -> Lines {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(separator);
        let mut lines = Vec::new();
        let (mut line, mut counted) = (1, 0);
        for record in reader.from_reader(text.as_bytes()).records().map_while(Result::ok) {
            let start = record.position().map_or(0, csv::Position::byte);
            let start = start_of(text, usize::try_from(start).unwrap_or(usize::MAX));
            let passed = text.get(counted..start).unwrap_or_default();
            line += passed.matches('\n').count();
            counted = start;
            let cells = record.iter().map(str::to_owned).collect();
            lines.push((u32::try_from(line).unwrap_or(u32::MAX), cells));
        }
        lines
    };
    let found = [b';', b'\t'].map(by).into_iter().find(|lines| head(lines).is_ok());
    found.unwrap_or_else(|| by(b','))
}

/// Where a record really starts: the reader leaves the second half of `\r\n`, and empty lines, to it.
fn start_of(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + (rest.len() - rest.trim_start_matches(['\r', '\n']).len())
}

/// The sheets of a workbook with their lines.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<(Option<String>, Lines)>, Broken> {
    // Over some broken workbooks the library breaks off: a row number beyond counting, for one.
    catch_unwind(|| sheets(bytes))
        .unwrap_or_else(|_| Err(Broken::NoWorkbook("it cannot be counted".to_owned())))
}

/// Read cell by cell: what a sheet claims to hold takes no room.
fn sheets(bytes: &[u8]) -> Result<Vec<(Option<String>, Lines)>, Broken> {
    let failed = |error: XlsxError| Broken::NoWorkbook(error.to_string());
    if unpacked(bytes).is_some_and(|claimed| claimed > UNPACKED_MAX) {
        return Err(Broken::TooLarge(usize::try_from(UNPACKED_MAX).unwrap_or(usize::MAX)));
    }
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let mut sheets = Vec::new();
    let mut many = 0;
    for name in workbook.sheet_names() {
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            // A sheet of pictures, say.
            Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => continue,
            cells => cells.map_err(failed)?,
        };
        let mut lines: BTreeMap<u32, BTreeMap<usize, String>> = BTreeMap::new();
        while let Some(cell) = cells.next_cell().map_err(failed)? {
            let (line, column) = cell.get_position();
            let text = said(cell.get_value());
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if text.is_empty() || column >= COLUMNS_MAX {
                continue;
            }
            many += 1;
            if many > CELLS_MAX {
                return Err(Broken::TooLarge(CELLS_MAX));
            }
            lines.entry(line.saturating_add(1)).or_default().insert(column, text);
        }
        sheets.push((Some(name), lines.into_iter().map(in_columns).collect()));
    }
    Ok(sheets)
}

/// What the parts of a ZIP archive unpack to in all, by the directory at its end; `None` where there
/// is none that can be read.
pub(super) fn unpacked(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize, many: usize| -> Option<usize> {
        let digits = bytes.get(at..at.checked_add(many)?)?;
        Some(digits.iter().rev().fold(0, |number, digit| (number << 8) | usize::from(*digit)))
    };
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let (parts, mut at) = (number(end + 10, 2)?, number(end + 16, 4)?);
    let mut sum: u64 = 0;
    for _ in 0..parts {
        sum = sum.saturating_add(u64::try_from(number(at.checked_add(24)?, 4)?).ok()?);
        let texts = number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?;
        at = at.checked_add(46 + texts)?;
    }
    Some(sum)
}

fn in_columns((line, mut cells): (u32, BTreeMap<usize, String>)) -> (u32, Vec<String>) {
    let last = cells.keys().next_back().copied().unwrap_or_default();
    (line, (0..=last).map(|at| cells.remove(&at).unwrap_or_default()).collect())
}

/// What a cell shows; of a formula what was counted last.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => unescaped(text),
        DataRef::SharedString(text) => unescaped(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is_true) => is_true.to_string(),
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Workbooks write a control character as `_x000D_`, and `_x005F_` where a text reads like that.
pub(super) fn unescaped(text: &str) -> String {
    const LENGTH: usize = "_x0000_".len();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let digits = from.get(2..LENGTH - 1).filter(|_| from.get(LENGTH - 1..LENGTH) == Some("_"));
        let is_hex = |digits: &&str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let letter = digits
            .filter(is_hex)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        let taken = if let Some(letter) = letter {
            plain.push(letter);
            LENGTH
        } else {
            plain.push_str("_x");
            2
        };
        rest = from.get(taken..).unwrap_or_default();
    }
    plain + rest
}
