//! The public page: standings of villages per registered household, and what is not shown and why.
//!
//! It shows what [`crate::service::standing`] published and holds no rule. Words come from
//! `server/words/`, the style from `board.css`; there is no script.

mod table;

use maud::{Markup, html};
use wufei_api::routes::{BOARD, BOARD_STYLE, LOOK_UP};
use wufei_domain::{standing::THRESHOLD, words::Words};

use crate::{
    pages::{self, View},
    service::standing::Published,
};

/// The page's style.
pub const STYLE: &str = include_str!("board.css");

/// The whole page.
pub fn render(words: &Words, published: &Published, view: &View) -> Markup {
    let synthetic = published.counties.iter().any(|county| !county.synthetic.is_empty());
    let body = html! {
        header {
            (pages::menu(words, view, &|view| view.address(BOARD)))
            h1 { (words.text("board-title")) }
            p { (words.text("board-lead")) }
            p.onward { a href=(view.address(LOOK_UP)) { (words.text("board-look-up")) } }
            @if synthetic {
                p.notice role="note" { (words.text("board-synthetic-page")) }
            }
        }
        main {
            @if published.counties.is_empty() {
                p { (words.text("board-empty")) }
            }
            @for county in &published.counties { (table::county(words, county)) }
            (how(words))
        }
        footer { (without_roll(words, published)) }
    };
    pages::frame(words, view, &words.text("board-title"), BOARD_STYLE, body)
}

fn how(words: &Words) -> Markup {
    let threshold = words.number(i64::from(THRESHOLD));
    html! {
        section {
            h2 { (words.text("board-how-title")) }
            ul.units {
                li { (words.text("board-how-weight")) }
                li { (words.text("board-how-participation")) }
                li { (words.text("board-how-ties")) }
                li { (words.with("board-how-threshold", &[("threshold", &threshold)])) }
                li { (words.text("board-how-names")) }
            }
        }
    }
}

fn without_roll(words: &Words, published: &Published) -> Markup {
    let number = words.number(i64::from(published.without_roll));
    html! {
        @if published.without_roll > 0 {
            p.quiet { (words.with("board-without-roll", &[("number", &number)])) }
        }
    }
}
