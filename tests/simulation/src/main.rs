//! `simulate`: plays seeds and ends with one line. Status 1 for a violation, for a fault that no
//! seed met and for a control that stayed green; status 2 when the words cannot be read.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use wufei_simulation::{Control, Ground, Meddling, Wanted, compare, run};

const USAGE: &str = "simulate [--seeds N] [--seed FIRST] [--trace] [--full] [--control NAME|all] \
    [--database sqlite|spared|postgres] [--compare] [--meddle changed|dropped|forgotten|all]";

/// Seeds of `--full`.
const FULL: u64 = 5_000;

/// Of fewer seeds nobody expects that they meet every fault.
const MEET_ALL: u64 = 50;

/// Within so many seeds a control must go red.
const CONTROL_SEEDS: u64 = 200;

struct Words {
    wanted: Wanted,
    controls: Vec<Control>,
    /// Each seed is played on SQLite and on PostgreSQL.
    is_compared: bool,
    /// What is done to PostgreSQL meanwhile: each must be noticed.
    meddlings: Vec<Meddling>,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let out = &mut io::stdout();
    let said = match read(&words) {
        Ok(words) if !words.meddlings.is_empty() => meddle(words.wanted, &words.meddlings, out),
        Ok(words) if words.is_compared => both(words.wanted, out),
        Ok(words) if words.controls.is_empty() => simulate(words.wanted, out),
        Ok(words) => check(words.wanted, &words.controls, out),
        Err(problem) => {
            let _ = writeln!(io::stderr(), "simulate: {problem}; {USAGE}");
            return ExitCode::from(2);
        }
    };
    match said {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            let _ = writeln!(io::stderr(), "simulate: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn read(words: &[String]) -> Result<Words, String> {
    let ground = Ground::Disk;
    let mut wanted = Wanted { first: 1, seeds: 500, trace: false, control: None, ground };
    let (mut controls, mut is_compared, mut meddlings) = (Vec::new(), false, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = || {
            let text = words.next().map(String::as_str).unwrap_or_default();
            text.parse::<u64>().map_err(|_| format!("after {word} there must be a number"))
        };
        match word.as_str() {
            "--seeds" => wanted.seeds = number()?.clamp(1, 1_000_000),
            "--seed" => wanted.first = number()?.min(u64::MAX / 2),
            "--trace" => wanted.trace = true,
            "--full" => wanted.seeds = FULL,
            "--compare" => is_compared = true,
            "--database" => {
                let ground = words.next().and_then(|name| Ground::of(name));
                wanted.ground = ground.ok_or("after --database there must be its name")?;
            }
            "--meddle" => match words.next().map(String::as_str) {
                Some("all") => meddlings.extend(Meddling::ALL),
                name => {
                    let named = Meddling::ALL.into_iter().find(|it| Some(it.name()) == name);
                    meddlings.push(named.ok_or("after --meddle there must be what is done")?);
                }
            },
            "--control" => match words.next().map(String::as_str) {
                Some("all") => controls.extend(Control::ALL),
                Some(name) => {
                    let control = Control::of(name);
                    controls.push(control.ok_or_else(|| format!("there is no control {name}"))?);
                }
                None => return Err("after --control there must be a name".to_owned()),
            },
            other => return Err(format!("\"{other}\" is not known")),
        }
    }
    Ok(Words { wanted, controls, is_compared, meddlings })
}

fn simulate(wanted: Wanted, out: &mut (dyn Write + Send)) -> Result<bool, String> {
    let summary = run(wanted, out).map_err(|violation| violation.to_string())?;
    let some_unseen = wanted.seeds >= MEET_ALL && !summary.unseen.is_empty();
    let said = writeln!(out, "{} seeds, {} violations", summary.seeds, summary.violations);
    said.map_err(|error| error.to_string())?;
    Ok(summary.violations == 0 && !some_unseen)
}

/// The same seeds on both databases.
fn both(wanted: Wanted, out: &mut (dyn Write + Send)) -> Result<bool, String> {
    let many = compare(wanted.first, wanted.seeds, None, out);
    let many = many.map_err(|violation| violation.to_string())?;
    let said = writeln!(out, "{} seeds on both databases, {many} parted", wanted.seeds);
    said.map_err(|error| error.to_string())?;
    Ok(many == 0)
}

/// What is done to one of them must be noticed, with seed and step.
fn meddle(
    wanted: Wanted,
    meddlings: &[Meddling],
    out: &mut (dyn Write + Send),
) -> Result<bool, String> {
    let mut green = 0;
    for meddling in meddlings {
        let seeds = wanted.seeds.min(CONTROL_SEEDS);
        let mut told = Vec::new();
        compare(wanted.first, seeds, Some(*meddling), &mut told)
            .map_err(|violation| violation.to_string())?;
        let told = String::from_utf8_lossy(&told);
        let first = told.lines().find(|line| line.contains(" differs: ")).unwrap_or("green");
        green += u32::from(first == "green");
        let said = writeln!(out, "| meddled with PostgreSQL: {} | {first} |", meddling.name());
        said.map_err(|error| error.to_string())?;
    }
    let said = writeln!(out, "{} meddlings, {green} green", meddlings.len());
    said.map_err(|error| error.to_string())?;
    Ok(green == 0)
}

/// Each control must be noticed, by a rule it breaks. What the runs say of themselves is not told.
fn check(
    wanted: Wanted,
    controls: &[Control],
    out: &mut (dyn Write + Send),
) -> Result<bool, String> {
    let mut green = 0;
    for control in controls {
        let seeds = wanted.seeds.min(CONTROL_SEEDS);
        let taken = Wanted { control: Some(*control), seeds, ..wanted };
        let mut told = Vec::new();
        let summary = run(taken, &mut told).map_err(|violation| violation.to_string())?;
        let told = String::from_utf8_lossy(&told);
        let first = told.lines().find(|line| line.starts_with("seed ")).unwrap_or("green");
        let name = control.name();
        let is_noticed = summary.broken.iter().any(|rule| control.breaks().contains(rule));
        green += u32::from(!is_noticed);
        let said = writeln!(out, "| control {name} | {} seeds | {first} |", summary.seeds);
        said.map_err(|error| error.to_string())?;
        if wanted.trace {
            out.write_all(told.as_bytes()).map_err(|error| error.to_string())?;
        }
    }
    let said = writeln!(out, "{} controls, {green} green", controls.len());
    said.map_err(|error| error.to_string())?;
    Ok(green == 0)
}
