//! Things in turn on a wide screen in a hall, beside a code that leads to the look-up. The style alone
//! turns the slides, so no script is needed; whoever wants less motion sees all of them at once.

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, html};
use wufei_api::routes::LOOP_STYLE;
use wufei_domain::words::Words;

use super::{Band, Sheet, drawing, qr::Target};

const STYLE: &str = include_str!("slides.css");

/// Things on a loop at most.
pub const SHEETS_MAX: usize = 12;

/// Slides of a loop at most, however many parts its things have.
pub const SLIDES_MAX: usize = 40;

/// How long a slide stays.
pub const SECONDS_A_SLIDE: usize = 12;

/// Bands on a slide at most, however short they are.
const BANDS_A_SLIDE: usize = 3;

/// Height of a slide without its edges and its number, and of a line of steps or reason, in tenths of
/// the style's letter.
const ROOM: usize = 490;
const TOLD_LINE: usize = 40;

/// Letters on a line of steps or reason.
const TOLD_LETTERS: usize = 36;

/// What stands on the screen at a time.
struct Slide<'a> {
    sheet: &'a Sheet,
    bands: &'a [Band],
}

fn slides(sheets: &[Sheet]) -> Vec<Slide<'_>> {
    let turns = sheets.iter().take(SHEETS_MAX).flat_map(|sheet| {
        sheet.bands_in_turn().into_iter().map(move |bands| Slide { sheet, bands })
    });
    turns.take(SLIDES_MAX).collect()
}

impl Sheet {
    /// As many at a time as have room below the heading.
    fn bands_in_turn(&self) -> Vec<&[Band]> {
        let room = ROOM.saturating_sub(heading_height(self));
        let mut turns = Vec::new();
        let mut rest = self.bands.as_slice();
        while !rest.is_empty() {
            let mut left = room;
            let fits = |band: &&Band| {
                let height = left.checked_sub(band_height(band));
                left = height.unwrap_or(0);
                height.is_some()
            };
            let many = rest.iter().take(BANDS_A_SLIDE).take_while(fits).count().max(1);
            let (turn, later) = rest.split_at(many);
            turns.push(turn);
            rest = later;
        }
        turns
    }
}

/// In tenths of the style's letter, as [`ROOM`].
fn heading_height(sheet: &Sheet) -> usize {
    let (line, letters_a_line) = match length(&sheet.name) {
        "short" => (74, 17),
        "middling" => (51, 25),
        _ => (37, 34),
    };
    let other = 34 * letters(&sheet.other_name).div_ceil(38) + 10;
    line * letters(&sheet.name).div_ceil(letters_a_line) + 10 + other
}

fn band_height(band: &Band) -> usize {
    let over = band.over.as_deref().map_or(0, |over| 36 * letters(over).div_ceil(28));
    let line = 48 * letters(&band.line).div_ceil(20);
    (over + line).max(70) + 24 + 10
}

/// The page.
pub fn render(words: &Words, sheets: &[Sheet], target: &Target) -> Markup {
    let slides = slides(sheets);
    let style = format!("{LOOP_STYLE}?slides={}", slides.len());
    let scan = words.text("loop-title");
    html! {
        (DOCTYPE)
        html lang=(words.language().tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (scan) }
                link rel="stylesheet" href=(style);
            }
            body {
                main {
                    @for (at, slide) in slides.iter().enumerate() {
                        (one(words, slide, at + 1, slides.len()))
                    }
                }
                aside {
                    h1 { (scan) }
                    @if let Some(picture) = target.picture(&scan) { (picture) }
                    p { (words.text("reach-open")) }
                    p.typed { (target.typed()) }
                    p.small { (sheets.first().map_or("", |sheet| sheet.rulebook.as_str())) }
                }
            }
        }
    }
}

fn one(words: &Words, slide: &Slide<'_>, at: usize, count: usize) -> Markup {
    let (at, count) = (at.to_string(), count.to_string());
    html! {
        section.slide.{ "of-" (slide.bands.len()) } {
            h2.{ (length(&slide.sheet.name)) } { (slide.sheet.name) }
            @if !slide.sheet.other_name.is_empty() { p.other { (slide.sheet.other_name) } }
            @for band in slide.bands {
                div.band.(band.colour.class()) {
                    (drawing(band.colour))
                    div {
                        @if let Some(over) = &band.over { h3 { (over) } }
                        p.line { (band.line) }
                    }
                }
                @if slide.bands.len() == 1 { (told(words, slide.sheet, band)) }
            }
            p.small { (words.with("loop-turn", &[("number", &at), ("count", &count)])) }
        }
    }
}

/// What to do first and why, as far as there is room; what is left out stands behind the code.
fn told(words: &Words, sheet: &Sheet, band: &Band) -> Markup {
    let mut left = ROOM.saturating_sub(heading_height(sheet) + band_height(band)) / TOLD_LINE;
    let mut fits = |heading: &str, text: &str| {
        let rest = left.checked_sub((letters(heading) + letters(text) + 1).div_ceil(TOLD_LETTERS));
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    let (first, why) = (words.text("lookup-preparation"), words.text("lookup-reason"));
    let steps = !band.steps.is_empty() && fits(&first, &band.steps.join("； "));
    let reason = !band.reason.is_empty() && fits(&why, &band.reason);
    html! {
        @if steps {
            div.told {
                strong { (first) } " "
                ol { @for step in &band.steps { li { (step) } } }
            }
        }
        @if reason { p.told { strong { (why) } " " (band.reason) } }
    }
}

/// Width of a text in Latin letters; a character of Chinese is two wide.
fn letters(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

fn length(name: &str) -> &'static str {
    match letters(name) {
        0..=14 => "short",
        15..=30 => "middling",
        _ => "long",
    }
}

/// The style of a loop of so many slides, at most [`SLIDES_MAX`].
pub fn style(slides: usize) -> String {
    let slides = slides.clamp(1, SLIDES_MAX);
    let mut style = STYLE.to_owned();
    if slides == 1 {
        return style;
    }
    let round = slides * SECONDS_A_SLIDE;
    // Thousandths of a per cent, so that forty slides still begin together.
    let share = 100_000 / slides;
    // Writing to a string cannot fail.
    let _ = write!(
        style,
        "\n@media (prefers-reduced-motion: no-preference) {{\n\
         main {{ position: relative; }}\n\
         .slide {{ position: absolute; inset: 0; visibility: hidden; \
         animation: turn {round}s step-end infinite; }}\n\
         @keyframes turn {{ 0% {{ visibility: visible; }} \
         {}.{:03}%, 100% {{ visibility: hidden; }} }}\n",
        share / 1_000,
        share % 1_000
    );
    for at in 1..slides {
        let (number, delay) = (at + 1, at * SECONDS_A_SLIDE);
        let _ = writeln!(style, ".slide:nth-child({number}) {{ animation-delay: {delay}s; }}");
    }
    style.push_str("}\n");
    style
}
