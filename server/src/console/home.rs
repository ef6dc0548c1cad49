//! Who is logged in, what is missing in their area, what was done there.

use maud::{Markup, html};
use wufei_api::{
    missing::{FLOOR, MissingAnswerResponse, MissingResponse, ROWS_BYTES_MAX},
    routes::{CONSOLE, CONSOLE_CONSENTS, CONSOLE_LOGOUT, CONSOLE_MISSING, CONSOLE_STYLE},
};
use wufei_domain::{
    audit::{AuditRow, OPERATOR},
    refusal::Refusal,
    words::Words,
};

use super::{FORM_WORD, held::held_records, problem};
use crate::{
    pages::{self, View},
    service::console::home::Home,
};

/// What is said above it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    #[default]
    Nothing,
    /// What an answer to missing words came to.
    Answered(MissingAnswerResponse),
    /// A held record was decided on; whether it was taken.
    Decided(bool),
    /// Why it was not decided on, and what was typed.
    Undecided {
        /// Why.
        refusal: Refusal,
        /// Which record, as the form had it.
        id: String,
        /// The reason that was typed.
        why: String,
    },
    /// Why rows were not taken, and the rows, so that nobody types them twice.
    Refused(Refusal, String),
}

/// The whole page. `form_word` goes into each form.
pub fn home_page(words: &Words, view: &View, home: &Home, form_word: &str, said: &Said) -> Markup {
    let title = words.text("console-title");
    let role = words.text(&format!("console-role-{}", home.person.role.code()));
    let body = html! {
        header {
            (pages::menu(words, view, &|view| view.address(CONSOLE)))
            h1 { (title) }
            p { (words.with("console-who", &[
                ("label", &home.person.label), ("role", &role), ("area", &home.area_name),
            ])) }
            nav aria-label=(words.text("console-pages")) {
                ul { li { a href=(view.address(CONSOLE_CONSENTS)) { (words.text("console-consents")) } } }
            }
            form method="post" action=(view.address(CONSOLE_LOGOUT)) {
                input type="hidden" name=(FORM_WORD) value=(form_word);
                button type="submit" { (words.text("console-leave")) }
            }
        }
        main {
            @match said {
                Said::Nothing => {},
                Said::Answered(answered) => p.done role="status" { (done(words, answered)) },
                Said::Decided(true) => p.done role="status" { (words.text("console-held-taken")) },
                Said::Decided(false) => p.done role="status" { (words.text("console-held-refused")) },
                Said::Refused(refusal, _) | Said::Undecided { refusal, .. } => (problem(words, refusal)),
            }
            @if let Some(held) = &home.held { (held_records(words, view, held, form_word, said)) }
            @if let Some(missing) = &home.missing { (missing_words(words, missing)) }
            @if home.may_answer {
                (answer_form(words, view, form_word, said))
            } @else if home.missing.is_some() {
                p.quiet { (words.text("console-answer-elsewhere")) }
            }
            (acts(words, &home.acts))
        }
    };
    pages::frame(words, view, &title, CONSOLE_STYLE, body)
}

fn done(words: &Words, answered: &MissingAnswerResponse) -> String {
    let count = words.number(i64::try_from(answered.words).unwrap_or(i64::MAX));
    words.with("console-answered", &[("version", &answered.version), ("words", &count)])
}

fn missing_words(words: &Words, missing: &MissingResponse) -> Markup {
    let number = |value: u64| words.number(i64::try_from(value).unwrap_or(i64::MAX));
    html! {
        section aria-labelledby="missing" {
            h2 #missing { (words.text("console-missing")) }
            @if missing.words.is_empty() {
                p.quiet { (words.with("console-missing-none", &[("floor", &number(FLOOR))])) }
            } @else {
                table {
                    thead { tr {
                        th scope="col" { (words.text("console-word")) }
                        th.number scope="col" { (words.text("console-told")) }
                    } }
                    tbody {
                        @for word in &missing.words {
                            tr { td { (word.word) } td.number { (number(word.told)) } }
                        }
                    }
                }
            }
            @if missing.others > 0 {
                p.quiet { (words.with("console-others", &[
                    ("words", &number(missing.others)), ("told", &number(missing.others_told)),
                ])) }
            }
        }
    }
}

fn answer_form(words: &Words, view: &View, form_word: &str, said: &Said) -> Markup {
    let typed = if let Said::Refused(_, rows) = said { rows.as_str() } else { "" };
    html! {
        section aria-labelledby="answer" {
            h2 #answer { (words.text("console-answer")) }
            form method="post" action=(view.address(CONSOLE_MISSING)) {
                input type="hidden" name=(FORM_WORD) value=(form_word);
                p.field {
                    label for="rows" { (words.text("console-rows")) }
                    textarea #rows name="rows" rows="8" required spellcheck="false"
                        maxlength=(ROWS_BYTES_MAX) aria-describedby="rows-hint" { "\n" (typed) }
                    span.quiet #rows-hint { (words.text("console-rows-hint")) }
                }
                pre.quiet { "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\nwhy | 太大，放不进任何桶。 | It is too large for any bin." }
                button.main type="submit" { (words.text("console-send")) }
            }
        }
    }
}

fn acts(words: &Words, acts: &[AuditRow]) -> Markup {
    html! {
        section aria-labelledby="acts" {
            h2 #acts { (words.text("console-acts")) }
            @if acts.is_empty() {
                p.quiet { (words.text("console-acts-none")) }
            } @else {
                ol.acts {
                    @for act in acts {
                        li {
                            span { (words.moment(act.at)) " " strong { (name(words, act)) } }
                            span.quiet { (who(words, &act.who)) }
                            @if let Some(subject) = &act.subject { span.quiet.id { (subject) } }
                        }
                    }
                }
            }
        }
    }
}

/// An act of a newer program has no name here and is shown by its code.
fn name(words: &Words, act: &AuditRow) -> String {
    let id = format!("console-act-{}", act.act);
    if words.has(&id) { words.text(&id) } else { act.act.clone() }
}

/// Who did something, as the register and the log keep it.
pub(super) fn who(words: &Words, by: &str) -> String {
    if by == OPERATOR { words.text("console-operator") } else { by.to_owned() }
}
