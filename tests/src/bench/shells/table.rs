//! The three languages side by side: a row a screen, then the starts.

use std::{collections::BTreeMap, fs, io::Write, path::Path};

use serde::Deserialize;

use super::gestures;
use crate::harness::Failure;

/// One line that a bench told.
#[derive(Debug, Deserialize)]
struct Line {
    bench: String,
    screen: Option<String>,
    p50_us: Option<f64>,
    p99_us: Option<f64>,
    /// Calls over the border in one gesture, by kind.
    crossings: Option<BTreeMap<String, f64>>,
    ms: Option<Vec<f64>>,
    core_anonymous_kib: Option<u64>,
    peak_rss_bytes: Option<u64>,
}

/// Aims of the product, printed with the figures.
const AIMS: &str = "aims: p99 below 1,000 µs and fewer than 10 crossings a gesture, first view with \
    10,000 records below 150 ms, core heap below 60 MB";

fn read(path: &Path) -> Result<Vec<Line>, Failure> {
    let text = fs::read_to_string(path)
        .map_err(Failure::while_doing(format!("reading {}", path.display())))?;
    text.lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).map_err(Failure::while_doing("a line of a bench")))
        .collect()
}

/// Prints what `rust.jsonl` and, as far as they are there, `kotlin.jsonl` and `swift.jsonl` in
/// `folder` say.
///
/// # Errors
/// When a file cannot be read or nothing can be written.
pub fn table(folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let mut shells = Vec::new();
    for name in ["rust", "kotlin", "swift"] {
        let path = folder.join(format!("{name}.jsonl"));
        if path.exists() {
            shells.push((name, read(&path)?));
        }
    }
    gesture_rows(&shells, out)?;
    writeln!(out, "\n| shell | starts | first view, 10,000 records | peak resident memory |")?;
    writeln!(out, "|---|---|---|---|")?;
    for (name, lines) in &shells {
        start_row(name, lines, out)?;
    }
    let heap =
        shells.iter().flat_map(|(_, lines)| lines).filter_map(|l| l.core_anonymous_kib).max();
    if let Some(kib) = heap {
        writeln!(
            out,
            "\ncore heap with 10,000 records: at most {:.1} MB (heap and stacks of a bare process)",
            bytes_as_mb(kib * 1_024)
        )?;
    }
    writeln!(out, "{AIMS}")?;
    Ok(())
}

fn gesture_rows(shells: &[(&str, Vec<Line>)], out: &mut dyn Write) -> Result<(), Failure> {
    write!(out, "µs from the gesture to the view that answers it, p50 / p99\n\n| screen |")?;
    for (name, _) in shells {
        write!(out, " {name} |")?;
    }
    writeln!(out, " crossings |\n|---|{}---|", "---|".repeat(shells.len()))?;
    for gesture in gestures::ROLES.iter().flat_map(|role| role.gestures) {
        write!(out, "| {} |", gesture.screen)?;
        let mut crossings = Vec::new();
        for (name, lines) in shells {
            let found = lines.iter().find(|line| line.screen.as_deref() == Some(gesture.screen));
            match found.and_then(|line| Some((line.p50_us?, line.p99_us?))) {
                Some((p50, p99)) => write!(out, " {p50:.1} / {p99:.1} |")?,
                None => write!(out, " not measured |")?,
            }
            if let Some(kinds) = found.and_then(|line| line.crossings.as_ref()) {
                crossings.push(format!("{name} {:.1}", kinds.values().sum::<f64>()));
            }
        }
        writeln!(out, " {} |", crossings.join(", "))?;
    }
    Ok(())
}

fn start_row(name: &str, lines: &[Line], out: &mut dyn Write) -> Result<(), Failure> {
    let starts = lines.iter().filter(|line| line.bench == "first_view");
    let mut taken: Vec<f64> = starts.filter_map(|line| line.ms.clone()).flatten().collect();
    taken.sort_by(f64::total_cmp);
    let peak = lines
        .iter()
        .filter_map(|line| line.peak_rss_bytes)
        .max()
        .map_or_else(|| "not measured".to_owned(), |bytes| format!("{:.1} MB", bytes_as_mb(bytes)));
    let (Some(least), Some(most)) = (taken.first(), taken.last()) else {
        writeln!(out, "| {name} | 0 | not measured | {peak} |")?;
        return Ok(());
    };
    let median = taken[taken.len() / 2];
    writeln!(out, "| {name} | {} | {median:.1} ms ({least:.1}–{most:.1}) | {peak} |", taken.len())?;
    Ok(())
}

fn bytes_as_mb(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "of a figure with one decimal")]
    let kib = (bytes / 1_024) as f64;
    kib * 1_024.0 / 1e6
}
