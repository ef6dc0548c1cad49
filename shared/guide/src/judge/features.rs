//! What a word shows of itself: its letters by place, the known names it ends and begins with, its
//! nearest neighbours. Each is a number below [`FEATURES`].

use std::sync::LazyLock;

use super::kinds::Kinds;
use crate::{
    files,
    item::{Disposal, Item},
    search::{Hit, How, Index, QUERY_LETTERS_MAX},
};

/// How many different features there are; two that share a number are told apart by nothing.
pub(crate) const FEATURES: usize = 1 << 15;

/// Neighbours that are looked at.
pub(crate) const NEIGHBOURS: usize = 3;

static KINDS: LazyLock<Kinds> = LazyLock::new(|| Kinds::read(files::KINDS));

/// FNV-1a over the parts.
fn number(kind: &str, parts: &[&[char]]) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    let mut add = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    kind.bytes().for_each(&mut add);
    for part in parts {
        for letter in *part {
            u32::from(*letter).to_le_bytes().into_iter().for_each(&mut add);
        }
        add(0xff);
    }
    let folded = (hash >> 15) ^ hash;
    usize::try_from(folded).unwrap_or_default() & (FEATURES - 1)
}

fn of_text(kind: &str, text: &str) -> usize {
    number(&format!("{kind}{text}"), &[])
}

/// The features of a word as normalised, sorted, each once. `near` are its neighbours, best first, of
/// which [`NEIGHBOURS`] count; `except` is an item that must not be looked up: in training a name must
/// not find itself.
pub(crate) fn features(
    word: &str,
    index: &Index,
    items: &[Item],
    near: &[Hit],
    except: Option<usize>,
) -> Vec<usize> {
    let letters: Vec<char> = word.chars().take(QUERY_LETTERS_MAX).collect();
    let mut all = vec![of_text("length", &letters.len().min(8).to_string())];
    for many in 1..=4.min(letters.len()) {
        let (begin, end) = (&letters[..many], &letters[letters.len() - many..]);
        all.push(number("end", &[end]));
        if many < 4 {
            all.push(number("begin", &[begin]));
        }
    }
    for many in 1..=3 {
        all.extend(letters.windows(many).map(|window| number("inside", &[window])));
    }
    known_ends(&letters, index, items, except, &mut all);
    put_together(&letters, &mut all);
    for (rank, hit) in near.iter().take(NEIGHBOURS).enumerate() {
        let near = usize::from(hit.score) / 60;
        let class = class_of(items, hit.item);
        all.push(of_text("near", &format!("{rank} {near} {class}")));
        let is_slip = matches!(hit.how, How::Fuzzy | How::Homophone);
        if rank == 0 {
            all.push(of_text("first", &format!("{is_slip} {class}")));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The words it is put together from: what it ends with, and that with everything before.
fn put_together(letters: &[char], all: &mut Vec<usize>) {
    let seen = KINDS.seen(letters);
    for one in &seen {
        all.push(of_text("kind", &format!("{} {} {}", one.kind, one.is_last, one.is_first)));
        all.push(of_text("kind inside", &one.kind.to_string()));
    }
    for last in seen.iter().filter(|one| one.is_last) {
        all.push(of_text("kind last", &format!("{} {}", last.kind, last.many.min(3))));
        for other in seen.iter().filter(|one| !one.is_last) {
            all.push(of_text("kinds", &format!("{} {}", other.kind, last.kind)));
        }
    }
    if seen.is_empty() {
        all.push(of_text("no kind", ""));
    }
}

/// Known names that the word ends or begins with, the longest first.
fn known_ends(
    letters: &[char],
    index: &Index,
    items: &[Item],
    except: Option<usize>,
    all: &mut Vec<usize>,
) {
    let mut rank = 0;
    for many in (1..letters.len()).rev() {
        let left = letters.len() - many;
        if let Some(item) = index.named(&letters[left..]).filter(|item| Some(*item) != except) {
            let class = class_of(items, item);
            let what = format!("{rank} {} {} {class}", many.min(4), left.min(3));
            all.push(of_text("thing", &what));
            rank += 1;
            if rank == 2 {
                break;
            }
        }
    }
    for many in (1..letters.len()).rev() {
        if let Some(item) = index.named(&letters[..many]).filter(|item| Some(*item) != except) {
            let class = class_of(items, item);
            let last = &letters[letters.len() - 1..];
            all.push(of_text("of", &format!("{} {class}", many.min(4))));
            all.push(number(&format!("of {class}"), &[last]));
            break;
        }
    }
}

/// Where an item usually goes, and whether always.
fn class_of(items: &[Item], item: usize) -> String {
    let Some(item) = items.get(item) else { return String::new() };
    let always = if item.disposals().len() == 1 { "" } else { "*" };
    format!("{}{always}", item.usual().map_or("", |part| Disposal::code(part.disposal)))
}
