//! What hangs on a wall: a thing and its bins as a poster, a pocket card, or slides on a wide screen.
//!
//! [`Sheet`] is plain: a name and bands. Start here: [`Subject::sheet`], then [`paper`] and
//! [`slides`]; [`qr`] draws the code that leads to the look-up.

mod fit;
pub mod paper;
pub mod qr;
pub mod slides;

use maud::{Markup, html};
use wufei_domain::{
    refusal::{Code, Refusal},
    stream::BinColour,
};
use wufei_guide::{Disposal, Item, Lesson, Lessons, Page, Part, Text, Topic, Wording, colour};

/// A thing and where it goes, or a lesson, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is about, in a few words.
    pub name: String,
    /// The same in the other language, smaller; empty for none.
    pub other_name: String,
    /// At least one: the whole, the thing taken apart, or what a lesson says.
    pub bands: Vec<Band>,
    /// Which rulebook says so, and in which version.
    pub rulebook: String,
}

/// What a sheet is about, by its key in the guide's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A thing.
    Item(String),
    /// A lesson.
    Lesson(String),
}

impl Subject {
    /// Its key.
    pub fn key(&self) -> &str {
        match self {
            Self::Item(key) | Self::Lesson(key) => key,
        }
    }

    /// The sheet about it.
    ///
    /// # Errors
    /// [`Code::NotFound`] with the key where nothing has it.
    pub fn sheet(&self, wording: &Wording<'_>, lessons: &Lessons<'_>) -> Result<Sheet, Refusal> {
        let sheet = match self {
            Self::Item(key) => wording.guide.item(key).map(|item| Sheet::of_item(wording, item)),
            Self::Lesson(key) => lessons.lesson(key).map(|it| Sheet::of_lesson(wording, it)),
        };
        let key = || self.key().chars().take(60).collect::<String>();
        sheet.ok_or_else(|| Refusal::new(Code::NotFound).with("value", key()))
    }
}

/// One part and its bin, or one sentence of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The smaller line: the part's or condition's name, and over a sentence the bin it is about.
    pub over: Option<String>,
    /// Of the bin; [`BinColour::None`] where there is none.
    pub colour: BinColour,
    /// The larger line: colour and word of the bin, `蓝色桶 · 可回收物`, or a sentence.
    pub line: String,
    /// Why, in one sentence; empty where the line says all.
    pub reason: String,
    /// What to do first, in order; may be empty.
    pub steps: Vec<String>,
    /// Which texts say so; empty for a sentence that holds no rule.
    pub sources: Vec<String>,
}

impl Band {
    /// Whether there is something below the bin.
    const fn tells_more(&self) -> bool {
        !self.reason.is_empty() || !self.steps.is_empty()
    }
}

impl Sheet {
    /// An item of the guide.
    pub fn of_item(wording: &Wording<'_>, item: &Item) -> Self {
        let language = wording.words.language();
        let told = |text: &Text| text.in_language(language).to_owned();
        let band = |part: &Part| Band {
            over: wording.part_name(part),
            colour: colour(part.disposal),
            line: wording.bin_line(part.disposal),
            reason: told(&part.reason),
            steps: part.steps.iter().map(|step| told(step)).collect(),
            sources: vec![told(&wording.guide.citation(part))],
        };
        Self::new(wording, &item.name, item.parts.iter().map(band).collect())
    }

    /// A lesson: each sentence with the bin it is about.
    pub fn of_lesson(wording: &Wording<'_>, lesson: &Lesson<'_>) -> Self {
        let language = wording.words.language();
        let rulebook = wording.guide.rulebook();
        let band = |page: &Page<'_>| {
            let place = page_place(lesson, page);
            let sources = page.sources.iter().filter_map(|id| rulebook.source(id));
            let sources = sources.map(|it| it.citation.in_language(language).to_owned());
            Band {
                over: place.map(|place| wording.bin_line(place)),
                colour: place.map_or(BinColour::None, colour),
                line: page.text.in_language(language).to_owned(),
                reason: String::new(),
                steps: Vec::new(),
                sources: sources.collect(),
            }
        };
        Self::new(wording, &lesson.title, lesson.pages.iter().map(band).collect())
    }

    fn new(wording: &Wording<'_>, name: &Text, bands: Vec<Band>) -> Self {
        let (words, rulebook) = (wording.words, wording.guide.rulebook());
        let language = words.language();
        let title = rulebook.title.in_language(language);
        let values = [("title", title), ("version", rulebook.version.as_str())];
        let others = [&name.zh, &name.en];
        let name = name.in_language(language).to_owned();
        let other = others.into_iter().find(|other| **other != name);
        let other_name = other.cloned().unwrap_or_default();
        Self { name, other_name, bands, rulebook: words.with("reach-rulebook", &values) }
    }

    /// The sources of its bands, each once, in order.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for source in self.bands.iter().flat_map(|band| &band.sources) {
            if !sources.contains(&source.as_str()) {
                sources.push(source);
            }
        }
        sources
    }
}

/// Where what a page shows goes, if that is one place; else the lesson's own bin, if it is about one.
fn page_place(lesson: &Lesson<'_>, page: &Page<'_>) -> Option<Disposal> {
    let mut shown = page.items.iter().flat_map(|item| item.disposals());
    if let Some(first) = shown.next() {
        return shown.all(|place| place == first).then_some(first);
    }
    match lesson.topics[..] {
        [Topic::Stream(stream)] => Some(Disposal::Bin(stream)),
        _ => None,
    }
}

/// A bin's own shape; a screen reader leaves it out, for the word stands beside it.
pub fn drawing(colour: BinColour) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            path d=(colour.drawing()) {}
        }
    }
}
