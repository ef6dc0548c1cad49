//! The tables, a file each, as markdown. Each says how often it was measured; nothing is asserted.

pub mod bad_input;
pub mod size;
pub mod sorted;
pub mod strokes;
pub mod typed;

use crate::forms::Typed;

/// How many of the typed found what was meant among their first `many`, 0 to 1.
fn recall(typed: &[&Typed], found: &[&[usize]], many: usize) -> f64 {
    let meant = |(typed, found): &(&&Typed, &&[usize])| {
        found.iter().take(many).any(|item| *item == typed.item)
    };
    let right = typed.iter().zip(found).filter(meant).count();
    crate::figures::share(right, typed.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Form;

    #[test]
    fn recall_is_of_the_item_that_was_meant() {
        let typed = |item| Typed {
            form: Form::Exact,
            text: String::new(),
            item,
            stream: "bulky",
            is_shared: false,
        };
        let all = [typed(1), typed(2), typed(3), typed(4)];
        let all: Vec<&Typed> = all.iter().collect();
        let found: [&[usize]; 4] = [&[1], &[9, 8, 2], &[], &[5, 6, 7, 4]];
        for (many, expected) in [(1, 0.25), (3, 0.5), (4, 0.75)] {
            assert!((recall(&all, &found, many) - expected).abs() < 1e-9, "{many}");
        }
    }
}
