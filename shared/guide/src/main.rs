//! `wufei-guide`: reads names from standard input, one a line, and prints an answer a line.
//!
//! Columns, by tabs: what was asked, the item, where it goes, why, which text says so. A thing of
//! several parts has its places, reasons and sources in the order of the parts, by ` / `.

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use wufei_guide::{Answer, Guide, Item, Part};

fn main() -> ExitCode {
    match answer_all() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is gone as well, the status still says it.
            let _ = writeln!(io::stderr(), "wufei-guide: {error}");
            ExitCode::FAILURE
        }
    }
}

fn answer_all() -> Result<(), Box<dyn Error>> {
    let guide = Guide::zhejiang()?;
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let asked = line.trim();
        if !asked.is_empty() {
            writeln!(output, "{asked}\t{}", answer(guide, asked))?;
        }
    }
    Ok(())
}

fn answer(guide: &Guide, asked: &str) -> String {
    match guide.look_up(asked) {
        Answer::Found(item) => found(guide, item),
        Answer::Candidates(items) => format!("?\t您要找的是：{}", names(&items)),
        Answer::Unknown { nearest } if nearest.is_empty() => "?\t还不认识".to_owned(),
        Answer::Unknown { nearest } => format!("?\t还不认识；相近的有：{}", names(&nearest)),
    }
}

fn found(guide: &Guide, item: &Item) -> String {
    let column = |cell: &dyn Fn(&Part) -> String| {
        let mut cells: Vec<String> = item.parts.iter().map(cell).collect();
        cells.dedup();
        cells.join(" / ")
    };
    [
        item.name.zh.clone(),
        column(&|part| place(guide, part)),
        column(&|part| part.reason.zh.clone()),
        column(&|part| guide.citation(part).zh),
    ]
    .join("\t")
}

/// `residual 其他垃圾`, with the part and the condition where there are some.
fn place(guide: &Guide, part: &Part) -> String {
    let place = format!("{} {}", part.disposal.code(), guide.place_name(part.disposal).zh);
    let what: Vec<&str> =
        [&part.name, &part.condition].into_iter().flatten().map(|text| text.zh.as_str()).collect();
    if what.is_empty() { place } else { format!("{}: {place}", what.join("，")) }
}

fn names(items: &[&Item]) -> String {
    items.iter().map(|item| item.name.zh.as_str()).collect::<Vec<&str>>().join("、")
}
