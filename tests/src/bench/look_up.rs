//! One look-up, beside one question to a hash map of the same names.

use std::{collections::HashMap, hint::black_box};

use wufei_guide::{Answer, Guide};

use super::Pair;
use crate::harness::{Failure, holds};

/// Questions in one run.
const QUESTIONS: usize = 2_000;

fn guide() -> Result<&'static Guide, Failure> {
    Guide::zhejiang().map_err(Failure::while_doing("a rulebook that can be read"))
}

fn measure(
    what: &'static str,
    runs: usize,
    questions: &[String],
    known: bool,
) -> Result<Pair, Failure> {
    let guide = guide()?;
    let names: HashMap<&str, &str> =
        guide.items().iter().map(|item| (item.name.zh.as_str(), item.key.as_str())).collect();
    for question in questions {
        let found = matches!(guide.look_up(question), Answer::Found(_));
        holds(question, found == known, || "the other".to_owned())?;
    }
    let each = || questions.iter().cycle().take(QUESTIONS);
    Pair::measure(
        [what, "one question to a hash map of the same names"],
        runs,
        QUESTIONS,
        || {
            each().for_each(|question| drop(black_box(guide.look_up(question))));
            Ok(())
        },
        || {
            each().for_each(|question| {
                black_box(names.get(question.as_str()));
            });
            Ok(())
        },
    )
}

/// Every item by its own name.
pub(super) fn known(runs: usize) -> Result<Pair, Failure> {
    let questions: Vec<String> = guide()?.items().iter().map(|item| item.name.zh.clone()).collect();
    measure("look up a known name", runs, &questions, true)
}

/// Names that nobody throws away: the search for near ones goes over the whole index.
pub(super) fn unknown(runs: usize) -> Result<Pair, Failure> {
    let questions: Vec<String> = (1..=50).map(|number| format!("曲率引擎{number}型")).collect();
    measure("look up an unknown name", runs, &questions, false)
}
