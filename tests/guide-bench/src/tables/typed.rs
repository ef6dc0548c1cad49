//! Typed forms of the base's own names: whether what was meant comes first, or among three.

use std::io::Write;

use crate::{
    base::Base,
    failure::Failure,
    figures::{percents, share, spread},
    forms::{Form, Typed, drawn},
    options::Options,
    streams,
    tables::recall,
    writing::Writing,
};

/// The figures of a form in one run.
struct OfForm {
    names: usize,
    first: f64,
    among_three: f64,
    bin_of_first: f64,
    bin_judged: f64,
    shared: f64,
}

/// Prints the table.
pub fn print(base: &Base<'_>, options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\n## Typed forms of the base's own names\n")?;
    let writing = Writing::of(base);
    if let Err(why) = &writing {
        writeln!(out, "Only plain forms, since the tables of sounds are not there: {why}.\n")?;
    }
    let runs: Vec<Vec<Typed>> = (0..options.runs)
        .map(|run| {
            let seed = options.seed.wrapping_add(u64::try_from(run).unwrap_or_default());
            drawn(base, writing.as_ref().ok(), options.names_of_form, seed)
        })
        .collect();
    writeln!(
        out,
        "{} names, {} of each form and run, {} runs from seed {} on, median (least–most). *@1, @3*: \
         the item that was meant is first, or among three; *bin*: the usual bin of the first item \
         found, or the one that is judged, is that of the item meant; *of exact*: @1 as a share of \
         what the names as they stand get; *shared*: typed in the same letters for another item as \
         well. A form that is a name of the base itself is drawn again.\n",
        base.names.len(),
        options.names_of_form,
        options.runs,
        options.seed,
    )?;
    writeln!(
        out,
        "| form | names | @1 | @3 | bin of the first | bin judged | @1 of exact | bin judged of exact | \
         shared |\n|---|---|---|---|---|---|---|---|---|"
    )?;
    let mut exact: Option<(f64, f64)> = None;
    for form in Form::ALL {
        let figures: Vec<OfForm> = runs.iter().map(|run| of_form(base, run, form)).collect();
        let many = figures.iter().map(|run| run.names).min().unwrap_or(0);
        if many == 0 {
            continue;
        }
        let of = |figure: fn(&OfForm) -> f64| figures.iter().map(figure).collect::<Vec<f64>>();
        let median = |all: &[f64]| spread(all).map_or(0.0, |[_, median, _]| median);
        let (first, judged) = (of(|run| run.first), of(|run| run.bin_judged));
        let (of_first, of_judged) = *exact.get_or_insert((median(&first), median(&judged)));
        let beside = |all: &[f64], exact: f64| {
            percents(
                &all.iter().map(|one| one / exact.max(f64::MIN_POSITIVE)).collect::<Vec<f64>>(),
            )
        };
        writeln!(
            out,
            "| {} | {many} | {} | {} | {} | {} | {} | {} | {} |",
            form.name(),
            percents(&first),
            percents(&of(|run| run.among_three)),
            percents(&of(|run| run.bin_of_first)),
            percents(&judged),
            beside(&first, of_first),
            beside(&judged, of_judged),
            percents(&of(|run| run.shared)),
        )?;
        out.flush()?;
    }
    if options.misses
        && let Some(run) = runs.first()
    {
        misses(base, run, out)?;
    }
    Ok(())
}

/// What did not come first, with what was meant and what came instead.
fn misses(base: &Base<'_>, run: &[Typed], out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "\nNot first, of the first run:\n")?;
    writeln!(out, "| form | typed | meant | found |\n|---|---|---|---|")?;
    let items = base.guide.items();
    let shown = |place: usize| items.get(place).map_or("", |item| item.name.zh.as_str());
    for typed in run {
        let found = base.found(&typed.text, 3);
        if found.first() == Some(&typed.item) {
            continue;
        }
        let found: Vec<&str> = found.into_iter().map(shown).collect();
        let (form, text) = (typed.form.name(), &typed.text);
        writeln!(out, "| {form} | {text} | {} | {} |", shown(typed.item), found.join("、"))?;
    }
    Ok(())
}

fn of_form(base: &Base<'_>, run: &[Typed], form: Form) -> OfForm {
    let typed: Vec<&Typed> = run.iter().filter(|typed| typed.form == form).collect();
    let found: Vec<Vec<usize>> = typed.iter().map(|typed| base.found(&typed.text, 3)).collect();
    let slices: Vec<&[usize]> = found.iter().map(Vec::as_slice).collect();
    let items = base.guide.items();
    let bin_of_first = typed.iter().zip(&found).filter(|(typed, found)| {
        let first = found.first().and_then(|place| items.get(*place));
        first.is_some_and(|item| streams::usual(item) == typed.stream)
    });
    let judged = typed.iter().filter(|typed| {
        let said = base.guide.classify(&typed.text).disposal;
        said.is_some_and(|disposal| streams::of(disposal) == typed.stream)
    });
    OfForm {
        names: typed.len(),
        first: recall(&typed, &slices, 1),
        among_three: recall(&typed, &slices, 3),
        bin_of_first: share(bin_of_first.count(), typed.len()),
        bin_judged: share(judged.count(), typed.len()),
        shared: share(typed.iter().filter(|typed| typed.is_shared).count(), typed.len()),
    }
}
