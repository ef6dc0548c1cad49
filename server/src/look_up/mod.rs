//! The public look-up: which bin, for whoever scanned a code and has no app. The same guide and the
//! same words as in the app; no script, no cookie, and nothing of what was typed is kept.
//!
//! Start here: [`render`]. What is asked may come in the address (`?q=`, `?item=`) or, from the form,
//! in the body, so that a typed word stands in no address.

use maud::{Markup, html};
use wufei_api::routes::{BOARD, LOOK_UP, LOOK_UP_STYLE};
use wufei_domain::{
    refusal::{Code, Refusal},
    stream::BinColour,
    words::Words,
};
use wufei_guide::{Answer, GuessWords, Item, Wording};

use crate::{
    pages::{self, View, ways},
    sheet::{Band, Sheet, drawing},
};

/// The page's style.
pub const STYLE: &str = include_str!("look_up.css");

/// Characters that the field takes.
pub const TYPED_CHARS_MAX: usize = 200;

/// What somebody asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// As typed; blank is nothing.
    pub typed: String,
    /// The key of an item that was picked from a list; it wins over what was typed.
    pub item: Option<String>,
}

/// Asks the guide; `None` for a question without a word.
///
/// # Errors
/// [`Code::NotFound`] for a key that no item has.
fn answer<'a>(wording: &Wording<'a>, question: &Question) -> Result<Option<Answer<'a>>, Refusal> {
    if let Some(key) = &question.item {
        let item = wording.guide.item(key).ok_or_else(|| Refusal::new(Code::NotFound))?;
        return Ok(Some(Answer::Found(item)));
    }
    let blank = question.typed.trim().is_empty();
    Ok((!blank).then(|| wording.guide.look_up(&question.typed)))
}

/// The whole page, and why the question could not be answered, if so.
///
/// `refused` says what was wrong with a question that could not even be read.
pub fn render(
    wording: &Wording<'_>,
    view: &View,
    question: &Question,
    refused: Option<Refusal>,
) -> (Markup, Option<Refusal>) {
    let words = wording.words;
    let (answer, refusal) = match refused.map_or_else(|| answer(wording, question), Err) {
        Ok(answer) => (answer, None),
        Err(refusal) => (None, Some(refusal)),
    };
    let title = words.text("title-lookup");
    let body = html! {
        header {
            (menu(words, view, question))
            h1 { (title) }
            p { (words.text("look-up-lead")) }
        }
        main {
            (form(words, view, &question.typed))
            @if let Some(refusal) = &refusal {
                p.problem role="alert" { (sentence(words, refusal)) }
            }
            (result(wording, view, question.typed.trim(), answer.as_ref()))
        }
        footer {
            p.quiet { (wording.rulebook_line()) }
            p.quiet { (words.text("look-up-privacy")) }
            p.onward { a href=(view.address(BOARD)) { (words.text("look-up-standing")) } }
        }
    };
    (pages::frame(words, view, &title, LOOK_UP_STYLE, body), refusal)
}

/// A visitor has no app to update and sends nothing in parts.
fn sentence(words: &Words, refusal: &Refusal) -> String {
    match refusal.code {
        Code::BodyMalformed => words.text("look-up-unreadable"),
        Code::BodyTooLarge => {
            words.with("look-up-too-long", &[("max", &TYPED_CHARS_MAX.to_string())])
        }
        _ => words.refusal(refusal),
    }
}

/// With a typed word the ways are forms that carry it in their bodies: a link would put it into an
/// address, which every proxy on the way may write down.
fn menu(words: &Words, view: &View, question: &Question) -> Markup {
    if question.item.is_some() || question.typed.trim().is_empty() {
        return pages::menu(words, view, &|view| item_address(&view, question.item.as_deref()));
    }
    html! {
        nav aria-label=(words.text("page-menu")) {
            ul {
                @for way in ways(words, view) {
                    li {
                        form method="post" action=(way.view.address(LOOK_UP)) {
                            input type="hidden" name="q" value=(question.typed);
                            button type="submit" lang=(way.tag) { (way.label) }
                        }
                    }
                }
            }
        }
    }
}

fn form(words: &Words, view: &View, typed: &str) -> Markup {
    html! {
        form.search role="search" method="post" action=(view.address(LOOK_UP)) {
            label for="q" { (words.text("lookup-field")) }
            div.joined {
                input #q type="search" name="q" value=(typed) placeholder=(words.text("lookup-hint"))
                    autocomplete="off" autocapitalize="off" spellcheck="false"
                    enterkeyhint="search" maxlength=(TYPED_CHARS_MAX);
                button.main type="submit" { (words.text("lookup-search")) }
            }
        }
    }
}

fn result(wording: &Wording<'_>, view: &View, word: &str, answer: Option<&Answer<'_>>) -> Markup {
    let words = wording.words;
    match answer {
        None => links(wording, view, &words.text("lookup-examples"), &wording.guide.examples()),
        Some(Answer::Candidates(items)) => {
            links(wording, view, &words.text("lookup-candidates"), items)
        }
        Some(Answer::Found(item)) => card(words, &Sheet::of_item(wording, item)),
        Some(Answer::Guess { guess, nearest }) => html! {
            (guess_card(&wording.guess(word, guess)))
            (near(wording, view, nearest))
        },
        Some(Answer::Unknown { nearest }) => html! {
            p.lead { (words.with("lookup-unknown", &[("word", word)])) }
            (near(wording, view, nearest))
        },
    }
}

fn near(wording: &Wording<'_>, view: &View, nearest: &[&Item]) -> Markup {
    let heading = wording.nearest_heading(nearest);
    html! {
        @if nearest.is_empty() { p.quiet { (heading) } }
        @else { (links(wording, view, &heading, nearest)) }
    }
}

fn links(wording: &Wording<'_>, view: &View, heading: &str, items: &[&Item]) -> Markup {
    html! {
        section aria-labelledby="items" {
            h2 #items { (heading) }
            ul.rows {
                @for item in items {
                    @let (word, colour) = wording.link_word(item);
                    li {
                        a.row href=(item_address(view, Some(&item.key))) {
                            span.name { (item.name.in_language(wording.words.language())) }
                            span.bin.(colour.class()) { (drawing(colour)) (word) }
                        }
                    }
                }
            }
        }
    }
}

/// Keys are slugs, so nothing needs escaping.
fn item_address(view: &View, key: Option<&str>) -> String {
    let item = key.map(|key| format!("&item={key}")).unwrap_or_default();
    view.address(LOOK_UP) + &item
}

fn card(words: &Words, sheet: &Sheet) -> Markup {
    html! {
        article.item aria-labelledby="item" {
            h2 #item { (sheet.name) }
            @for band in &sheet.bands { (part(words, band)) }
        }
    }
}

fn part(words: &Words, band: &Band) -> Markup {
    html! {
        section.part.(band.colour.class()) {
            (head(band.colour, band.over.as_deref(), &band.line))
            div.body {
                p.heading { (words.text("lookup-reason")) }
                p { (band.reason) }
                @if !band.steps.is_empty() {
                    p.heading { (words.text("lookup-preparation")) }
                    ol { @for step in &band.steps { li { (step) } } }
                }
                p.small.quiet { (words.text("lookup-source")) " " (band.sources.join(" / ")) }
            }
        }
    }
}

fn guess_card(guess: &GuessWords) -> Markup {
    html! {
        article.item.guess aria-labelledby="item" {
            h2 #item { (guess.mark) }
            section.part.(guess.colour.class()) {
                (head(guess.colour, None, &guess.bin_line))
                div.body {
                    p { (guess.grounds) }
                    @if let Some(sureness) = &guess.sureness { p.small.quiet { (sureness) } }
                }
            }
        }
    }
}

fn head(colour: BinColour, name: Option<&str>, bin_line: &str) -> Markup {
    html! {
        header.band {
            (drawing(colour))
            div {
                @if let Some(name) = name { h3 { (name) } }
                p.bin-line { (bin_line) }
            }
        }
    }
}
