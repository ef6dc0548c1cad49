//! The rulebook as pages to read and print: one for each place things go to, and an index. No script;
//! every text of the rulebook is escaped by construction.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use wufei_domain::words::Words;
use wufei_guide::{Disposal, Guide};

use super::columns::{GIVEN, READ_FROM, Row};

const STYLE: &str = include_str!("review.css");

/// Each page's file name and text, the index first. A place without an answer has no page.
pub(super) fn pages(guide: &Guide, rows: &[Row], words: &Words) -> Vec<(String, String)> {
    let of = |place: Disposal| rows.iter().filter(move |row| row.disposal == place);
    let places: Vec<(Disposal, usize)> = Disposal::ALL
        .into_iter()
        .map(|place| (place, of(place).count()))
        .filter(|(_, many)| *many > 0)
        .collect();
    let index = ("index.html".to_owned(), index(guide, &places, words).into_string());
    let page = |place: Disposal| {
        let body = table(guide, place, of(place), words);
        (file(place), body.into_string())
    };
    std::iter::once(index).chain(places.iter().map(|(place, _)| page(*place))).collect()
}

fn file(place: Disposal) -> String {
    format!("{}.html", place.code().replace('_', "-"))
}

/// A page around `body`.
fn page(words: &Words, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.language().tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}

fn index(guide: &Guide, places: &[(Disposal, usize)], words: &Words) -> Markup {
    let (rulebook, language) = (guide.rulebook(), words.language());
    let title = rulebook.title.in_language(language);
    let things = words.number(i64::try_from(guide.items().len()).unwrap_or(i64::MAX));
    let values = [("version", rulebook.version.as_str()), ("things", &things)];
    let body = html! {
        header {
            h1 { (title) }
            p { (words.with("review-version", &values)) }
            p.notice role="note" { (rulebook.notice.in_language(language)) }
            p { (words.text("review-lead")) }
        }
        main {
            h2 { (words.text("review-places")) }
            nav { ul {
                @for (place, many) in places {
                    li {
                        a href=(file(*place)) { (guide.place_name(*place).in_language(language)) }
                        " " (counted(words, *many))
                    }
                }
            } }
            h2 { (words.text("review-sources")) }
            table {
                thead { tr {
                    th scope="col" { (words.text("review-source-title")) }
                    th scope="col" { (words.text("review-source-from")) }
                    th scope="col" { (words.text("review-source-code")) }
                } }
                tbody {
                    @for source in &rulebook.sources { tr {
                        th scope="row" { (source.title.in_language(language)) }
                        td { (source.valid_from) }
                        td { code { (source.id) } }
                    } }
                }
            }
            h2 { (words.text("review-how-title")) }
            ul {
                @for rule in ["table", "rows", "languages", "place", "hazardous", "source", "back"] {
                    li { (words.text(&format!("review-how-{rule}"))) }
                }
            }
        }
    };
    page(words, title, &body)
}

fn counted(words: &Words, many: usize) -> String {
    let number = words.number(i64::try_from(many).unwrap_or(i64::MAX));
    words.with("review-answers", &[("number", &number)])
}

fn table<'a>(
    guide: &Guide,
    place: Disposal,
    rows: impl Iterator<Item = &'a Row> + Clone,
    words: &Words,
) -> Markup {
    let language = words.language();
    let title = guide.place_name(place).in_language(language);
    let columns = &GIVEN[READ_FROM..];
    let body = html! {
        header {
            nav { a href="index.html" { (words.text("review-index")) } }
            h1 { (title) }
            p { (guide.rulebook().title.in_language(language)) " " (guide.rulebook().version) }
        }
        main {
            table {
                caption { (title) " " (counted(words, rows.clone().count())) }
                thead { tr {
                    @for column in columns {
                        th scope="col" { (words.text(&format!("review-column-{column}"))) }
                    }
                } }
                tbody {
                    @for row in rows { tr {
                        @for (column, cell) in columns.iter().zip(&row.cells[READ_FROM..]) {
                            @if *column == "thing" {
                                th scope="row" { (cell) }
                            } @else {
                                td { (cell) }
                            }
                        }
                    } }
                }
            }
        }
    };
    page(words, title, &body)
}
