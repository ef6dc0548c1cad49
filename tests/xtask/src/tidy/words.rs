//! Words that mark unfinished or silenced work, where clippy does not look.
//!
//! Clippy sees what is compiled; this check also reads what a feature or another target leaves
//! out, comments, and the other languages.

use super::finding::Finding;
use super::tree::{File, Tree};

/// In two halves each, so that this file may be read as well.
const MARKS: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];
const MACROS: [&str; 3] = ["todo", "dbg", "unimplemented"];
/// Files of text and code; data may hold any word.
const READ: [&str; 12] =
    ["rs", "kt", "swift", "toml", "md", "sql", "sh", "js", "css", "xml", "yml", "ftl"];

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in tree.texts() {
        if READ.iter().any(|extension| file.is(extension)) {
            findings.extend(marks(file, text));
        }
    }
    for (file, source) in tree.sources() {
        for name in MACROS {
            for token in source.places(&[name, "!"]) {
                let what = format!("`{name}!` is left behind");
                findings.push(Finding::line(&file.path, token.line, what, "finish the work"));
            }
        }
        for token in source.places(&["[", "allow", "("]) {
            findings.push(Finding::line(
                &file.path,
                token.line,
                "a lint is silenced for good",
                "use `#[expect(…, reason = \"…\")]`, which tells when it is no longer needed",
            ));
        }
        if !file.is_test() {
            for line in source.lines_with(&[".", "unwrap", "("]) {
                findings.push(Finding::line(
                    &file.path,
                    line,
                    "`unwrap` ends the program",
                    "hand the error on",
                ));
            }
        }
    }
    findings
}

fn marks<'a>(file: &'a File, text: &'a str) -> impl Iterator<Item = Finding> + 'a {
    text.lines().enumerate().filter_map(|(index, line)| {
        let mark = line
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .find(|word| MARKS.contains(word))?;
        Some(Finding::line(
            &file.path,
            index + 1,
            format!("\"{mark}\" marks unfinished work"),
            "finish it, or write an issue",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn unfinished_work_is_refused_in_every_language() {
        for mark in MARKS {
            assert_eq!(count("web/src/a.rs", &format!("//! A.\n// {mark}: later\n")), 1);
            assert_eq!(count("server/migrations/sqlite/0001_a.sql", &format!("-- {mark}")), 1);
            assert_eq!(count("android/core/src/main/kotlin/A.kt", &format!("{mark}()")), 1);
            assert_eq!(count("data/items.csv", mark), 0, "data may hold any word");
        }
    }

    #[test]
    fn macros_are_found_where_nothing_compiles_them() {
        for name in MACROS {
            let text = format!("//! A.\n#[cfg(target_os = \"android\")]\nfn a() {{ {name}!() }}");
            assert_eq!(count("web/src/a.rs", &text), 1, "{name}");
        }
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text = "//! A.\nfn a() { b().unwrap(); }";
        assert_eq!(count("web/src/a.rs", text), 1);
        assert_eq!(count("web/src/a/tests.rs", text), 0);
        assert_eq!(count("web/src/a.rs", "//! A.\n#[test]\nfn a() { b().unwrap(); }"), 0);
    }

    #[test]
    fn a_lint_is_expected_and_not_allowed() {
        assert_eq!(count("web/src/a.rs", "//! A.\n#[allow(unused)]\nfn a() {}"), 1);
        assert_eq!(
            count("web/src/a.rs", "//! A.\n#[expect(unused, reason = \"why\")]\nfn a() {}"),
            0
        );
    }
}
