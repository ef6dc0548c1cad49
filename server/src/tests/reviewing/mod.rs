//! A city looks the rulebook through: pages and tables are written, a filled-in table comes back and
//! becomes the next version, whole or not at all.

mod stale;
mod wrong;

use std::{
    collections::BTreeMap,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use calamine::{Data, Reader as _, Xlsx};
use ring::signature::{ED25519, UnparsedPublicKey};
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;
use wufei_api::rulebook::{RulebookAnswer, RulebookQuery};
use wufei_domain::{rulebook::signed, stream::Stream, words::Language};
use wufei_guide::{Answer, Disposal, Guide, Item};

use super::city::{City, Device, RESIDENT};
use crate::{
    operate::{Corrected, OperateError, Taking, Wrong, correct_rulebook, write_pages},
    service::{Request, Response},
};

/// A table as a spreadsheet shows it.
type Lines = Vec<Vec<String>>;

/// What a city's `rulebook pages` writes, by the names of the files: the same for each fresh city.
static PAGES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let (city, folder) = (City::new(), tempfile::tempdir().unwrap());
    let pages = folder.path().join("pages");
    let written = write_pages(&city.database(), &pages, Language::Chinese).unwrap();
    let again = write_pages(&city.database(), &pages, Language::English);
    assert!(matches!(again, Err(OperateError::Occupied(_))), "{again:?}");
    let files: BTreeMap<String, Vec<u8>> = fs::read_dir(&pages)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())
        })
        .collect();
    assert_eq!(files.len(), written.pages + 2);
    files
});

fn page(name: &str) -> String {
    String::from_utf8(PAGES[name].clone()).unwrap()
}

/// The table as it was written.
fn written() -> Lines {
    let text = page("corrections.csv");
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).from_reader(text.as_bytes());
    let records = reader.into_records().map(Result::unwrap);
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// A city whose pages were written, and a folder for tables.
struct Review {
    city: City,
    folder: TempDir,
}

impl Review {
    fn new() -> Self {
        Self { city: City::new(), folder: tempfile::tempdir().unwrap() }
    }

    fn write(&self, name: &str, lines: &Lines) -> PathBuf {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for line in lines {
            writer.write_record(line).unwrap();
        }
        let path = self.folder.path().join(name);
        fs::write(&path, writer.into_inner().unwrap()).unwrap();
        path
    }

    fn correct(&self, file: &Path, is_check: bool) -> Result<Corrected, OperateError> {
        let taking = Taking { key: None, is_check, now: self.city.now };
        correct_rulebook(&self.city.database(), file, taking)
    }

    fn kept(&self) -> i64 {
        self.city.count("SELECT COUNT(*) FROM rulebook_patches")
    }

    fn refused(&self, lines: &Lines) -> Vec<Wrong> {
        match self.correct(&self.write("wrong.csv", lines), false) {
            Err(OperateError::Corrections(wrong)) => wrong,
            other => panic!("{other:?}"),
        }
    }
}

fn column(lines: &Lines, word: &str) -> usize {
    let is_it = |head: &String| head.split_whitespace().last() == Some(word);
    lines[0].iter().position(is_it).unwrap()
}

fn row(lines: &Lines, key: &str, number: usize) -> usize {
    let (keys, numbers) = (column(lines, "key"), column(lines, "number"));
    let is_it = |line: &Vec<String>| line[keys] == key && line[numbers] == number.to_string();
    lines.iter().position(is_it).unwrap()
}

/// Fills cells of the row of a thing, as somebody at the city does; gives its line.
fn fill(lines: &mut Lines, key: &str, number: usize, cells: &[(&str, &str)]) -> usize {
    let at = row(lines, key, number);
    for (word, text) in cells {
        let column = column(lines, word);
        lines[at][column] = (*text).to_owned();
    }
    at + 1
}

const SHELL: &[(&str, &str)] = &[
    ("new_place", "易腐垃圾"),
    ("new_reason", "本市的处理设备能打碎硬壳。"),
    ("new_reason_en", "The city's plant can crush hard shells."),
    ("new_source", "read ordinance"),
];
const BANK: &[(&str, &str)] = &[
    ("new_place", "recyclable"),
    ("new_reason", "本市有专门的回收柜收充电宝。"),
    ("new_reason_en", "The city has lockers that take power banks."),
    ("new_source", "浙江省生活垃圾管理条例（2021） · 条文未逐一列出，按分类定义归入"),
    ("note", "回收柜在社区服务中心"),
];
const PIZZA: &[(&str, &str)] =
    &[("new_condition", "沾满了油"), ("new_condition_en", "Soaked with grease")];

fn fill_three(lines: &mut Lines) {
    fill(lines, "durian-shell", 1, SHELL);
    fill(lines, "power-bank", 1, BANK);
    fill(lines, "pizza-box", 1, PIZZA);
    fill(lines, "large-bone", 1, &[("note", "已核对")]);
}

fn asked(city: &mut City, device: &Device) -> RulebookAnswer {
    let query = RulebookQuery { base: "2026.1".to_owned(), after: 0 };
    match city.ask(Request::Rulebook(device.bearer.clone(), query)).unwrap() {
        Response::Rulebook(answer) => *answer,
        other => panic!("{other:?}"),
    }
}

fn found<'a>(guide: &'a Guide, query: &str) -> &'a Item {
    match guide.look_up(query) {
        Answer::Found(item) => item,
        other => panic!("{query}: {other:?}"),
    }
}

/// What a device of the city answers after its next sync.
fn on_a_device(review: &mut Review) -> Guide {
    let device = review.city.enrol(RESIDENT);
    let answer = asked(&mut review.city, &device);
    let guide = Guide::zhejiang().unwrap().patched(&answer.patches).unwrap();
    assert_eq!(guide.hash(), answer.hash);
    let said = signed(&guide.rulebook().version, &answer.hash);
    let key = UnparsedPublicKey::new(&ED25519, answer.key.bytes());
    key.verify(said.as_bytes(), answer.signature.bytes()).unwrap();
    guide
}

fn holds_the_three(guide: &Guide) {
    let shell = found(guide, "榴莲壳");
    assert_eq!(shell.disposals(), [Disposal::Bin(Stream::Perishable)]);
    assert_eq!(shell.parts[0].reason.zh, "本市的处理设备能打碎硬壳。");
    assert_eq!(guide.citation(&shell.parts[0]).zh, BANK[3].1);
    assert_eq!(found(guide, "波罗蜜皮").key, "durian-shell", "other names stay");
    let bank = found(guide, "充电宝");
    assert_eq!(bank.disposals(), [Disposal::Bin(Stream::Recyclable)]);
    assert_eq!(
        bank.parts[0].steps,
        Guide::zhejiang().unwrap().item("power-bank").unwrap().parts[0].steps
    );
    let pizza = found(guide, "披萨盒");
    assert_eq!(pizza.parts[0].condition.as_ref().unwrap().zh, "沾满了油");
    assert_eq!(pizza.parts[1], Guide::zhejiang().unwrap().item("pizza-box").unwrap().parts[1]);
}

#[test]
fn three_corrections_in_csv_reach_a_device_signed() {
    let mut review = Review::new();
    let mut lines = written();
    fill_three(&mut lines);
    let file = review.write("filled.csv", &lines);
    let looked_at = review.correct(&file, true).unwrap();
    assert!(looked_at.to_string().ends_with("looked at only, nothing is kept"));
    assert_eq!(review.kept(), 0);
    let done = review.correct(&file, false).unwrap();
    assert_eq!(
        done.to_string(),
        "rulebook 2026.1.1: 3 rows of 3 things corrected, 1 notes without a correction; signed"
    );
    holds_the_three(&on_a_device(&mut review));
    let again = review.correct(&file, false);
    assert!(
        matches!(again, Err(OperateError::Corrections(wrong)) if wrong.len() == 3),
        "taken twice"
    );
    assert_eq!(review.kept(), 1);
}

#[test]
fn the_same_corrections_in_the_workbook_do_the_same() {
    let mut review = Review::new();
    let mut workbook = Xlsx::new(Cursor::new(&PAGES["corrections.xlsx"])).unwrap();
    let range = workbook.worksheet_range("分类表").unwrap();
    let width = range.width();
    let text = |cell: &Data| cell.to_string();
    let mut lines: Lines = range.rows().map(|row| row.iter().map(text).collect()).collect();
    assert_eq!(lines.len(), written().len());
    assert!(width >= 19, "{width}");
    fill_three(&mut lines);
    let mut filled = Workbook::new();
    filled.add_worksheet().set_name("封面").unwrap().write_string(0, 0, "更正").unwrap();
    let sheet = filled.add_worksheet().set_name("分类表").unwrap();
    for (at, line) in (0..).zip(&lines) {
        for (column, text) in (0..).zip(line).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(at, column, text).unwrap();
        }
    }
    let path = review.folder.path().join("filled.xlsx");
    filled.save(&path).unwrap();
    assert_eq!(review.correct(&path, false).unwrap().things, 3);
    holds_the_three(&on_a_device(&mut review));
}

#[test]
fn the_pages_show_every_answer_and_hold_no_script() {
    let index = page("index.html");
    assert!(index.contains("未经任何城市审定") && index.contains("href=\"hazardous.html\""));
    let residual = page("residual.html");
    assert!(
        residual.contains("<html lang=\"zh-CN\">")
            && residual.contains("<th scope=\"row\">大骨头</th>")
    );
    assert!(residual.contains("@media print") && residual.contains("<caption>其他垃圾 "));
    assert!(!index.contains('⟨') && !residual.contains('⟨'), "a word is missing");
    let mut rows = 0;
    for name in PAGES.keys().filter(|name| !name.starts_with("corrections")) {
        let page = page(name);
        assert!(!page.contains("<script") && page.contains("<style>"), "{name}");
        rows += if name == "index.html" { 0 } else { page.matches("<th scope=\"row\">").count() };
    }
    assert_eq!(rows, written().len() - 1, "each answer once");
}

#[test]
fn a_key_of_its_own_file_signs() {
    let review = Review::new();
    let mut lines = written();
    fill_three(&mut lines);
    let file = review.write("filled.csv", &lines);
    let key = review.folder.path().join("city.key");
    let taking = Taking { key: Some(&key), is_check: false, now: review.city.now };
    let missing = correct_rulebook(&review.city.database(), &file, taking);
    assert!(matches!(missing, Err(OperateError::Key(_))), "{missing:?}");
    fs::write(&key, "07".repeat(32)).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(correct_rulebook(&review.city.database(), &file, taking).unwrap().is_kept);
}
