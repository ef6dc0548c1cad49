//! The console's pages: logging in, and what somebody who did sees. No script; each form carries the
//! word of its session.
//!
//! Start here: [`login_page`], [`home_page`], [`consent_page`]. What stands in them is decided in
//! [`crate::service::console`].

mod consents;
mod held;
mod home;

use maud::{Markup, html};
use wufei_api::routes::{CONSOLE_LOGIN, CONSOLE_STYLE};
use wufei_domain::{refusal::Refusal, words::Words};

use crate::{
    pages::{self, View},
    service::console::rules::{NAME_CHARS_MAX, PASSWORD_CHARS_MAX},
};

pub use consents::{ConsentSaid, consent_page};
pub use home::{Said, home_page};

/// The pages' style.
pub const STYLE: &str = include_str!("console.css");

/// The name of the field with the word of the session.
pub const FORM_WORD: &str = "form";

/// Name, password and code in one form; above it why the last try, or the session, came to nothing.
pub fn login_page(words: &Words, view: &View, refusal: Option<&Refusal>) -> Markup {
    let title = words.text("console-login-title");
    let body = html! {
        header {
            (pages::menu(words, view, &|view| view.address(CONSOLE_LOGIN)))
            h1 { (title) }
            p { (words.text("console-login-lead")) }
        }
        main {
            @if let Some(refusal) = refusal { (problem(words, refusal)) }
            form method="post" action=(view.address(CONSOLE_LOGIN)) {
                p.field {
                    label for="name" { (words.text("console-name")) }
                    input #name name="name" type="text" required autocomplete="username"
                        autocapitalize="none" spellcheck="false" maxlength=(NAME_CHARS_MAX);
                }
                p.field {
                    label for="password" { (words.text("console-password")) }
                    input #password name="password" type="password" required
                        autocomplete="current-password" maxlength=(PASSWORD_CHARS_MAX);
                }
                p.field {
                    label for="code" { (words.text("console-code")) }
                    input #code name="code" type="text" required inputmode="numeric"
                        autocomplete="one-time-code" maxlength="6" aria-describedby="code-hint";
                    span.quiet #code-hint { (words.text("console-code-hint")) }
                }
                button.main type="submit" { (words.text("console-enter")) }
            }
        }
        footer { p.quiet { (words.text("console-cookie")) } }
    };
    pages::frame(words, view, &title, CONSOLE_STYLE, body)
}

fn problem(words: &Words, refusal: &Refusal) -> Markup {
    html! { p.problem role="alert" data-code=(refusal.code.as_str()) { (words.refusal(refusal)) } }
}
