//! The look-up: type an item, read its bin, why, how to prepare it, and which text says so.

use serde::Serialize;
use wufei_domain::{
    stream::{BinColour, Stream},
    words::Words,
};
use wufei_guide::{Answer, Disposal, Guess, GuessWords, Guide, Item, Part, Wording, colour};

use super::{
    Scene, apart, apart::ApartView, household, household::PointsView, photos, photos::PhotosView,
};
use crate::model::lookup::{PointsAsked, Told};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct LookupView {
    pub typed: String,
    pub field_label: String,
    pub field_hint: String,
    pub search_label: String,
    pub clear_label: String,
    /// Recycling points that are asked for: they stand above the result.
    pub points: Option<PointsView>,
    pub result: LookupResult,
    /// Goes with an unknown word, while it is not told.
    pub photos: Option<PhotosView>,
    /// The way to the lessons, while nothing is looked up.
    pub learn_label: Option<String>,
    /// Which rulebook answers, its version and validity.
    pub rulebook_line: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
#[serde(rename_all = "snake_case")]
pub enum LookupResult {
    /// Nothing typed yet: what was kept, and some items to try.
    Empty {
        kept: KeptView,
        heading: String,
        examples: Vec<ItemLink>,
    },
    Found {
        item: ItemCard,
    },
    /// Recycling points are asked for, and the guide has nothing to add.
    PointsOnly,
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

/// What was looked up before, on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct KeptView {
    pub favourites_heading: String,
    /// The newest first; at most 200, may be empty.
    pub favourites: Vec<ItemLink>,
    pub recents_heading: String,
    /// The newest first; at most 20, may be empty. No favourite is among them.
    pub recents: Vec<ItemLink>,
    /// Empties the recent ones; `None` when there is none.
    pub empty_label: Option<String>,
    /// Said once they were emptied out.
    pub emptied: Option<String>,
    /// Puts them back; goes with `emptied`.
    pub restore_label: Option<String>,
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
    /// Its pieces at a glance; `None` for a thing in one piece.
    pub apart: Option<ApartView>,
    /// One for a simple item, several when parts or conditions differ.
    pub parts: Vec<PartCard>,
    pub read_aloud_label: String,
    pub share_label: String,
    pub is_favourite: bool,
    /// Says whether it is one: `收藏`, `已收藏`.
    pub favourite_label: String,
    /// Where it is handed over, for a special stream. They stand below the parts.
    pub points: Option<PointsView>,
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
    let (answer, asked) = scene.model.answered(guide);
    let result = match answer {
        None if asked.is_some() => LookupResult::PointsOnly,
        None => LookupResult::Empty {
            kept: kept(scene),
            heading: scene.text("lookup-examples"),
            examples: links(scene, &guide.examples()),
        },
        Some(Answer::Found(item)) => {
            // Points that stand above do not stand below as well.
            LookupResult::Found { item: card(scene, item, asked.is_none()) }
        }
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
        points: asked.map(|asked| points(scene, &asked)),
        photos: if tells(&result) { photos::view(scene, &lookup.photos) } else { None },
        result,
        learn_label: is_empty.then(|| scene.text("lookup-learn")),
        rulebook_line: wording(scene).rulebook_line(),
    }
}

/// The points that are asked for; whoever is not enrolled is told how to see them.
fn points(scene: &Scene<'_>, asked: &PointsAsked<'_>) -> PointsView {
    if scene.model.identity.is_none() {
        return PointsView {
            heading: scene.text("household-points"),
            rows: Vec::new(),
            empty: Some(scene.text("lookup-points-enrol")),
            locate_label: None,
            locate_hint: None,
        };
    }
    match asked {
        PointsAsked::All => household::points(scene, |_| true),
        PointsAsked::Named(ids) => household::points(scene, |point| ids.contains(&&point.id)),
    }
}

fn kept(scene: &Scene<'_>) -> KeptView {
    let kept = &scene.model.kept;
    // A rulebook that came later may not know a thing any more; the one after it may again.
    let known = |keys: Vec<&str>| {
        let items: Vec<_> = keys.into_iter().filter_map(|key| scene.guide().item(key)).collect();
        links(scene, &items)
    };
    let emptied = kept.can_restore();
    let recents = known(kept.recents());
    KeptView {
        favourites_heading: scene.text("lookup-favourites"),
        favourites: known(kept.favourites()),
        recents_heading: scene.text("lookup-recents"),
        empty_label: (!recents.is_empty()).then(|| scene.text("lookup-recents-empty")),
        recents,
        emptied: emptied.then(|| scene.text("lookup-recents-emptied")),
        restore_label: emptied.then(|| scene.text("lookup-recents-restore")),
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

fn tells(result: &LookupResult) -> bool {
    matches!(
        result,
        LookupResult::Unknown { tell_us: Some(_), .. }
            | LookupResult::Guess { tell_us: Some(_), .. }
    )
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

/// `with_points`: below a thing that is handed over.
fn card(scene: &Scene<'_>, item: &Item, with_points: bool) -> ItemCard {
    let is_favourite = scene.model.kept.is_favourite(&item.key);
    let is_special = |part: &Part| {
        matches!(part.disposal, Disposal::Bin(_)) && colour(part.disposal) == BinColour::None
    };
    let at_point = with_points && item.parts.iter().any(is_special);
    ItemCard {
        apart: apart::view(scene, item),
        points: at_point.then(|| points(scene, &PointsAsked::All)),
        name: item.name.in_language(scene.words.language()).to_owned(),
        parts: item.parts.iter().map(|part| part_card(scene, part)).collect(),
        read_aloud_label: scene.text("lookup-read-aloud"),
        share_label: scene.text("lookup-share"),
        is_favourite,
        favourite_label: scene.text(if is_favourite { "lookup-kept" } else { "lookup-keep" }),
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

/// The whole answer as it is read aloud: the pieces of a thing with their bins in one sentence, then
/// the reason and the steps of each.
pub(crate) fn spoken(guide: &Guide, words: &Words, item: &Item) -> String {
    let wording = Wording { guide, words };
    let language = words.language();
    let said = |id: &str, part: &Part, text: &str| match wording.part_name(part) {
        Some(name) => words.with(id, &[("part", &name), ("said", text)]),
        None => text.to_owned(),
    };
    let bin = |part: &Part| said("lookup-spoken-piece", part, &wording.bin_line(part.disposal));
    let bins: Vec<String> = item.parts.iter().map(bin).collect();
    let pieces = bins.join(&words.text("lookup-spoken-next"));
    let name = item.name.in_language(language);
    let mut sentences = if wording.pieces(item).len() < 2 {
        vec![name.to_owned(), pieces]
    } else {
        let heading = wording.apart_heading(item);
        let values = [("name", name), ("heading", &heading), ("pieces", &pieces)];
        vec![words.with("lookup-spoken-apart", &values)]
    };
    for part in item.parts.iter() {
        sentences.push(said("lookup-spoken-part", part, part.reason.in_language(language)));
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
