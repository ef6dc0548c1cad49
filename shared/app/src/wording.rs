//! The words of the screens, by language: Fluent files compiled in, a file a screen.

use wufei_domain::words::{Language, Words, WordsError};
use wufei_guide::answer_words;

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../words/", $language, "/app.ftl")),
            include_str!(concat!("../words/", $language, "/lookup.ftl")),
            include_str!(concat!("../words/", $language, "/learning.ftl")),
            include_str!(concat!("../words/", $language, "/household.ftl")),
            include_str!(concat!("../words/", $language, "/point.ftl")),
            include_str!(concat!("../words/", $language, "/turfs.ftl")),
            include_str!(concat!("../words/", $language, "/outbox.ftl")),
            include_str!(concat!("../words/", $language, "/standing.ftl")),
            include_str!(concat!("../words/", $language, "/settings.ftl")),
        ]
    };
}

const CHINESE: [&str; 9] = files!("zh-CN");
const ENGLISH: [&str; 9] = files!("en");

const fn files(language: Language) -> &'static [&'static str; 9] {
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}

/// All words of a language: those of refusals and units, of an answer, then those of the screens.
pub(crate) fn words(language: Language) -> Result<Words, WordsError> {
    let answer = [answer_words(language)];
    let all: Vec<&str> = answer.iter().chain(files(language)).copied().collect();
    Words::new(language, &all)
}

#[cfg(test)]
mod tests;
