//! An answer in words: one wording for the app and for the public page.
//!
//! The messages stand in `words/`, a file a language; a program adds [`answer_words`] to its own when
//! it makes its [`Words`]. Headings such as `lookup-reason` are read there by their ids.

use wufei_domain::{
    stream::{BinColour, Stream},
    words::{Language, Words},
};

use crate::{
    guess::Guess,
    guide::Guide,
    item::{Disposal, Item, Part},
};

/// The Fluent messages of an answer in that language.
pub const fn answer_words(language: Language) -> &'static str {
    match language {
        Language::Chinese => include_str!("../words/zh-CN/answer.ftl"),
        Language::English => include_str!("../words/en/answer.ftl"),
    }
}

/// A guide with the words it answers in.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// Whose answers are told.
    pub guide: &'a Guide,
    /// Words that hold those of [`answer_words`].
    pub words: &'a Words,
}

/// What a word in no list seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuessWords {
    /// Says first of all that it is a guess.
    pub mark: String,
    /// `None` when it goes into no bin, or when the bin is not named for caution.
    pub stream: Option<Stream>,
    /// [`BinColour::None`] when the bin is not named for caution.
    pub colour: BinColour,
    /// Colour and word of the bin, or the safe course where being wrong could do harm.
    pub bin_line: String,
    /// What it was judged from.
    pub grounds: String,
    /// How often such a guess is right; `None` where no bin is named.
    pub sureness: Option<String>,
}

/// A piece of a thing taken apart, or a case that it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The piece's name, or the case.
    pub name: String,
    /// Places of [`Item::parts`] from 0, each with its condition; at least one. The condition is
    /// `None` where it always holds or is the case itself.
    pub branches: Vec<(usize, Option<String>)>,
}

impl Wording<'_> {
    /// The pieces of a thing in the order of its parts: parts of one name are one piece; of a thing
    /// without named parts each condition is one. A simple thing has none.
    pub fn pieces(&self, item: &Item) -> Vec<Piece> {
        let language = self.words.language();
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, part) in item.parts.iter().enumerate() {
            let condition = part.condition.as_ref().map(|text| text.in_language(language));
            let (name, condition) = match (&part.name, condition) {
                (Some(name), condition) => (name.in_language(language), condition),
                (None, Some(condition)) => (condition, None),
                (None, None) => continue,
            };
            let branch = (at, condition.map(str::to_owned));
            match pieces.iter_mut().find(|piece| piece.name == name) {
                Some(piece) => piece.branches.push(branch),
                None => pieces.push(Piece { name: name.to_owned(), branches: vec![branch] }),
            }
        }
        pieces
    }

    /// What is said over the pieces: how many places they go to, or how many cases there are.
    pub fn apart_heading(&self, item: &Item) -> String {
        let places = item.disposals().len();
        let (id, many) = match item.parts.iter().any(|part| part.name.is_some()) {
            true if places == 1 => ("lookup-apart-together", places),
            true => ("lookup-apart", places),
            false => ("lookup-depends", item.parts.len()),
        };
        self.words.with(id, &[("many", &many.to_string())])
    }

    /// Which rulebook answers, its version and validity.
    pub fn rulebook_line(&self) -> String {
        let (rulebook, language) = (self.guide.rulebook(), self.words.language());
        self.words.with(
            "lookup-rulebook",
            &[
                ("title", rulebook.title.in_language(language)),
                ("version", &rulebook.version),
                ("from", &rulebook.valid_from),
                ("notice", rulebook.notice.in_language(language)),
            ],
        )
    }

    /// A part's name and condition, whichever it has; `None` for the whole thing.
    pub fn part_name(&self, part: &Part) -> Option<String> {
        let language = self.words.language();
        match (&part.name, &part.condition) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(one.in_language(language).to_owned()),
            (Some(name), Some(condition)) => Some(self.words.with(
                "lookup-part",
                &[
                    ("name", name.in_language(language)),
                    ("condition", condition.in_language(language)),
                ],
            )),
        }
    }

    /// Colour and word of a bin, `蓝色桶 · 可回收物`; the word alone where nothing is delivered.
    pub fn bin_line(&self, place: Disposal) -> String {
        let word = self.place_word(place);
        let id = match colour(place) {
            BinColour::Blue => "lookup-bin-blue",
            BinColour::Red => "lookup-bin-red",
            BinColour::Green => "lookup-bin-green",
            BinColour::Grey => "lookup-bin-grey",
            BinColour::None => match place {
                Disposal::Bin(_) => "lookup-bin-special",
                _ => return word,
            },
        };
        self.words.with(id, &[("word", &word)])
    }

    /// Word and colour of where an item goes, for a list: `可回收物`, or `按部件分` when its parts
    /// differ.
    pub fn link_word(&self, item: &Item) -> (String, BinColour) {
        match item.disposals()[..] {
            [place] => (self.place_word(place), colour(place)),
            _ => (self.words.text("lookup-by-part"), BinColour::None),
        }
    }

    /// A guess about `word`, as it was typed.
    pub fn guess(&self, word: &str, guess: &Guess<'_>) -> GuessWords {
        let mark = self.words.with("lookup-guess-mark", &[("word", word)]);
        let grounds = self.grounds(guess);
        if guess.is_risky {
            let bin_line = self.words.text("lookup-guess-risky");
            let colour = BinColour::None;
            return GuessWords { mark, stream: None, colour, bin_line, grounds, sureness: None };
        }
        let tenths = (guess.confidence / 10).max(1).to_string();
        GuessWords {
            mark,
            stream: guess.disposal.stream(),
            colour: colour(guess.disposal),
            bin_line: self.bin_line(guess.disposal),
            grounds,
            sureness: Some(self.words.with("lookup-guess-sure", &[("tenths", &tenths)])),
        }
    }

    /// What is said over the names that come close.
    pub fn nearest_heading(&self, nearest: &[&Item]) -> String {
        let id = if nearest.is_empty() { "lookup-nearest-none" } else { "lookup-nearest" };
        self.words.text(id)
    }

    fn grounds(&self, guess: &Guess<'_>) -> String {
        let like = guess.like.map(|item| item.name.in_language(self.words.language()));
        match like {
            None => self.words.text("lookup-guess-word"),
            Some(like) if guess.ending.is_empty() => {
                self.words.with("lookup-guess-near", &[("like", like)])
            }
            Some(like) => {
                let values = [("like", like), ("ending", guess.ending.as_str())];
                self.words.with("lookup-guess-like", &values)
            }
        }
    }

    fn place_word(&self, place: Disposal) -> String {
        self.guide.place_name(place).in_language(self.words.language()).to_owned()
    }
}

/// The colour of a place's bin; [`BinColour::None`] where there is no bin.
pub fn colour(place: Disposal) -> BinColour {
    place.stream().map_or(BinColour::None, Stream::colour)
}
