//! One county on the page: its table, and its units that are not shown.

use maud::{Markup, html};
use wufei_domain::{
    standing::THRESHOLD,
    time::{CHINA_ZONE_MINUTES, Civil, UnixMs},
    units::WeightUnit,
    words::Words,
};

use crate::service::standing::CountyStanding;

pub(super) fn county(words: &Words, county: &CountyStanding) -> Markup {
    html! {
        section {
            h2 { (county.name) }
            @if county.fact.rows.is_empty() {
                p { (words.text("board-nobody-shown")) }
            } @else {
                (ranked(words, county))
            }
            @for (source, as_of) in &county.sources {
                p.quiet {
                    (words.with("board-source", &[("source", source), ("day", &words.day(*as_of))]))
                }
            }
            (hidden(words, county))
        }
    }
}

fn ranked(words: &Words, county: &CountyStanding) -> Markup {
    let as_of = county.fact.as_of;
    let values =
        [("county", county.name.as_str()), ("day", &words.day(as_of)), ("time", &time(as_of))];
    html! {
        table {
            caption { (words.with("board-caption", &values)) }
            thead {
                tr {
                    th.rank scope="col" { (words.text("board-rank")) }
                    th scope="col" { (words.text("board-unit")) }
                    th.figure scope="col" { (words.text("board-per-household")) }
                    th.figure scope="col" { (words.text("board-participation")) }
                }
            }
            tbody {
                @for row in &county.fact.rows {
                    tr {
                        td.rank { (words.number(i64::from(row.rank))) }
                        th scope="row" { (row.name) (mark(words, row.synthetic)) }
                        td.figure {
                            (words.weight_in(row.grams_per_household, WeightUnit::Kilogram))
                        }
                        td.figure { (words.per_cent(row.participation_permille)) }
                    }
                }
            }
        }
    }
}

fn hidden(words: &Words, county: &CountyStanding) -> Markup {
    let threshold = words.number(i64::from(THRESHOLD));
    html! {
        h3 { (words.text("board-hidden-title")) }
        @if county.fact.suppressed.is_empty() {
            p.quiet { (words.text("board-hidden-none")) }
        } @else {
            ul.units {
                @for unit in &county.fact.suppressed {
                    @let why = format!("board-why-{}", unit.why.code());
                    @let synthetic = county.synthetic.contains(&unit.community);
                    li {
                        strong { (unit.name) } (mark(words, synthetic)) ": "
                        (words.with(&why, &[("threshold", &threshold)]))
                    }
                }
            }
        }
    }
}

fn mark(words: &Words, synthetic: bool) -> Markup {
    html! { @if synthetic { span.synthetic { (words.text("board-synthetic")) } } }
}

fn time(at: UnixMs) -> String {
    let civil = Civil::at(at, CHINA_ZONE_MINUTES);
    format!("{:02}:{:02}", civil.hour, civil.minute)
}
