//! A judgement of what no list holds, told as a guess: what it was judged from, how sure it is, and
//! whether being wrong could do harm.

use crate::{
    guide::Guide,
    item::{Disposal, Item},
    normal::normalise,
    search::QUERY_LETTERS_MAX,
};

/// From here on a judgement is told; below it the word is plainly unknown.
const TOLD_FROM: u8 = 48;

/// From this share on it is not said that a thing is harmless.
const RISK_FROM: u8 = 12;

/// Something that is in no list, judged from how its name is put together. Never shown as known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess<'a> {
    /// Where it seems to go.
    pub disposal: Disposal,
    /// Of a hundred such guesses at least so many are right; 0 to 95.
    pub confidence: u8,
    /// It may well be hazardous: the safe course is to keep it apart and ask.
    pub is_risky: bool,
    /// The known thing that is most like it and goes to the same place.
    pub like: Option<&'a Item>,
    /// What both names end with, such as 壳; empty when they share no ending.
    pub ending: String,
}

impl Guide {
    /// What a word that no list holds seems to be; `None` when nothing can be said, and for a
    /// text that is too long to be a name.
    pub(crate) fn guess(&self, query: &str) -> Option<Guess<'_>> {
        if query.chars().count() > QUERY_LETTERS_MAX {
            return None;
        }
        let (verdict, risk) = self.judged(query)?;
        let disposal = verdict.disposal?;
        let is_risky = !disposal.is_hazardous() && risk >= RISK_FROM;
        if verdict.confidence < TOLD_FROM && !is_risky {
            return None;
        }
        let ending = verdict.item.map(|item| ending(query, item)).unwrap_or_default();
        Some(Guess {
            disposal,
            confidence: verdict.confidence,
            is_risky,
            like: verdict.item,
            ending,
        })
    }
}

/// The longest ending that a query shares with a name of an item.
fn ending(query: &str, item: &Item) -> String {
    let query = normalise(query);
    let names = std::iter::once(&item.name.zh).chain(&item.aliases);
    let shared = |name: &String| {
        let pairs = query.chars().rev().zip(normalise(name).chars().rev().collect::<Vec<char>>());
        pairs.take_while(|(one, other)| one == other).count()
    };
    let many = names.map(shared).max().unwrap_or(0);
    let from = query.chars().count().saturating_sub(many);
    query.chars().skip(from).collect()
}
