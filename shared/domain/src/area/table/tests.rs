//! An area table is read whole, or every broken row is named by its line.

use super::parse;
use crate::{area::Level, refusal::Code};

const GOOD: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村委会
";

/// Line and detail of each refusal.
fn broken(text: &str) -> Vec<(String, String)> {
    let refusals = parse(text).unwrap_err();
    assert!(refusals.iter().all(|refusal| refusal.code == Code::AreaRowBroken));
    refusals.into_iter().map(|r| (r.args["line"].clone(), r.args["detail"].clone())).collect()
}

#[test]
fn a_good_table_is_read_in_its_order() {
    let areas = parse(GOOD).unwrap();
    assert_eq!(areas.len(), 4);
    assert_eq!((areas[0].level, areas[0].parent), (Level::City, None));
    assert_eq!(areas[3].name, "马溪村委会");
    assert_eq!(areas[3].parent, Some(areas[2].code));
}

#[test]
fn blank_lines_windows_ends_and_a_byte_order_mark_do_no_harm() {
    let text = format!("\u{feff}{}", GOOD.replace('\n', "\r\n\r\n"));
    assert_eq!(parse(&text).unwrap(), parse(GOOD).unwrap());
    assert_eq!(parse("code,level,parent,name\n").unwrap(), []);
}

#[test]
fn each_broken_row_is_named_by_its_line() {
    for (row, detail) in [
        ("330683106274,village,330683106000", "has 3 columns, not 4"),
        ("330683106274,village,330683106000,a,b", "has 5 columns, not 4"),
        ("33068310627,village,330683106000,a", "code 33068310627 is not 12 digits"),
        ("330683106274,hamlet,330683106000,a", "level hamlet is not known"),
        ("330683106274,town,330683106000,a", "level town does not fit code 330683106274"),
        ("330683106274,village,33068310600,a", "parent 33068310600 is not 12 digits"),
        ("330683106274,village,330683000000,a", "parent does not fit code 330683106274"),
        ("330683106274,village,330683106000, ", "name is missing"),
        ("330683106273,village,330683106000,a", "code 330683106273 stands in line 5 too"),
        ("330683107001,village,330683107000,a", "parent 330683107000 is not in the table"),
    ] {
        let named = broken(&format!("{GOOD}{row}\n"));
        assert_eq!(named, [("6".to_owned(), detail.to_owned())], "{row}");
    }
}

#[test]
fn every_broken_row_is_named_at_once() {
    let named = broken(&format!("{GOOD}x\n\n330683106274,village,330683106000,\n"));
    let lines: Vec<&str> = named.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(lines, ["6", "8"]);
}

#[test]
fn a_table_of_something_else_is_refused_at_its_header() {
    for text in ["", "name,code\n", "330600000000,city,,绍兴市\n"] {
        assert_eq!(broken(text)[0].0, "1", "{text}");
    }
}
