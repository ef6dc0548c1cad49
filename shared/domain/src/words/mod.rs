//! Words for the screen: Fluent messages (zh-CN first, en), numbers, weights and dates.
//!
//! The messages of refusals and units live beside this module in `words/`; a program adds its own
//! when it makes its [`Words`]. What cannot be found is shown as `⟨id⟩`, and a test in each crate
//! holds that both languages have the same ids.

pub mod format;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use crate::refusal::Refusal;

/// A language of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The BCP 47 tag, as in `lang="zh-CN"`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of that tag, if there is one.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// A message file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Not Fluent.
    #[error("message file {file} of {language} is not Fluent: {detail}")]
    Broken {
        /// Which of the files, from 0.
        file: usize,
        /// Its language.
        language: &'static str,
        /// What the parser says.
        detail: String,
    },
    /// Two files have the same message.
    #[error("message file {file} of {language} repeats a message: {detail}")]
    Repeated {
        /// Which of the files, from 0.
        file: usize,
        /// Its language.
        language: &'static str,
        /// Which message.
        detail: String,
    },
}

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

const CHINESE: [&str; 3] = [
    include_str!("../../words/zh-CN/refusal.ftl"),
    include_str!("../../words/zh-CN/format.ftl"),
    include_str!("../../words/zh-CN/consent.ftl"),
];
const ENGLISH: [&str; 3] = [
    include_str!("../../words/en/refusal.ftl"),
    include_str!("../../words/en/format.ftl"),
    include_str!("../../words/en/consent.ftl"),
];

impl Words {
    /// The words of `language`: those of this crate, then `files`.
    ///
    /// # Errors
    /// A file that is not Fluent, or that repeats a message.
    pub fn new(language: Language, files: &[&str]) -> Result<Self, WordsError> {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Marks of direction around each value would be read aloud or shown as boxes.
        bundle.set_use_isolating(false);
        let own = match language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        };
        for (file, text) in own.iter().chain(files).enumerate() {
            let resource = FluentResource::try_new((*text).to_owned()).map_err(|(_, errors)| {
                let detail = format!("{errors:?}");
                WordsError::Broken { file, language: language.tag(), detail }
            })?;
            bundle.add_resource(resource).map_err(|errors| {
                let detail = format!("{errors:?}");
                WordsError::Repeated { file, language: language.tag(), detail }
            })?;
        }
        Ok(Self { language, bundle })
    }

    /// Which language.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Whether the message is there.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// A message without values.
    pub fn text(&self, id: &str) -> String {
        self.fill(id, &FluentArgs::new())
    }

    /// A message with values. Numbers go in as formatted text: see [`Words::number`].
    pub fn with(&self, id: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        self.fill(id, &args)
    }

    /// A message whose `count` chooses its plural form, with values.
    pub fn counted(&self, id: &str, count: u64, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        // Counts on a screen are far below 2^53, where a double is still exact.
        args.set("count", FluentValue::from(u32::try_from(count).unwrap_or(u32::MAX)));
        for (name, value) in values {
            args.set(*name, *value);
        }
        self.fill(id, &args)
    }

    /// The sentence for a refusal. Weights among its values are given in grams there and shown in
    /// both units here; a moment in milliseconds is shown as day and time.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &refusal.args {
            args.set(name.as_str(), self.refusal_value(refusal.code, name, value));
        }
        self.fill(&format!("refusal-{}", refusal.code.as_str()), &args)
    }

    fn fill(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return format!("⟨{id}⟩");
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()
    }
}

/// The ids of all messages in a Fluent text, in order: for the tests that compare languages.
pub fn message_ids(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests;
