//! Input that nobody means: an answer or none in a bounded time, whatever it is.

use std::{
    hint::black_box,
    io::Write,
    time::{Duration, Instant},
};

use wufei_guide::Guide;

use crate::{failure::Failure, figures::times, options::Options};

/// Letters of a long input.
const LONG: usize = 10_000;

/// Letters of an input that are shown.
const SHOWN: usize = 8;

/// What long inputs repeat: letters of many names, words that come off a question, sounds.
const REPEATED: [&str; 12] = [
    "电",
    "废",
    "的",
    "a",
    "9",
    "牛奶盒",
    "是什么垃圾",
    "请问",
    "niunaihe",
    "n",
    "zhongguoshaoxing绍兴",
    "一二三四五六七八九十",
];

/// Inputs of a kind, as bytes that need not be UTF-8.
fn kinds() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let bytes = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    let long = |text: &str| text.chars().cycle().take(LONG).collect::<String>().into_bytes();
    vec![
        ("empty", bytes(&["", " ", "\u{3000}", "\n"])),
        ("punctuation", bytes(&["？", "……", "!?!?,.;:", "（）【】《》", "——", "%%%%", "\\\\"])),
        ("10,000 characters", REPEATED.map(long).to_vec()),
        (
            "long and mixed",
            vec![long("？"), long("瓶 "), long("🔋"), long("\u{200b}盒"), long("電池")],
        ),
        (
            "control and zero-width",
            bytes(&[
                "\0",
                "\u{1}\u{2}\u{7f}",
                "牛\u{200b}奶\u{200d}盒",
                "\u{feff}电池",
                "电\u{0}池",
                "\u{2028}\u{2029}",
                "\u{ad}\u{ad}",
            ]),
        ),
        ("emoji", bytes(&["🔋", "🍌🍌🍌", "👩‍👩‍👧‍👦", "电池🔋", "🇨🇳", "☢️"])),
        (
            "right to left",
            bytes(&["بطارية", "\u{202e}池电\u{202c}", "סוללה", "\u{2067}盒奶牛\u{2069}"]),
        ),
        (
            "combining marks",
            vec![format!("盒{}", "\u{301}".repeat(500)).into_bytes(), "é".repeat(200).into_bytes()],
        ),
        (
            "SQL, HTML, formats",
            bytes(&[
                "'; DROP TABLE items;--",
                "\" OR 1=1",
                "<script>alert(1)</script>",
                "<b>电池</b>",
                "%s%n{}{0}",
                "../../etc/passwd",
                "${jndi:ldap://a}",
            ]),
        ),
        (
            "broken UTF-8",
            vec![
                vec![0xff; 64],
                vec![0xe7, 0x89],
                b"\xc0\xaf\xed\xa0\x80".to_vec(),
                [b"\xe7\x93".as_slice(), "瓶".as_bytes(), b"\xf0\x9f"].concat(),
                vec![0x80; LONG],
            ],
        ),
    ]
}

/// Prints the table.
pub fn print(guide: &Guide, options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\n## Bad input\n")?;
    writeln!(
        out,
        "{} runs over each input; the worst of a run, median (least–most) over the runs; beside it the \
         slowest input of all. Bytes are read as `wufei-guide` reads them: what is no UTF-8 becomes a \
         sign that means nothing.\n",
        options.runs
    )?;
    writeln!(
        out,
        "| input | many | answered | worst `look_up` | worst `search` | worst `classify` | slowest |\n\
         |---|---|---|---|---|---|---|"
    )?;
    for (name, inputs) in kinds() {
        let ways: [&dyn Fn(&str); 3] = [
            &|text| drop(black_box(guide.look_up(text))),
            &|text| drop(black_box(guide.search(text, 3))),
            &|text| {
                black_box(guide.classify(text));
            },
        ];
        let worst = ways.map(|ask| worst_of_runs(&inputs, options.runs, ask));
        let answered = inputs
            .iter()
            .filter(|input| guide.classify(&String::from_utf8_lossy(input)).disposal.is_some());
        let cells = worst.each_ref().map(|runs| {
            let all: Vec<Duration> = runs.iter().map(|(time, _)| *time).collect();
            times(&all)
        });
        let slowest = worst.iter().flatten().max().and_then(|(_, place)| inputs.get(*place));
        writeln!(
            out,
            "| {name} | {} | {} | {} | {} |",
            inputs.len(),
            answered.count(),
            cells.join(" | "),
            slowest.map_or_else(String::new, |input| shown(input))
        )?;
        out.flush()?;
    }
    Ok(())
}

/// The worst time of each run, with the place of its input.
fn worst_of_runs(inputs: &[Vec<u8>], runs: usize, ask: &dyn Fn(&str)) -> Vec<(Duration, usize)> {
    let clock = |(place, input): (usize, &Vec<u8>)| {
        let began = Instant::now();
        ask(&String::from_utf8_lossy(input));
        (began.elapsed(), place)
    };
    (0..runs).filter_map(|_| inputs.iter().enumerate().map(clock).max()).collect()
}

/// The beginning of an input, as a cell can hold it.
fn shown(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(input);
    let begin: String = text.chars().take(SHOWN).collect();
    let more = if text.chars().nth(SHOWN).is_some() { "…" } else { "" };
    format!("`{}{more}`", begin.escape_debug()).replace('|', " ")
}
