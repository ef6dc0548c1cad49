//! One word for a whole query: where it goes, how sure that is, and what it rests on.

use wufei_domain::stream::Stream;

use crate::{
    guide::Guide,
    item::{Disposal, Item},
    judge::{features::features, model},
    normal::normalise,
    question::{forms, only_asks},
    search::{Hit, How, MEANT},
    state::{part_for, spoilt, unless_spoilt},
};

/// A query judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// Where it goes; `None` when nothing can be said.
    pub disposal: Option<Disposal>,
    /// How sure that is, 0 to 100: of a hundred judgements with this number so many are right.
    pub confidence: u8,
    /// How it was found; `None` with no answer.
    pub how: Option<How>,
    /// What it rests on: the item itself, or the known thing that is nearest.
    pub item: Option<&'a Item>,
}

const NOTHING: Verdict<'static> = Verdict { disposal: None, confidence: 0, how: None, item: None };

/// From here on a judgement is surer than a name that is a slip away.
const SURER_THAN_A_SLIP: u8 = 80;

/// From here on it is surer than a name that is two slips away.
const SURER_THAN_A_DOUBT: u8 = 60;

/// From here on a name that is slips away is taken for what was meant, unless the model is surer.
const SLIP_FROM: u16 = 740;

/// From here on a name that lacks a letter is four letters long or longer, and three.
const LACKS_FROM: u16 = 750;
const LACKS_FROM_SHORT: u16 = 690;

/// From here on a judgement of two letters is surer than that one is missing.
const SURER_THAN_A_GAP: u8 = 40;

/// How sure it is that such a name was meant where the model is in doubt.
const LACKING: u8 = 56;

/// From this share on a thing is taken for hazardous even where another place is likelier: that
/// mistake does no harm.
const HAZARDOUS_FROM: f32 = 0.25;

/// Neighbours among which the thing is sought that a judgement rests on.
const LIKE_MAX: usize = 4;

/// Below this a judgement is no answer.
const SAID_FROM: u8 = 25;

impl Guide {
    /// Judges any text: known by whatever name, or inferred from how it is put together.
    pub fn classify(&self, query: &str) -> Verdict<'_> {
        let judged = || self.judged(query).map_or(NOTHING, |(verdict, _)| verdict);
        let best = self.index.exact(query).or_else(|| self.hits(query, 1).first().copied());
        let Some(known) = best.and_then(|best| self.known(query, best)) else {
            let judged = judged();
            let lacking = best.and_then(|best| self.lacking(query, best, judged.confidence));
            return lacking.unwrap_or(judged);
        };
        if !matches!(known.how, Some(How::Homophone | How::Fuzzy)) {
            return known;
        }
        // One letter off can be another thing altogether: 石墨 is no 石磨.
        let judged = judged();
        let differs = judged.disposal != known.disposal;
        let surer = if known.confidence > 60 { SURER_THAN_A_SLIP } else { SURER_THAN_A_DOUBT };
        if differs && judged.confidence >= surer { judged } else { known }
    }

    /// What the query is a name of, however it is spelled; `best` is what was found for it.
    fn known(&self, query: &str, best: Hit) -> Option<Verdict<'_>> {
        let is_slip = best.how == How::Homophone;
        if best.score < MEANT && !(is_slip && best.score >= SLIP_FROM) {
            return None;
        }
        let item = self.items.get(best.item)?;
        let sure = match best.how {
            How::Exact => 98,
            How::Alias => 97,
            How::Modifier => 94,
            How::Pinyin => 88,
            How::Homophone => 65,
            _ => u8::try_from((best.score - MEANT) / 8 + 74).unwrap_or(90).min(90),
        };
        let always = item.disposals().len() == 1;
        Some(Verdict {
            disposal: part_for(query, item).map(|part| unless_spoilt(query, item, part.disposal)),
            // Where it depends, another part or state may have been meant.
            confidence: if always { sure } else { sure.min(85) - 16 },
            how: Some(best.how),
            item: Some(item),
        })
    }

    /// The name that a query is but for one letter, not its last: 铅笔 is no slip for 铅笔盒. `None` where
    /// the model is `sure` enough; a word of two letters is more often another thing.
    fn lacking(&self, query: &str, best: Hit, sure: u8) -> Option<Verdict<'_>> {
        let surer = if best.score < LACKS_FROM { SURER_THAN_A_GAP } else { SURER_THAN_A_DOUBT };
        if best.how != How::Fuzzy || best.score < LACKS_FROM_SHORT || sure >= surer {
            return None;
        }
        let item = self.items.get(best.item)?;
        let word: Vec<char> = normalise(query).chars().collect();
        let names = std::iter::once(&item.name.zh).chain(&item.aliases);
        let lacks = names.map(|name| normalise(name)).any(|name| {
            let mut letters = name.chars();
            let all = word.iter().all(|letter| letters.any(|other| other == *letter));
            all && name.chars().count() == word.len() + 1
        });
        let usual = item.usual().filter(|_| lacks)?;
        let disposal = Some(usual.disposal);
        Some(Verdict { disposal, confidence: LACKING, how: Some(How::Fuzzy), item: Some(item) })
    }

    /// What the model makes of a query, and how probable it is that it is hazardous, in hundredths;
    /// `None` when nothing can be said.
    pub(crate) fn judged(&self, query: &str) -> Option<(Verdict<'_>, u8)> {
        let word = forms(query).pop().filter(|word| says_something(word))?;
        let near = self.index.neighbours(&word, LIKE_MAX, None);
        let shown = features(&word, &self.index, &self.items, &near, None);
        let shares = self.model.probabilities(&shown);
        let best =
            (0..shares.len()).max_by(|one, other| shares[*one].total_cmp(&shares[*other]))?;
        let hazardous = model::class(Disposal::Bin(Stream::Hazardous));
        let class = if shares[hazardous] >= HAZARDOUS_FROM { hazardous } else { best };
        let share = percent(shares[best]);
        if share < SAID_FROM {
            return None;
        }
        let confidence = told(percent(shares[class]));
        let near = near.into_iter().find_map(|hit| {
            let item = self.items.get(hit.item)?;
            let same = item.usual().is_some_and(|part| model::class(part.disposal) == class);
            same.then_some((item, hit))
        });
        let ends = near.is_some_and(|(_, hit)| hit.score >= 680);
        let how = if ends { How::Compound } else { How::Inferred };
        let item = near.map(|(item, _)| item);
        let disposal = Some(spoilt(query, model::place(class)));
        let verdict = Verdict { disposal, confidence, how: Some(how), item };
        Some((verdict, percent(shares[hazardous])))
    }
}

/// Latin letters alone are a name or nothing, and a question without a thing asks nothing.
fn says_something(word: &str) -> bool {
    !only_asks(word) && word.chars().any(|letter| letter >= '\u{3400}')
}

/// How sure a judgement is told to be: at least so many of a hundred were right among names that the
/// model had not seen (`cargo xtask bench guide` prints the table). Below 90 its own share promises
/// more than it holds.
const fn told(percent: u8) -> u8 {
    match percent {
        0..85 => percent / 5 * 4,
        85..90 => 69,
        _ => percent - 4,
    }
}

fn percent(share: f32) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is 0 to 1"
    )]
    let percent = (share.clamp(0.0, 1.0) * 100.0).round() as u8;
    percent.min(99)
}
