//! The sorting knowledge base and its search: which bin, why, how to prepare it, which text says so.
//!
//! The answers are data: `data/` holds the rulebook of Zhejiang, compiled in, so that nothing is
//! read at run time and a look-up works without a network. `data/README.md` says how a row is
//! written. What this crate does not do: it draws no screen (`app`), it keeps no unknown word
//! (`app` and `engine` do), it never gives a guess for an answer.
//!
//! Start here: [`Guide::zhejiang`], then [`Guide::look_up`].
//!
//! ```
//! use wufei_guide::{Answer, Disposal, Guide};
//! use wufei_domain::stream::Stream;
//!
//! let guide = Guide::zhejiang()?;
//! let Answer::Found(item) = guide.look_up("五号电池是什么垃圾？") else { unreachable!() };
//! assert_eq!(item.disposals(), [Disposal::Bin(Stream::Residual)]);
//! # Ok::<(), &'static wufei_guide::BrokenData>(())
//! ```
//!
//! The whole surface:
//! - [`Guide`]: `zhejiang() -> Result<&'static Guide, &'static BrokenData>` (parsed once),
//!   `read(rulebook, notes, items)` for other data, `look_up(&self, query: &str) -> Answer<'_>`,
//!   `item(&self, key: &str) -> Option<&Item>`, `items(&self) -> &[Item]`,
//!   `examples(&self) -> Vec<&Item>`, `rulebook(&self) -> &Rulebook`,
//!   `place_name(&self, Disposal) -> &Text`, `citation(&self, &Part) -> Text`.
//!   `classify(&self, query) -> Verdict<'_>` and `search(&self, query, many)` for measuring,
//!   `trained(&self, taught) -> Model` for `wufei-guide train`.
//!   `patched(&self, patches) -> Result<Guide, BrokenData>` and `hash(&self) -> RulebookHash` for what
//!   a city answers between two versions of the app.
//! - [`Patch`]: a version and its rows.
//! - [`Book`]: the rulebooks of other places beside the one of Zhejiang: `all()`, `of_id(id)`,
//!   `of_area(AreaCode)`, `guide()`; [`Guide::beside`] reads one.
//! - [`Sizes`]: what a guide holds and how much memory its search takes, by [`Guide::sizes`].
//! - [`Answer`]: `Found(&Item)`, `Candidates(Vec<&Item>)`, `Guess { guess, nearest }`,
//!   `Unknown { nearest: Vec<&Item> }`; at most [`SHOWN_MAX`] items, best first, always in the same
//!   order for the same query.
//! - [`Guess`]: `disposal`, `confidence`, `is_risky`, `like`, `ending`; never shown as known.
//! - [`Item`]: `key`, `name`, `aliases`, `parts`; `disposals()` are the distinct places of its parts.
//! - [`Part`]: `name` and `condition` (both `None` for a simple item), `disposal`, `steps`,
//!   `reason`, `basis`, `source`. [`Item::replacement`] writes the rows of a patch that put an item
//!   in the place of the one of its key; [`Item::mark`] says whether it is still what it was.
//! - [`Disposal`]: `Bin(Stream)`, or `Sink`, `Toilet`, `HandOver`, `NotWaste` (no bin at all).
//! - [`Text`]: `zh`, `en`, `in_language(Language) -> &str`.
//! - [`Lessons`]: `zhejiang()`, `lessons()`, `questions()`, `intro()`; [`Lesson`],
//!   [`Page`], [`Topic`], [`Question`]: what is learned and asked, each answer the item's own.
//! - [`Wording`]: an answer in words, the same in the app and on the public page.
//! - [`asks_for_points`]: whether a place is asked for, not a thing.
//! - [`Rulebook`], [`Source`]: version, validity, the texts that are cited.
//! - [`BrokenData`]: file, line and rule of a row that was refused.
#![deny(missing_docs)]

mod book;
mod broken;
mod canon;
mod files;
mod guess;
mod guide;
mod item;
mod judge;
mod lessons;
mod load;
mod normal;
mod notes;
mod patch;
mod places;
mod question;
mod rewrite;
mod rows;
mod rulebook;
mod search;
mod sizes;
mod slip;
mod sound;
mod state;
mod verdict;
mod wording;

pub use book::Book;
pub use broken::{BrokenData, Rule};
pub use guess::Guess;
pub use guide::{Answer, Guide, SHOWN_MAX};
pub use item::{Basis, Disposal, Item, Part, Text};
pub use judge::Model;
pub use lessons::{Lesson, Lessons, Page, Question, Topic};
pub use normal::normalise;
pub use places::asks_for_points;
pub use rulebook::{Rulebook, Source};
pub use search::How;
pub use sizes::Sizes;
pub use verdict::Verdict;
pub use wording::{GuessWords, Piece, Wording, answer_words, colour};
pub use wufei_domain::rulebook::Patch;
