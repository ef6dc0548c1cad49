//! `wufei-guide`: asks the guide from the command line.
//!
//! `answer` (the default), `classify` and `search` read names from standard input, one a line, and
//! print a line each; `names` prints all names; `stats` prints counts and bytes; `train` writes
//! `data/model.bin` anew from the names of today and `data/taught`. `--book shanghai` asks another
//! place's book.

mod heap;

use std::error::Error;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use wufei_guide::{Answer, Book, Disposal, Guess, Guide, Item, Part};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is gone as well, the status still says it.
            let _ = writeln!(io::stderr(), "wufei-guide: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<(), Box<dyn Error>> {
    let before = heap::bytes();
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let guide = match words.iter().position(|word| *word == "--book") {
        Some(at) => {
            let id = words.drain(at..words.len().min(at + 2)).nth(1).unwrap_or_default();
            book(id)?.guide()?
        }
        None => Guide::zhejiang()?,
    };
    match words.as_slice() {
        [] | ["answer"] => each(|asked| format!("{asked}\t{}", answer(guide, asked))),
        ["classify"] => each(|asked| classified(guide, asked)),
        ["search"] => each(|asked| searched(guide, asked, 3)),
        ["search", "--top", many] => {
            let many = many.parse()?;
            each(|asked| searched(guide, asked, many))
        }
        ["names"] => names_of_all(guide),
        ["stats"] => stats(guide, before),
        ["train"] => train(Guide::zhejiang()?),
        [other, ..] => Err(format!("\"{other}\" is not known").into()),
    }
}

fn book(id: &str) -> Result<&'static Book, String> {
    let known: Vec<&str> = Book::all().iter().map(Book::id).collect();
    let unknown = || format!("\"{id}\" is no book: {}", known.join(", "));
    Book::of_id(id).ok_or_else(unknown)
}

/// Counts and bytes, a row each; `before` lay on the heap before the guide did.
fn stats(guide: &Guide, before: usize) -> Result<(), Box<dyn Error>> {
    let (heap, most) = (heap::bytes(), heap::most());
    let sizes = guide.sizes();
    let mut output = io::stdout().lock();
    for (name, many) in [
        ("items", sizes.items),
        ("aliases", sizes.aliases),
        ("parts", sizes.parts),
        ("index-bytes", sizes.index),
        ("compiled-in-bytes", sizes.compiled),
        ("heap-after-load-bytes", heap.saturating_sub(before)),
        ("heap-most-while-loading-bytes", most.saturating_sub(before)),
    ] {
        writeln!(output, "{name}\t{many}")?;
    }
    Ok(())
}

/// A line out for each line in. Bytes that are no UTF-8 are read as signs that mean nothing.
fn each(answer: impl Fn(&str) -> String) -> Result<(), Box<dyn Error>> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        let asked = line.strip_suffix('\r').unwrap_or(&line).replace('\t', " ");
        writeln!(output, "{}", answer(&asked))?;
    }
    Ok(output.flush()?)
}

fn names_of_all(guide: &Guide) -> Result<(), Box<dyn Error>> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for item in guide.items() {
        writeln!(output, "{}", item.name.zh)?;
        for alias in &item.aliases {
            writeln!(output, "{alias}")?;
        }
    }
    Ok(output.flush()?)
}

/// Trains the model on the guide's names and on the lessons in a folder.
fn train(guide: &Guide) -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut lessons = Vec::new();
    for entry in fs::read_dir(data.join("taught"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        lessons.push((name, fs::read_to_string(entry.path())?));
    }
    lessons.sort();
    let lessons: Vec<(&str, &str)> =
        lessons.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Ok(fs::write(data.join("model.bin"), guide.trained(&lessons)?.bytes())?)
}

/// The stream as measurements name it.
fn stream(disposal: Option<Disposal>) -> &'static str {
    match disposal {
        None => "none",
        Some(Disposal::Bin(stream)) => match stream.code() {
            "pesticide_packaging" => "pesticide",
            code => code,
        },
        Some(_) => "not-waste",
    }
}

fn classified(guide: &Guide, asked: &str) -> String {
    let verdict = guide.classify(asked);
    let how = verdict.how.map_or("none", wufei_guide::How::code);
    let item = verdict.item.map_or("", |item| item.name.zh.as_str());
    format!("{asked}\t{}\t{}\t{how}\t{item}", stream(verdict.disposal), verdict.confidence)
}

fn searched(guide: &Guide, asked: &str, many: usize) -> String {
    let column = |item: &Item| {
        let usual = item.usual().map(|part| part.disposal);
        format!("\t{}|{}", item.name.zh, stream(usual))
    };
    let found = guide.search(asked, many).into_iter().map(|(item, _)| column(item));
    format!("{asked}{}", found.collect::<String>())
}

fn answer(guide: &Guide, asked: &str) -> String {
    match guide.look_up(asked) {
        Answer::Found(item) => found(guide, item),
        Answer::Candidates(items) => format!("?\t您要找的是：{}", names(&items)),
        Answer::Guess { guess, .. } => guessed(guide, &guess),
        Answer::Unknown { nearest } if nearest.is_empty() => "?\t还不认识".to_owned(),
        Answer::Unknown { nearest } => format!("?\t还不认识；相近的有：{}", names(&nearest)),
    }
}

fn guessed(guide: &Guide, guess: &Guess<'_>) -> String {
    let place = &guide.place_name(guess.disposal).zh;
    let like = guess.like.map_or("", |item| item.name.zh.as_str());
    if guess.is_risky {
        return format!("?\t说不准，可能有害：先单独放好；像“{like}”");
    }
    format!("?\t猜是{place}（{}%），像“{like}”，“…{}”", guess.confidence, guess.ending)
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
