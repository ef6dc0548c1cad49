//! What hangs on a wall: a thing and its bins as a poster, a pocket card, or slides on a wide screen.
//!
//! [`Sheet`] is plain: a name and bands. An item fills it here; whatever else has a name and bins,
//! such as a lesson, can fill it as well. Start here: [`Sheet::of_item`], then [`paper`] and
//! [`slides`]; [`qr`] draws the code that leads to the look-up.

mod fit;
pub mod paper;
pub mod qr;
pub mod slides;

use maud::{Markup, html};
use wufei_domain::stream::BinColour;
use wufei_guide::{Item, Wording, colour};

/// A thing and where it goes, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is about, in a few words.
    pub name: String,
    /// The same in the other language, smaller; empty for none.
    pub other_name: String,
    /// At least one: the whole, or the thing taken apart.
    pub bands: Vec<Band>,
    /// Which rulebook says so, and in which version.
    pub rulebook: String,
}

/// One part and its bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The part's or condition's name; `None` for the whole thing.
    pub name: Option<String>,
    /// Of the bin; [`BinColour::None`] where there is none.
    pub colour: BinColour,
    /// Colour and word of the bin: `蓝色桶 · 可回收物`.
    pub bin_line: String,
    /// Why, in one sentence.
    pub reason: String,
    /// What to do first, in order; may be empty.
    pub steps: Vec<String>,
    /// Which text says so.
    pub source: String,
}

impl Sheet {
    /// An item of the guide.
    pub fn of_item(wording: &Wording<'_>, item: &Item) -> Self {
        let language = wording.words.language();
        let rulebook = wording.guide.rulebook();
        let version = rulebook.version.as_str();
        let title = rulebook.title.in_language(language);
        let others = [&item.name.zh, &item.name.en];
        let name = item.name.in_language(language).to_owned();
        let other = others.into_iter().find(|other| **other != name);
        Self {
            other_name: other.cloned().unwrap_or_default(),
            name,
            bands: item
                .parts
                .iter()
                .map(|part| Band {
                    name: wording.part_name(part),
                    colour: colour(part.disposal),
                    bin_line: wording.bin_line(part.disposal),
                    reason: part.reason.in_language(language).to_owned(),
                    steps: part
                        .steps
                        .iter()
                        .map(|step| step.in_language(language).to_owned())
                        .collect(),
                    source: wording.guide.citation(part).in_language(language).to_owned(),
                })
                .collect(),
            rulebook: wording
                .words
                .with("reach-rulebook", &[("title", title), ("version", version)]),
        }
    }

    /// The sources of its bands, each once, in order.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for band in &self.bands {
            if !sources.contains(&band.source.as_str()) {
                sources.push(&band.source);
            }
        }
        sources
    }
}

/// The word in class names for a bin of that colour.
pub const fn bin_class(colour: BinColour) -> &'static str {
    match colour {
        BinColour::Blue => "blue",
        BinColour::Red => "red",
        BinColour::Green => "green",
        BinColour::Grey => "grey",
        BinColour::None => "special",
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
