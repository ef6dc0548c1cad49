//! What anybody would try first on the same names: the guide must be worth more.
//!
//! Both see a name as its runs of one to three letters, with a mark at either end, and learn from the
//! guide's own names alone. [`Linear`] weighs the runs, [`Nearest`] looks for the most alike name.

mod linear;
mod nearest;

pub use linear::Linear;
pub use nearest::Nearest;

use crate::streams::Stream;

/// An answer with its confidence, 0 to 100; `None` when nothing is known of the name.
pub type Said = Option<(Stream, u8)>;

/// Letters of the longest run.
const RUN_MAX: usize = 3;

/// The runs of a name as compared, each once.
fn runs(normal: &str) -> Vec<String> {
    let letters: Vec<char> =
        std::iter::once('^').chain(normal.chars()).chain(std::iter::once('$')).collect();
    let mut all: Vec<String> = (1..=RUN_MAX)
        .flat_map(|many| letters.windows(many))
        .map(|window| window.iter().collect::<String>())
        .filter(|run| run != "^" && run != "$")
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A share as a whole number of hundredths.
fn hundredths(share: f32) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0 to 100"
    )]
    let hundredths = (share.clamp(0.0, 1.0) * 100.0).round() as u8;
    hundredths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Name;

    fn names() -> Vec<Name> {
        let of = |normal: &str, stream| Name { normal: normal.to_owned(), item: 0, stream };
        [("苹果皮", "perishable"), ("香蕉皮", "perishable"), ("梨皮", "perishable")]
            .into_iter()
            .chain([("玻璃瓶", "recyclable"), ("塑料瓶", "recyclable"), ("油瓶", "recyclable")])
            .map(|(normal, stream)| of(normal, stream))
            .collect()
    }

    #[test]
    fn a_name_is_cut_into_runs() {
        assert_eq!(runs("灯灯"), ["^灯", "^灯灯", "灯", "灯$", "灯灯", "灯灯$"]);
    }

    #[test]
    fn both_learn_from_the_ends_of_names() {
        let names = names();
        let linear = Linear::train(&names, 1);
        let nearest = Nearest::of(&names);
        for (name, stream) in [("橘子皮", "perishable"), ("酒瓶", "recyclable")] {
            assert_eq!(linear.say(name).map(|said| said.0), Some(stream), "{name}");
            assert_eq!(nearest.say(name).map(|said| said.0), Some(stream), "{name}");
        }
        assert_eq!(nearest.say("玻璃瓶"), Some(("recyclable", 100)));
        assert_eq!(nearest.say("xyz"), None);
        assert_eq!(linear.say("xyz"), None);
    }
}
