//! The consent register: a household is looked up, what it agreed to stands by purpose, and below it
//! every word as it was written down. Who may write finds a form at each purpose.

use maud::{Markup, html};
use wufei_api::routes::{CONSOLE, CONSOLE_CONSENT, CONSOLE_CONSENTS, CONSOLE_STYLE};
use wufei_domain::{
    consent::{Consent, ConsentPurpose},
    refusal::Refusal,
    words::Words,
};

use super::{FORM_WORD, home::who, problem};
use crate::{
    pages::{self, View},
    service::console::consents::{ConsentDesk, FIND_CHARS_MAX, Register},
};

/// What is said above it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ConsentSaid {
    /// Nothing.
    #[default]
    Nothing,
    /// A word was written down; whether it was a yes.
    Said(bool),
    /// Why nothing was found or written down, and what was looked for.
    Refused(Refusal, String),
}

/// The whole page. `form_word` goes into each form.
pub fn consent_page(
    words: &Words,
    view: &View,
    desk: &ConsentDesk,
    form_word: &str,
    said: &ConsentSaid,
) -> Markup {
    let title = words.text("console-consents");
    let role = words.text(&format!("console-role-{}", desk.person.role.code()));
    let body = html! {
        header {
            (pages::menu(words, view, &|view| view.address(CONSOLE_CONSENTS)))
            h1 { (title) }
            p { (words.with("console-who", &[
                ("label", &desk.person.label), ("role", &role), ("area", &desk.area_name),
            ])) }
            nav aria-label=(words.text("console-pages")) {
                ul { li { a href=(view.address(CONSOLE)) { (words.text("console-back")) } } }
            }
        }
        main {
            @match said {
                ConsentSaid::Nothing => {},
                ConsentSaid::Said(true) => p.done role="status" { (words.text("console-consent-given")) },
                ConsentSaid::Said(false) => p.done role="status" { (words.text("console-consent-withdrawn")) },
                ConsentSaid::Refused(refusal, _) => (problem(words, refusal)),
            }
            (find_form(words, view, form_word, said))
            @if let Some(register) = &desk.found {
                (purposes(words, view, desk, register, form_word))
                (all_words(words, register))
            }
        }
    };
    pages::frame(words, view, &title, CONSOLE_STYLE, body)
}

fn find_form(words: &Words, view: &View, form_word: &str, said: &ConsentSaid) -> Markup {
    let typed = if let ConsentSaid::Refused(_, typed) = said { typed.as_str() } else { "" };
    html! {
        section aria-labelledby="find" {
            h2 #find { (words.text("console-consents-find")) }
            form method="post" action=(view.address(CONSOLE_CONSENTS)) {
                input type="hidden" name=(FORM_WORD) value=(form_word);
                p.field {
                    label for="household" { (words.text("console-consents-household")) }
                    input #household name="household" type="text" required autocomplete="off"
                        spellcheck="false" maxlength=(FIND_CHARS_MAX) value=(typed)
                        aria-describedby="household-hint";
                    span.quiet #household-hint { (words.text("console-consents-hint")) }
                }
                button.main type="submit" { (words.text("console-consents-look")) }
            }
        }
    }
}

fn purposes(
    words: &Words,
    view: &View,
    desk: &ConsentDesk,
    register: &Register,
    form_word: &str,
) -> Markup {
    html! {
        section aria-labelledby="found" {
            h2 #found { (register.label) }
            p { (register.place) " · " span.id { (register.household) } }
            @if !desk.may_write { p.quiet { (words.text("console-consents-read")) } }
            ul.held {
                @for purpose in ConsentPurpose::ALL {
                    li { (one(words, register, *purpose)) @if desk.may_write {
                        (word_form(words, view, register, *purpose, form_word))
                    } }
                }
            }
        }
    }
}

/// A purpose: whether it is agreed to, and the text.
fn one(words: &Words, register: &Register, purpose: ConsentPurpose) -> Markup {
    let given = register.given(purpose);
    let version = given.unwrap_or(purpose.newest_text());
    let number = words.number(i64::from(version));
    html! {
        h3 id=(purpose) { (name(words, purpose)) }
        @if given.is_some() {
            p { strong { (words.with("console-consent-holds", &[("version", &number)])) } }
        } @else {
            p { (words.text("console-consent-none")) }
        }
        @if let Some(id) = purpose.text_id(version) {
            p.quiet { (words.with("console-consent-text", &[("version", &number)])) " " (words.text(&id)) }
        }
    }
}

/// Signed on paper, or taken back.
fn word_form(
    words: &Words,
    view: &View,
    register: &Register,
    purpose: ConsentPurpose,
    form_word: &str,
) -> Markup {
    let field = format!("text-{purpose}");
    html! {
        form method="post" action=(view.address(CONSOLE_CONSENT)) aria-labelledby=(purpose) {
            input type="hidden" name=(FORM_WORD) value=(form_word);
            input type="hidden" name="household" value=(register.household);
            input type="hidden" name="purpose" value=(purpose);
            p.field {
                label for=(field) { (words.text("console-consent-version")) }
                select id=(field) name="text" {
                    @for version in (1..=purpose.newest_text()).rev() {
                        option value=(version) { (words.number(i64::from(version))) }
                    }
                }
            }
            button.main type="submit" name="word" value="given" {
                (words.text("console-consent-give"))
            }
            @if register.given(purpose).is_some() {
                button type="submit" name="word" value="withdrawn" {
                    (words.text("console-consent-withdraw"))
                }
            }
        }
    }
}

fn all_words(words: &Words, register: &Register) -> Markup {
    html! {
        section aria-labelledby="words" {
            h2 #words { (words.text("console-consents-all")) }
            @if register.said.is_empty() {
                p.quiet { (words.text("console-consents-empty")) }
            } @else {
                ol.acts {
                    @for (consent, by) in &register.said { (said(words, consent, by)) }
                }
            }
        }
    }
}

fn said(words: &Words, consent: &Consent, by: &str) -> Markup {
    let Consent { purpose, word, text_version, at, channel } = consent;
    let version = words.number(i64::from(*text_version));
    let what = [("purpose", &*name(words, *purpose)), ("word", word.code()), ("version", &version)];
    html! {
        li {
            span { (words.moment(*at)) " " strong { (words.with("console-consent-word", &what)) } }
            span.quiet { (words.with("console-consent-how", &[
                ("channel", channel.code()), ("by", &who(words, by)),
            ])) }
        }
    }
}

fn name(words: &Words, purpose: ConsentPurpose) -> String {
    words.with("console-consent-purpose", &[("purpose", purpose.code())])
}
