//! Right and wrong on labelled names, apart for names that the guide has and names that it has not;
//! beside it the two baselines, trained on the guide's own names in the same run.

use std::io::{self, Write};

use wufei_guide::normalise;

use crate::{
    base::Base,
    baselines::{Linear, Nearest},
    failure::Failure,
    figures::{percent, percents, share},
    labelled::{self, Labelled},
    marks::{Judged, Marks, SURE_FROM},
    options::Options,
    streams::{self, Stream},
};

/// Who judges, with its marks in each run.
struct Judge {
    name: &'static str,
    runs: Vec<Marks>,
}

/// Prints the tables, or that there is nothing to measure on.
pub fn print(base: &Base<'_>, options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\n## Right and wrong on labelled names\n")?;
    let Some(path) = &options.set else {
        let ways = "`--set FILE` or WUFEI_SORTING_SET";
        return Ok(writeln!(out, "Not measured: no file of labelled names is named by {ways}.")?);
    };
    if !path.exists() {
        return Ok(writeln!(out, "Not measured: {} is not there.", path.display())?);
    }
    let set = labelled::read(path)?;
    let known: Vec<bool> =
        set.iter().map(|row| base.owner(&normalise(&row.name)).is_some()).collect();
    let judges = judges(base, &set, options);
    let many = known.iter().filter(|known| **known).count();
    writeln!(
        out,
        "{} names, {many} of them ({}) in the base. The linear classifier is trained {} times from \
         seeds of its own, median (least–most); the others say the same each time. A name without an \
         answer is a wrong one, but for *where answered*; *sure and wrong*: confidence ≥ {SURE_FROM}, \
         of all names; macro-F1 over the streams that names of the group belong to; \
         calibration of the first run of each.",
        set.len(),
        percent(share(many, set.len())),
        options.runs,
    )?;
    group("all names", &judges, &|_| true, out)?;
    group("names in the base", &judges, &|place| known[place], out)?;
    Ok(group("names not in the base", &judges, &|place| !known[place], out)?)
}

fn judges(base: &Base<'_>, set: &[Labelled], options: &Options) -> Vec<Judge> {
    let guide = |row: &Labelled| {
        let verdict = base.guide.classify(&row.name);
        verdict.disposal.map(|disposal| (streams::of(disposal), verdict.confidence))
    };
    let nearest = Nearest::of(&base.names);
    let linear = |run: usize| {
        let seed = options.seed.wrapping_add(u64::try_from(run).unwrap_or_default());
        let linear = Linear::train(&base.names, seed);
        marks(set, |row| linear.say(&normalise(&row.name)))
    };
    vec![
        Judge { name: "the guide", runs: vec![marks(set, guide)] },
        Judge {
            name: "linear, runs of 1–3 letters",
            runs: (0..options.runs).map(linear).collect(),
        },
        Judge {
            name: "nearest name, cosine of runs",
            runs: vec![marks(set, |row| nearest.say(&normalise(&row.name)))],
        },
    ]
}

fn marks(set: &[Labelled], say: impl Fn(&Labelled) -> Option<(Stream, u8)>) -> Marks {
    let judged = |row: &Labelled| {
        let said = say(row);
        Judged {
            truth: row.stream,
            said: said.map(|(stream, _)| stream),
            confidence: said.map_or(0, |(_, confidence)| confidence),
        }
    };
    Marks { judged: set.iter().map(judged).collect() }
}

fn group(
    title: &str,
    judges: &[Judge],
    is_in: &dyn Fn(usize) -> bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let part = |marks: &Marks| {
        let inside = marks.judged.iter().enumerate().filter(|(place, _)| is_in(*place));
        Marks { judged: inside.map(|(_, judged)| *judged).collect() }
    };
    let parts: Vec<Judge> = judges
        .iter()
        .map(|judge| Judge { name: judge.name, runs: judge.runs.iter().map(part).collect() })
        .collect();
    let names = parts.first().and_then(|judge| judge.runs.first()).map_or(0, Marks::names);
    writeln!(out, "\n### {title}: {names}\n")?;
    writeln!(
        out,
        "| | accuracy | where answered | macro-F1 | coverage | sure and wrong | calibration error |\n\
         |---|---|---|---|---|---|---|"
    )?;
    for judge in &parts {
        let of = |figure: fn(&Marks) -> f64| {
            percents(&judge.runs.iter().map(figure).collect::<Vec<f64>>())
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            judge.name,
            of(Marks::accuracy),
            of(Marks::accuracy_answered),
            of(Marks::macro_f1),
            of(Marks::coverage),
            of(Marks::sure_and_wrong),
            of(Marks::calibration_error),
        )?;
    }
    streams_of(&parts, out)?;
    calibration(&parts, out)
}

fn streams_of(judges: &[Judge], out: &mut dyn Write) -> io::Result<()> {
    let Some(streams) = judges.first().and_then(|judge| Some(judge.runs.first()?.streams())) else {
        return Ok(());
    };
    let heads: Vec<&str> = judges.iter().map(|judge| judge.name).collect();
    writeln!(out, "\n| recall, precision | names | {} |", heads.join(" | "))?;
    writeln!(out, "|---|---|{}", "---|".repeat(judges.len()))?;
    for stream in streams {
        let belong = judges.first().and_then(|judge| judge.runs.first()).map(|run| run.of(stream));
        write!(out, "| {stream} | {} |", belong.map_or(0, |of| of.belong))?;
        for judge in judges {
            let all: Vec<_> = judge.runs.iter().map(|run| run.of(stream)).collect();
            let recall: Vec<f64> = all.iter().map(|of| of.recall()).collect();
            let precision: Vec<f64> = all.iter().map(|of| of.precision()).collect();
            write!(out, " {}, {} |", percents(&recall), percents(&precision))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Of the first run of each.
fn calibration(judges: &[Judge], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n| confidence | answers | mean confidence | right |\n|---|---|---|---|")?;
    for judge in judges {
        for band in judge.runs.first().map(Marks::calibration).unwrap_or_default() {
            writeln!(
                out,
                "| {}: {}–{} | {} | {} | {} |",
                judge.name,
                band.from,
                band.to,
                band.answers,
                percent(band.confidence),
                percent(band.right)
            )?;
        }
    }
    Ok(())
}
