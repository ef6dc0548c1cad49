//! The public page: standings of villages per registered household, and what is not shown and why.
//!
//! It shows what [`crate::service::standing`] published and holds no rule. Words come from
//! `server/words/`, the style from `board.css`; there is no script.

mod table;

use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use wufei_api::routes::{BOARD, BOARD_STYLE};
use wufei_domain::{
    standing::THRESHOLD,
    words::{Language, Words, WordsError},
};

use crate::service::standing::Published;

/// The page's style.
pub const STYLE: &str = include_str!("board.css");

/// The words of the page, in Chinese and English.
pub const WORDS: [&str; 2] =
    [include_str!("../../words/zh-CN/board.ftl"), include_str!("../../words/en/board.ftl")];

/// How somebody wants to see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct View {
    /// `zh-CN` or `en`; anything else is Chinese.
    pub lang: Option<String>,
    /// `elder` for larger type.
    pub mode: Option<String>,
}

impl View {
    fn language(&self) -> Language {
        self.lang.as_deref().and_then(Language::from_tag).unwrap_or_default()
    }

    fn is_elder(&self) -> bool {
        self.mode.as_deref() == Some("elder")
    }
}

/// Renders the page in both languages.
pub struct Pages {
    chinese: Words,
    english: Words,
}

impl Pages {
    /// # Errors
    /// A word file that is not Fluent.
    pub fn new() -> Result<Self, WordsError> {
        let [chinese, english] = WORDS;
        Ok(Self {
            chinese: Words::new(Language::Chinese, &[chinese])?,
            english: Words::new(Language::English, &[english])?,
        })
    }

    /// The whole page.
    pub fn render(&self, published: &Published, view: &View) -> Markup {
        let words = match view.language() {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        };
        let synthetic = published.counties.iter().any(|county| !county.synthetic.is_empty());
        html! {
            (DOCTYPE)
            html lang=(words.language().tag()) class=[view.is_elder().then_some("elder")] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (words.text("board-title")) }
                    link rel="stylesheet" href=(BOARD_STYLE);
                }
                body {
                    header {
                        (menu(words, view))
                        h1 { (words.text("board-title")) }
                        p { (words.text("board-lead")) }
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
                }
            }
        }
    }
}

fn menu(words: &Words, view: &View) -> Markup {
    let other = match words.language() {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    let address = |language: Language, elder: bool| {
        let mode = if elder { "&mode=elder" } else { "" };
        format!("{BOARD}?lang={}{mode}", language.tag())
    };
    let elder = view.is_elder();
    let size = if elder { "board-elder-off" } else { "board-elder-on" };
    html! {
        nav aria-label=(words.text("board-menu")) {
            ul {
                li {
                    a href=(address(other, elder)) lang=(other.tag()) {
                        (words.text("board-other-language"))
                    }
                }
                li { a href=(address(words.language(), !elder)) { (words.text(size)) } }
            }
        }
    }
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
