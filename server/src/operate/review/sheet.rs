//! The table that a city fills in: as a workbook, and as CSV that a spreadsheet opens.

use rust_xlsxwriter::{
    DataValidation, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};
use wufei_domain::words::Words;
use wufei_guide::{Basis, Disposal, Guide, Source};

use super::columns::{FILLED, GIVEN, Row};
use crate::operate::OperateError;

/// Told to a spreadsheet, so that it reads CSV as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Widths of the columns in characters, in the order of both lists.
const WIDTHS: [f64; GIVEN.len() + FILLED.len()] = [
    16.0, 18.0, 18.0, 6.0, 14.0, 24.0, 12.0, 18.0, 12.0, 24.0, 36.0, 30.0, 14.0, 18.0, 18.0, 36.0,
    36.0, 30.0, 24.0,
];

/// A head that a person reads, and behind it the word that it is found by again.
fn heads(words: &Words) -> impl Iterator<Item = String> {
    let columns = GIVEN.into_iter().chain(FILLED);
    columns.map(|column| format!("{} {column}", words.text(&format!("review-column-{column}"))))
}

/// The table as CSV: UTF-8 with its mark, commas, a line each.
///
/// # Errors
/// None that can happen to bytes in memory.
pub(super) fn csv(rows: &[Row], words: &Words) -> Result<Vec<u8>, OperateError> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: csv::Error| OperateError::Unwritten(error.to_string());
    writer.write_record(heads(words)).map_err(failed)?;
    let empty = [""; FILLED.len()];
    for row in rows {
        let cells = row.cells.iter().map(String::as_str).chain(empty);
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| OperateError::Unwritten(error.to_string()))?;
    Ok([BYTE_ORDER_MARK.as_bytes(), &bytes].concat())
}

/// The table as a workbook: what the rulebook has stands on grey, what is filled in on white, with
/// lists to choose place and source from; the lists stand on a sheet of their own.
///
/// # Errors
/// A text that is too long for a cell.
pub(super) fn workbook(
    guide: &Guide,
    rows: &[Row],
    words: &Words,
) -> Result<Vec<u8>, OperateError> {
    let made = (|| -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let lists = Lists::of(guide, words);
        let sheet = workbook.add_worksheet();
        sheet.set_name(words.text("review-sheet"))?;
        table(sheet, rows, words)?;
        lists.offer(sheet, rows.len(), words)?;
        let sheet = workbook.add_worksheet();
        sheet.set_name(words.text("review-lists"))?;
        lists.write(sheet)?;
        workbook.save_to_buffer()
    })();
    made.map_err(|error| OperateError::Unwritten(error.to_string()))
}

fn table(sheet: &mut Worksheet, rows: &[Row], words: &Words) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    // Text, so that nothing that is filled in becomes a number or a day.
    let filled = wrapped.clone().set_num_format("@");
    let given = wrapped.clone().set_background_color("F2F6F4");
    let head = Format::new().set_bold().set_text_wrap().set_background_color("D5E6DD");
    for (column, width) in (0_u16..).zip(WIDTHS) {
        let is_given = usize::from(column) < GIVEN.len();
        sheet.set_column_width(column, width)?;
        sheet.set_column_format(column, if is_given { &given } else { &filled })?;
    }
    for (column, text) in (0_u16..).zip(heads(words)) {
        sheet.write_string_with_format(0, column, text, &head)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(&row.cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string_with_format(line, column, text, &given)?;
        }
    }
    sheet.set_freeze_panes(1, 5)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// What can be chosen.
struct Lists {
    places: Vec<String>,
    sources: Vec<String>,
}

impl Lists {
    fn of(guide: &Guide, words: &Words) -> Self {
        let language = words.language();
        let place = |place| guide.place_name(place).in_language(language).to_owned();
        let places = Disposal::ALL.map(place).into();
        let cited = |source: &Source| {
            Basis::ALL.map(|basis| guide.cited(basis, source).in_language(language).to_owned())
        };
        let sources = guide.rulebook().sources.iter().flat_map(cited).collect();
        Self { places, sources }
    }

    /// Places stand in the first column of their sheet, sources in the second.
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (column, list) in (0_u16..).zip([&self.places, &self.sources]) {
            sheet.set_column_width(column, 44)?;
            for (line, text) in (0_u32..).zip(list) {
                sheet.write_string(line, column, text)?;
            }
        }
        Ok(())
    }

    /// Offers the lists in the columns of the table that they are for.
    fn offer(&self, sheet: &mut Worksheet, rows: usize, words: &Words) -> Result<(), XlsxError> {
        let last = u32::try_from(rows.max(1)).unwrap_or(u32::MAX);
        let name = words.text("review-lists");
        let lists = [("new_place", 'A', &self.places), ("new_source", 'B', &self.sources)];
        for (column, letter, list) in lists {
            let at = FILLED.iter().position(|filled| *filled == column).unwrap_or_default();
            let at = u16::try_from(GIVEN.len() + at).unwrap_or(u16::MAX);
            let range = format!("='{name}'!${letter}$1:${letter}${}", list.len());
            // What is not in the list may be typed: reading it back says what is wrong with it.
            let offered = DataValidation::new()
                .allow_list_formula(Formula::new(range))
                .show_error_message(false);
            sheet.add_data_validation(1, at, last, at, &offered)?;
        }
        Ok(())
    }
}
