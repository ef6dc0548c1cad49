//! A thing that was changed after the table was written is corrected by nobody who did not see it.

use std::path::Path;

use wufei_guide::{Guide, Patch};

use super::{Lines, PIZZA, Review, SHELL, fill, written};
use crate::operate::{Corrected, OperateError, answer_missing};

/// What comes of a correction of a thing that was changed after the table was written; `mend` may
/// touch the table.
fn after_a_change(mend: impl Fn(&mut Lines)) -> Result<Corrected, OperateError> {
    let review = Review::new();
    let mut lines = written();
    let rows = "also | pizza-box | 意式薄饼盒\n";
    answer_missing(&review.city.database(), Path::new("a.txt"), rows, review.city.now).unwrap();
    fill(&mut lines, "pizza-box", 1, PIZZA);
    fill(&mut lines, "durian-shell", 1, SHELL);
    mend(&mut lines);
    review.correct(&review.write("stale.csv", &lines), false)
}

#[test]
fn a_thing_that_changed_since_is_refused_with_both_versions() {
    let Err(OperateError::Corrections(wrong)) = after_a_change(|_| ()) else { panic!("taken") };
    assert_eq!(wrong.len(), 1, "the other thing is as it was");
    assert!(
        wrong[0].to_string().ends_with("book \"zhejiang 2026.1\": stale (zhejiang 2026.1.1)"),
        "{}",
        wrong[0]
    );
}

/// The control: with the mark of today put into the table from outside, it passes.
#[test]
fn without_its_mark_a_changed_thing_would_pass() {
    let rows = "also | pizza-box | 意式薄饼盒\n".to_owned();
    let patch = Patch { version: "2026.1.1".to_owned(), rows };
    let today = Guide::zhejiang().unwrap().patched(&[patch]).unwrap();
    let mark = today.item("pizza-box").unwrap().mark();
    let done = after_a_change(|lines| {
        fill(lines, "pizza-box", 1, &[("mark", &mark)]);
    });
    assert_eq!(done.unwrap().version, "2026.1.2");
}
