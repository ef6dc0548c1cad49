//! Tables in every form they come back in, files that are none, and any text in a cell.

use std::collections::BTreeSet;

use proptest::{
    prelude::{any, prop_assert, prop_assert_eq, proptest},
    test_runner::Config,
};
use rust_xlsxwriter::{Format, Formula, Workbook};
use wufei_domain::words::message_ids;
use wufei_guide::{Disposal, Guide};

use super::{
    columns::{self, FILLED, GIVEN, Row},
    pages, sheet,
    table::{self, BYTES_MAX, Filled},
    *,
};

const HEAD: &str = "版本 book,校验码 mark,代号 key,序号 number,改投放 new_place,备注 note";

fn one(text: &str) -> String {
    format!("{HEAD}\nzhejiang 2026.1,m00,pizza-box,1,{text},\nzhejiang 2026.1,m00,cable,1,,\n")
}

fn places(filled: Result<Vec<Filled>, Broken>) -> Vec<(u32, String)> {
    filled.unwrap().iter().map(|row| (row.line, row.cell("new_place").to_owned())).collect()
}

#[test]
fn a_table_is_read_in_every_encoding_and_with_every_separator() {
    let plain = one("易腐垃圾");
    let expected = vec![(2, "易腐垃圾".to_owned())];
    let (gb, _, _) = encoding_rs::GB18030.encode(&plain);
    let utf16: Vec<u8> =
        plain.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("UTF-8", plain.clone().into_bytes()),
        ("UTF-8 with its mark", [b"\xef\xbb\xbf", plain.as_bytes()].concat()),
        ("GB18030", gb.into_owned()),
        ("UTF-16 with tabs", [b"\xff\xfe", utf16.as_slice()].concat()),
        ("semicolons", plain.replace(',', ";").into_bytes()),
        ("lines of Windows", plain.replace('\n', "\r\n").into_bytes()),
    ] {
        assert_eq!(places(table::filled(&bytes)), expected, "{name}");
    }
    let moved = one("\"第一行\n第二行\"") + "zhejiang 2026.1,m00,towel,1,x,\n";
    for text in [moved.clone(), moved.replace('\n', "\r\n")] {
        let found = places(table::filled(text.as_bytes()));
        let lines: Vec<u32> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 5], "lines of the file");
    }
}

#[test]
fn a_file_that_is_no_table_is_refused_by_its_rule() {
    let code = |bytes: &[u8]| table::filled(bytes).unwrap_err().code();
    assert_eq!(code(b""), "empty");
    assert_eq!(code(b"\xef\xbb\xbf"), "empty");
    assert_eq!(code(&vec![b','; BYTES_MAX + 1]), "too-large");
    assert_eq!(code(b"\xff\xff\xff\xff\x80"), "encoding");
    assert_eq!(code("a,b\n1,2\n".as_bytes()), "head-missing");
    assert_eq!(code(one("").as_bytes()), "nothing-filled-in");
    assert_eq!(code(format!("{HEAD},改投放 new_place\n").as_bytes()), "head-repeated");
    assert_eq!(code(b"PK\x03\x04 broken"), "no-workbook");
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0";
    assert!(["encoding", "head-missing"].contains(&code(old)));
}

fn workbook(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in (0..).zip(HEAD.split(',')) {
        sheet.write_string(0, column, head).unwrap();
    }
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn formulas_numbers_and_merged_cells_are_read_as_they_show() {
    let bytes = workbook(|sheet| {
        sheet.write_string(3, 2, "pizza-box").unwrap();
        sheet.write_number(3, 3, 1).unwrap();
        let formula = Formula::new("=\"易腐\"&\"垃圾\"").set_result("易腐垃圾");
        sheet.write_formula(3, 4, formula).unwrap();
        sheet.merge_range(5, 2, 6, 3, "cable", &Format::new()).unwrap();
        sheet.write_string(5, 5, "看").unwrap();
        // Far away, where a table of all cells would not fit into memory.
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
        sheet.write_string(1_048_575, 4, "residual").unwrap();
    });
    let rows = table::filled(&bytes).unwrap();
    let lines: Vec<u32> = rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [4, 6, 1_048_576]);
    assert_eq!((rows[0].cell("new_place"), rows[0].cell("number")), ("易腐垃圾", "1"));
    assert_eq!(rows[0].sheet.as_deref(), Some("Sheet1"));
    assert_eq!(rows[1].cell("key"), "cable");
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let mut bytes = workbook(|_| ());
    let claimed = table::unpacked(&bytes).unwrap();
    assert!((1_000..1_000_000).contains(&claimed), "{claimed}");
    let at = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(table::filled(&bytes).unwrap_err().code(), "too-large");
    assert_eq!(table::unpacked(b"PK nothing"), None);
}

#[test]
fn both_languages_have_the_same_messages_and_a_sentence_for_every_rule() {
    let [chinese, english] =
        WORDS.map(|text| message_ids(text).into_iter().collect::<BTreeSet<_>>());
    assert_eq!(chinese, english);
    let text = String::new;
    let all = [
        Broken::TooLarge(1),
        Broken::Empty,
        Broken::Encoding,
        Broken::NoWorkbook(text()),
        Broken::HeadMissing(text()),
        Broken::HeadRepeated,
        Broken::NothingFilledIn,
        Broken::ThingUnknown(text()),
        Broken::NumberUnknown(1),
        Broken::Stale(text()),
        Broken::Repeated(1),
        Broken::PlaceUnknown(text()),
        Broken::ReasonNeeded,
        Broken::SourceNeededHazardous,
        Broken::SourceNeededBin,
        Broken::SourceUnknown(text()),
        Broken::OneLanguage,
        Broken::NoCell,
        Broken::TooLong(1),
        Broken::NoSentence,
        Broken::ConditionAlone,
        Broken::Unchanged,
    ];
    let rules = all.map(|rule| format!("review-wrong-{}", rule.code()));
    let told: BTreeSet<String> =
        chinese.iter().filter(|id| id.starts_with("review-wrong-")).cloned().collect();
    assert_eq!(rules.into_iter().collect::<BTreeSet<_>>(), told);
    for column in GIVEN.into_iter().chain(FILLED) {
        assert!(chinese.contains(&format!("review-column-{column}")), "{column}");
    }
}

fn row_of(text: &str) -> Row {
    let mut cells = [const { String::new() }; GIVEN.len()];
    cells.fill(text.to_owned());
    Row { disposal: Disposal::Sink, cells }
}

fn page_of(row: Row) -> String {
    let guide = Guide::zhejiang().unwrap();
    let words = words(Language::Chinese).unwrap();
    let pages = pages::pages(guide, &[row], &words);
    pages.into_iter().find(|(name, _)| name == "sink.html").unwrap().1
}

/// The text of the cells of a page, read back as a browser does.
fn shown(page: &str) -> Vec<String> {
    let cells = page.split("<td>").skip(1).filter_map(|rest| rest.split("</td>").next());
    let plain = |cell: &str| {
        let cell = cell.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        cell.replace("&amp;", "&")
    };
    cells.map(plain).collect()
}

proptest! {
    #![proptest_config(Config { cases: 96, ..Config::default() })]

    #[test]
    fn any_text_stays_in_its_cell_of_a_page(text in any::<String>(), wrap in 0_usize..5) {
        let text = ["", "</td><script>", "\"'>", "<!--", "&lt;"][wrap].to_owned() + &text;
        let (page, other) = (page_of(row_of(&text)), page_of(row_of("x")));
        prop_assert_eq!(page.matches('<').count(), other.matches('<').count());
        prop_assert!(!page.contains("<script"));
        let cells = shown(&page);
        prop_assert_eq!(cells.len(), GIVEN.len() - columns::READ_FROM - 1);
        prop_assert!(cells.iter().all(|cell| *cell == text), "{:?}", cells);
    }

    /// All but NUL, which no rulebook holds: it is how a file in another encoding is known.
    #[test]
    fn any_text_comes_back_from_csv_and_from_the_workbook(text in any::<String>()) {
        let text = text.replace('\0', "");
        let (guide, words) = (Guide::zhejiang().unwrap(), words(Language::Chinese).unwrap());
        let row = row_of(&text);
        let csv = sheet::csv(std::slice::from_ref(&row), &words).unwrap();
        let lines = table::separated(&table::text(&csv).unwrap());
        prop_assert_eq!(&lines[1].1[..GIVEN.len()], &row.cells[..]);
        let bytes = sheet::workbook(guide, std::slice::from_ref(&row), &words).unwrap();
        let sheets = table::workbook(&bytes).unwrap();
        prop_assert_eq!(sheets.len(), 2);
        let cells = sheets[0].1.get(1).map(|(_, cells)| cells.clone()).unwrap_or_default();
        if text.is_empty() {
            prop_assert!(cells.is_empty());
        } else {
            prop_assert_eq!(&cells[..], &row.cells[..]);
        }
    }

    #[test]
    fn a_workbook_with_changed_bytes_is_read_or_refused(at in any::<u16>(), byte in any::<u8>()) {
        let mut bytes = workbook(|sheet| {
            sheet.write_string(1, 4, "residual").unwrap();
        });
        let at = usize::from(at) % bytes.len();
        bytes[at] = byte;
        let _ = table::filled(&bytes);
        let _ = table::filled(&bytes[..at]);
    }
}
