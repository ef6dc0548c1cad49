//! A sheet on paper: a poster on one page of A4 or A3, or eight pocket cards on a page of A4, as HTML
//! that Chromium prints. Colour, shape and word stand together, so that a copy in grey is read as well.

use std::{fmt, str::FromStr};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use wufei_api::routes::PAPER_STYLE;
use wufei_domain::words::Words;

use super::{
    Band, Sheet, drawing,
    fit::{self, Room},
    qr::Target,
};

const STYLE: &str = include_str!("paper.css");

/// Pocket cards on a page, each of A7.
const CARDS: usize = 8;

/// With more bands than these a poster has two columns.
const POSTER_ROWS: usize = 3;

/// What heading and foot leave for the bands of a poster, and of a card.
const POSTER_ROOM: Room = Room { width: 4_650, height: 4_000, columns: 1 };
const CARD_ROOM: Room = Room { width: 2_120, height: 1_760, columns: 1 };

/// What it is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// A poster on one page of A4, upright.
    #[default]
    A4,
    /// A poster on one page of A3, upright.
    A3,
    /// Eight pocket cards on a page of A4, lying.
    Card,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::A4, Self::A3, Self::Card];

    /// The word in addresses and orders: `a4`, `a3`, `card`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::Card => "card",
        }
    }

    /// Width and height of the page in millimetres.
    pub const fn millimetres(self) -> (u16, u16) {
        match self {
            Self::A4 => (210, 297),
            Self::A3 => (297, 420),
            Self::Card => (297, 210),
        }
    }

    /// The whole style for this paper.
    pub fn style(self) -> String {
        let (width, height) = self.millimetres();
        let page = format!("@page {{ size: {width}mm {height}mm; margin: 0 }}\n{STYLE}");
        let size = |(step, size): (usize, &u32)| {
            format!(".t{step} .bands {{ font-size: {}.{:02}rem; }}\n", size / 100, size % 100)
        };
        page + &fit::SIZES.iter().enumerate().map(size).collect::<String>()
    }
}

/// A word that is no size of paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a4, a3 or card")]
pub struct NoPaper(String);

impl FromStr for Paper {
    type Err = NoPaper;

    fn from_str(word: &str) -> Result<Self, NoPaper> {
        let known = Self::ALL.into_iter().find(|paper| paper.code() == word);
        known.ok_or_else(|| NoPaper(word.chars().take(20).collect()))
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Where the style stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StyleIn {
    /// At an address of its own, for a browser that reads the page from the server.
    Address,
    /// In the page, for a file that is printed without a server.
    Page,
}

/// The page. `target` is `None` where no address is known to lead to.
pub fn render(
    words: &Words,
    sheet: &Sheet,
    target: Option<&Target>,
    paper: Paper,
    style: StyleIn,
) -> Markup {
    html! {
        (DOCTYPE)
        html.(paper.code()) lang=(words.language().tag()) {
            head {
                meta charset="utf-8";
                title { (sheet.name) }
                @match style {
                    StyleIn::Address => {
                        link rel="stylesheet" href=(PAPER_STYLE.replace("{size}", paper.code()));
                    }
                    StyleIn::Page => style { (PreEscaped(paper.style())) }
                }
            }
            body {
                @match paper {
                    Paper::A4 | Paper::A3 => main { (poster(words, sheet, target)) }
                    Paper::Card => main { (cards(words, sheet, target)) }
                }
            }
        }
    }
}

fn poster(words: &Words, sheet: &Sheet, target: Option<&Target>) -> Markup {
    let columns = if sheet.bands.len() > POSTER_ROWS { 2 } else { 1 };
    let (told, step) = fitted(sheet, Room { columns, ..POSTER_ROOM });
    html! {
        article.sheet.{ "t" (step) }.{ "in-" (columns) } {
            (heading(sheet))
            div.bands {
                @for band in &sheet.bands { (part(words, band, told)) }
            }
            footer {
                div.grounds {
                    p { (words.text("lookup-source")) " " (sheet.sources().join(" / ")) }
                    p { (sheet.rulebook) }
                }
                (way(words, target))
            }
        }
    }
}

/// Cards to be cut out: the same one eight times, or, where a card has no room for all bands, a card
/// a band. A page is filled from the first again; a screen reader hears each once.
fn cards(words: &Words, sheet: &Sheet, target: Option<&Target>) -> Markup {
    let different = if fit::step(sheet, false, CARD_ROOM).is_some() {
        vec![sheet.clone()]
    } else {
        let alone = |band: &Band| Sheet { bands: vec![band.clone()], ..sheet.clone() };
        sheet.bands.iter().map(alone).collect()
    };
    // Cards of one set are in one size.
    let fitted = different.iter().map(|sheet| fitted(sheet, CARD_ROOM));
    let all = fitted.reduce(|one, other| (one.0 && other.0, one.1.max(other.1)));
    let (told, step) = all.unwrap_or((true, 0));
    let pages = different.len().div_ceil(CARDS);
    let cells: Vec<_> = different.iter().cycle().take(pages * CARDS).enumerate().collect();
    html! {
        @for page in cells.chunks(CARDS) {
            div.page {
                @for (number, sheet) in page {
                    div.cell aria-hidden=[(*number >= different.len()).then_some("true")] {
                        (card(words, sheet, target, told, step))
                    }
                }
            }
        }
    }
}

fn card(words: &Words, sheet: &Sheet, target: Option<&Target>, told: bool, step: usize) -> Markup {
    html! {
        article.sheet.{ "t" (step) } {
            (heading(sheet))
            div.bands {
                @for band in &sheet.bands { (part(words, band, told)) }
            }
            footer {
                div.grounds { p { (sheet.rulebook) } }
                (way(words, target))
            }
        }
    }
}

/// Whether steps and reasons have room beside the bins, and the step of the type.
fn fitted(sheet: &Sheet, room: Room) -> (bool, usize) {
    let bins = || (false, fit::step(sheet, false, room).unwrap_or(fit::SIZES.len() - 1));
    fit::step(sheet, true, room).map_or_else(bins, |step| (true, step))
}

fn heading(sheet: &Sheet) -> Markup {
    html! {
        header {
            h1.(length(&sheet.name)) { (sheet.name) }
            @if !sheet.other_name.is_empty() { p.other { (sheet.other_name) } }
        }
    }
}

fn part(words: &Words, band: &Band, told: bool) -> Markup {
    html! {
        section.part.(band.colour.class()) {
            div.band {
                (drawing(band.colour))
                div {
                    @if let Some(over) = &band.over { h2 { (over) } }
                    p.line { (band.line) }
                }
            }
            @if told && band.tells_more() {
                div.body {
                    @if !band.steps.is_empty() {
                        p.heading { (words.text("lookup-preparation")) }
                        ol { @for step in &band.steps { li { (step) } } }
                    }
                    @if !band.reason.is_empty() {
                        p.reason { strong { (words.text("lookup-reason")) } " " (band.reason) }
                    }
                }
            }
        }
    }
}

fn way(words: &Words, target: Option<&Target>) -> Markup {
    let scan = words.text("reach-scan");
    html! {
        @if let Some(target) = target {
            div.way {
                div {
                    p.scan { (scan) }
                    p { (words.text("reach-open")) }
                    p.typed { (target.typed()) }
                }
                @if let Some(picture) = target.picture(&scan) { (picture) }
            }
        }
    }
}

/// The class for how long a name is.
fn length(name: &str) -> &'static str {
    match name.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>() {
        0..=10 => "short",
        11..=18 => "middling",
        _ => "long",
    }
}
