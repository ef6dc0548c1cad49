//! What all public pages share: their words in both languages, the guide they answer from, where a
//! phone finds them, the frame around them and the way to another language or larger type.

use maud::{DOCTYPE, Markup, html};
use schemars::JsonSchema;
use serde::Deserialize;
use wufei_domain::words::{Language, Words, WordsError};
use wufei_guide::{BrokenData, Guide, Lessons, Wording, answer_words};

use crate::settings::PublicAddress;

/// The words of the pages, a row a language: Chinese, then English.
pub const WORDS: [[&str; 3]; 2] = [
    [
        include_str!("../words/zh-CN/board.ftl"),
        include_str!("../words/zh-CN/pages.ftl"),
        include_str!("../words/zh-CN/console.ftl"),
    ],
    [
        include_str!("../words/en/board.ftl"),
        include_str!("../words/en/pages.ftl"),
        include_str!("../words/en/console.ftl"),
    ],
];

/// Why there are no pages.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// A word file that is not Fluent.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The rulebook that is compiled in.
    #[error("rulebook: {0}")]
    Guide(&'static BrokenData),
}

/// How somebody wants to see a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct View {
    /// `zh-CN` or `en`; anything else is Chinese.
    pub lang: Option<String>,
    /// `elder` for larger type.
    pub mode: Option<String>,
}

impl View {
    /// A view in that language, large or not.
    pub fn of(language: Language, elder: bool) -> Self {
        let mode = elder.then(|| "elder".to_owned());
        Self { lang: Some(language.tag().to_owned()), mode }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.lang.as_deref().and_then(Language::from_tag).unwrap_or_default()
    }

    /// Whether the type is large.
    pub fn is_elder(&self) -> bool {
        self.mode.as_deref() == Some("elder")
    }

    /// A page's address with this view: `/look-up?lang=en&mode=elder`.
    pub fn address(&self, path: &str) -> String {
        let mode = if self.is_elder() { "&mode=elder" } else { "" };
        format!("{path}?lang={}{mode}", self.language().tag())
    }
}

/// What pages are rendered from.
pub struct Pages {
    guide: &'static Guide,
    lessons: &'static Lessons<'static>,
    chinese: Words,
    english: Words,
    address: PublicAddress,
}

impl Pages {
    /// Pages that are found at `address`.
    ///
    /// # Errors
    /// A word file that is not Fluent, or a rulebook with a wrong row.
    pub fn new(address: PublicAddress) -> Result<Self, PagesError> {
        let guide = Guide::zhejiang().map_err(PagesError::Guide)?;
        let [chinese, english] = WORDS;
        let words = |language, [board, pages, console]: [&'static str; 3]| {
            Words::new(language, &[answer_words(language), board, pages, console])
        };
        Ok(Self {
            guide,
            lessons: Lessons::zhejiang().map_err(PagesError::Guide)?,
            chinese: words(Language::Chinese, chinese)?,
            english: words(Language::English, english)?,
            address,
        })
    }

    /// The words of a language.
    pub const fn words(&self, language: Language) -> &Words {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }

    /// The guide in the words of a language: what the city made of the app's, or the app's own.
    pub fn wording<'a>(&'a self, language: Language, made: Option<&'a Guide>) -> Wording<'a> {
        Wording { guide: made.unwrap_or(self.guide), words: self.words(language) }
    }

    /// What is learned.
    pub const fn lessons(&self) -> &'static Lessons<'static> {
        self.lessons
    }

    /// Whether a browser comes to them over TLS, as the public address says.
    pub fn is_secure(&self) -> bool {
        self.address.to_string().starts_with("https://")
    }

    /// Where a phone finds them.
    pub const fn address(&self) -> &PublicAddress {
        &self.address
    }
}

/// A whole page: `body` in its frame, with one style and no script.
pub fn frame(words: &Words, view: &View, title: &str, style: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.language().tag()) class=[view.is_elder().then_some("elder")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href=(style);
            }
            body { (body) }
        }
    }
}

/// The other language, and larger or normal type. `address` says where a view of this page is.
pub fn menu(words: &Words, view: &View, address: &dyn Fn(View) -> String) -> Markup {
    let [language, size] = ways(words, view);
    html! {
        nav aria-label=(words.text("page-menu")) {
            ul {
                li { a href=(address(language.view)) lang=(language.tag) { (language.label) } }
                li { a href=(address(size.view)) { (size.label) } }
            }
        }
    }
}

/// A way to see the same page otherwise.
pub struct Way {
    /// How it is seen then.
    pub view: View,
    /// What the way is called, in the language of `tag`.
    pub label: String,
    /// The language of that view.
    pub tag: &'static str,
}

/// The other language, then the other size of type.
pub fn ways(words: &Words, view: &View) -> [Way; 2] {
    let (own, elder) = (words.language(), view.is_elder());
    let other = match own {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    let size = if elder { "page-elder-off" } else { "page-elder-on" };
    let label = words.text("page-other-language");
    [
        Way { view: View::of(other, elder), label, tag: other.tag() },
        Way { view: View::of(own, !elder), label: words.text(size), tag: own.tag() },
    ]
}
