//! A key stroke at 10,000 names: every beginning of typed queries of all forms, ours in this process,
//! each peer in its own, all over the same names; and what each finds.

use std::{
    collections::HashSet,
    hint::black_box,
    io::{self, Write},
    time::{Duration, Instant},
};

use wufei_guide::{Guide, normalise};

use crate::{
    base::Base,
    failure::Failure,
    figures::{percent, percentile, time, times},
    forms::{Form, Typed, drawn},
    options::Options,
    peers::{self, Indexed, Work},
    sample,
    tables::recall,
    writing::Writing,
};

/// Names that are searched, in both languages.
const NAMES: usize = 10_000;

/// Times of strokes, sorted.
struct Clocked {
    name: String,
    /// All strokes in each run.
    runs: Vec<Vec<Duration>>,
    /// Of each stroke the quickest of its runs: a busy moment of the machine falls out.
    quickest: Vec<Duration>,
}

impl Clocked {
    /// From the times of the same strokes in the same order in each run.
    fn of(name: &str, mut runs: Vec<Vec<Duration>>) -> Self {
        let strokes = runs.iter().map(Vec::len).min().unwrap_or(0);
        let quickest = |at: usize| runs.iter().filter_map(|run| run.get(at)).min().copied();
        let mut quickest: Vec<Duration> = (0..strokes).filter_map(quickest).collect();
        quickest.sort_unstable();
        for run in &mut runs {
            run.sort_unstable();
        }
        Self { name: name.to_owned(), runs, quickest }
    }
}

/// What somebody found for each query.
struct Found {
    name: String,
    found: Vec<Vec<usize>>,
}

/// Prints both tables and how each peer is set up.
pub fn print(whole: &Guide, options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\n## A key stroke at {NAMES} names\n")?;
    let began = Instant::now();
    let guide = sample::guide_of(whole, NAMES, options.seed)?;
    let ready = began.elapsed();
    let base = Base::of(&guide);
    let writing = Writing::of(&base);
    let typed = drawn(&base, writing.as_ref().ok(), options.names_of_form, options.seed);
    let strokes = strokes(&typed, options.typed_of_form);
    let questions: Vec<String> = typed.iter().map(|typed| typed.text.clone()).collect();

    let mut clocked = ours(&guide, &strokes, options.runs);
    let mut founds = vec![Found {
        name: "ours".to_owned(),
        found: questions.iter().map(|question| base.found(question, 3)).collect(),
    }];
    let mut settings = vec![format!("ours: search for 3; ready in {} (once)", time(ready))];
    let names: Vec<(String, usize)> =
        sample::searched(&guide).into_iter().map(|(name, item)| (normalise(name), item)).collect();
    let of_names = Writing::of_names(names.iter().map(|(name, _)| name.as_str()).collect());
    match &of_names {
        Err(why) => settings.push(format!("no peer is run, for want of tables of sounds: {why}")),
        Ok(writing) => {
            let names = Indexed::all(&names, writing);
            let work = Work {
                names: &names,
                questions: &questions,
                strokes: &strokes,
                runs: options.runs,
            };
            beside(&work, &mut clocked, &mut founds, &mut settings);
        }
    }
    writeln!(
        out,
        "{} items with {} names in both languages; {} strokes, the beginnings of {} queries of each \
         form; {} runs, median (least–most) over the runs. *Quickest*: of each stroke the quickest of its runs, \
         so that a busy moment of the machine falls out; the ratios are of these. A peer clocks itself \
         in its own process.\n",
        guide.items().len(),
        names.len(),
        strokes.len(),
        options.typed_of_form,
        options.runs
    )?;
    latencies(&clocked, out)?;
    writeln!(
        out,
        "\nWhat is found, {} queries a form from seed {}: the item that was meant is first, \
         among three.\n",
        options.names_of_form, options.seed
    )?;
    recalls(&typed, &founds, out)?;
    writeln!(out)?;
    for line in settings {
        writeln!(out, "- {line}")?;
    }
    Ok(())
}

/// All beginnings of the first queries of each form, each once.
fn strokes(typed: &[Typed], of_form: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for form in Form::ALL {
        for query in typed.iter().filter(|typed| typed.form == form).take(of_form) {
            let ends = query.text.char_indices().skip(1).map(|(end, _)| end);
            for end in ends.chain([query.text.len()]) {
                let begun = &query.text[..end];
                if seen.insert(begun) {
                    all.push(begun.to_owned());
                }
            }
        }
    }
    all
}

fn ours(guide: &Guide, strokes: &[String], runs: usize) -> Vec<Clocked> {
    let clock = |name: &str, ask: &dyn Fn(&str)| {
        let stroke = |stroke: &String| {
            let began = Instant::now();
            ask(stroke);
            began.elapsed()
        };
        let run = |_| strokes.iter().map(stroke).collect();
        Clocked::of(name, (0..runs).map(run).collect())
    };
    vec![
        clock("ours: `look_up`", &|stroke| drop(black_box(guide.look_up(black_box(stroke))))),
        clock("ours: `search` for 3", &|stroke| drop(black_box(guide.search(stroke, 3)))),
        clock("ours: `classify`", &|stroke| {
            black_box(guide.classify(black_box(stroke)));
        }),
    ]
}

/// One peer after the other; a peer that cannot be run is told.
fn beside(
    work: &Work<'_>,
    clocked: &mut Vec<Clocked>,
    founds: &mut Vec<Found>,
    settings: &mut Vec<String>,
) {
    for (name, start) in peers::ALL {
        match peers::run(start, work) {
            Err(why) => settings.push(format!("{name} is not run: {why}")),
            Ok(told) => {
                let times =
                    |run: &Vec<u64>| run.iter().copied().map(Duration::from_nanos).collect();
                clocked.push(Clocked::of(name, told.nanoseconds.iter().map(times).collect()));
                founds.push(Found { name: name.to_owned(), found: told.found });
                let ready = told.ready_ms;
                settings.push(format!("{name}: {}; index in {ready:.0} ms (once)", told.settings));
            }
        }
    }
}

fn latencies(clocked: &[Clocked], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "| | p50 | p99 | worst | quickest p50 | quickest p99 | quickest worst | p50 beside `look_up` | \
         p99 beside it |\n|---|---|---|---|---|---|---|---|---|"
    )?;
    let ours = clocked.first();
    for one in clocked {
        let [p50, p99, worst] = [50, 99, 100].map(|hundredths| {
            let all: Vec<Duration> =
                one.runs.iter().map(|run| percentile(run, hundredths)).collect();
            times(&all)
        });
        let quickest = [50, 99, 100].map(|hundredths| percentile(&one.quickest, hundredths));
        let [of_ours, rare_of_ours] = [50, 99].map(|hundredths| {
            ours.map_or(0.0, |ours| percentile(&ours.quickest, hundredths).as_secs_f64())
        });
        let beside = |time: Duration, ours: f64| {
            format!("{:.2}×", time.as_secs_f64() / ours.max(f64::MIN_POSITIVE))
        };
        writeln!(
            out,
            "| {} | {p50} | {p99} | {worst} | {} | {} | {} |",
            one.name,
            quickest.map(time).join(" | "),
            beside(quickest[0], of_ours),
            beside(quickest[1], rare_of_ours),
        )?;
    }
    Ok(())
}

fn recalls(typed: &[Typed], founds: &[Found], out: &mut dyn Write) -> io::Result<()> {
    let heads: Vec<&str> = founds.iter().map(|found| found.name.as_str()).collect();
    writeln!(out, "| form | queries | {} |", heads.join(" | "))?;
    writeln!(out, "|---|---|{}", "---|".repeat(founds.len()))?;
    let of_form = |form: Option<Form>| -> Vec<usize> {
        let is_in = |typed: &Typed| form.is_none_or(|form| typed.form == form);
        (0..typed.len()).filter(|at| typed.get(*at).is_some_and(is_in)).collect()
    };
    for form in Form::ALL.into_iter().map(Some).chain([None]) {
        let places = of_form(form);
        let meant: Vec<&Typed> = places.iter().filter_map(|at| typed.get(*at)).collect();
        if meant.is_empty() {
            continue;
        }
        write!(out, "| {} | {} |", form.map_or("all", Form::name), meant.len())?;
        for found in founds {
            let at = |at: &usize| found.found.get(*at).map(Vec::as_slice).unwrap_or_default();
            let found: Vec<&[usize]> = places.iter().map(at).collect();
            let [first, three] = [1, 3].map(|many| percent(recall(&meant, &found, many)));
            write!(out, " {first}, {three} |")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_moment_falls_out_of_the_quickest() {
        let times = |all: [u64; 3]| all.map(Duration::from_nanos).to_vec();
        let clocked = Clocked::of("", vec![times([5, 900, 7]), times([800, 4, 9])]);
        assert_eq!(clocked.quickest, times([4, 5, 7]));
        assert_eq!(clocked.runs, [times([5, 7, 900]), times([4, 9, 800])]);
    }

    #[test]
    fn a_query_is_typed_letter_by_letter() {
        let typed = |form, text: &str| Typed {
            form,
            text: text.to_owned(),
            item: 0,
            stream: "bulky",
            is_shared: false,
        };
        let all = [
            typed(Form::Exact, "牛奶盒"),
            typed(Form::Mixed, "牛nai"),
            typed(Form::Mixed, "not reached"),
        ];
        assert_eq!(strokes(&all, 1), ["牛", "牛奶", "牛奶盒", "牛n", "牛na", "牛nai"]);
    }
}
