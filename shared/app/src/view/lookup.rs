//! The look-up: type an item, read its bin, why, how to prepare it, and which text says so.

use serde::Serialize;
use wufei_domain::{
    stream::{BinColour, Stream},
    words::Words,
};
use wufei_guide::{Answer, Guess, GuessWords, Guide, Item, Part, Wording, colour};

use super::Scene;
use crate::model::lookup::Told;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LookupView {
    pub typed: String,
    pub field_label: String,
    pub field_hint: String,
    pub search_label: String,
    pub clear_label: String,
    pub result: LookupResult,
    /// The way to the lessons, while nothing is looked up.
    pub learn_label: Option<String>,
    /// Which rulebook answers, its version and validity.
    pub rulebook_line: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum LookupResult {
    /// Nothing typed yet: some items to try.
    Empty {
        heading: String,
        examples: Vec<ItemLink>,
    },
    Found {
        item: ItemCard,
    },
    /// Several fit what was typed so far.
    Candidates {
        heading: String,
        items: Vec<ItemLink>,
    },
    /// In no list: judged from its name, and marked as a guess.
    Guess {
        guess: GuessCard,
        nearest_heading: String,
        nearest: Vec<ItemLink>,
        /// `None` once told.
        tell_us: Option<String>,
        /// Said once the word is kept.
        told: Option<String>,
    },
    /// Plainly unknown, with the nearest names and a way to tell us.
    Unknown {
        text: String,
        nearest_heading: String,
        nearest: Vec<ItemLink>,
        /// `None` once told.
        tell_us: Option<String>,
        /// Said once the word is kept.
        told: Option<String>,
    },
}

/// What a word in no list seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct GuessCard {
    /// Says first of all that it is a guess.
    pub mark: String,
    /// `None` when it goes into no bin, or when the bin is not named for caution.
    pub stream: Option<Stream>,
    pub colour: BinColour,
    /// Colour and word of the bin, or the safe course where being wrong could do harm.
    pub bin_line: String,
    /// What it was judged from.
    pub grounds: String,
    /// How often such a guess is right; `None` where no bin is named.
    pub sureness: Option<String>,
}

/// An item to pick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ItemLink {
    pub item: String,
    pub name: String,
    /// The stream's word, such as `可回收物`; `按部件分` when the parts differ.
    pub stream_word: String,
    pub colour: BinColour,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ItemCard {
    pub name: String,
    /// One for a simple item, several when parts or conditions differ.
    pub parts: Vec<PartCard>,
    pub read_aloud_label: String,
    pub share_label: String,
    /// The whole answer as spoken.
    pub spoken: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PartCard {
    /// The part's or condition's name; `None` for the whole thing.
    pub name: Option<String>,
    /// `None` when it is no waste for a bin, such as a liquid for the sink.
    pub stream: Option<Stream>,
    pub colour: BinColour,
    /// Colour and word: `蓝色桶 · 可回收物`.
    pub bin_line: String,
    pub reason_heading: String,
    pub reason: String,
    pub preparation_heading: String,
    /// Steps, in order; may be empty.
    pub preparation: Vec<String>,
    pub source_heading: String,
    /// Which text says so.
    pub source: String,
}

pub(crate) fn view(scene: &Scene<'_>) -> LookupView {
    let lookup = &scene.model.lookup;
    let guide = scene.guide();
    let result = match lookup.answer(guide) {
        None => LookupResult::Empty {
            heading: scene.text("lookup-examples"),
            examples: links(scene, &guide.examples()),
        },
        Some(Answer::Found(item)) => LookupResult::Found { item: card(scene, item) },
        Some(Answer::Candidates(items)) => LookupResult::Candidates {
            heading: scene.text("lookup-candidates"),
            items: links(scene, &items),
        },
        Some(Answer::Guess { guess, nearest }) => guessed(scene, &guess, &nearest),
        Some(Answer::Unknown { nearest }) => unknown(scene, &nearest),
    };
    let is_empty = matches!(result, LookupResult::Empty { .. });
    LookupView {
        typed: lookup.typed.clone(),
        field_label: scene.text("lookup-field"),
        field_hint: scene.text("lookup-hint"),
        search_label: scene.text("lookup-search"),
        clear_label: scene.text("lookup-clear"),
        result,
        learn_label: is_empty.then(|| scene.text("lookup-learn")),
        rulebook_line: wording(scene).rulebook_line(),
    }
}

pub(super) fn wording<'a>(scene: &'a Scene<'_>) -> Wording<'a> {
    Wording { guide: scene.guide(), words: scene.words }
}

fn unknown(scene: &Scene<'_>, nearest: &[&Item]) -> LookupResult {
    let (tell_us, told) = telling(scene);
    LookupResult::Unknown {
        text: scene.with("lookup-unknown", &[("word", scene.model.lookup.word())]),
        nearest_heading: wording(scene).nearest_heading(nearest),
        nearest: links(scene, nearest),
        tell_us,
        told,
    }
}

fn guessed(scene: &Scene<'_>, guess: &Guess<'_>, nearest: &[&Item]) -> LookupResult {
    let (tell_us, told) = telling(scene);
    let GuessWords { mark, stream, colour, bin_line, grounds, sureness } =
        wording(scene).guess(scene.model.lookup.word(), guess);
    LookupResult::Guess {
        guess: GuessCard { mark, stream, colour, bin_line, grounds, sureness },
        nearest_heading: wording(scene).nearest_heading(nearest),
        nearest: links(scene, nearest),
        tell_us,
        told,
    }
}

/// The words to tell us by, or that it is told.
fn telling(scene: &Scene<'_>) -> (Option<String>, Option<String>) {
    let lookup = &scene.model.lookup;
    let kept = matches!(&lookup.told, Told::Kept(kept) if kept == lookup.word());
    let said = if scene.model.identity.is_some() { "lookup-told" } else { "lookup-told-kept" };
    ((!kept).then(|| scene.text("lookup-tell-us")), kept.then(|| scene.text(said)))
}

pub(super) fn links(scene: &Scene<'_>, items: &[&Item]) -> Vec<ItemLink> {
    let language = scene.words.language();
    let link = |item: &&Item| {
        let (stream_word, colour) = wording(scene).link_word(item);
        ItemLink {
            item: item.key.clone(),
            name: item.name.in_language(language).to_owned(),
            stream_word,
            colour,
        }
    };
    items.iter().map(link).collect()
}

fn card(scene: &Scene<'_>, item: &Item) -> ItemCard {
    ItemCard {
        name: item.name.in_language(scene.words.language()).to_owned(),
        parts: item.parts.iter().map(|part| part_card(scene, part)).collect(),
        read_aloud_label: scene.text("lookup-read-aloud"),
        share_label: scene.text("lookup-share"),
        spoken: spoken(scene.guide(), scene.words, item),
    }
}

fn part_card(scene: &Scene<'_>, part: &Part) -> PartCard {
    let wording = wording(scene);
    let language = scene.words.language();
    PartCard {
        name: wording.part_name(part),
        stream: part.disposal.stream(),
        colour: colour(part.disposal),
        bin_line: wording.bin_line(part.disposal),
        reason_heading: scene.text("lookup-reason"),
        reason: part.reason.in_language(language).to_owned(),
        preparation_heading: scene.text("lookup-preparation"),
        preparation: part.steps.iter().map(|step| step.in_language(language).to_owned()).collect(),
        source_heading: scene.text("lookup-source"),
        source: wording.guide.citation(part).in_language(language).to_owned(),
    }
}

/// The whole answer as it is read aloud: each part with its bin, its reason and its steps.
pub(crate) fn spoken(guide: &Guide, words: &Words, item: &Item) -> String {
    let wording = Wording { guide, words };
    let language = words.language();
    let mut sentences = vec![item.name.in_language(language).to_owned()];
    for part in item.parts.iter() {
        let bin = wording.bin_line(part.disposal);
        sentences.push(match wording.part_name(part) {
            Some(name) => words.with("lookup-spoken-part", &[("part", &name), ("bin", &bin)]),
            None => bin,
        });
        sentences.push(part.reason.in_language(language).to_owned());
        sentences.extend(part.steps.iter().map(|step| step.in_language(language).to_owned()));
    }
    spoken_line(words, &sentences)
}

/// Sentences as they are read aloud, each with its stop.
pub(super) fn spoken_line(words: &Words, sentences: &[String]) -> String {
    let stop = words.text("lookup-spoken-stop");
    let bare = |sentence: &String| sentence.trim_end_matches(['。', '.', ' ']).to_owned();
    sentences
        .iter()
        .map(bare)
        .map(|sentence| sentence + &stop)
        .collect::<String>()
        .trim()
        .to_owned()
}
